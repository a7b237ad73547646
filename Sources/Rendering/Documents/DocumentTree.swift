/// A JSON or YAML document as an ordered tree that knows where each value stood.
///
/// Reading never fails: what cannot be read is missing, and `diagnostics` say why.
package final class DocumentTree: Sendable {
    package enum Syntax: String, Sendable { case json, yaml }

    /// How much of a document is read before it is cut off.
    package struct Limits: Sendable {
        package var bytes = 32 << 20
        package var depth = 256
        package var nodes = 2_000_000
        /// How many values the aliases of a YAML document may stand for in all.
        package var aliasedNodes = 200_000

        package init() {}
    }

    package let syntax: Syntax
    package let diagnostics: [Diagnostic]
    let records: [DocumentRecord]
    let bytes: [UInt8]
    /// Where the members of large objects are: object, then key fingerprint, to the member.
    let indexes: [Int32: [UInt64: Int32]]
    /// What has a name of its own by `$anchor` or `$dynamicAnchor`; the first of a name counts.
    let anchors: [String: Int32]
    /// Whether any value refers to an anchor by `$dynamicRef` or `$recursiveRef`.
    let hasDynamicReferences: Bool

    init(_ builder: DocumentBuilder, syntax: Syntax) {
        self.syntax = syntax
        diagnostics = builder.diagnostics
        records = builder.records
        bytes = builder.bytes
        indexes = builder.indexes
        anchors = Self.anchors(builder)
        let names = ["$dynamicRef", "$recursiveRef"].map { DocumentRecord.hash(Array($0.utf8)) }
        hasDynamicReferences = builder.records.contains { $0.kind == .string && names.contains($0.keyHash) }
    }

    private static func anchors(_ builder: DocumentBuilder) -> [String: Int32] {
        let names = ["$anchor", "$dynamicAnchor"].map { Array($0.utf8) }
        let hashes = names.map { DocumentRecord.hash($0) }
        var found: [String: Int32] = [:]
        for record in builder.records where record.kind == .string && hashes.contains(record.keyHash) {
            let key = builder.bytes[Int(record.keyStart)..<Int(record.keyStart + record.keyLength)]
            guard record.parent >= 0, names.contains(where: key.elementsEqual) else { continue }
            let text = builder.bytes[Int(record.textStart)..<Int(record.textStart + record.textLength)]
            let name = String(decoding: text, as: UTF8.self)
            if found[name] == nil { found[name] = record.parent }
        }
        return found
    }

    /// The outermost value; nil when nothing could be read.
    package var root: DocumentNode? {
        records.isEmpty ? nil : DocumentNode(tree: self, index: 0)
    }

    /// Whether a word stands anywhere in the document.
    func mentions(_ word: String) -> Bool {
        let word = Array(word.utf8)
        guard let first = word.first, bytes.count >= word.count else { return false }
        for start in 0...(bytes.count - word.count) where bytes[start] == first {
            if bytes[start..<(start + word.count)].elementsEqual(word) { return true }
        }
        return false
    }

    /// The value at a JSON pointer.
    package func node(at pointer: String) -> DocumentNode? {
        guard let steps = JSONPointer.steps(pointer), steps.count <= 512 else { return nil }
        var node = root
        for step in steps {
            guard let current = node else { return nil }
            node = current.kind == .array ? Int(step).flatMap { current[$0] } : current[step]
        }
        return node
    }

    /// Reads JSON or YAML, whichever the text is.
    package static func parse(_ text: String, limits: Limits = Limits()) -> DocumentTree {
        let bytes = Array(text.utf8)
        guard bytes.count <= limits.bytes else {
            var builder = DocumentBuilder(bytes: [], limits: limits)
            builder.report(.error, "The document is larger than \(limits.bytes >> 20) MB.", line: 0, column: 0)
            return DocumentTree(builder, syntax: .json)
        }
        let first = bytes.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 && !byteOrderMark.contains($0) }
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return yaml(bytes, limits: limits) }
        var reader = JSONReader(bytes: bytes, limits: limits)
        reader.read()
        let tree = DocumentTree(reader.builder, syntax: .json)
        // A document in braces may still be YAML, which allows unquoted names and comments.
        if !reader.isLimited, tree.diagnostics.contains(where: { $0.severity == .error }) {
            let other = yaml(bytes, limits: limits)
            if !other.diagnostics.contains(where: { $0.severity == .error }) { return other }
        }
        return tree
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private static func yaml(_ bytes: [UInt8], limits: Limits) -> DocumentTree {
        var reader = YAMLReader(source: bytes, limits: limits)
        reader.read()
        return DocumentTree(reader.builder, syntax: .yaml)
    }
}

/// One value of a document: its members and items are found by `next` chains, so that a document is two arrays.
struct DocumentRecord {
    enum Kind: UInt8 { case null, boolean, integer, number, string, array, object, alias }

    var kind: Kind
    var textStart: UInt32 = 0
    var textLength: UInt32 = 0
    var keyStart: UInt32 = 0
    var keyLength: UInt32 = 0
    var keyHash: UInt32 = 0
    var parent: Int32 = -1
    /// The first member or item; of an alias, what it stands for.
    var first: Int32 = -1
    var next: Int32 = -1
    var count: Int32 = 0
    var line: UInt32
    var column: UInt32

    /// Tells the keys of one object apart, but for rare collisions.
    var fingerprint: UInt64 { UInt64(keyHash) << 32 | UInt64(keyLength) }

    static func hash(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var hash: UInt32 = 2_166_136_261
        for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return hash
    }
}
