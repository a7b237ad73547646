/// Reads JSON into a document, without recursion; stops at the first mistake and keeps what stood before it.
struct JSONReader {
    private(set) var builder: DocumentBuilder
    /// Whether a limit, not a mistake, ended the reading.
    private(set) var isLimited = false
    private let source: [UInt8]
    private var position = 0
    private var line: UInt32 = 1
    private var lineStart = 0

    init(bytes: [UInt8], limits: DocumentTree.Limits) {
        source = bytes
        builder = DocumentBuilder(bytes: bytes, limits: limits)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    mutating func read() {
        let source = self.source
        source.withUnsafeBufferPointer { bytes in
            if let mistake = document(bytes) {
                builder.report(
                    .error, mistake, line: Int(line), column: position - lineStart + 1)
            }
        }
        builder.closeAll()
    }

    private typealias Bytes = UnsafeBufferPointer<UInt8>

    /// Gives what is wrong, or nil.
    private mutating func document(_ bytes: Bytes) -> String? {
        if let mistake = value(bytes, key: nil) { return mistake }
        while builder.depth > 0 {
            let isObject = builder.records[Int(builder.open)].kind == .object
            if let mistake = isObject ? member(bytes) : item(bytes) { return mistake }
        }
        skipSpace(bytes)
        return position == bytes.count ? nil : "Unexpected text after the end of the document."
    }

    private mutating func member(_ bytes: Bytes) -> String? {
        skipSpace(bytes)
        guard position < bytes.count else { return "The document ends inside an object." }
        let isFirst = builder.records[Int(builder.open)].count == 0
        if bytes[position] == UInt8(ascii: "}") {
            position += 1
            builder.close()
            return nil
        }
        if !isFirst {
            guard bytes[position] == UInt8(ascii: ",") else { return "Expected ',' or '}'." }
            position += 1
            skipSpace(bytes)
        }
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
            return "Expected a name in double quotes."
        }
        guard let text = string(bytes) else { return "A text is not closed or holds a mistake." }
        let name = builder.bytes.withUnsafeBufferPointer { all in
            DocumentRecord.hash(all[Int(text.start)..<Int(text.start + text.length)])
        }
        skipSpace(bytes)
        guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else { return "Expected ':'." }
        position += 1
        return value(bytes, key: DocumentBuilder.Key(start: text.start, length: text.length, hash: name))
    }

    private mutating func item(_ bytes: Bytes) -> String? {
        skipSpace(bytes)
        guard position < bytes.count else { return "The document ends inside an array." }
        if bytes[position] == UInt8(ascii: "]") {
            position += 1
            builder.close()
            return nil
        }
        if builder.records[Int(builder.open)].count > 0 {
            guard bytes[position] == UInt8(ascii: ",") else { return "Expected ',' or ']'." }
            position += 1
        }
        return value(bytes, key: nil)
    }

    private mutating func value(_ bytes: Bytes, key: DocumentBuilder.Key?) -> String? {
        skipSpace(bytes)
        guard position < bytes.count else { return "The document ends where a value is expected." }
        if builder.isFull {
            isLimited = true
            return "The document holds too many values."
        }
        var record = DocumentRecord(kind: .null, line: line, column: UInt32(position - lineStart + 1))
        switch bytes[position] {
        case UInt8(ascii: "{"): return begin(.object, record, key: key)
        case UInt8(ascii: "["): return begin(.array, record, key: key)
        case UInt8(ascii: "\""):
            guard let text = string(bytes) else { return "A text is not closed or holds a mistake." }
            record.kind = .string
            (record.textStart, record.textLength) = text
        case UInt8(ascii: "t"): return word(bytes, "true", .boolean, record, key: key)
        case UInt8(ascii: "f"): return word(bytes, "false", .boolean, record, key: key)
        case UInt8(ascii: "n"): return word(bytes, "null", .null, record, key: key)
        case UInt8(ascii: "-"), 48...57: number(bytes, into: &record)
        default: return "Expected a value."
        }
        builder.append(record, key: key)
        return nil
    }

    private mutating func begin(
        _ kind: DocumentRecord.Kind, _ record: DocumentRecord, key: DocumentBuilder.Key?
    ) -> String? {
        guard builder.depth < builder.limits.depth else {
            isLimited = true
            return "The document is nested deeper than \(builder.limits.depth) levels."
        }
        var record = record
        record.kind = kind
        position += 1
        builder.begin(record, key: key)
        return nil
    }

    private mutating func word(
        _ bytes: Bytes, _ word: String, _ kind: DocumentRecord.Kind, _ record: DocumentRecord,
        key: DocumentBuilder.Key?
    ) -> String? {
        guard bytes[position...].starts(with: word.utf8) else { return "Expected a value." }
        var record = record
        record.kind = kind
        record.textStart = UInt32(position)
        record.textLength = UInt32(word.utf8.count)
        position += word.utf8.count
        builder.append(record, key: key)
        return nil
    }

    private mutating func number(_ bytes: Bytes, into record: inout DocumentRecord) {
        let start = position
        var kind = DocumentRecord.Kind.integer
        while position < bytes.count {
            switch bytes[position] {
            case 48...57, UInt8(ascii: "-"), UInt8(ascii: "+"): break
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): kind = .number
            default:
                record.kind = kind
                record.textStart = UInt32(start)
                record.textLength = UInt32(position - start)
                return
            }
            position += 1
        }
        record.kind = kind
        record.textStart = UInt32(start)
        record.textLength = UInt32(position - start)
    }

    private mutating func skipSpace(_ bytes: Bytes) {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0D: position += 1
            case 0x0A:
                position += 1
                line += 1
                lineStart = position
            default: return
            }
        }
    }
}

extension JSONReader {
    /// Reads a text in quotes: where its characters are, or nil when it is broken.
    private mutating func string(_ bytes: UnsafeBufferPointer<UInt8>) -> (start: UInt32, length: UInt32)? {
        let start = position + 1
        var end = start
        while end < bytes.count {
            let byte = bytes[end]
            if byte == UInt8(ascii: "\"") {
                position = end + 1
                return (UInt32(start), UInt32(end - start))
            }
            if byte == UInt8(ascii: "\\") { return escapedString(bytes, start: start, firstEscape: end) }
            if byte == 0x0A { return nil }
            end += 1
        }
        return nil
    }

    private mutating func escapedString(
        _ bytes: UnsafeBufferPointer<UInt8>, start: Int, firstEscape: Int
    ) -> (start: UInt32, length: UInt32)? {
        var text = Array(bytes[start..<firstEscape])
        position = firstEscape
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return builder.store(text)
            case UInt8(ascii: "\\"):
                guard escape(bytes, into: &text) else { return nil }
            case 0x0A: return nil
            default: text.append(byte)
            }
        }
        return nil
    }

    private mutating func escape(_ bytes: UnsafeBufferPointer<UInt8>, into text: inout [UInt8]) -> Bool {
        guard position < bytes.count else { return false }
        let kind = bytes[position]
        position += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(kind)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "u"):
            guard var code = hexadecimal(bytes) else { return false }
            if (0xD800..<0xDC00).contains(code), position + 1 < bytes.count,
                bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
            {
                position += 2
                guard let low = hexadecimal(bytes) else { return false }
                if (0xDC00..<0xE000).contains(low) { code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00) }
            }
            text.append(contentsOf: String(Character(Unicode.Scalar(code) ?? "\u{FFFD}")).utf8)
        default: return false
        }
        return true
    }

    private mutating func hexadecimal(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        var code: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            code = code << 4 | UInt32(digit)
        }
        position += 4
        return code
    }
}
