/// Grows the arrays of a document, one value after the other.
struct DocumentBuilder {
    struct Key {
        var start: UInt32
        var length: UInt32
        var hash: UInt32
    }

    private struct Frame {
        var index: Int32
        var last: Int32 = -1
        /// How many values this one stands for when its aliases are followed.
        var size = 1
    }

    private(set) var records: [DocumentRecord] = []
    private(set) var bytes: [UInt8]
    private(set) var indexes: [Int32: [UInt64: Int32]] = [:]
    /// Objects with more members have an index.
    static let indexedCount = 24
    private(set) var diagnostics: [Diagnostic] = []
    private var frames: [Frame] = []
    let limits: DocumentTree.Limits

    init(bytes: [UInt8], limits: DocumentTree.Limits) {
        self.bytes = bytes
        self.limits = limits
        records.reserveCapacity(bytes.count / 16)
    }

    var depth: Int { frames.count }

    /// Whether as many values were read as may be.
    var isFull: Bool { records.count >= limits.nodes }

    /// The innermost open object or array.
    var open: Int32 { frames.last?.index ?? -1 }

    mutating func report(_ severity: Diagnostic.Severity, _ message: String, line: Int, column: Int) {
        guard diagnostics.count < 100 else { return }
        diagnostics.append(Diagnostic(severity, message, pointer: pointer, line: line, column: column))
    }

    /// Keeps a text that does not stand in the source as it is meant.
    mutating func store(_ text: some Collection<UInt8>) -> (start: UInt32, length: UInt32) {
        let start = UInt32(bytes.count)
        bytes.append(contentsOf: text)
        return (start, UInt32(text.count))
    }

    @discardableResult
    mutating func append(_ record: DocumentRecord, key: Key?) -> Int32 {
        var record = record
        let index = Int32(records.count)
        if let key {
            record.keyStart = key.start
            record.keyLength = key.length
            record.keyHash = key.hash
        }
        if let frame = frames.indices.last {
            record.parent = frames[frame].index
            if frames[frame].last >= 0 {
                records[Int(frames[frame].last)].next = index
            } else {
                records[Int(frames[frame].index)].first = index
            }
            records[Int(frames[frame].index)].count += 1
            frames[frame].last = index
            frames[frame].size += 1
        }
        records.append(record)
        return index
    }

    /// Opens an object or an array: what follows is inside until `close`.
    @discardableResult
    mutating func begin(_ record: DocumentRecord, key: Key?) -> Int32 {
        let index = append(record, key: key)
        frames.append(Frame(index: index))
        return index
    }

    /// Closes the innermost object or array, and says how many values it stands for.
    @discardableResult
    mutating func close() -> (index: Int32, size: Int)? {
        guard let frame = frames.popLast() else { return nil }
        if records[Int(frame.index)].kind == .object, records[Int(frame.index)].count > 1 { checkKeys(frame.index) }
        if let outer = frames.indices.last { frames[outer].size += frame.size - 1 }
        return (frame.index, frame.size)
    }

    /// Counts what an alias stands for towards what surrounds it.
    mutating func grow(by size: Int) {
        if let frame = frames.indices.last { frames[frame].size += size }
    }

    mutating func closeAll() {
        while close() != nil {}
    }

    /// Drops all but the last of equal keys, and indexes large objects.
    private mutating func checkKeys(_ object: Int32) {
        var seen: [UInt64: Int32] = [:]
        var dropped: Set<Int32> = []
        let count = Int(records[Int(object)].count)
        if count <= 8, !hasEqualFingerprints(object) { return }
        seen.reserveCapacity(count)
        var current = records[Int(object)].first
        while current >= 0 {
            let record = records[Int(current)]
            if let earlier = seen.updateValue(current, forKey: record.fingerprint), keysAreEqual(earlier, current) {
                dropped.insert(earlier)
                let name = String(decoding: keyBytes(current), as: UTF8.self)
                report(
                    .warning, "The key '\(name)' stands twice in one object; the last one counts.",
                    line: Int(record.line), column: Int(record.column))
            }
            current = record.next
        }
        if !dropped.isEmpty { unlink(dropped, from: object) }
        if count > Self.indexedCount { indexes[object] = seen }
    }

    private func hasEqualFingerprints(_ object: Int32) -> Bool {
        var current = records[Int(object)].first
        while current >= 0 {
            let record = records[Int(current)]
            var other = record.next
            while other >= 0 {
                if records[Int(other)].fingerprint == record.fingerprint { return true }
                other = records[Int(other)].next
            }
            current = record.next
        }
        return false
    }

    private func keyBytes(_ index: Int32) -> ArraySlice<UInt8> {
        let record = records[Int(index)]
        return bytes[Int(record.keyStart)..<Int(record.keyStart + record.keyLength)]
    }

    private func keysAreEqual(_ one: Int32, _ other: Int32) -> Bool {
        keyBytes(one).elementsEqual(keyBytes(other))
    }

    private mutating func unlink(_ dropped: Set<Int32>, from object: Int32) {
        var kept: [Int32] = []
        var current = records[Int(object)].first
        while current >= 0 {
            if !dropped.contains(current) { kept.append(current) }
            current = records[Int(current)].next
        }
        records[Int(object)].first = kept.first ?? -1
        records[Int(object)].count = Int32(kept.count)
        for (position, index) in kept.enumerated() {
            records[Int(index)].next = position + 1 < kept.count ? kept[position + 1] : -1
        }
    }

    /// The pointer of the innermost open value.
    private var pointer: String {
        frames.dropFirst().map { frame in
            let record = records[Int(frame.index)]
            let parent = records[Int(record.parent)]
            let step =
                parent.kind == .object
                ? JSONPointer.escaped(String(decoding: keyBytes(frame.index), as: UTF8.self))
                : String(parent.count - 1)
            return "/" + step
        }.joined()
    }
}
