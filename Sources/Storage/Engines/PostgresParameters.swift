import CPostgres

/// The binds of a statement as libpq wants them: text and bytes as they are, everything else in words.
struct PostgresParameters {
    private var bytes: [UInt8] = [0]
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    init(_ binds: [Bind]) {
        for bind in binds {
            switch bind {
            case .text(let text?): append(text.utf8, format: 1)
            case .bytes(let blob?): append(blob, format: 1)
            case .integer(let number?): append(String(number).utf8, format: 0)
            case .real(let number?): append(String(number).utf8, format: 0)
            case .boolean(let flag?): append((flag ? "t" : "f").utf8, format: 0)
            case .text(nil), .bytes(nil), .integer(nil), .real(nil), .boolean(nil):
                offsets.append(nil)
                lengths.append(0)
                formats.append(0)
            }
        }
    }

    private mutating func append(_ value: some Collection<UInt8>, format: Int32) {
        offsets.append(bytes.count)
        lengths.append(Int32(value.count))
        formats.append(format)
        bytes.append(contentsOf: value)
        bytes.append(0)
    }

    func withPointers<T>(_ body: ([UnsafePointer<CChar>?], [Int32], [Int32]) throws -> T) rethrows -> T {
        try bytes.withUnsafeBytes { buffer in
            let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            return try body(offsets.map { offset in offset.flatMap { start?.advanced(by: $0) } }, lengths, formats)
        }
    }
}

extension Bind {
    /// The object id of the type in PostgreSQL.
    var type: Oid {
        switch self {
        case .boolean: 16
        case .bytes: 17
        case .integer: 20
        case .text: 25
        case .real: 701
        }
    }
}
