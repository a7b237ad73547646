/// Follows `$ref` inside one document, a step at a time and never in circles.
package struct References: Sendable {
    let tree: DocumentTree

    package struct Target: Sendable {
        /// What the reference leads to.
        package var node: DocumentNode
        /// The last name on the way: `Pet` for `#/components/schemas/Pet`; nil without a reference.
        package var name: String?
        /// The text of a reference that leads nowhere in this document.
        package var unresolved: String?
        /// What stands beside the `$ref`, which OpenAPI 3.1 lets override.
        package var siblings: DocumentNode?
    }

    /// The value itself, or what its `$ref` leads to in the end.
    package func resolve(_ node: DocumentNode) -> Target {
        guard node.isObject, let first = Self.reference(node) else { return Target(node: node) }
        var target = Target(node: node, siblings: node.count > 1 ? node : nil)
        var reference = first
        for _ in 0..<32 {
            guard let next = find(reference) else {
                target.unresolved = reference
                target.name = target.name ?? Self.lastStep(reference)
                return target
            }
            target.node = next
            target.name = target.name ?? Self.lastStep(reference)
            guard next.isObject, let further = Self.reference(next) else { return target }
            reference = further
        }
        target.unresolved = first
        return target
    }

    /// What a value refers to; dynamic references are taken as plain ones.
    private static func reference(_ node: DocumentNode) -> String? {
        (node["$ref"] ?? node["$dynamicRef"] ?? node["$recursiveRef"])?.string
    }

    /// The value that a reference leads to, by its pointer or its anchor.
    private func find(_ reference: String) -> DocumentNode? {
        guard let pointer = JSONPointer.local(reference: reference) else { return nil }
        if pointer.isEmpty || pointer.hasPrefix("/") { return tree.node(at: pointer) }
        return tree.anchors[pointer].map { DocumentNode(tree: tree, index: $0) }
    }

    /// The schema that a text means: a reference, or the name of a schema.
    func schema(_ reference: String) -> APISchema? {
        named(reference, beside: "schemas").map { APISchema($0, name: reference, references: self) }
    }

    /// What a reference leads to, or a component of a kind with that name.
    func named(_ reference: String, beside kind: String) -> DocumentNode? {
        if let found = find(reference) { return resolve(found).node }
        return tree.root?["components"]?[kind]?[reference].map { resolve($0).node }
    }

    private static func lastStep(_ reference: String) -> String? {
        let last = reference.split(separator: "/").last.map(String.init)
        return last?.replacing("~1", with: "/").replacing("~0", with: "~")
    }
}
