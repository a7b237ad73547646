extension APIDescription {
    /// All that search can find in the description, in its order.
    package var searchEntries: [SearchEntry] {
        let reading = EntryReading(description: self)
        return reading.groups + operations.map(reading.operation) + webhooks.map(reading.operation)
            + callbacks.map(reading.operation)
            + schemas.map(reading.schema) + reading.channels + reading.messages
    }
}

/// Makes the entries of a description.
private struct EntryReading {
    /// How much of a description's prose is searched, in characters.
    private static let maximumText = 300
    private static let maximumNames = 60

    let description: APIDescription
    private var references: References { description.references }

    /// The groups that have a page: tags that come first with some operation.
    var groups: [SearchEntry] {
        let used = Set(description.operations.lazy.compactMap(\.tags.first))
        return description.tags.filter { used.contains($0.name) }.map { tag in
            var entry = SearchEntry(.group, key: tag.key, title: tag.name)
            entry.text = text(tag.description)
            return entry
        }
    }

    func operation(_ operation: APIOperation) -> SearchEntry {
        var entry = SearchEntry(operation.isWebhook ? .webhook : .operation, key: operation.key, title: operation.title)
        (entry.method, entry.path, entry.id) = (operation.method, operation.path, operation.operationId ?? "")
        entry.tags = Array(operation.tags.prefix(10))
        entry.names = names(operation)
        entry.text = text(operation.description)
        (entry.isInternal, entry.isDeprecated) = (operation.isInternal, operation.isDeprecated)
        return entry
    }

    /// The parameters of an operation and the first level of its body, each name once.
    private func names(_ operation: APIOperation) -> [String] {
        let parameters = [operation.pathItem["parameters"], operation.node["parameters"]].flatMap { $0?.items ?? [] }
        var names = parameters.prefix(Self.maximumNames).flatMap { written -> [String] in
            let node = references.resolve(written).node
            if node["in"]?.text == "body" { return properties(node["schema"]) }
            return [node["name"]?.text].compactMap { $0 }
        }
        if let body = operation.node["requestBody"].map({ references.resolve($0).node }) {
            names += properties(body["content"]?.members.first?.value["schema"])
        }
        return distinct(names)
    }

    private func properties(_ node: DocumentNode?) -> [String] {
        guard let node, node.isObject else { return [] }
        return APISchema(node, references: references).unwrapped.properties.prefix(Self.maximumNames)
            .filter { !$0.schema.isInternal }.map(\.name)
    }

    private func distinct(_ names: [String]) -> [String] {
        var known: Set<String> = []
        return Array(names.filter { !$0.isEmpty && known.insert($0).inserted }.prefix(Self.maximumNames))
    }

    func schema(_ named: NamedSchema) -> SearchEntry {
        var entry = SearchEntry(.schema, key: named.key, title: named.name)
        entry.names = distinct(properties(named.node))
        entry.text = text(named.node["description"]?.text ?? named.node["title"]?.text)
        entry.isInternal = named.node["x-internal"]?.bool ?? false
        entry.isDeprecated = named.node["deprecated"]?.bool ?? false
        return entry
    }

    var channels: [SearchEntry] {
        (description.async?.channels ?? []).map { channel in
            var entry = SearchEntry(.channel, key: channel.key, title: channel.title ?? channel.label)
            (entry.path, entry.id) = (channel.label, channel.name)
            entry.text = text(channel.summary ?? channel.description)
            return entry
        }
    }

    var messages: [SearchEntry] {
        (description.async?.messages ?? []).map { message in
            var entry = SearchEntry(.message, key: message.key, title: message.title)
            entry.text = text(message.summary)
            return entry
        }
    }

    /// The beginning of a text, without the signs of its markup.
    private func text(_ written: String?) -> String {
        guard let written else { return "" }
        let marks: Set<Character> = ["*", "`", "#", "|", ">", "\n", "\r", "\r\n", "\t"]
        let plain = written.prefix(Self.maximumText).map { marks.contains($0) ? " " : $0 }
        return String(plain).split(separator: " ").joined(separator: " ")
    }
}
