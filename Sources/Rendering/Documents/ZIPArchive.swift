import CCompression

/// The files of a ZIP archive, for descriptions that come in several files.
package enum ZIPArchive {
    package struct File: Sendable, Equatable {
        /// From the top of the archive, without `.` and `..`.
        package var path: String
        package var bytes: [UInt8]

        package init(path: String, bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }
    }

    /// Why an archive is not taken.
    package enum Trouble: Error, Equatable {
        case broken, tooLarge, unsupported, withoutDescription

        package var words: String {
            switch self {
            case .broken: "The archive is broken."
            case .tooLarge: "The archive holds more than 1,000 files or 16 MB."
            case .unsupported: "The archive is encrypted, or packed in a way that is not known."
            case .withoutDescription: "No file of the archive begins a description."
            }
        }
    }

    private static let maximumFiles = 1_000
    private static let endings = [".yaml", ".yml", ".json"]

    package static func begins(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) }

    /// The YAML and JSON files in an archive, which must not exceed a number of bytes together; everything else is left
    /// out.
    package static func files(_ bytes: [UInt8], upTo maximumBytes: Int) throws(Trouble) -> [File] {
        let reader = ZIPReader(bytes: bytes)
        let (count, start) = try reader.directory()
        guard count <= maximumFiles else { throw .tooLarge }
        var files: [File] = [], place = start, total = 0
        for _ in 0..<count {
            let entry = try reader.entry(at: place)
            place = entry.next
            guard let path = path(entry.name), endings.contains(where: path.lowercased().hasSuffix) else { continue }
            total += entry.size
            guard total <= maximumBytes else { throw .tooLarge }
            files.append(File(path: path, bytes: try reader.content(of: entry)))
        }
        return files
    }

    /// Nil for what is above the archive, hidden, or left there by an operating system.
    private static func path(_ name: String) -> String? {
        let steps = name.replacing("\\", with: "/").split(separator: "/").filter { $0 != "." }
        guard !steps.isEmpty, !steps.contains(where: { $0 == ".." || $0.hasPrefix(".") || $0 == "__MACOSX" }) else {
            return nil
        }
        return steps.joined(separator: "/")
    }
}

/// Reads the records of an archive, none beyond its end.
private struct ZIPReader {
    struct Entry {
        var name: String
        var method: Int
        var packed: Int
        var size: Int
        var offset: Int
        var next: Int
    }

    let bytes: [UInt8]

    private func number(_ place: Int, _ length: Int) throws(ZIPArchive.Trouble) -> Int {
        guard place >= 0, place + length <= bytes.count else { throw .broken }
        return (0..<length).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }

    /// How many files there are, and where their list begins.
    func directory() throws(ZIPArchive.Trouble) -> (count: Int, start: Int) {
        var place = bytes.count - 22
        let last = max(0, place - 0xFFFF)
        while place >= last {
            if try number(place, 4) == 0x0605_4B50 { return (try number(place + 10, 2), try number(place + 16, 4)) }
            place -= 1
        }
        throw .broken
    }

    func entry(at place: Int) throws(ZIPArchive.Trouble) -> Entry {
        guard try number(place, 4) == 0x0201_4B50 else { throw .broken }
        guard try number(place + 8, 2) & 1 == 0 else { throw .unsupported }
        let name = try number(place + 28, 2), rest = try number(place + 30, 2) + number(place + 32, 2)
        let start = place + 46
        guard start + name + rest <= bytes.count else { throw .broken }
        return Entry(
            name: String(decoding: bytes[start..<start + name], as: UTF8.self), method: try number(place + 10, 2),
            packed: try number(place + 20, 4), size: try number(place + 24, 4), offset: try number(place + 42, 4),
            next: start + name + rest)
    }

    func content(of entry: Entry) throws(ZIPArchive.Trouble) -> [UInt8] {
        guard try number(entry.offset, 4) == 0x0403_4B50 else { throw .broken }
        let start = try entry.offset + 30 + number(entry.offset + 26, 2) + number(entry.offset + 28, 2)
        guard entry.packed >= 0, start + entry.packed <= bytes.count else { throw .broken }
        let packed = bytes[start..<start + entry.packed]
        if entry.method == 0 { return Array(packed) }
        guard entry.method == 8 else { throw .unsupported }
        if entry.size == 0 { return [] }
        let content = [UInt8](unsafeUninitializedCapacity: entry.size) { output, count in
            count = packed.withUnsafeBufferPointer { input in
                guard let from = input.baseAddress, let to = output.baseAddress else { return 0 }
                return portico_inflate(from, input.count, to, entry.size)
            }
        }
        guard content.count == entry.size else { throw .broken }
        return content
    }
}
