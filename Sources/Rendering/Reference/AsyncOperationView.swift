/// The page of an operation of an AsyncAPI document.
struct AsyncOperationView {
    /// More messages than these are only listed.
    private static let wholeMessages = 3

    let reference: APIReference
    let async: AsyncAPI
    let operation: APIOperation
    let detail: AsyncOperationDetail
    private let parts: AsyncParts

    init(reference: APIReference, async: AsyncAPI, operation: APIOperation) {
        self.reference = reference
        self.async = async
        self.operation = operation
        detail = async.detail(operation)
        parts = AsyncParts(reference: reference, async: async)
    }

    var html: HTML {
        """
        <article class="ref-page"><header class="ref-header">\(GroupEyebrow.html(reference, operation))\
        <h1>\(operation.title)</h1>\(endpoint)</header>\
        <div class="ref-columns"><div class="ref-prose">\(DeprecationNote.html(operation.isDeprecated))\
        <p class="ref-direction">\(detail.action.sentence)</p>\
        \(detail.summary.map { "<p class=\"ref-lead\">\($0)</p>" as HTML })\
        \(operation.description.map { ReferenceText.normal($0) })\
        \(parts.documentation(detail.documentation))\(parts.security(detail.security))\
        \(detail.channel.map { parts.parameters(of: $0) })\(messages)\(reply)\(servers)\(bindings)\
        \(parts.tags(operation.tags))</div>\
        <aside class="ref-aside" aria-label="Examples">\(examples)</aside></div>\
        \(OperationPager(reference: reference, operation: operation).html)</article>
        """
    }

    private var endpoint: HTML {
        let path: HTML = "<code class=\"ref-path\">\(ReferenceText.path(operation.path))</code>"
        let link: HTML =
            detail.channel.map { channel in
                "<a href=\"\(url: reference.options.address(.channel(channel.key)))\">\(path)</a>"
            } ?? path
        return "<div class=\"ref-endpoint\">\(MethodBadge.html(operation))\(link)</div>"
    }

    private var messages: HTML {
        guard !detail.messages.isEmpty else { return .empty }
        let title = detail.messages.count == 1 ? "Message" : "Messages"
        return "<section class=\"ref-section\"><h2>\(title)</h2>\(list(detail.messages))</section>"
    }

    /// The first messages whole, the others as links.
    private func list(_ messages: [AsyncMessageDetail]) -> HTML {
        let choice: HTML = messages.count > 1 ? "<p class=\"ref-muted\">One of these.</p>" : ""
        let whole: [HTML] = messages.prefix(Self.wholeMessages).map { parts.message($0) }
        let rest = messages.dropFirst(Self.wholeMessages).map(\.message)
        return "\(choice)\(whole)\(rest.isEmpty ? .empty : parts.messageList(Array(rest)))"
    }

    private var reply: HTML {
        guard let reply = detail.reply else { return .empty }
        let channel: HTML =
            reply.channel.map { channel in
                """
                <p>On the channel <a href="\(url: reference.options.address(.channel(channel.key)))">\
                <code>\(channel.label)</code></a>.</p>
                """
            } ?? .empty
        let place: HTML =
            reply.location.map { "<p>To the address in <code>\($0)</code> of the request.</p>" } ?? .empty
        return """
            <section class="ref-section"><h2>Reply</h2>\(channel)\(place)\
            \(reply.description.map { ReferenceText.small($0) })\(list(reply.messages))</section>
            """
    }

    private var servers: HTML {
        guard let channel = detail.channel, async.servers.count > 1 else { return .empty }
        return parts.serverNames(async.servers(of: channel))
    }

    private var bindings: HTML {
        let ofChannel = detail.channel.map(async.bindings) ?? []
        return "\(parts.bindings(detail.bindings, of: "operation"))\(parts.bindings(ofChannel, of: "channel"))"
    }

    private var examples: HTML {
        let asked = parts.examples(detail.messages, group: "ref-message", title: "Message")
        let answered = parts.examples(detail.reply?.messages ?? [], group: "ref-reply", title: "Reply")
        return asked + answered
    }
}

/// The page of a channel.
struct ChannelView {
    let reference: APIReference
    let async: AsyncAPI
    let channel: AsyncChannel

    var html: HTML {
        let parts = AsyncParts(reference: reference, async: async)
        let title = channel.title ?? channel.name
        let address: HTML =
            channel.address.map { "<code class=\"ref-path\">\(ReferenceText.path($0))</code>" }
            ?? "<span class=\"ref-muted\">The address is known only at run time.</span>"
        return """
            <article class="ref-page"><header class="ref-header"><p class="ref-eyebrow">Channel</p><h1>\(title)</h1>\
            <div class="ref-endpoint">\(address)</div></header><div class="ref-prose">\
            \(channel.summary.map { "<p class=\"ref-lead\">\($0)</p>" as HTML })\
            \(channel.description.map { ReferenceText.normal($0) })\
            \(parts.documentation(APILink(channel.node["externalDocs"], references: async.references)))\
            \(parts.parameters(of: channel))\(operations)\(messages(parts))\
            \(parts.serverNames(async.servers(of: channel)))\
            \(parts.bindings(async.bindings(of: channel), of: "channel"))\
            \(parts.tags(AsyncTags.read(channel.node["tags"], references: async.references)))</div></article>
            """
    }

    private var operations: HTML {
        let own = reference.shown.filter { $0.pathItem == channel.node }
        guard !own.isEmpty else { return .empty }
        return """
            <section class="ref-section"><h2>Operations</h2>\
            <ul class="ref-operations">\(own.map { OperationRow.html($0, reference) })</ul></section>
            """
    }

    private func messages(_ parts: AsyncParts) -> HTML {
        let messages = async.messages(of: channel)
        guard !messages.isEmpty else { return .empty }
        return "<section class=\"ref-section\"><h2>Messages</h2>\(parts.messageList(messages))</section>"
    }
}

/// The page of a message.
struct MessageView {
    let reference: APIReference
    let async: AsyncAPI
    let message: AsyncMessage

    var html: HTML {
        let parts = AsyncParts(reference: reference, async: async)
        let detail = async.detail(message)
        let name: HTML = message.title == message.name ? .empty : "<p><code>\(message.name)</code></p>"
        return """
            <article class="ref-page"><header class="ref-header"><p class="ref-eyebrow">Message</p>\
            <h1>\(message.title)</h1>\(name)</header><div class="ref-columns"><div class="ref-prose">\
            \(DeprecationNote.html(detail.isDeprecated))\(parts.inside(detail))\(users)</div>\
            <aside class="ref-aside" aria-label="Examples">\
            \(parts.examples([detail], group: "ref-message", title: "Message"))</aside></div></article>
            """
    }

    /// The operations that carry the message.
    private var users: HTML {
        let users = reference.shown.filter { operation in
            let detail = async.detail(operation)
            return (detail.messages + (detail.reply?.messages ?? [])).contains { $0.message.key == message.key }
        }
        guard !users.isEmpty else { return .empty }
        return """
            <section class="ref-section"><h2>Operations</h2>\
            <ul class="ref-operations">\(users.map { OperationRow.html($0, reference) })</ul></section>
            """
    }
}

/// The page of a schema in a format other than JSON Schema.
struct PayloadView {
    let reference: APIReference
    let async: AsyncAPI
    let title: String
    let payload: AsyncPayload

    var html: HTML {
        """
        <article class="ref-page"><header class="ref-header"><p class="ref-eyebrow">Schema</p><h1>\(title)</h1>\
        </header><div class="ref-columns"><div class="ref-prose">\
        \(AsyncParts(reference: reference, async: async).payload(payload))</div>\
        <aside class="ref-aside" aria-label="Example">\(example)</aside></div></article>
        """
    }

    private var example: HTML {
        guard case .avro(let type) = payload, type.example != .null else { return .empty }
        return CodeCard.html(title: "Example", code: type.example.prettyText(), language: "json")
    }
}
