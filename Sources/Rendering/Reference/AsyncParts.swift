/// What the pages of an AsyncAPI document are put together from.
struct AsyncParts {
    let reference: APIReference
    let async: AsyncAPI
    private var rows: SchemaRows { SchemaRows(reference: reference) }

    init(reference: APIReference, async: AsyncAPI) {
        self.reference = reference
        self.async = async
    }

    func documentation(_ link: APILink?) -> HTML {
        guard let link else { return .empty }
        return "<p class=\"ref-docs\"><a href=\"\(url: link.url)\" rel=\"noopener\">\(link.text)</a></p>"
    }

    func security(_ ways: [[SecurityNeed]]) -> HTML {
        SecurityList(reference: reference, ways: ways).html
    }

    func tags(_ tags: [String]) -> HTML {
        guard !tags.isEmpty else { return .empty }
        let chips: [HTML] = tags.map { "<span class=\"ref-value\">\($0)</span>" }
        return "<p class=\"ref-values\"><span>Tags</span>\(chips)</p>"
    }

    func parameters(of channel: AsyncChannel) -> HTML {
        let parameters = async.parameters(of: channel)
        guard !parameters.isEmpty else { return .empty }
        let items: [HTML] = parameters.map { parameter in
            let type: HTML =
                parameter.isPlainText
                ? "<span class=\"ref-type\">string</span>" : rows.typeLine(parameter.schema)
            var facts: [HTML] = parameter.examples.map {
                "for example <code>\($0.prefix(200))</code>"
            }
            if let place = parameter.location {
                facts.append("stands in <code>\(place)</code>")
            }
            return """
                <li class="ref-prop"><code class="ref-prop-name">\(parameter.name)</code> \
                \(type)\(parameter.description.map { ReferenceText.small($0) })\
                \(rows.limits(parameter.schema, and: facts))</li>
                """
        }
        return """
            <section class="ref-section"><h2>Parameters of the address</h2>\
            <ul class="ref-props">\(items)</ul></section>
            """
    }

    func bindings(_ bindings: [AsyncBinding], of owner: String) -> HTML {
        let shown = bindings.filter { !$0.facts.isEmpty }
        guard !shown.isEmpty else { return .empty }
        return "<section class=\"ref-section\"><h2>Bindings of the \(owner)</h2>\(bindingLists(shown))</section>"
    }

    /// A list for each protocol.
    func bindingLists(_ bindings: [AsyncBinding]) -> [HTML] {
        bindings.map { binding in
            let items: [HTML] = binding.facts.map { fact in
                switch fact.value {
                case .schema(let schema): return rows.row(fact.name, schema, isRequired: false)
                case .text(let text):
                    return """
                        <li class="ref-prop"><code class="ref-prop-name">\(fact.name)</code> \
                        <code class="ref-value">\(text.prefix(500))</code></li>
                        """
                }
            }
            return """
                <div class="ref-binding">\
                <p class="ref-medias"><span class="ref-media">\(binding.protocolName)</span></p>\
                <ul class="ref-props">\(items)</ul></div>
                """
        }
    }

    func serverNames(_ servers: [AsyncServer]) -> HTML {
        guard !servers.isEmpty else { return .empty }
        let items: [HTML] = servers.map { server in
            let link = "\(reference.options.address(.overview))#server-\(UniqueKeys.slug(server.name))"
            return """
                <li><a href="\(url: link)">\(server.title ?? server.name)</a> \
                <span class="ref-muted">\(server.address)</span></li>
                """
        }
        return "<section class=\"ref-section\"><h2>Servers</h2><ul class=\"ref-ways\">\(items)</ul></section>"
    }

    func messageList(_ messages: [AsyncMessage]) -> HTML {
        let items = messages.map { message in
            let place = ReferencePlace.message(message.key)
            return ReferenceListView.row(
                ReferenceEntry(name: message.title, text: message.summary ?? "", place: place), reference)
        }
        return "<ul class=\"ref-operations\">\(items)</ul>"
    }

    /// A message as a part of an operation's page.
    func message(_ detail: AsyncMessageDetail) -> HTML {
        let link = reference.options.address(.message(detail.message.key))
        return """
            <div class="ref-message"><h3><a href="\(url: link)">\(detail.message.title)</a></h3>\
            \(DeprecationNote.html(detail.isDeprecated))\(inside(detail, level: .h4))</div>
            """
    }

    enum Level: String { case h2, h4 }

    /// All about a message below its title.
    func inside(_ detail: AsyncMessageDetail, level: Level = .h2) -> HTML {
        func heading(_ text: String) -> HTML { level == .h2 ? "<h2>\(text)</h2>" : "<h4>\(text)</h4>" }
        func part(_ title: String, _ inside: HTML) -> HTML {
            inside.isEmpty ? .empty : "<section class=\"ref-section\">\(heading(title))\(inside)</section>"
        }
        let type: HTML =
            detail.contentType.map { "<p class=\"ref-medias\"><code class=\"ref-media\">\($0)</code></p>" } ?? .empty
        let summary: HTML = detail.message.summary.map { "<p class=\"ref-lead\">\($0)</p>" } ?? .empty
        let headers: HTML =
            detail.headers.isEmpty
            ? .empty
            : """
            <ul class="ref-props">\
            \(detail.headers.map { rows.row($0.name, $0.schema, isRequired: $0.isRequired) })</ul>
            """
        let correlation: HTML =
            detail.correlation.map { place in
                "<p><code>\(place.location)</code></p>\(place.description.map { ReferenceText.small($0) })"
            } ?? .empty
        let bindings = bindingLists(detail.bindings.filter { !$0.facts.isEmpty }).reduce(.empty, +)
        return """
            \(summary)\(detail.description.map { ReferenceText.normal($0) })\(documentation(detail.documentation))\
            \(part("Headers", headers))\(part("Payload", type + payload(detail.payload)))\
            \(part("Correlation id", correlation))\(part("Bindings of the message", bindings))\(tags(detail.tags))
            """
    }

    func payload(_ payload: AsyncPayload?) -> HTML {
        switch payload {
        case nil: return "<p class=\"ref-muted\">No payload is described.</p>"
        case .missing(let reference):
            return "<p class=\"ref-muted\">The payload is described elsewhere: <code>\(reference)</code></p>"
        case .text(let text, let format):
            return CodeCard.html(title: format.isEmpty ? "Schema" : format, code: text, language: "text")
        case .avro(let type):
            let line: HTML = "<p class=\"ref-shape\">\(type.typeName) <span class=\"ref-format\">Avro</span></p>"
            return "\(line)\(type.documentation.map { ReferenceText.small($0) })\(AvroRows(reference).inside(type))"
        case .schema(let schema):
            let name: HTML =
                schema.name.map { _ in
                    "<a href=\"\(url: reference.address(of: schema))\">\(schema.typeName)</a>"
                } ?? rows.typeLine(schema)
            let line: HTML = "<p class=\"ref-shape\">\(name)</p>"
            guard schema.unresolved == nil, schema.hasChildren else { return line + rows.limits(schema) }
            return line + rows.children(schema)
        }
    }

    /// The examples of several messages behind tabs.
    func examples(_ messages: [AsyncMessageDetail], group: String, title: String) -> HTML {
        let tabs: [CodeTabs.Tab] = messages.prefix(8).compactMap { detail in
            let panes: [HTML] = detail.examples.prefix(6).map { example in
                let name: HTML =
                    detail.examples.count > 1 ? "<p class=\"ref-example-name\">\(example.name)</p>" : .empty
                let headers: HTML =
                    example.headers.map {
                        "<p class=\"ref-example-name\">Headers</p>"
                            + CodeCard.pane($0, language: "json", label: "\(example.name): headers")
                    } ?? .empty
                let label: HTML =
                    headers.isEmpty || example.payload == nil ? .empty : "<p class=\"ref-example-name\">Payload</p>"
                let payload: HTML =
                    example.payload.map { CodeCard.pane($0, language: "json", label: "\(example.name): payload") }
                    ?? .empty
                return name + headers + label + payload
            }
            guard !panes.isEmpty else { return nil }
            let message = detail.message
            return CodeTabs.Tab(label: "\(message.title)", name: message.key, panes: "<div>\(panes)</div>")
        }
        return tabs.isEmpty ? .empty : CodeTabs.html(tabs, group: group, title: title)
    }
}

/// The rows of an Avro record; records in it are fetched when they are opened.
struct AvroRows {
    private let reference: APIReference
    private var rows: SchemaRows { SchemaRows(reference: reference) }

    init(_ reference: APIReference) {
        self.reference = reference
    }

    /// What is inside a type.
    func inside(_ type: AvroType) -> HTML {
        guard let record = type.record else { return rows.values(type.symbols) }
        return "<ul class=\"ref-props\">\(record.fields.map(row))</ul>"
    }

    private func row(_ field: AvroType.Field) -> HTML {
        let format: HTML = field.type.logicalType.map { " <span class=\"ref-format\">\($0)</span>" } ?? .empty
        let fallback = field.defaultText.map { ReferenceText.facts(["default <code>\($0.prefix(200))</code>"]) }
        let required: HTML = field.defaultText == nil ? " <span class=\"ref-required\">required</span>" : .empty
        return """
            <li class="ref-prop"><code class="ref-prop-name">\(field.name)</code> \
            <span class="ref-type">\(field.type.typeName)</span>\(format)\(required)\
            \(field.documentation.map { ReferenceText.small($0) })\(fallback)\(rows.values(field.type.symbols))\
            \(nested(field.type))</li>
            """
    }

    private func nested(_ type: AvroType) -> HTML {
        guard let record = type.record else { return .empty }
        let pointer = record.node.pointer
        let address = reference.options.address
        return """
            <details class="ref-nested" data-fragment="\(url: address(.fragment(pointer)))">\
            <summary>Show attributes</summary>\
            <a href="\(url: address(.node(pointer)))">Open \(record.name ?? "this record")</a></details>
            """
    }
}
