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
        guard node.isObject, let first = node["$ref"]?.string else { return Target(node: node) }
        var target = Target(node: node, siblings: node.count > 1 ? node : nil)
        var reference = first
        for _ in 0..<32 {
            guard let pointer = JSONPointer.local(reference: reference), let next = tree.node(at: pointer) else {
                target.unresolved = reference
                target.name = target.name ?? Self.lastStep(reference)
                return target
            }
            target.node = next
            target.name = target.name ?? Self.lastStep(reference)
            guard next.isObject, let further = next["$ref"]?.string else { return target }
            reference = further
        }
        target.unresolved = first
        return target
    }

    private static func lastStep(_ reference: String) -> String? {
        let last = reference.split(separator: "/").last.map(String.init)
        return last?.replacing("~1", with: "/").replacing("~0", with: "~")
    }
}
