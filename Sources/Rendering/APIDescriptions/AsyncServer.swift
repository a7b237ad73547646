/// A broker or a server that messages go through.
package struct AsyncServer: Sendable {
    package var name: String
    package var title: String?
    /// With its protocol, and with `{variables}`.
    package var address: String
    package var protocolName: String
    package var protocolVersion: String?
    package var description: String?
    package var variables: [APIServer.Variable]
    /// The ways to authenticate, of which one is enough.
    package var security: [[SecurityNeed]]
    package var bindings: [AsyncBinding]
    package var tags: [String]
    let node: DocumentNode

    static func read(
        _ root: DocumentNode?, isVersion2: Bool, references: References, schemes: [SecurityScheme]
    ) -> [AsyncServer] {
        (root?["servers"]?.members ?? []).filter { !$0.name.hasPrefix("x-") }.prefix(100).compactMap { name, written in
            let node = references.resolve(written).node
            guard node.isObject else { return nil }
            let protocolName = node["protocol"]?.words ?? ""
            return AsyncServer(
                name: name, title: node["title"]?.words,
                address: address(node, protocolName: protocolName, isVersion2: isVersion2),
                protocolName: protocolName, protocolVersion: node["protocolVersion"]?.words,
                description: (node["description"] ?? node["summary"])?.words,
                variables: variables(node["variables"], references),
                security: SecurityNeed.read(node["security"], schemes: schemes, references: references),
                bindings: AsyncBinding.read([node["bindings"]].compactMap { $0 }, references: references),
                tags: AsyncTags.read(node["tags"], references: references), node: node)
        }
    }

    private static func address(_ node: DocumentNode, protocolName: String, isVersion2: Bool) -> String {
        let place =
            isVersion2 ? node["url"]?.text ?? "" : (node["host"]?.text ?? "") + (node["pathname"]?.text ?? "")
        return place.contains("://") || protocolName.isEmpty ? place : "\(protocolName)://\(place)"
    }

    private static func variables(_ node: DocumentNode?, _ references: References) -> [APIServer.Variable] {
        (node?.members ?? []).prefix(50).map { name, written in
            let variable = references.resolve(written).node
            return APIServer.Variable(
                name: name, value: variable["default"]?.text ?? variable["enum"]?[0]?.text ?? "",
                choices: (variable["enum"]?.items ?? []).prefix(200).compactMap(\.text),
                description: variable["description"]?.words)
        }
    }
}

extension SecurityNeed {
    /// The ways of an AsyncAPI document: schemes or references to them, or names with scopes in version 2.
    static func read(
        _ node: DocumentNode?, schemes: [SecurityScheme], references: References
    ) -> [[SecurityNeed]] {
        (node?.items ?? []).prefix(20).compactMap { written in
            if written["$ref"] != nil || written["type"] != nil {
                let target = references.resolve(written)
                guard target.unresolved == nil else { return nil }
                let scheme = SecurityScheme(
                    target.node, name: target.name ?? target.node["type"]?.text ?? "security", kind: .asyncAPI)
                return [SecurityNeed(scheme: scheme, scopes: target.node["scopes"]?.items.compactMap(\.text) ?? [])]
            }
            return written.members.compactMap { name, scopes in
                schemes.first { $0.name == name }.map {
                    SecurityNeed(scheme: $0, scopes: scopes.items.compactMap(\.text))
                }
            }
        }
    }
}

/// What is special about a server, a channel, an operation or a message in one protocol.
package struct AsyncBinding: Sendable {
    package enum Value: Sendable {
        case text(String)
        case schema(APISchema)
    }

    package struct Fact: Sendable {
        /// The names on the way, joined by dots.
        package var name: String
        package var value: Value
    }

    package var protocolName: String
    package var facts: [Fact]

    private static let types: Set<String> = ["object", "array", "string", "integer", "number", "boolean", "null"]
    private static let limit = 60

    /// The bindings of several layers, the strongest first.
    static func read(_ layers: [DocumentNode], references: References) -> [AsyncBinding] {
        var bindings: [AsyncBinding] = []
        for layer in layers.map({ references.resolve($0).node }) {
            for (name, written) in layer.members.prefix(limit) where !name.hasPrefix("x-") {
                var facts: [Fact] = []
                flatten(references.resolve(written).node, "", references, depth: 0, into: &facts)
                if let place = bindings.firstIndex(where: { $0.protocolName == name }) {
                    let known = Set(bindings[place].facts.map(\.name))
                    bindings[place].facts += facts.filter { !known.contains($0.name) }
                } else {
                    bindings.append(AsyncBinding(protocolName: name, facts: facts))
                }
            }
        }
        return bindings
    }

    private static func flatten(
        _ node: DocumentNode, _ path: String, _ references: References, depth: Int, into facts: inout [Fact]
    ) {
        for (name, written) in node.members where facts.count < limit {
            let target = references.resolve(written)
            let full = path.isEmpty ? name : "\(path).\(name)"
            let value = target.node
            if target.unresolved != nil {
                facts.append(Fact(name: full, value: .text("not in the description")))
            } else if isSchema(value) {
                facts.append(Fact(name: full, value: .schema(APISchema(written, references: references))))
            } else if value.isObject, value.count > 0, depth < 6 {
                flatten(value, full, references, depth: depth + 1, into: &facts)
            } else if value.kind == .array {
                let items = value.items.map { references.resolve($0).node }
                let texts = items.prefix(50).map { $0.text ?? ExampleValue($0).compactText }
                facts.append(Fact(name: full, value: .text(texts.joined(separator: ", "))))
            } else {
                facts.append(Fact(name: full, value: .text(value.text ?? "{}")))
            }
        }
    }

    private static func isSchema(_ node: DocumentNode) -> Bool {
        guard node.isObject else { return false }
        return node["properties"]?.isObject == true || node["type"]?.string.map(types.contains) == true
    }
}
