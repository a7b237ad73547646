import CYaml

/// Reads the first document of a YAML stream by libyaml's events, without recursion and without unfolding aliases.
struct YAMLReader {
    private enum Expected { case key, value(DocumentBuilder.Key), item, nothing }

    private struct Anchor {
        var index: Int32
        /// Nil while the anchored value is still open, which an alias to it would make endless.
        var size: Int?
    }

    private(set) var builder: DocumentBuilder
    private let source: [UInt8]
    private var expected: [Expected] = [.nothing]
    private var anchors: [String: Anchor] = [:]
    private var openAnchors: [Int32: String] = [:]
    private var aliased = 0
    private var skipping = 0
    private var documents = 0
    private var isStopped = false

    init(source: [UInt8], limits: DocumentTree.Limits) {
        self.source = source
        builder = DocumentBuilder(bytes: [], limits: limits)
    }

    mutating func read() {
        let source = self.source
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else { return }
        defer { yaml_parser_delete(parser) }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        source.withUnsafeBufferPointer { bytes in
            yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
            var event = yaml_event_t()
            while !isStopped {
                guard yaml_parser_parse(parser, &event) == 1 else {
                    report(parser.pointee)
                    break
                }
                if event.type == YAML_STREAM_END_EVENT { isStopped = true }
                handle(event)
                yaml_event_delete(&event)
            }
        }
        builder.closeAll()
    }

    private mutating func report(_ parser: yaml_parser_t) {
        let problem = parser.problem.map { String(cString: $0) } ?? "The document cannot be read"
        let context = parser.context.map { " " + String(cString: $0) } ?? ""
        let mark = parser.problem_mark
        builder.report(
            .error, "This is not valid YAML: \(problem)\(context).", line: Int(mark.line) + 1,
            column: Int(mark.column) + 1)
    }

    private mutating func stop(_ message: String, _ event: yaml_event_t) {
        builder.report(
            .error, message, line: Int(event.start_mark.line) + 1, column: Int(event.start_mark.column) + 1)
        isStopped = true
    }

    private mutating func handle(_ event: yaml_event_t) {
        switch event.type {
        case YAML_DOCUMENT_START_EVENT:
            documents += 1
            if documents > 1 {
                stop("Only the first of several YAML documents is read.", event)
            }
        case YAML_SCALAR_EVENT where skipping == 0: scalar(event)
        case YAML_ALIAS_EVENT where skipping == 0: alias(event)
        case YAML_MAPPING_START_EVENT:
            begin(.object, .key, anchor: event.data.mapping_start.anchor, event)
        case YAML_SEQUENCE_START_EVENT:
            begin(.array, .item, anchor: event.data.sequence_start.anchor, event)
        case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT: end()
        default: break
        }
    }

    private func record(_ kind: DocumentRecord.Kind, _ event: yaml_event_t) -> DocumentRecord {
        DocumentRecord(
            kind: kind, line: UInt32(clamping: event.start_mark.line + 1),
            column: UInt32(clamping: event.start_mark.column + 1))
    }

    /// The key for the value that comes now, and the next expectation.
    private mutating func takeKey() -> DocumentBuilder.Key? {
        guard let last = expected.last, case .value(let key) = last else { return nil }
        expected[expected.count - 1] = .key
        return key
    }

    private mutating func begin(
        _ kind: DocumentRecord.Kind, _ inside: Expected, anchor: UnsafeMutablePointer<UInt8>?, _ event: yaml_event_t
    ) {
        if skipping > 0 {
            skipping += 1
            return
        }
        if case .key = expected.last {
            stop("A key must be a text.", event)
            return
        }
        guard builder.depth < builder.limits.depth else {
            stop("The document is nested deeper than \(builder.limits.depth) levels.", event)
            return
        }
        guard !builder.isFull else {
            stop("The document holds too many values.", event)
            return
        }
        let index = builder.begin(record(kind, event), key: takeKey())
        expected.append(inside)
        if let anchor {
            let name = String(cString: anchor)
            anchors[name] = Anchor(index: index, size: nil)
            openAnchors[index] = name
        }
    }

    private mutating func end() {
        if skipping > 0 {
            skipping -= 1
            return
        }
        mergeIfAsked()
        expected.removeLast()
        guard let closed = builder.close() else { return }
        if let name = openAnchors.removeValue(forKey: closed.index), anchors[name]?.index == closed.index {
            anchors[name]?.size = closed.size
        }
    }

    private mutating func scalar(_ event: yaml_event_t) {
        let scalar = event.data.scalar
        let text = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
        if case .key = expected.last {
            let stored = builder.store(text)
            expected[expected.count - 1] = .value(
                DocumentBuilder.Key(start: stored.start, length: stored.length, hash: DocumentRecord.hash(text)))
            return
        }
        guard !builder.isFull else {
            stop("The document holds too many values.", event)
            return
        }
        var record = self.record(.string, event)
        if scalar.style == YAML_PLAIN_SCALAR_STYLE, scalar.tag == nil { record.kind = PlainScalar.kind(text) }
        (record.textStart, record.textLength) = builder.store(text)
        let index = builder.append(record, key: takeKey())
        if let anchor = scalar.anchor { anchors[String(cString: anchor)] = Anchor(index: index, size: 1) }
    }

    private mutating func alias(_ event: yaml_event_t) {
        let name = event.data.alias.anchor.map { String(cString: $0) } ?? ""
        if case .key = expected.last {
            aliasKey(name, event)
            return
        }
        var record = self.record(.null, event)
        if let anchor = anchors[name], let size = anchor.size {
            aliased += size
            guard aliased <= builder.limits.aliasedNodes else {
                stop("The aliases of this document stand for too many values.", event)
                return
            }
            record.kind = .alias
            record.first = anchor.index
            builder.grow(by: size)
        } else {
            let line = Int(event.start_mark.line) + 1
            builder.report(
                .error,
                anchors[name] == nil ? "The alias '*\(name)' has no anchor." : "The alias '*\(name)' holds itself.",
                line: line, column: Int(event.start_mark.column) + 1)
        }
        builder.append(record, key: takeKey())
    }

    private mutating func aliasKey(_ name: String, _ event: yaml_event_t) {
        guard let anchor = anchors[name], anchor.size == 1 else {
            stop("A key must be a text.", event)
            return
        }
        let target = builder.records[Int(anchor.index)]
        let bytes = builder.bytes[Int(target.textStart)..<Int(target.textStart + target.textLength)]
        expected[expected.count - 1] = .value(
            DocumentBuilder.Key(
                start: target.textStart, length: target.textLength, hash: DocumentRecord.hash(bytes)))
    }

    /// Spreads `<<: *defaults` into the object that ends now.
    private mutating func mergeIfAsked() {
        let object = builder.records[Int(builder.open)]
        guard object.kind == .object else { return }
        let mergeHash = DocumentRecord.hash("<<".utf8)
        var names: Set<UInt64> = []
        var sources: [Int32] = []
        var current = object.first
        while current >= 0 {
            let member = builder.records[Int(current)]
            if member.keyHash == mergeHash, member.keyLength == 2 { sources.append(current) }
            current = member.next
        }
        guard !sources.isEmpty else { return }
        current = object.first
        while current >= 0 {
            names.insert(builder.records[Int(current)].fingerprint)
            current = builder.records[Int(current)].next
        }
        for source in sources {
            let record = builder.records[Int(source)]
            let targets = record.kind == .array ? children(of: source) : [source]
            for target in targets { merge(target, names: &names) }
        }
    }

    private func children(of index: Int32) -> [Int32] {
        var result: [Int32] = []
        var current = builder.records[Int(index)].first
        while current >= 0 {
            result.append(current)
            current = builder.records[Int(current)].next
        }
        return result
    }

    private mutating func merge(_ source: Int32, names: inout Set<UInt64>) {
        let record = builder.records[Int(source)]
        let target = record.kind == .alias ? record.first : source
        guard target >= 0, builder.records[Int(target)].kind == .object else { return }
        for child in children(of: target) {
            let member = builder.records[Int(child)]
            guard names.insert(member.fingerprint).inserted, !builder.isFull else { continue }
            var copy = DocumentRecord(kind: .alias, line: member.line, column: member.column)
            copy.first = member.kind == .alias ? member.first : child
            builder.append(
                copy,
                key: DocumentBuilder.Key(start: member.keyStart, length: member.keyLength, hash: member.keyHash))
        }
    }
}

/// What an unquoted YAML text means, by YAML 1.2's core schema.
enum PlainScalar {
    static func kind(_ text: UnsafeBufferPointer<UInt8>) -> DocumentRecord.Kind {
        guard let first = text.first else { return .null }
        switch first {
        case 48...57, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."): return number(text)
        case UInt8(ascii: "~"): return text.count == 1 ? .null : .string
        case UInt8(ascii: "n"), UInt8(ascii: "N"): return isOne(text, ["null", "Null", "NULL"]) ? .null : .string
        case UInt8(ascii: "t"), UInt8(ascii: "T"): return isOne(text, ["true", "True", "TRUE"]) ? .boolean : .string
        case UInt8(ascii: "f"), UInt8(ascii: "F"): return isOne(text, ["false", "False", "FALSE"]) ? .boolean : .string
        default: return .string
        }
    }

    private static func isOne(_ text: UnsafeBufferPointer<UInt8>, _ words: [String]) -> Bool {
        words.contains { $0.utf8.elementsEqual(text) }
    }

    private static func number(_ text: UnsafeBufferPointer<UInt8>) -> DocumentRecord.Kind {
        var digits = 0
        var dots = 0
        var exponents = 0
        for (position, byte) in text.enumerated() {
            switch byte {
            case 48...57: digits += 1
            case UInt8(ascii: "-"), UInt8(ascii: "+"):
                let follows = position > 0 ? text[position - 1] | 0x20 : UInt8(ascii: "e")
                if follows != UInt8(ascii: "e") { return .string }
            case UInt8(ascii: "."):
                dots += 1
                if exponents > 0 { return .string }
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                exponents += 1
                if digits == 0 || position == text.count - 1 { return .string }
            default: return .string
            }
        }
        guard digits > 0, dots <= 1, exponents <= 1 else { return .string }
        return dots + exponents == 0 ? .integer : .number
    }
}
