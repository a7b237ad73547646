package import Foundation
import Glibc
package import Model

/// A data plane's memory across restarts: a base, and a log of what came after it, each record with its checksum.
///
/// Three bases are kept. A damaged one is passed over: the one before, with the logs since, leads to the same state.
package final class GatewayDisk {
    private static let kept = 3
    private static let logLimit = 4_194_304

    private let directory: URL
    private var number = 0
    private var log: FileHandle?
    private var logBytes = 0

    /// Uses the directory, and creates it when it is not there.
    package init(directory: URL) throws {
        self.directory = directory
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        number = bases().last ?? 0
    }

    /// The last state that can be read; nil when there is none.
    package func load() -> GatewaySnapshot? {
        for base in bases().reversed() {
            guard let record = try? records(of: baseURL(base)).first,
                let snapshot = try? JSONDecoder().decode(GatewaySnapshot.self, from: record)
            else { continue }
            var state = DataPlaneState(snapshot)
            replay: for log in base...max(base, number) {
                guard let found = try? records(of: logURL(log)) else { continue }
                for record in found {
                    guard let update = try? JSONDecoder().decode(GatewayUpdate.self, from: record),
                        state.apply(update)
                    else { break replay }
                }
            }
            return state.snapshot
        }
        return nil
    }

    /// Writes an update down; `state` is what the update led to, for when a new base is due.
    package func append(_ update: GatewayUpdate, state: () -> GatewaySnapshot?) throws {
        let isNew = number == 0 || log == nil
        if isNew || logBytes > Self.logLimit || update.replacesEverything {
            if let snapshot = state() { try write(snapshot) }
            return
        }
        let bytes = Self.record(try JSONEncoder().encode(update))
        try log?.write(contentsOf: bytes)
        try log?.synchronize()
        logBytes += bytes.count
    }

    /// Writes a new base and begins a new log; old ones go.
    package func write(_ snapshot: GatewaySnapshot) throws {
        let next = number + 1
        let temporary = directory.appending(path: "base.tmp")
        try? FileManager.default.removeItem(at: temporary)
        try Self.create(temporary, Self.record(try JSONEncoder().encode(snapshot)))
        let empty = directory.appending(path: "log.tmp")
        try? FileManager.default.removeItem(at: empty)
        try Self.create(empty, Data())
        guard rename(empty.path, logURL(next).path) == 0, rename(temporary.path, baseURL(next).path) == 0 else {
            throw CocoaError(.fileWriteUnknown)
        }
        synchronizeDirectory()
        try? log?.close()
        log = try FileHandle(forWritingTo: logURL(next))
        logBytes = 0
        number = next
        for old in bases() where old <= next - Self.kept {
            try? FileManager.default.removeItem(at: baseURL(old))
            try? FileManager.default.removeItem(at: logURL(old))
        }
    }

    // MARK: Files

    private func baseURL(_ number: Int) -> URL { directory.appending(path: "base-\(number)") }

    private func logURL(_ number: Int) -> URL { directory.appending(path: "log-\(number)") }

    private func bases() -> [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return names.compactMap { $0.hasPrefix("base-") ? Int($0.dropFirst(5)) : nil }.sorted()
    }

    private static func create(_ url: URL, _ content: Data) throws {
        guard
            FileManager.default.createFile(
                atPath: url.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown) }
        let handle = try FileHandle(forWritingTo: url)
        defer { try? handle.close() }
        try handle.write(contentsOf: content)
        try handle.synchronize()
    }

    private func synchronizeDirectory() {
        let descriptor = open(directory.path, O_RDONLY)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    // MARK: Records

    /// Length and checksum, four bytes each, and the content.
    private static func record(_ content: Data) -> Data {
        var bytes = Data(capacity: content.count + 8)
        append(UInt32(content.count), to: &bytes)
        append(Checksum.of(content), to: &bytes)
        bytes.append(content)
        return bytes
    }

    private static func append(_ value: UInt32, to bytes: inout Data) {
        for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(shift))) }
    }

    /// The records of a file up to the first one that is damaged.
    private func records(of url: URL) throws -> [Data] {
        let bytes = [UInt8](try Data(contentsOf: url))
        var found: [Data] = [], position = 0
        while position + 8 <= bytes.count {
            let length = Int(Self.number(bytes, position)), checksum = Self.number(bytes, position + 4)
            guard length <= bytes.count - position - 8 else { break }
            let content = bytes[(position + 8)..<(position + 8 + length)]
            guard Checksum.of(content) == checksum else { break }
            found.append(Data(content))
            position += 8 + length
        }
        return found
    }

    private static func number(_ bytes: [UInt8], _ position: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[position + $1]) << UInt32(8 * $1) }
    }
}

extension GatewayUpdate {
    /// A whole base of credentials is written as a base, not into the log.
    fileprivate var replacesEverything: Bool {
        if case .base = credentials { true } else { false }
    }
}
