/// The page of an operation: prose on the left, code and console on the right.
struct OperationView {
    let reference: APIReference
    let operation: APIOperation
    let detail: OperationDetail
    private let rows: SchemaRows
    private let answerRows: SchemaRows

    init(reference: APIReference, operation: APIOperation) {
        self.reference = reference
        self.operation = operation
        detail = reference.description.detail(operation)
        // What is sent to a webhook is what the API answers elsewhere.
        rows = SchemaRows(reference: reference, direction: operation.isWebhook ? nil : .request)
        answerRows = SchemaRows(reference: reference, direction: operation.isWebhook ? nil : .response)
    }

    var html: HTML {
        """
        <article class="ref-page"><header class="ref-header">\(GroupEyebrow.html(reference, operation))\
        <h1>\(operation.title)</h1>\(endpoint)\
        </header><div class="ref-columns"><div class="ref-prose">\
        \(DeprecationNote.html(operation.isDeprecated))\
        \(operation.description.map { ReferenceText.normal($0) })\
        \(SecurityList(reference: reference, ways: detail.security).html)\
        \(APIParameter.Place.allCases.map(parameters))\(body)\(callbacks)\(responses)</div>\
        <aside class="ref-aside" aria-label="Request and response">\(samples)</aside></div>\
        \(OperationPager(reference: reference, operation: operation).html)</article>
        """
    }

    /// The operation among others on one page: no samples and no console, to which the title leads.
    var section: HTML {
        let address = reference.options.address(.operation(operation.key))
        return """
            <section class="ref-continued" id="operation-\(operation.key)"><header class="ref-header">\
            \(GroupEyebrow.html(reference, operation))<h2><a href="\(url: address)">\(operation.title)</a></h2>\
            <div class="ref-endpoint">\(MethodBadge.html(operation))\
            <code class="ref-path">\(ReferenceText.path(operation.path))</code></div></header><div class="ref-prose">\
            \(DeprecationNote.html(operation.isDeprecated))\(operation.description.map { ReferenceText.normal($0) })\
            \(SecurityList(reference: reference, ways: detail.security).html)\
            \(APIParameter.Place.allCases.map(parameters))\(body)\(callbacks)\(responses)</div></section>
            """
    }

    private var endpoint: HTML {
        """
        <div class="ref-endpoint">\(MethodBadge.html(operation))\
        <code class="ref-path">\(ReferenceText.path(operation.path))</code>\
        \(hasConsole ? "<a class=\"button button-primary button-small\" href=\"#try-it\">Try it</a>" : "")</div>
        """
    }

    private var hasConsole: Bool { reference.options.showsTryIt && !operation.isWebhook }

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
        let type: HTML = parameter.schema.map { " \(rows.typeLine($0))" } ?? .empty
        let description = parameter.description ?? parameter.schema?.description
        let example = parameter.example.map(\.plainText).flatMap { text -> HTML? in
            text.isEmpty || text == parameter.schema?.defaultText ? nil : "for example <code>\(text.prefix(200))</code>"
        }
        let facts = [ParameterWords.html(parameter), example].compactMap { $0 }
        return """
            <li class="ref-prop"><code class="ref-prop-name">\(parameter.name)</code>\(type)\
            \(parameter.isRequired ? " <span class=\"ref-required\">required</span>" : "")\
            \(parameter.isDeprecated ? " <span class=\"ref-flag ref-flag-warn\">deprecated</span>" : "")\
            \(description.map { ReferenceText.small($0) })\
            \(parameter.schema.map { rows.limits($0, and: facts) } ?? ReferenceText.facts(facts))\
            \(parameter.schema.map { $0.node["type"]?.text == "file" ? .empty : rows.nested($0) })</li>
            """
    }

    private var body: HTML {
        guard let body = detail.body else { return .empty }
        return """
            <section class="ref-section"><h2>Request body\
            \(body.isRequired ? " <span class=\"ref-required\">required</span>" : "")</h2>\
            \(body.description.map { ReferenceText.small($0) })\(contents(body.contents, rows))</section>
            """
    }

    /// The shapes of a body, each once, under the types that have it. Only the first is open, or none.
    private func contents(_ contents: [APIContent], _ rows: SchemaRows, isClosed: Bool = false) -> HTML {
        var shown: [(types: [String], content: APIContent)] = []
        for content in contents {
            if let place = shown.firstIndex(where: { $0.content.schema?.node == content.schema?.node }) {
                shown[place].types.append(content.mediaType)
            } else {
                shown.append(([content.mediaType], content))
            }
        }
        return shown.enumerated().map { position, part in
            let (types, content) = part
            let chips: [HTML] = types.map { "<code class=\"ref-media\">\($0)</code>" }
            return "<div class=\"ref-content\"><p class=\"ref-medias\">\(chips)</p>"
                + shape(content, rows, isClosed: isClosed || position > 0) + "</div>"
        }.reduce(.empty, +)
    }

    private func shape(_ content: APIContent, _ rows: SchemaRows, isClosed: Bool) -> HTML {
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
        return line + (isClosed ? rows.nested(schema) : rows.children(schema))
    }

    /// Responses that come after more than this are closed: what they hold is fetched.
    private static let openBytes = 24_000

    private var responses: HTML {
        guard !detail.responses.isEmpty else { return .empty }
        let first = detail.responses.firstIndex(where: \.isSuccess) ?? 0
        var used = 0
        let items: [HTML] = detail.responses.enumerated().map { position, response in
            let isOpen = position == first
            let item = self.response(response, isOpen: isOpen, isClosed: !isOpen && used > Self.openBytes)
            used += item.text.utf8.count
            return item
        }
        return "<section class=\"ref-section\"><h2>Responses</h2><div class=\"ref-responses\">\(items)</div></section>"
    }

    private func response(_ response: APIResponse, isOpen: Bool, isClosed: Bool) -> HTML {
        let headers: HTML =
            response.headers.isEmpty
            ? .empty : "<h3>Headers</h3><ul class=\"ref-props\">\(response.headers.map(parameter))</ul>"
        let inside = headers + contents(response.contents, answerRows, isClosed: isClosed) + links(response.links)
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
                <li class="ref-prop"><code class="ref-prop-name">\(callback.name)</code> \
                \(MethodBadge.html(operation))\
                <p><a href="\(url: address(of: operation))"><code class="ref-path">\(operation.path)</code></a></p>\
                \(operation.description.map { ReferenceText.small($0) })</li>
                """
            }
        }
        return "<section class=\"ref-section\"><h2>Callbacks</h2><ul class=\"ref-props\">\(items)</ul></section>"
    }

    /// The page of what is called back, which has one however many operations call it.
    private func address(of callback: APIOperation) -> String {
        let known = reference.description.callbacks.first { $0.node == callback.node }
        return reference.options.address(known.map { .operation($0.key) } ?? .operation(operation.key))
    }

    private func links(_ links: [APIResponseLink]) -> HTML {
        guard !links.isEmpty else { return .empty }
        let items: [HTML] = links.map { link in
            let target: HTML =
                link.operation.map { operation in
                    " <a href=\"\(url: reference.options.address(.operation(operation.key)))\">\(operation.title)</a>"
                } ?? .empty
            let values: [HTML] = link.parameters.map {
                "<code class=\"ref-value\">\($0.name): \($0.value.prefix(120))</code>"
            }
            return """
                <li class="ref-prop"><code class="ref-prop-name">\(link.name)</code>\(target)\
                \(link.description.map { ReferenceText.small($0) })\
                \(values.isEmpty ? .empty : "<p class=\"ref-values\">with \(values)</p>" as HTML)</li>
                """
        }
        return "<h3>Links</h3><ul class=\"ref-props\">\(items)</ul>"
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
