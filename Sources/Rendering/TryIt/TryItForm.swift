/// The console that sends a request from the browser. The form is real; sending needs the script.
struct TryItForm {
    let reference: APIReference
    let operation: APIOperation
    let detail: OperationDetail

    var html: HTML {
        """
        <portico-try-it class="ref-card ref-tryit" id="try-it" data-method="\(operation.method)" \
        data-path="\(operation.path)" data-storage="\(reference.options.storageKey)"\(attributes)>\
        <form method="post" novalidate><h2 class="ref-card-title">Try it</h2>\
        <p class="ref-tryit-off ref-muted">The console needs JavaScript.</p>\
        <div class="ref-tryit-fields">\(server)\(TryItAuthentication(reference: reference, detail: detail).html)\
        \(parameters)\(TryItBody(reference: reference, detail: detail).html)\(relay)</div>\
        <div class="ref-tryit-actions"><button type="submit" class="button button-primary" data-test="tryit-send">\
        Send request</button><button type="button" class="button button-secondary" data-abort \
        data-test="tryit-abort" hidden>Stop</button>\
        <button type="button" class="button button-ghost" data-copy-curl \
        data-test="tryit-curl">Copy as cURL</button></div></form>\
        <div class="ref-result" data-result role="status" aria-live="polite" aria-atomic="false"></div></portico-try-it>
        """
    }

    /// Where samples are made anew, what answers hide, and where the relay is.
    private var attributes: HTML {
        let options = reference.options
        let masks = detail.responses.compactMap { response -> String? in
            guard let content = response.contents.first(where: \.isJSON),
                let rules = SensitiveData(content.schema, in: reference.description).json
            else { return nil }
            return "\(ExampleValue.quoted(response.status)):\(rules)"
        }
        return """
            \(options.samples.map { " data-samples=\"\($0)\"" as HTML })\
            \(options.callback.map { " data-callback=\"\($0)\"" as HTML })\
            \(masks.isEmpty ? nil : " data-masks=\"{\(masks.joined(separator: ","))}\"" as HTML)
            """
    }

    private var relay: HTML {
        guard let address = reference.options.relay else { return .empty }
        return """
            <label class="ref-tryit-check"><input type="checkbox" data-relay="\(address)" checked \
            data-test="tryit-relay">\
            <span>Send through this portal, which reaches servers that browsers may not call</span></label>
            """
    }

    private var servers: [APIServer] {
        detail.servers.isEmpty ? [APIServer(template: "/", description: nil, variables: [])] : detail.servers
    }

    private var server: HTML {
        let base = reference.options.serverBase
        let choices: [HTML] = servers.prefix(50).map { server in
            let address = AddressText.absolute(server.template, base: base)
            let label = server.description.map { "\(address) (\($0.prefix(60)))" } ?? address
            return "<option value=\"\(address)\">\(label)</option>"
        }
        let isCustom = reference.options.allowsCustomServer
        let custom: HTML =
            isCustom
            ? """
            <input class="input" type="url" data-custom-server hidden aria-label="Address of the server" \
            placeholder="https://" autocomplete="url">
            """ : .empty
        let variables: [HTML] = servers.prefix(50).enumerated().flatMap { position, server in
            server.variables.map { variable($0, position: position) }
        }
        return """
            <div class="field"><label class="field-label" for="tryit-server">Server</label>\
            <select class="input" id="tryit-server" data-server>\(choices)\
            \(isCustom ? "<option value=\"\">Another server…</option>" : "")</select>\(custom)</div>\(variables)
            """
    }

    private func variable(_ variable: APIServer.Variable, position: Int) -> HTML {
        let id = "tryit-server-\(position)-\(UniqueKeys.slug(variable.name))"
        let attributes: HTML = "id=\"\(id)\" data-variable=\"\(variable.name)\""
        let control = TryItField.control(attributes, choices: variable.choices, value: variable.value, isRequired: true)
        return """
            <div class="field" data-server-position="\(position)"\(position == 0 ? "" : " hidden")>\
            <label class="field-label" for="\(id)">\(variable.name)</label>\(control)</div>
            """
    }

    private var parameters: HTML {
        let required = detail.parameters.filter(\.isRequired)
        let optional = detail.parameters.filter { !$0.isRequired }
        let first = required.enumerated().map { TryItField(parameter: $1, number: "r\($0)").html }
        let rest = optional.enumerated().map { TryItField(parameter: $1, number: "o\($0)").html }
        if rest.count <= 4 { return (first + rest).reduce(.empty, +) }
        return """
            \(first)<details class="ref-tryit-more"><summary>\(rest.count) optional parameters</summary>\
            <div class="ref-tryit-fields">\(rest)</div></details>
            """
    }
}
