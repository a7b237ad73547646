import Foundation
import Testing

/// Texts kept in the repository and compared whole; `PORTICO_SNAPSHOTS=write` writes them.
enum Snapshot {
    static func expect(_ text: String, is name: String, _ location: SourceLocation = #_sourceLocation) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "__Snapshots__/Rendering/\(name)")
        if ProcessInfo.processInfo.environment["PORTICO_SNAPSHOTS"] == "write" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let kept = try String(contentsOf: file, encoding: .utf8)
        #expect(text == kept, "The snapshot \(name) differs.", sourceLocation: location)
    }
}
