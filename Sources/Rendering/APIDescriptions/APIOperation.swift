/// One method of one path.
package struct APIOperation: Sendable {
    /// The operation's part of its page's address, unique in its description.
    package let key: String
    /// In upper case.
    package let method: String
    /// The path template; for a webhook its name.
    package let path: String
    package let operationId: String?
    package let summary: String?
    package let description: String?
    package let tags: [String]
    package let isDeprecated: Bool
    /// Marked `x-internal`.
    package let isInternal: Bool
    package let isWebhook: Bool
    package let node: DocumentNode
    /// The path item that holds the operation.
    package let pathItem: DocumentNode

    /// What to call the operation: its summary, the words of its id, or its method and path.
    package var title: String { summary ?? operationId.map(Self.words) ?? "\(method) \(path)" }

    /// `listOpenOrders` as `List open orders`.
    private static func words(_ id: String) -> String {
        let words = UniqueKeys.slug(id).replacing("-", with: " ")
        return words.isEmpty ? id : words.prefix(1).uppercased() + words.dropFirst()
    }
}

/// Finds the operations of an OpenAPI document.
struct OperationReading {
    private static let methods: Set<String> = [
        "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
    ]

    let tree: DocumentTree
    let kind: APIDescription.Kind

    /// What a document's paths and webhooks hold, and what its operations call back.
    struct Found {
        var operations: [APIOperation] = []
        var webhooks: [APIOperation] = []
        var callbacks: [APIOperation] = []
    }

    func operations(_ root: DocumentNode?) -> Found {
        var keys = UniqueKeys()
        var found = Found()
        found.operations = read(root?["paths"], isWebhook: false, keys: &keys)
        found.webhooks = read(root?["webhooks"] ?? root?["x-webhooks"], isWebhook: true, keys: &keys)
        var known: Set<DocumentNode> = []
        for operation in found.operations + found.webhooks where found.callbacks.count < 2_000 {
            for (name, written) in operation.node["callbacks"]?.members ?? [] where !name.hasPrefix("x-") {
                let node = References(tree: tree).resolve(written).node
                guard known.insert(node).inserted else { continue }
                found.callbacks += read(node, isWebhook: true, keys: &keys)
            }
        }
        return found
    }

    /// The operations that a callback's expressions call.
    func callbacks(_ node: DocumentNode) -> [APIOperation] {
        var keys = UniqueKeys()
        return read(node, isWebhook: true, keys: &keys)
    }

    private func read(_ paths: DocumentNode?, isWebhook: Bool, keys: inout UniqueKeys) -> [APIOperation] {
        var result: [APIOperation] = []
        let references = References(tree: tree)
        for (path, written) in paths?.members ?? [] where isWebhook || !path.hasPrefix("x-") {
            let item = references.resolve(written).node
            let known = item.members.filter { $0.value.isObject && Self.methods.contains($0.name.lowercased()) }
            let others = (item["additionalOperations"]?.members ?? []).filter(\.value.isObject).prefix(20)
            for (method, node) in known.map({ ($0.name.uppercased(), $0.value) }) + others {
                result.append(operation(method, path, node, item: item, isWebhook: isWebhook, keys: &keys))
            }
        }
        return result
    }

    private func operation(
        _ method: String, _ path: String, _ node: DocumentNode, item: DocumentNode, isWebhook: Bool,
        keys: inout UniqueKeys
    ) -> APIOperation {
        let id = node["operationId"]?.words
        let key = keys.make(id ?? "\(method) \(path)", otherwise: UniqueKeys.slug("\(method) \(path)"))
        return APIOperation(
            key: key, method: method, path: path, operationId: id,
            summary: node["summary"]?.words ?? item["summary"]?.words,
            description: node["description"]?.words ?? item["description"]?.words,
            tags: (node["tags"]?.items ?? []).prefix(50).compactMap { $0.words },
            isDeprecated: node["deprecated"]?.bool ?? false,
            isInternal: (node["x-internal"]?.bool ?? false) || (item["x-internal"]?.bool ?? false),
            isWebhook: isWebhook, node: node, pathItem: item)
    }
}
