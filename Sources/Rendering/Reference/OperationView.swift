/// The page of an operation: prose on the left, code and console on the right.
struct OperationView {
    let reference: APIReference
    let operation: APIOperation
    let detail: OperationDetail
    private let rows: SchemaRows

    init(reference: APIReference, operation: APIOperation) {
        self.reference = reference
        self.operation = operation
        detail = reference.description.detail(operation)
        rows = SchemaRows(reference: reference)
    }

    var html: HTML {
        """
        <article class="ref-page"><header class="ref-header">\(eyebrow)<h1>\(operation.title)</h1>\(endpoint)\
        </header><div class="ref-columns"><div class="ref-prose">\(deprecation)\
        \(operation.description.map { ReferenceText.normal($0) })\(security)\
        \(APIParameter.Place.allCases.map(parameters))\(body)\(callbacks)\(responses)</div>\
        <aside class="ref-aside" aria-label="Request and response">\(samples)</aside></div>\(pager)</article>
        """
    }

    private var eyebrow: HTML {
        guard let group = reference.groups.first(where: { $0.operations.contains { $0.key == operation.key } }) else {
            return .empty
        }
        let address = reference.options.address(.group(group.key))
        return "<p class=\"ref-eyebrow\"><a href=\"\(url: address)\">\(group.name)</a></p>"
    }

    private var endpoint: HTML {
        """
        <div class="ref-endpoint">\(MethodBadge.html(operation))\
        <code class="ref-path">\(ReferenceText.path(operation.path))</code>\
        \(hasConsole ? "<a class=\"button button-primary button-small\" href=\"#try-it\">Try it</a>" : "")</div>
        """
    }

    private var hasConsole: Bool { reference.options.showsTryIt && !operation.isWebhook }

    private var deprecation: HTML {
        operation.isDeprecated
            ? "<p class=\"ref-note ref-note-warn\"><strong>Deprecated.</strong> It may go away; do not build on it.</p>"
            : ""
    }

    private var security: HTML {
        let ways = detail.security
        guard !ways.isEmpty else { return .empty }
        let items: [HTML] = ways.map { way in
            if way.isEmpty { return "<li><span class=\"ref-muted\">No authentication</span></li>" }
            let parts: [HTML] = way.enumerated().map { position, need in
                let link = "\(reference.options.address(.overview))#auth-\(UniqueKeys.slug(need.scheme.name))"
                let scopes: [HTML] = need.scopes.prefix(30).map { "<code class=\"ref-value\">\($0)</code>" }
                return """
                    \(position > 0 ? "<span class=\"ref-and\">and</span> " : "")<a href="\(url: link)">\
                    \(need.scheme.name)</a> <span class="ref-muted">\(SecurityWords.kind(need.scheme))</span>\
                    \(scopes.isEmpty ? "" : "<span class=\"ref-values\"><span>needs</span>\(scopes)</span>" as HTML)
                    """
            }
            return "<li>\(parts)</li>"
        }
        let choice: HTML = ways.count > 1 ? "<p class=\"ref-muted\">One of these is enough.</p>" : ""
        return """
            <section class="ref-section"><h2>Authentication</h2>\(choice)<ul class="ref-ways">\(items)</ul></section>
            """
    }

    private func parameters(_ place: APIParameter.Place) -> HTML {
        let list = detail.parameters.filter { $0.place == place }
        guard !list.isEmpty else { return .empty }
        let titles: [APIParameter.Place: String] = [
            .path: "Path parameters", .query: "Query parameters", .header: "Headers", .cookie: "Cookies",
            .form: "Form fields",
        ]
        return """
            <section class="ref-section"><h2>\(titles[place] ?? "Parameters")</h2>\
            <ul class="ref-props">\(list.map(parameter))</ul></section>
            """
    }

    private func parameter(_ parameter: APIParameter) -> HTML {
        let type: HTML = parameter.schema.map { rows.typeLine($0) } ?? .empty
        let description = parameter.description ?? parameter.schema?.description
        let example: HTML =
            parameter.example.map { value in
                let text = value.plainText
                guard !text.isEmpty, text != parameter.schema?.defaultText else { return "" }
                let sample: HTML = "for example <code>\(text.prefix(200))</code>"
                return "<p class=\"ref-facts\"><span class=\"ref-fact\">\(sample)</span></p>"
            } ?? .empty
        return """
            <li class="ref-prop"><div class="ref-prop-head"><code class="ref-prop-name">\(parameter.name)</code>\(type)\
            \(parameter.isRequired ? "<span class=\"ref-required\">required</span>" : "")\
            \(parameter.isDeprecated ? "<span class=\"ref-flag ref-flag-warn\">deprecated</span>" : "")</div>\
            \(description.map { ReferenceText.small($0) })\(parameter.schema.map { rows.limits($0) })\(example)\
            \(parameter.schema.map { $0.node["type"]?.text == "file" ? .empty : rows.nested($0) })</li>
            """
    }

    private var body: HTML {
        guard let body = detail.body else { return .empty }
        return """
            <section class="ref-section"><h2>Request body\
            \(body.isRequired ? " <span class=\"ref-required\">required</span>" : "")</h2>\
            \(body.description.map { ReferenceText.small($0) })\(contents(body.contents))</section>
            """
    }

    /// The shapes of a body, each once, under the types that have it.
    private func contents(_ contents: [APIContent]) -> HTML {
        var shown: [(types: [String], content: APIContent)] = []
        for content in contents {
            if let place = shown.firstIndex(where: { $0.content.schema?.node == content.schema?.node }) {
                shown[place].types.append(content.mediaType)
            } else {
                shown.append(([content.mediaType], content))
            }
        }
        return shown.map { types, content in
            let chips: [HTML] = types.map { "<code class=\"ref-media\">\($0)</code>" }
            return "<div class=\"ref-content\"><p class=\"ref-medias\">\(chips)</p>\(shape(content))</div>"
        }.reduce(.empty, +)
    }

    private func shape(_ content: APIContent) -> HTML {
        if content.schema == nil, !content.fields.isEmpty {
            return "<ul class=\"ref-props\">\(content.fields.map(parameter))</ul>"
        }
        guard let schema = content.schema else { return .empty }
        let name: HTML =
            schema.name.map { _ in
                "<a href=\"\(url: reference.address(of: schema))\">\(schema.typeName)</a>"
            } ?? rows.typeLine(schema)
        let line: HTML = "<p class=\"ref-shape\">\(name)</p>"
        guard schema.unresolved == nil, schema.hasChildren else { return line + rows.limits(schema) }
        return line + rows.children(schema)
    }

    private var responses: HTML {
        guard !detail.responses.isEmpty else { return .empty }
        let first = detail.responses.firstIndex(where: \.isSuccess) ?? 0
        let items: [HTML] = detail.responses.enumerated().map { response($1, isOpen: $0 == first) }
        return "<section class=\"ref-section\"><h2>Responses</h2><div class=\"ref-responses\">\(items)</div></section>"
    }

    private func response(_ response: APIResponse, isOpen: Bool) -> HTML {
        let headers: HTML =
            response.headers.isEmpty
            ? .empty : "<h3>Headers</h3><ul class=\"ref-props\">\(response.headers.map(parameter))</ul>"
        let inside = headers + contents(response.contents)
        let plain = response.description.map { Markdown.plainText($0) } ?? ""
        let line = plain.split(separator: "\n").first.map { String($0.prefix(160)) } ?? ""
        let head: HTML = "\(StatusBadge.html(response.status))<span class=\"ref-status-text\">\(line)</span>"
        let more: HTML =
            plain.count > line.count ? response.description.map { ReferenceText.small($0) } ?? .empty : .empty
        if inside.isEmpty, more.isEmpty { return "<div class=\"ref-response ref-response-flat\">\(head)</div>" }
        return """
            <details class="ref-response"\(isOpen ? " open" : "")><summary>\(head)</summary>\
            <div class="ref-response-body">\(more)\(inside)</div></details>
            """
    }

    private var callbacks: HTML {
        guard !detail.callbacks.isEmpty else { return .empty }
        let items: [HTML] = detail.callbacks.flatMap { callback in
            callback.operations.map { operation in
                """
                <li class="ref-prop"><div class="ref-prop-head"><code class="ref-prop-name">\(callback.name)</code>\
                \(MethodBadge.html(operation))</div><p><code class="ref-path">\(operation.path)</code></p>\
                \(operation.description.map { ReferenceText.small($0) })</li>
                """
            }
        }
        return "<section class=\"ref-section\"><h2>Callbacks</h2><ul class=\"ref-props\">\(items)</ul></section>"
    }

    private var samples: HTML {
        let request = SampleRequest(operation, detail, reference: reference)
        var html = HTML.empty
        if !operation.isWebhook {
            html += CodeTabs.samples(request, own: detail.samples)
        } else if let example = detail.body?.contents.first?.examples.first {
            html += CodeCard.html(title: "Payload", code: example.text, language: "json")
        }
        if hasConsole {
            html += TryItForm(reference: reference, operation: operation, detail: detail).html
        }
        html += CodeTabs.responses(detail.responses)
        return html
    }

    private var pager: HTML {
        let all = reference.groups.flatMap(\.operations)
        guard let place = all.firstIndex(where: { $0.key == operation.key }) else { return .empty }
        func link(_ other: APIOperation?, _ label: String, _ kind: String) -> HTML {
            guard let other else { return "<span></span>" }
            return """
                <a class="ref-pager-\(kind)" href="\(url: reference.options.address(.operation(other.key)))">\
                <span>\(label)</span>\(other.title)</a>
                """
        }
        let previous = link(place > 0 ? all[place - 1] : nil, "Previous", "previous")
        let next = link(place + 1 < all.count ? all[place + 1] : nil, "Next", "next")
        return "<nav class=\"ref-pager\" aria-label=\"Operations before and after\">\(previous)\(next)</nav>"
    }
}

/// The status of a response in its colour.
enum StatusBadge {
    static func html(_ status: String) -> HTML {
        let kind =
            switch status.first {
            case "2": "good"
            case "3": "plain"
            case "4": "warn"
            case "5": "bad"
            default: "plain"
            }
        return "<span class=\"ref-status ref-status-\(kind)\">\(status)</span>"
    }
}
