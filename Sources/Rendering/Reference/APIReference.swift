/// The pages of an API's reference, made from its description.
package struct APIReference: Sendable {
    package let description: APIDescription
    package let options: ReferenceOptions
    private let outline: ReferenceOutline

    package init(_ description: APIDescription, options: ReferenceOptions) {
        self.description = description
        self.options = options
        outline = description.outlines.outline(of: description, options)
    }

    /// All groups in their order; webhooks are the last one.
    package var groups: [ReferenceGroup] { outline.groups }

    /// All operations that are shown, in the order of the groups.
    var shown: [APIOperation] { outline.shown }

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
            body: description.async.map {
                AsyncOperationView(reference: self, async: $0, operation: operation).html
            } ?? OperationView(reference: self, operation: operation).html)
    }

    /// The page of a channel of an AsyncAPI document.
    package func channel(_ key: String) -> ReferencePage? {
        guard let async = description.async, let channel = async.channel(key) else { return nil }
        return page(
            channel.title ?? channel.name, summary: channel.summary ?? channel.description, at: .channel(key),
            body: ChannelView(reference: self, async: async, channel: channel).html)
    }

    /// The page of a message of an AsyncAPI document.
    package func message(_ key: String) -> ReferencePage? {
        guard let async = description.async, let message = async.message(key) else { return nil }
        return page(
            message.title, summary: message.summary, at: .message(key),
            body: MessageView(reference: self, async: async, message: message).html)
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
        return page(
            named.name, summary: named.node["description"]?.text, at: .schema(key),
            body: body(of: named.node, title: named.name))
    }

    /// The page of any schema in the document, which is where a fragment's link leads without scripts.
    package func node(_ pointer: String, from start: Int = 0) -> ReferencePage? {
        guard let node = schemaNode(pointer) else { return nil }
        let schema = APISchema(node, references: description.references)
        let title = schema.title ?? schema.name ?? node.name ?? "Schema"
        return page(
            title, summary: schema.description, at: .node(pointer), body: body(of: node, title: title, from: start))
    }

    /// The page of a schema, in whatever format it is.
    private func body(of node: DocumentNode, title: String, from start: Int = 0) -> HTML {
        if let async = description.async {
            let payload = async.payload(node, format: nil)
            guard case .schema(let schema) = payload else {
                return PayloadView(reference: self, async: async, title: title, payload: payload).html
            }
            return SchemaView(reference: self, title: title, schema: schema, start: start).html
        }
        let schema = APISchema(node, references: description.references)
        return SchemaView(reference: self, title: title, schema: schema, start: start).html
    }

    /// The rows of a schema, to be put inside the row that it belongs to.
    package func schemaFragment(
        pointer: String, from start: Int = 0, for direction: ExampleMaker.Direction? = nil
    ) -> HTML? {
        guard let node = schemaNode(pointer) else { return nil }
        if description.async != nil, AvroType(node).isRecord { return AvroRows(self).inside(AvroType(node)) }
        let rows = SchemaRows(reference: self, direction: direction)
        return rows.children(APISchema(node, references: description.references), from: start)
    }

    private func schemaNode(_ pointer: String) -> DocumentNode? {
        guard let node = description.tree.node(at: pointer), node.isObject, !pointer.isEmpty else { return nil }
        return node
    }

    /// The group in which an operation is listed.
    func group(of key: String) -> ReferenceGroup? { outline.groupPlaces[key].map { groups[$0] } }

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

    func page(_ title: String, summary: String?, at place: ReferencePlace, body: HTML) -> ReferencePage {
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
        var groups =
            shown.contains { !$0.tags.isEmpty } ? byTag(shown) : description.async == nil ? byPath(shown) : all(shown)
        if !description.webhooks.isEmpty {
            groups.append(
                ReferenceGroup(
                    name: "Webhooks", key: "webhooks-", description: nil, operations: description.webhooks))
        }
        return groups
    }

    private func all(_ operations: [APIOperation]) -> [ReferenceGroup] {
        operations.isEmpty
            ? [] : [ReferenceGroup(name: "Operations", key: "operations", description: nil, operations: operations)]
    }

    private func byTag(_ operations: [APIOperation]) -> [ReferenceGroup] {
        var members: [String: [APIOperation]] = [:]
        let sections = self.sections
        for operation in operations { members[operation.tags.first ?? "", default: []].append(operation) }
        var groups = description.tags.compactMap { tag in
            members[tag.name].map {
                ReferenceGroup(
                    name: tag.title ?? tag.name, key: tag.key, description: tag.description, operations: $0,
                    section: sections[tag.name]?.name)
            }
        }
        if !sections.isEmpty {
            let last = Int.max
            let order = description.tags.reduce(into: [String: Int]()) { $0[$1.key] = sections[$1.name]?.place ?? last }
            groups = groups.enumerated().sorted { one, other in
                (order[one.element.key] ?? last, one.offset) < (order[other.element.key] ?? last, other.offset)
            }.map(\.element)
        }
        if let rest = members[""] {
            groups.append(ReferenceGroup(name: "Other", key: "other-", description: nil, operations: rest))
        }
        return groups
    }

    /// The headings of tags: of `x-tagGroups`, whose order counts, or of the tags that others name as their parents.
    private var sections: [String: (name: String, place: Int)] {
        var found: [String: (name: String, place: Int)] = [:]
        let written = (description.tree.root?["x-tagGroups"]?.items ?? []).prefix(200)
        for group in written {
            guard let name = group["name"]?.words else { continue }
            for tag in group["tags"]?.items ?? [] {
                if let tag = tag.text, found[tag] == nil { found[tag] = (name, found.count) }
            }
        }
        guard found.isEmpty else { return found }
        let titles = Dictionary(description.tags.map { ($0.name, $0.title ?? $0.name) }) { first, _ in first }
        let children = Dictionary(grouping: description.tags.filter { $0.parent != nil }) { $0.parent ?? "" }
        if children.isEmpty { return found }
        for (place, tag) in description.tags.enumerated() {
            let parent = tag.parent ?? (children[tag.name] == nil ? nil : tag.name)
            guard let parent else { continue }
            let first = description.tags.firstIndex { $0.name == parent } ?? place
            found[tag.name] = (titles[parent] ?? parent, first * 10_000 + place)
        }
        return found
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
