/// Judges descriptions by the rules that linters of OpenAPI and AsyncAPI know, under the same names.
///
/// What breaks a description for its readers is a warning; what would merely make it better is information.
package enum DescriptionRules {
    /// How often one rule speaks up.
    private static let limit = 50

    /// What the rules find, in the order of the rules. Never fails.
    package static func diagnostics(of description: APIDescription) -> [Diagnostic] {
        guard let root = description.tree.root, root.isObject else { return [] }
        let subject = LintSubject(description: description, root: root)
        return rules(for: description).flatMap { rule in
            rule.find(subject).prefix(limit).map {
                Diagnostic(rule.severity, $0.message, at: $0.node, rule: rule.name)
            }
        }
    }

    private static func rules(for description: APIDescription) -> [LintRule] {
        switch description.kind {
        case .openAPI2: OpenAPIRules.common + OpenAPIRules.version2
        case .openAPI30: OpenAPIRules.common + OpenAPIRules.version3
        case .openAPI31: OpenAPIRules.common + OpenAPIRules.version3
        case .asyncAPI:
            AsyncAPIRules.common + (description.specificationVersion.hasPrefix("2") ? AsyncAPIRules.version2 : [])
        case .unknown: []
        }
    }
}

/// One rule: what it is called, how much it matters, and where a description breaks it.
struct LintRule: Sendable {
    typealias Finding = (message: String, node: DocumentNode)

    let name: String
    let severity: Diagnostic.Severity
    let find: @Sendable (LintSubject) -> [Finding]

    init(
        _ name: String, _ severity: Diagnostic.Severity = .information,
        _ find: @escaping @Sendable (LintSubject) -> [Finding]
    ) {
        self.name = name
        self.severity = severity
        self.find = find
    }
}

/// A description as rules look at it.
struct LintSubject {
    let description: APIDescription
    let root: DocumentNode

    var operations: [APIOperation] { description.operations }

    /// All values under a name, but for those in examples, where a name means nothing.
    func all(_ name: String) -> [DocumentNode] { named(name).filter { !$0.isExample } }

    private func named(_ name: String) -> [DocumentNode] {
        let tree = description.tree, key = name.utf8
        let hash = DocumentRecord.hash(key)
        return tree.records.indices.lazy.filter { index in
            let record = tree.records[index]
            return record.keyHash == hash && Int(record.keyLength) == key.count
                && tree.key(Int32(index), equals: key)
        }.map { DocumentNode(tree: tree, index: Int32($0)) }
    }

    /// The values at a pointer that are not there, told at what holds them.
    func missing(_ names: [String], in node: DocumentNode?, _ message: (String) -> String) -> [LintRule.Finding] {
        guard let node, node.isObject else { return [] }
        return names.filter { node[$0]?.text?.nonEmpty == nil && node[$0]?.count ?? 0 == 0 }
            .map { (message($0), node) }
    }

    /// Every reference of the document, as it is written.
    var references: Set<String> {
        Set(named("$ref").compactMap(\.string))
    }
}

extension DocumentNode {
    /// Whether the value stands inside an example, where names are just names.
    var isExample: Bool {
        var current: DocumentNode? = self
        for _ in 0..<256 {
            guard let place = current else { return false }
            if let name = place.name, ["example", "examples", "default", "value", "const"].contains(name) {
                return true
            }
            current = place.parent
        }
        return false
    }
}
