/// What an AsyncAPI document says besides its operations, read as far as the document goes.
package struct AsyncAPI: Sendable {
    /// Whether channels hold their operations, told from the side of the client.
    package let isVersion2: Bool
    /// The identifier of the application.
    package let id: String?
    package let defaultContentType: String?
    package let servers: [AsyncServer]
    package let channels: [AsyncChannel]
    package let messages: [AsyncMessage]
    let operations: [APIOperation]
    let references: References
    let securitySchemes: [SecurityScheme]
    private let channelPlaces: [DocumentNode: Int]
    private let messagePlaces: [DocumentNode: Int]

    init(_ tree: DocumentTree, version: String, securitySchemes: [SecurityScheme]) {
        isVersion2 = version.hasPrefix("2") || version.hasPrefix("1")
        references = References(tree: tree)
        self.securitySchemes = securitySchemes
        let root = tree.root
        id = root?["id"]?.words
        defaultContentType = root?["defaultContentType"]?.words
        servers = AsyncServer.read(root, isVersion2: isVersion2, references: references, schemes: securitySchemes)
        var reading = AsyncReading(references: references, isVersion2: isVersion2)
        reading.read(root)
        channels = reading.channels
        messages = reading.messages
        operations = reading.operations
        channelPlaces = reading.channelPlaces
        messagePlaces = reading.messagePlaces
    }

    /// The channel with this key; nil when there is none.
    package func channel(_ key: String) -> AsyncChannel? { channels.first { $0.key == key } }

    /// The message with this key; nil when there is none.
    package func message(_ key: String) -> AsyncMessage? { messages.first { $0.key == key } }

    /// The channel that a value is, or that its reference leads to.
    func channel(at node: DocumentNode?) -> AsyncChannel? {
        node.flatMap { channelPlaces[references.resolve($0).node] }.map { channels[$0] }
    }

    func message(at node: DocumentNode) -> AsyncMessage? { messagePlaces[node].map { messages[$0] } }

    func traited(_ node: DocumentNode) -> TraitedNode {
        TraitedNode(node, references: references, traitsWin: isVersion2)
    }
}

/// A place that messages go through.
package struct AsyncChannel: Sendable {
    /// The channel's part of its page's address, unique in its description.
    package let key: String
    package let name: String
    /// Nil when it is known only at run time.
    package let address: String?
    package let title: String?
    package let summary: String?
    package let description: String?
    package let node: DocumentNode

    /// Where the channel is, or else what it is called.
    package var label: String { address ?? name }
}

/// A kind of message.
package struct AsyncMessage: Sendable {
    /// The message's part of its page's address, unique in its description.
    package let key: String
    package let name: String
    package let title: String
    package let summary: String?
    package let node: DocumentNode
}

/// What an operation of an AsyncAPI document does, in the words of its version.
package enum AsyncAction: String, Sendable {
    case publish = "PUB"
    case subscribe = "SUB"
    case send = "SEND"
    case receive = "RECEIVE"
    case request = "REQUEST"
    case reply = "REPLY"

    /// Who sends and who receives: version 2 speaks of the client, later ones of the application itself.
    package var sentence: String {
        switch self {
        case .publish: "You publish these messages to the channel; the API receives them."
        case .subscribe: "You subscribe to the channel and receive these messages, which the API sends."
        case .send: "The application sends these messages to the channel; whoever listens there receives them."
        case .receive: "The application receives these messages from the channel; others send them there."
        case .request: "The application sends a request to the channel and awaits a reply."
        case .reply: "The application receives requests from the channel and replies to them."
        }
    }
}

/// Finds channels, operations and messages, each once.
struct AsyncReading {
    private static let limit = 20_000

    let references: References
    let isVersion2: Bool
    private(set) var channels: [AsyncChannel] = []
    private(set) var messages: [AsyncMessage] = []
    private(set) var operations: [APIOperation] = []
    private(set) var channelPlaces: [DocumentNode: Int] = [:]
    private(set) var messagePlaces: [DocumentNode: Int] = [:]
    private var channelKeys = UniqueKeys()
    private var messageKeys = UniqueKeys()
    private var operationKeys = UniqueKeys()

    init(references: References, isVersion2: Bool) {
        self.references = references
        self.isVersion2 = isVersion2
    }

    mutating func read(_ root: DocumentNode?) {
        for (name, node) in root?["channels"]?.members ?? [] where !name.hasPrefix("x-") { addChannel(name, node) }
        if isVersion2 {
            for channel in channels { readVersion2(channel) }
        } else {
            for (name, node) in root?["operations"]?.members ?? [] where !name.hasPrefix("x-") {
                readOperation(name, references.resolve(node).node)
            }
        }
        for (name, node) in root?["components"]?["messages"]?.members ?? [] { addMessage(name, node) }
    }

    private mutating func addChannel(_ name: String, _ written: DocumentNode) {
        let node = references.resolve(written).node
        guard node.isObject, channelPlaces[node] == nil, channels.count < Self.limit else { return }
        channelPlaces[node] = channels.count
        let address = isVersion2 ? name : node["address"]?.words
        channels.append(
            AsyncChannel(
                key: channelKeys.make(name, otherwise: "channel"), name: name, address: address,
                title: node["title"]?.words, summary: node["summary"]?.words,
                description: node["description"]?.words, node: node))
        for (name, message) in node["messages"]?.members ?? [] { addMessage(name, message) }
    }

    private mutating func addMessage(_ name: String, _ written: DocumentNode) {
        let target = references.resolve(written)
        let node = target.node
        guard target.unresolved == nil, node.isObject, messagePlaces[node] == nil else { return }
        guard messages.count < Self.limit else { return }
        let traited = TraitedNode(node, references: references, traitsWin: isVersion2)
        let own = traited.text("name") ?? traited.text("messageId") ?? node.name.flatMap(Self.naming) ?? name
        messagePlaces[node] = messages.count
        messages.append(
            AsyncMessage(
                key: messageKeys.make(own, otherwise: "message"), name: own, title: traited.text("title") ?? own,
                summary: traited.text("summary"), node: node))
    }

    /// A key under which a message stands, unless it is a word of the format.
    private static func naming(_ key: String) -> String? { key == "message" ? nil : key }

    private mutating func readVersion2(_ channel: AsyncChannel) {
        for (word, action) in [("publish", AsyncAction.publish), ("subscribe", .subscribe)] {
            guard let written = channel.node[word] else { continue }
            let node = references.resolve(written).node
            guard node.isObject else { continue }
            let traited = TraitedNode(node, references: references, traitsWin: true)
            append(action, id: traited.text("operationId"), traited, node: node, channel: channel)
        }
    }

    private mutating func readOperation(_ name: String, _ node: DocumentNode) {
        guard node.isObject else { return }
        if let channel = node["channel"] { addChannel(references.resolve(channel).name ?? name, channel) }
        if let channel = node["reply"].map({ references.resolve($0).node })?["channel"] {
            addChannel(references.resolve(channel).name ?? name, channel)
        }
        let place = node["channel"].flatMap { channelPlaces[references.resolve($0).node] }
        let isAsking = node["reply"]?.isObject == true
        let action: AsyncAction =
            node["action"]?.text == "receive" ? (isAsking ? .reply : .receive) : (isAsking ? .request : .send)
        let traited = TraitedNode(node, references: references, traitsWin: false)
        append(action, id: name, traited, node: node, channel: place.map { channels[$0] })
    }

    private mutating func append(
        _ action: AsyncAction, id: String?, _ traited: TraitedNode, node: DocumentNode, channel: AsyncChannel?
    ) {
        let label = channel?.label ?? ""
        let words = "\(action == .publish ? "publish" : "subscribe") \(label)"
        let title = traited.text("title") ?? traited.text("summary")
        operations.append(
            APIOperation(
                key: operationKeys.make(id ?? words, otherwise: "operation"), method: action.rawValue, path: label,
                operationId: id, summary: title, description: traited.text("description"),
                tags: AsyncTags.read(traited["tags"], references: references),
                isDeprecated: (traited["deprecated"] ?? traited["x-deprecated"])?.bool ?? false,
                isInternal: (traited["x-internal"] ?? channel?.node["x-internal"])?.bool ?? false,
                isWebhook: false, node: node, pathItem: channel?.node ?? node))
        for target in AsyncMessages.written(by: node, in: channel?.node, isVersion2: isVersion2, references) {
            addMessage(id ?? words, target)
        }
        for target in node["reply"].map({ references.resolve($0).node })?["messages"]?.items ?? [] {
            addMessage(id ?? words, target)
        }
    }
}

/// The messages of an operation, as they are written.
enum AsyncMessages {
    private static let limit = 200

    static func written(
        by operation: DocumentNode, in channel: DocumentNode?, isVersion2: Bool, _ references: References
    ) -> [DocumentNode] {
        if isVersion2 {
            guard let message = operation["message"] else { return [] }
            let node = references.resolve(message).node
            return node["oneOf"].map { Array($0.items.prefix(limit)) } ?? [message]
        }
        let list = operation["messages"]?.items ?? channel?["messages"]?.members.map(\.value) ?? []
        return Array(list.prefix(limit))
    }
}

/// The names of tags, which may be references.
enum AsyncTags {
    static func read(_ node: DocumentNode?, references: References) -> [String] {
        (node?.items ?? []).prefix(50).compactMap { tag in
            tag.string ?? references.resolve(tag).node["name"]?.words
        }
    }
}
