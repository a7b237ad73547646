/// All that a page about an operation of an AsyncAPI document shows.
package struct AsyncOperationDetail: Sendable {
    package struct Reply: Sendable {
        package var channel: AsyncChannel?
        /// Where the address to reply to stands, as a runtime expression.
        package var location: String?
        package var description: String?
        package var messages: [AsyncMessageDetail]
    }

    package var action: AsyncAction
    /// Said beside the title.
    package var summary: String?
    package var channel: AsyncChannel?
    package var messages: [AsyncMessageDetail]
    package var reply: Reply?
    package var security: [[SecurityNeed]]
    package var bindings: [AsyncBinding]
    package var documentation: APILink?
}

/// All that is known about a message, its traits merged in.
package struct AsyncMessageDetail: Sendable {
    package struct Example: Sendable {
        package var name: String
        package var headers: String?
        package var payload: String?
    }

    package var message: AsyncMessage
    package var description: String?
    package var contentType: String?
    package var isDeprecated: Bool
    package var headers: [APISchema.Property]
    package var payload: AsyncPayload?
    package var correlation: AsyncPlace?
    package var bindings: [AsyncBinding]
    package var tags: [String]
    package var documentation: APILink?
    /// Those of the document, or else one that is made up.
    package var examples: [Example]
}

/// A runtime expression that says where in a message something stands.
package struct AsyncPlace: Sendable {
    package var location: String
    package var description: String?
}

/// What a message carries, in the format in which it is described.
package enum AsyncPayload: Sendable {
    case schema(APISchema)
    case avro(AvroType)
    /// Another format's text.
    case text(String, format: String)
    /// The text of a reference that leads nowhere in the document.
    case missing(String)
}

/// What stands in braces in a channel's address.
package struct AsyncParameter: Sendable {
    package var name: String
    package var description: String?
    package var location: String?
    package var schema: APISchema
    /// Version 3 knows only texts and gives them no schema.
    package var isPlainText: Bool
    package var examples: [String]
}

/// A link out of the description.
package struct APILink: Sendable, Equatable {
    package var text: String
    package var url: String

    init?(_ written: DocumentNode?, references: References, text fallback: String = "More about this") {
        guard let node = written.map({ references.resolve($0).node }), let url = node["url"]?.words else {
            return nil
        }
        self.url = url
        text = (node["description"] ?? node["name"])?.words ?? fallback
    }
}

extension AsyncAPI {
    /// All about an operation.
    package func detail(_ operation: APIOperation) -> AsyncOperationDetail {
        let traited = self.traited(operation.node)
        let channel = channel(at: operation.pathItem)
        let written = AsyncMessages.written(by: operation.node, in: channel?.node, isVersion2: isVersion2, references)
        let summary = traited.text("summary")
        return AsyncOperationDetail(
            action: AsyncAction(rawValue: operation.method) ?? .send,
            summary: summary == operation.title ? nil : summary,
            channel: channel, messages: details(written), reply: reply(traited["reply"]),
            security: SecurityNeed.read(traited["security"], schemes: securitySchemes, references: references),
            bindings: AsyncBinding.read(traited.all("bindings"), references: references),
            documentation: APILink(traited["externalDocs"], references: references))
    }

    private func details(_ written: [DocumentNode]) -> [AsyncMessageDetail] {
        written.compactMap { message(at: references.resolve($0).node) }.map { detail($0) }
    }

    private func reply(_ written: DocumentNode?) -> AsyncOperationDetail.Reply? {
        guard let node = written.map({ references.resolve($0).node }), node.isObject else { return nil }
        let address = node["address"].map { references.resolve($0).node }
        let channel = channel(at: node["channel"])
        let messages = node["messages"]?.items ?? channel?.node["messages"]?.members.map(\.value) ?? []
        return AsyncOperationDetail.Reply(
            channel: channel, location: address?["location"]?.text,
            description: address?["description"]?.words,
            messages: details(Array(messages.prefix(200))))
    }

    /// All about a message.
    package func detail(_ message: AsyncMessage) -> AsyncMessageDetail {
        let traited = self.traited(message.node)
        let place = traited["correlationId"].map { references.resolve($0).node }
        let headers = traited.all("headers").compactMap(schema)
        let format = traited.text("schemaFormat")
        let payload = message.node["payload"].map { self.payload($0, format: format) }
        return AsyncMessageDetail(
            message: message, description: traited.text("description"),
            contentType: traited.text("contentType") ?? defaultContentType,
            isDeprecated: (traited["deprecated"] ?? traited["x-deprecated"])?.bool ?? false,
            headers: APISchema.merged(headers), payload: payload,
            correlation: place?["location"]?.text.map {
                AsyncPlace(location: $0, description: place?["description"]?.words)
            }, bindings: AsyncBinding.read(traited.all("bindings"), references: references),
            tags: AsyncTags.read(traited["tags"], references: references),
            documentation: APILink(traited["externalDocs"], references: references),
            examples: examples(traited["examples"], headers: headers, payload: payload))
    }

    /// The schema of headers, which since version 3 may say its format.
    private func schema(_ written: DocumentNode) -> APISchema? {
        guard case .schema(let schema) = payload(written, format: nil) else { return nil }
        return schema
    }

    /// What a payload or a named schema is, whatever format it is written in.
    func payload(_ written: DocumentNode, format: String?) -> AsyncPayload {
        var target = references.resolve(written)
        var format = format, node = written
        if let inner = target.node["schema"], let named = target.node["schemaFormat"]?.text {
            format = named
            node = inner
            target = references.resolve(inner)
        }
        if let missing = target.unresolved { return .missing(missing) }
        let name = format?.lowercased() ?? ""
        if name.contains("avro"), target.node.string == nil {
            return .avro(AvroType(target.node))
        }
        let isJSONSchema =
            name.isEmpty || name.contains("asyncapi") || name.contains("openapi") || name.contains("schema+")
        if isJSONSchema || AvroType(target.node).isRecord {
            return AvroType(target.node).isRecord
                ? .avro(AvroType(target.node)) : .schema(APISchema(node, references: references))
        }
        return .text(target.node.string ?? ExampleValue(target.node).prettyText(), format: format ?? "")
    }

    private func examples(
        _ written: DocumentNode?, headers: [APISchema], payload: AsyncPayload?
    ) -> [AsyncMessageDetail.Example] {
        let given = (written?.items ?? []).prefix(20).map { references.resolve($0).node }.enumerated().map {
            position, node in
            let isNamed = node["payload"] != nil || node["headers"] != nil
            let name = (node["name"] ?? node["summary"])?.words
            return AsyncMessageDetail.Example(
                name: (isNamed ? name : nil) ?? "Example \(position + 1)",
                headers: isNamed ? node["headers"].map { ExampleValue($0).prettyText() } : nil,
                payload: isNamed ? node["payload"].map(Self.text) : Self.text(node))
        }
        if !given.isEmpty { return Array(given) }
        let made: ExampleValue =
            switch payload {
            case .schema(let schema): ExampleMaker.make(schema, for: .response)
            case .avro(let type): type.example
            default: .null
            }
        let names = APISchema.merged(headers).map { ($0.name, ExampleMaker.make($0.schema, for: .response)) }
        guard made != .null || !names.isEmpty else { return [] }
        return [
            AsyncMessageDetail.Example(
                name: "Example", headers: names.isEmpty ? nil : ExampleValue.object(names).prettyText(),
                payload: made == .null ? nil : made.prettyText())
        ]
    }

    private static func text(_ node: DocumentNode) -> String { node.string ?? ExampleValue(node).prettyText() }

    /// What stands in braces in the address of a channel.
    package func parameters(of channel: AsyncChannel) -> [AsyncParameter] {
        (channel.node["parameters"]?.members ?? []).prefix(100).map { name, written in
            let node = references.resolve(written).node
            let schema = node["schema"]
            return AsyncParameter(
                name: name, description: node["description"]?.words, location: node["location"]?.text,
                schema: APISchema(schema ?? node, references: references), isPlainText: schema == nil,
                examples: (node["examples"]?.items ?? []).prefix(10).compactMap(\.text))
        }
    }

    package func bindings(of channel: AsyncChannel) -> [AsyncBinding] {
        AsyncBinding.read([channel.node["bindings"]].compactMap { $0 }, references: references)
    }

    /// The servers on which a channel is; all of them when it names none.
    package func servers(of channel: AsyncChannel) -> [AsyncServer] {
        let named = channel.node["servers"]?.items ?? []
        guard !named.isEmpty else { return servers }
        return named.compactMap { written in
            let node = references.resolve(written).node
            return servers.first { server in
                written.string.map { $0 == server.name } ?? (server.node == node)
            }
        }
    }

    /// The messages that a channel names or that its operations carry, each once.
    package func messages(of channel: AsyncChannel) -> [AsyncMessage] {
        var written = channel.node["messages"]?.members.map(\.value) ?? []
        for word in ["publish", "subscribe"] where isVersion2 {
            guard let node = channel.node[word].map({ references.resolve($0).node }) else { continue }
            written += AsyncMessages.written(by: node, in: channel.node, isVersion2: true, references)
        }
        var seen: Set<DocumentNode> = []
        return written.prefix(400).map { references.resolve($0).node }.filter { seen.insert($0).inserted }
            .compactMap(message(at:))
    }
}
