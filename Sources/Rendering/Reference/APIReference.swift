/// The pages of an API's reference, made from its description.
package struct APIReference: Sendable {
    package let description: APIDescription
    package let options: ReferenceOptions
    /// All groups in their order; webhooks are the last one.
    package let groups: [ReferenceGroup]

    package init(_ description: APIDescription, options: ReferenceOptions) {
        self.description = description
        self.options = options
        groups = ReferenceGrouping(description: description, options: options).groups()
    }

    /// The first page: what the API is, where it lives, how to authenticate, what it can do.
    package func overview() -> ReferencePage {
        let title = description.title ?? "API reference"
        return page(
            title, summary: description.summary ?? description.description, at: .overview,
            body: OverviewView(reference: self).html)
    }

    /// The page of an operation or webhook; nil when there is none or it is hidden.
    package func operation(_ key: String) -> ReferencePage? {
        guard let operation = description.operation(key), shows(operation) else { return nil }
        return page(
            operation.title, summary: operation.description ?? operation.summary, at: .operation(key),
            body: OperationView(reference: self, operation: operation).html)
    }

    /// The page of a group of operations.
    package func group(_ key: String) -> ReferencePage? {
        guard let group = groups.first(where: { $0.key == key }) else { return nil }
        return page(
            group.name, summary: group.description, at: .group(key),
            body: GroupView(reference: self, group: group).html)
    }

    /// The page of a named schema.
    package func schema(_ key: String) -> ReferencePage? {
        guard options.showsSchemas, let named = description.schema(key) else { return nil }
        let schema = APISchema(named.node, references: description.references)
        return page(
            named.name, summary: schema.description, at: .schema(key),
            body: SchemaView(reference: self, title: named.name, schema: schema).html)
    }

    /// The page of any schema in the document, which is where a fragment's link leads without scripts.
    package func node(_ pointer: String) -> ReferencePage? {
        guard let node = schemaNode(pointer) else { return nil }
        let schema = APISchema(node, references: description.references)
        let title = schema.title ?? schema.name ?? node.name ?? "Schema"
        return page(
            title, summary: schema.description, at: .node(pointer),
            body: SchemaView(reference: self, title: title, schema: schema).html)
    }

    /// The rows of a schema, to be put inside the row that it belongs to.
    package func schemaFragment(pointer: String) -> HTML? {
        guard let node = schemaNode(pointer) else { return nil }
        return SchemaRows(reference: self).children(APISchema(node, references: description.references))
    }

    private func schemaNode(_ pointer: String) -> DocumentNode? {
        guard let node = description.tree.node(at: pointer), node.isObject, !pointer.isEmpty else { return nil }
        return node
    }

    func shows(_ operation: APIOperation) -> Bool {
        !(options.hidesInternal && operation.isInternal) && !(options.hidesDeprecated && operation.isDeprecated)
    }

    /// The address of the page of a schema, which has a name or only a place.
    func address(of schema: APISchema) -> String {
        let pointer = schema.pointer
        let steps = JSONPointer.steps(pointer) ?? []
        let isNamed = steps.dropLast() == ["components", "schemas"] || steps.dropLast() == ["definitions"]
        if isNamed, options.showsSchemas, let name = steps.last, let key = schemaKey(name) {
            return options.address(.schema(key))
        }
        return options.address(.node(pointer))
    }

    private func schemaKey(_ name: String) -> String? {
        description.schemaKeys[name]
    }

    private func page(_ title: String, summary: String?, at place: ReferencePlace, body: HTML) -> ReferencePage {
        let words = summary.map { Markdown.plainText(String($0.prefix(600))) } ?? ""
        let line = words.split(separator: "\n").first.map(String.init) ?? ""
        return ReferencePage(
            title: title, summary: line.count > 200 ? String(line.prefix(197)) + "…" : line,
            html: """
                <portico-reference class="ref">\
                \(ReferenceNavigation(reference: self, current: place).html)\
                <div class="ref-main">\(body)</div></portico-reference>
                """)
    }
}

/// Puts operations together by their tags, or by the beginning of their paths when nobody tagged them.
struct ReferenceGrouping {
    let description: APIDescription
    let options: ReferenceOptions

    func groups() -> [ReferenceGroup] {
        let shown = description.operations.filter {
            !(options.hidesInternal && $0.isInternal) && !(options.hidesDeprecated && $0.isDeprecated)
        }
        var groups = shown.contains { !$0.tags.isEmpty } ? byTag(shown) : byPath(shown)
        if !description.webhooks.isEmpty {
            groups.append(
                ReferenceGroup(
                    name: "Webhooks", key: "webhooks-", description: nil, operations: description.webhooks))
        }
        return groups
    }

    private func byTag(_ operations: [APIOperation]) -> [ReferenceGroup] {
        var members: [String: [APIOperation]] = [:]
        for operation in operations { members[operation.tags.first ?? "", default: []].append(operation) }
        var groups = description.tags.compactMap { tag in
            members[tag.name].map {
                ReferenceGroup(name: tag.name, key: tag.key, description: tag.description, operations: $0)
            }
        }
        if let rest = members[""] {
            groups.append(ReferenceGroup(name: "Other", key: "other-", description: nil, operations: rest))
        }
        return groups
    }

    private func byPath(_ operations: [APIOperation]) -> [ReferenceGroup] {
        var keys = UniqueKeys()
        var places: [String: Int] = [:]
        var groups: [ReferenceGroup] = []
        for operation in operations {
            let name = Self.resource(operation.path)
            if let place = places[name] {
                groups[place].operations.append(operation)
            } else {
                places[name] = groups.count
                groups.append(
                    ReferenceGroup(
                        name: name, key: keys.make(name, otherwise: "operations"), description: nil,
                        operations: [operation]))
            }
        }
        return groups
    }

    /// The first part of a path that says what it is about: `/v1/payment_intents/{id}` is about `Payment intents`.
    private static func resource(_ path: String) -> String {
        let part = path.split(separator: "/").first { part in
            let isVersion = part.first == "v" && part.dropFirst().allSatisfy { $0.isNumber || $0 == "." }
            return !isVersion && part != "api" && !part.hasPrefix("{")
        }
        guard let part else { return "Operations" }
        let words = part.replacing("_", with: " ").replacing("-", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
