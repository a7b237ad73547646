/// An OpenAPI document made of chosen operations of several descriptions.
package struct PackageDescription {
    /// One description, and which of its operations are wanted.
    package struct Part {
        let name: String
        let description: APIDescription
        let has: (_ method: String, _ path: String) -> Bool

        /// The name tells apart what two descriptions call the same.
        package init(name: String, description: APIDescription, has: @escaping (String, String) -> Bool) {
            self.name = name
            self.description = description
            self.has = has
        }
    }

    /// The document as JSON. Operations keep their words; components come along as far as they are referred to.
    /// Of two operations with one method and path the first is kept.
    package static func compose(title: String, version: String, description: String?, _ parts: [Part]) -> String {
        var components = ComponentBook()
        var paths: [(path: String, methods: [(String, ExampleValue)])] = []
        var ids: Set<String> = []
        var tags: [APITag] = []
        for (position, part) in parts.enumerated() {
            for operation in part.description.operations where part.has(operation.method, operation.path) {
                let index = paths.firstIndex { $0.path == operation.path } ?? paths.count
                if index == paths.count { paths.append((operation.path, [])) }
                let method = operation.method.lowercased()
                guard !paths[index].methods.contains(where: { $0.0 == method }) else { continue }
                var writer = OperationWriter(part: part, position: position, components: components)
                paths[index].methods.append((method, writer.write(operation, ids: &ids)))
                components = writer.components
                let used = part.description.tags.filter { tag in operation.tags.contains(tag.name) }
                tags += used.filter { tag in !tags.contains { $0.name == tag.name } }
            }
        }
        let isNew = parts.contains { $0.description.kind == .openAPI31 }
        var info: [(name: String, value: ExampleValue)] = [("title", .string(title)), ("version", .string(version))]
        if let description { info.append(("description", .string(description))) }
        var members: [(name: String, value: ExampleValue)] = [
            ("openapi", .string(isNew ? "3.1.0" : "3.0.3")), ("info", .object(info)),
            ("paths", .object(paths.map { ($0.path, .object($0.methods.map { (name: $0.0, value: $0.1) })) })),
        ]
        if !tags.isEmpty { members.insert(("tags", .array(tags.map(tag))), at: 2) }
        let named = components.written()
        if !named.isEmpty { members.append(("components", .object(named))) }
        return ExampleValue.object(members).prettyText()
    }

    private static func tag(_ tag: APITag) -> ExampleValue {
        var members: [(name: String, value: ExampleValue)] = [("name", .string(tag.name))]
        if let text = tag.description { members.append(("description", .string(text))) }
        return .object(members)
    }
}

/// The components that the operations refer to, under names that are unique in the new document.
private struct ComponentBook {
    private struct Key: Hashable {
        let position: Int
        let kind: String
        let name: String
    }

    private var names: [Key: String] = [:]
    private var taken: Set<String> = []
    private var values: [(kind: String, name: String, value: ExampleValue)] = []

    /// The name in the new document, and whether it was asked for before.
    mutating func name(
        _ name: String, kind: String, of part: String, at position: Int
    ) -> (name: String, isKnown: Bool) {
        let key = Key(position: position, kind: kind, name: name)
        if let known = names[key] { return (known, true) }
        var free = name, number = 2
        while !taken.insert("\(kind)/\(free)").inserted {
            free = number == 2 ? "\(part)-\(name)" : "\(part)-\(name)-\(number)"
            number += 1
        }
        names[key] = free
        return (free, false)
    }

    mutating func add(_ value: ExampleValue, named name: String, kind: String) {
        values.append((kind, name, value))
    }

    func written() -> [(name: String, value: ExampleValue)] {
        let kinds = values.reduce(into: [String]()) { if !$0.contains($1.kind) { $0.append($1.kind) } }
        return kinds.map { kind in
            (kind, .object(values.filter { $0.kind == kind }.map { (name: $0.name, value: $0.value) }))
        }
    }
}

/// Copies one operation, taking along what it inherits from its path and its document.
private struct OperationWriter {
    /// How far references to places that are no components are written out.
    private static let inlineDepth = 8

    /// How many values may still be written out so.
    private var inlineBudget = 20_000
    let part: PackageDescription.Part
    /// Where the part stands among all.
    let position: Int
    var components: ComponentBook
    /// Components that were named and are still to be copied: one after the other, because chains may be long.
    private var pending: [(node: DocumentNode, name: String, kind: String)] = []

    init(part: PackageDescription.Part, position: Int, components: ComponentBook) {
        self.part = part
        self.position = position
        self.components = components
    }

    mutating func write(_ operation: APIOperation, ids: inout Set<String>) -> ExampleValue {
        guard part.description.kind != .openAPI2 else { return outline(operation) }
        var members: [(name: String, value: ExampleValue)] = []
        for (name, value) in operation.node.members where !["operationId", "parameters", "security"].contains(name) {
            members.append((name, copy(value)))
        }
        if let id = operation.operationId {
            let free = ids.contains(id) ? "\(part.name)-\(id)" : id
            ids.insert(free)
            members.insert(("operationId", .string(free)), at: 0)
        }
        let parameters = inherited(operation)
        if !parameters.isEmpty { members.append(("parameters", copy(all: parameters))) }
        let root = part.description.tree.root
        if operation.node["servers"] == nil, let servers = operation.pathItem["servers"] ?? root?["servers"] {
            members.append(("servers", copy(servers)))
        }
        if let security = operation.node["security"] ?? root?["security"] {
            members.append(("security", requirements(security)))
        }
        while let next = pending.popLast() { components.add(copy(next.node), named: next.name, kind: next.kind) }
        return .object(members)
    }

    /// What a description in OpenAPI 2.0 says in words that hold in 3.0, too.
    private func outline(_ operation: APIOperation) -> ExampleValue {
        var members: [(name: String, value: ExampleValue)] = []
        if let summary = operation.summary { members.append(("summary", .string(summary))) }
        if let text = operation.description { members.append(("description", .string(text))) }
        if !operation.tags.isEmpty { members.append(("tags", .array(operation.tags.map(ExampleValue.string)))) }
        let parameters = PathTemplate.names(operation.path).map { name -> ExampleValue in
            .object([
                ("name", .string(name)), ("in", .string("path")), ("required", .bool(true)),
                ("schema", .object([("type", .string("string"))])),
            ])
        }
        if !parameters.isEmpty { members.append(("parameters", .array(parameters))) }
        let responses = operation.node["responses"]?.members.map { status, response in
            let text = response["description"]?.text ?? ""
            return (name: status, value: ExampleValue.object([("description", .string(text))]))
        }
        let standard: [(name: String, value: ExampleValue)] = [
            ("default", .object([("description", .string("The answer"))]))
        ]
        members.append(("responses", .object(responses ?? standard)))
        return .object(members)
    }

    /// The parameters of the operation, after those of its path that it does not repeat.
    private func inherited(_ operation: APIOperation) -> [DocumentNode] {
        let references = part.description.references
        let place = { (node: DocumentNode) -> String in
            let target = references.resolve(node).node
            return "\(target["in"]?.text ?? "") \(target["name"]?.text ?? "")"
        }
        let own = operation.node["parameters"]?.items ?? []
        let known = Set(own.map(place))
        return (operation.pathItem["parameters"]?.items ?? []).filter { !known.contains(place($0)) } + own
    }

    private mutating func requirements(_ node: DocumentNode) -> ExampleValue {
        var items: [ExampleValue] = []
        for item in node.items {
            var members: [(name: String, value: ExampleValue)] = []
            for (name, scopes) in item.members {
                members.append((component(name, kind: "securitySchemes") ?? name, copy(scopes)))
            }
            items.append(.object(members))
        }
        return .array(items)
    }

    private mutating func copy(_ node: DocumentNode, inlined: Int = 0) -> ExampleValue {
        if inlined > 0 { inlineBudget -= 1 }
        switch node.kind {
        case .null: return .null
        case .boolean: return .bool(node.bool ?? false)
        case .integer, .number: return .number(node.text ?? "0")
        case .string: return .string(node.text ?? "")
        case .array: return copy(all: node.items, inlined: inlined)
        case .object:
            if let reference = node["$ref"]?.string, let pointer = JSONPointer.local(reference: reference) {
                return referred(node, reference, pointer, inlined)
            }
            var members: [(name: String, value: ExampleValue)] = []
            for (name, value) in node.members { members.append((name, copy(value, inlined: inlined))) }
            return .object(members)
        }
    }

    private mutating func copy(all nodes: [DocumentNode], inlined: Int = 0) -> ExampleValue {
        var items: [ExampleValue] = []
        for node in nodes { items.append(copy(node, inlined: inlined)) }
        return .array(items)
    }

    private mutating func referred(
        _ node: DocumentNode, _ reference: String, _ pointer: String, _ inlined: Int
    ) -> ExampleValue {
        let steps = JSONPointer.steps(pointer) ?? []
        guard steps.count == 3, steps[0] == "components" else {
            guard inlined < Self.inlineDepth, inlineBudget > 0, let target = part.description.tree.node(at: pointer)
            else {
                return .object([])
            }
            return copy(target, inlined: inlined + 1)
        }
        let name = component(steps[2], kind: steps[1]) ?? steps[2]
        var members: [(name: String, value: ExampleValue)] = [
            ("$ref", .string("#/components/\(steps[1])/\(JSONPointer.escaped(name))"))
        ]
        for (name, value) in node.members where name != "$ref" {
            members.append((name, copy(value, inlined: inlined)))
        }
        return .object(members)
    }

    /// Takes a component along; nil when the document has none of that name.
    private mutating func component(_ name: String, kind: String) -> String? {
        guard let value = part.description.tree.root?["components"]?[kind]?[name] else { return nil }
        let (free, isKnown) = components.name(name, kind: kind, of: part.name, at: position)
        if !isKnown { pending.append((value, free, kind)) }
        return free
    }
}
