/// What a response can be followed by.
package struct APIResponseLink: Sendable {
    package var name: String
    package var description: String?
    /// The operation that is meant; nil when it is not in the document.
    package var operation: APIOperation?
    /// Parameters and where their values come from.
    package var parameters: [(name: String, value: String)]

    static func read(_ written: DocumentNode?, _ description: APIDescription) -> [APIResponseLink] {
        (written?.members ?? []).prefix(20).map { name, written in
            let node = description.references.resolve(written).node
            return APIResponseLink(
                name: name, description: node["description"]?.words, operation: operation(node, description),
                parameters: (node["parameters"]?.members ?? []).prefix(20).map { name, value in
                    (name, ExampleValue(value).plainText)
                })
        }
    }

    private static func operation(_ node: DocumentNode, _ description: APIDescription) -> APIOperation? {
        if let id = node["operationId"]?.text {
            return description.operations.first { $0.operationId == id }
        }
        guard let reference = node["operationRef"]?.text, let pointer = JSONPointer.local(reference: reference),
            let target = description.tree.node(at: pointer)
        else { return nil }
        return description.operations.first { $0.node == target }
    }
}
