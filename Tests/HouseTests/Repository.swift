import Foundation

/// The checked-out repository, found from where this file was compiled.
enum Repository {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every file below a folder with one of these extensions, as paths from the root, sorted.
    static func files(below folder: String, _ extensions: Set<String>) -> [String] {
        let base = root.appending(path: folder)
        guard let walk = FileManager.default.enumerator(atPath: base.path) else { return [] }
        var found: [String] = []
        while let path = walk.nextObject() as? String {
            let isOurs = !path.contains("/vendor/") && !path.contains("__Snapshots__")
            if isOurs, extensions.contains((path as NSString).pathExtension) { found.append("\(folder)/\(path)") }
        }
        return found.sorted()
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The Swift files of all rooms, read once.
    static let sources: [SwiftFile] = files(below: "Sources", ["swift"]).compactMap(SwiftFile.init)

    /// The Swift files of all tests, read once.
    static let tests: [SwiftFile] = files(below: "Tests", ["swift"]).compactMap(SwiftFile.init)
}

/// A Swift file, told apart into code and the text of its string literals.
struct SwiftFile: Sendable {
    let path: String
    let text: String
    /// The text with comments and the contents of literals blanked; lines stay where they are.
    let code: [UInt8]
    let literals: [SwiftScanner.Literal]

    init?(_ path: String) {
        guard let text = try? Repository.text(path) else { return nil }
        self.init(path: path, text: text)
    }

    init(path: String, text: String) {
        self.path = path
        self.text = text
        var scanner = SwiftScanner(text)
        scanner.scan()
        code = scanner.code
        literals = scanner.literals
    }

    /// The folder right below `Sources`.
    var room: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    /// The code, line by line, numbered from 1.
    var codeLines: [(number: Int, text: String)] {
        code.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
            .map { ($0.offset + 1, String(decoding: $0.element, as: UTF8.self)) }
    }
}
