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
        guard node.isObject, let first = written(in: node) else { return Target(node: node) }
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
            guard next.isObject, let further = written(in: next) else { return target }
            reference = further
        }
        target.unresolved = first
        return target
    }

    /// What a value refers to; dynamic references are taken as plain ones.
    private func written(in node: DocumentNode) -> String? {
        if let plain = node["$ref"] { return plain.string }
        return tree.hasDynamicReferences ? (node["$dynamicRef"] ?? node["$recursiveRef"])?.string : nil
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

    /// What a reference is called by. It is asked for often, so that plain names cost nothing more than a copy.
    private static func lastStep(_ reference: String) -> String? {
        let bytes = reference.utf8
        let start = bytes.lastIndex(of: UInt8(ascii: "/")).map(bytes.index(after:)) ?? bytes.startIndex
        var name = String(reference[start...])
        // An anchor is called what stands behind its sign.
        if name.utf8.first == UInt8(ascii: "#") { name.removeFirst() }
        if name.isEmpty { return nil }
        if name.utf8.contains(UInt8(ascii: "~")) {
            name = name.replacing("~1", with: "/").replacing("~0", with: "~")
        }
        // A whole file is called like the file.
        guard name.utf8.contains(UInt8(ascii: ".")),
            let ending = [".yaml", ".yml", ".json"].first(where: name.hasSuffix)
        else { return name }
        return name.dropLast(ending.count).split(separator: "/").last.map(String.init) ?? name
    }
}
