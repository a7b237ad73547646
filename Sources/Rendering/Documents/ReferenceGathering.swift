/// A description and what it refers to on other servers, put together a document at a time.
///
/// It says which addresses it wants, whoever may call servers answers, and in the end there is one description.
package struct ReferenceGathering {
    /// The document of the description itself.
    private static let start = ""

    /// Addresses that nobody has answered for, in the order in which they were met.
    package private(set) var wanted: [WebReference] = []
    private var trees: [String: DocumentTree]
    private var places: [String: WebReference] = [:]
    private var reasons: [(address: String, reason: String)] = []
    private var met: Set<WebReference> = []

    package init(_ description: DocumentTree) {
        trees = [Self.start: description]
        look(in: description, at: nil)
    }

    /// Takes a document that was found at `place`, after whatever redirects.
    package mutating func add(_ bytes: [UInt8], from place: WebReference, for address: WebReference) {
        let tree = DocumentTree.parse(String(decoding: bytes, as: UTF8.self))
        let isRead = tree.root.map { $0.isObject || $0.kind == .array } ?? false
        guard isRead, !tree.diagnostics.contains(where: { $0.severity == .error }) else {
            return miss(address, "it is neither JSON nor YAML")
        }
        wanted.removeAll { $0 == address }
        trees[address.text] = tree
        places[address.text] = place
        look(in: tree, at: place)
    }

    /// Notes why there is no document at an address; without a reason the address is left as it is.
    package mutating func miss(_ address: WebReference, _ reason: String?) {
        wanted.removeAll { $0 == address }
        if let reason { reasons.append((address.text, reason)) }
    }

    /// Whether there is anything to be put together.
    package var isEmpty: Bool { trees.count == 1 && reasons.isEmpty }

    /// Everything in one document; nil when that becomes too large.
    package func bundle() -> String? {
        var writer = BundleWriter(trees: trees, start: Self.start)
        writer.places = places
        writer.reasons = reasons
        return writer.bundle()
    }

    private mutating func look(in tree: DocumentTree, at place: WebReference?) {
        let hash = DocumentRecord.hash("$ref".utf8)
        for (index, record) in tree.records.enumerated() where record.kind == .string {
            let isReference = record.keyHash == hash && record.keyLength == 4
            guard isReference || isMapped(record, in: tree) else { continue }
            let text = tree.text(record.textStart, record.textLength)
            guard !text.hasPrefix("#"), isReference || text.contains("/") || text.contains("#") else { continue }
            let address = place.map { $0.resolving(text) } ?? WebReference(text)
            guard let address, !DocumentNode(tree: tree, index: Int32(index)).isExample else { continue }
            if met.insert(address).inserted { wanted.append(address) }
        }
    }

    /// Whether a value is what a discriminator maps to.
    private func isMapped(_ record: DocumentRecord, in tree: DocumentTree) -> Bool {
        guard record.parent >= 0 else { return false }
        let mapping = tree.records[Int(record.parent)]
        guard mapping.keyLength == 7, mapping.parent >= 0 else { return false }
        let node = DocumentNode(tree: tree, index: record.parent)
        return node.name == "mapping" && node.parent?.name == "discriminator"
    }
}

extension Diagnostic {
    /// What is wrong with a description that was put together, at the lines of the text that was uploaded. What was put
    /// into it has no lines there.
    package static func located(_ found: [Diagnostic], in uploaded: DocumentTree) -> [Diagnostic] {
        uploaded.diagnostics
            + found.map { diagnostic in
                var located = diagnostic
                let node = uploaded.node(at: diagnostic.pointer)
                (located.line, located.column) = (node?.line ?? 0, node?.column ?? 0)
                return located
            }
    }
}
