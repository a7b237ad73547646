/// The console that sends a request from the browser. The form is real; sending needs the script.
struct TryItForm {
    let reference: APIReference
    let operation: APIOperation
    let detail: OperationDetail

    var html: HTML {
        """
        <portico-try-it class="ref-card ref-tryit" id="try-it" data-method="\(operation.method)" \
        data-path="\(operation.path)" data-storage="\(reference.options.storageKey)">\
        <form method="post" novalidate><h2 class="ref-card-title">Try it</h2>\
        <p class="ref-tryit-off ref-muted">The console needs JavaScript.</p>\
        <div class="ref-tryit-fields">\(server)\(authentication)\(parameters)\(body)</div>\
        <div class="ref-tryit-actions"><button type="submit" class="button button-primary" data-test="tryit-send">\
        Send request</button><button type="button" class="button button-ghost" data-copy-curl \
        data-test="tryit-curl">Copy as cURL</button></div></form>\
        <div class="ref-result" data-result role="status" aria-live="polite" aria-atomic="false"></div></portico-try-it>
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
        return """
            <div class="field" data-server-position="\(position)"\(position == 0 ? "" : " hidden")>\
            <label class="field-label" for="\(id)">\(variable.name)</label>\
            \(control(attributes, choices: variable.choices, value: variable.value, isRequired: true))</div>
            """
    }

    private func control(
        _ attributes: HTML, choices: [String], value: String, isRequired: Bool, type: String = "text"
    ) -> HTML {
        guard !choices.isEmpty, choices.count <= 120 else {
            return """
                <input class="input" type="\(type)" \(attributes) value="\(value)" autocomplete="off" \
                spellcheck="false"\(isRequired ? " required" : "")>
                """
        }
        let options: [HTML] = choices.map {
            "<option value=\"\($0)\"\($0 == value ? " selected" : "")>\($0)</option>"
        }
        let none: HTML = isRequired && !value.isEmpty ? "" : "<option value=\"\"></option>"
        return "<select class=\"input\" \(attributes)>\(none)\(options)</select>"
    }

    private var parameters: HTML {
        let shown = detail.parameters.filter { $0.place != .cookie }
        let required = shown.filter(\.isRequired)
        let optional = shown.filter { !$0.isRequired }
        let first = required.enumerated().map { field($1, "r\($0)") }
        let rest = optional.enumerated().map { field($1, "o\($0)") }
        if rest.count <= 4 { return (first + rest).reduce(.empty, +) }
        return """
            \(first)<details class="ref-tryit-more"><summary>\(rest.count) optional parameters</summary>\
            <div class="ref-tryit-fields">\(rest)</div></details>
            """
    }

    private func field(_ parameter: APIParameter, _ number: String) -> HTML {
        let id = "tryit-\(parameter.place.rawValue)-\(number)"
        let attributes: HTML = """
            id="\(id)" data-in="\(parameter.place.rawValue)" data-name="\(parameter.name)"\
            \(parameter.style.map { " data-style=\"\($0)\"" as HTML })\
            \(parameter.explode == false ? " data-explode=\"false\"" : "")\
            \(parameter.schema?.types.first.map { " data-type=\"\($0)\"" as HTML })
            """
        var choices = parameter.schema?.node["enum"]?.items.prefix(300).compactMap(\.text) ?? []
        if choices.isEmpty, parameter.schema?.types == ["boolean"] { choices = ["true", "false"] }
        let isShown = parameter.isRequired || parameter.place == .form
        let value = isShown ? parameter.example?.plainText ?? "" : ""
        let kind: HTML =
            parameter.place == .form ? .empty : "<span class=\"field-optional\">\(parameter.place.rawValue)</span>"
        let input = control(
            attributes, choices: choices, value: parameter.isFile ? "" : value, isRequired: parameter.isRequired,
            type: parameter.isFile ? "file" : "text")
        return """
            <div class="field"><label class="field-label" for="\(id)"><code>\(parameter.name)</code>\
            \(parameter.isRequired ? "<span class=\"ref-required\">required</span>" : "")\(kind)</label>\(input)</div>
            """
    }

    private var body: HTML {
        guard let contents = detail.body?.contents, !contents.isEmpty else { return .empty }
        let shown = contents.prefix(8)
        let choices: [HTML] = shown.map { "<option>\($0.mediaType)</option>" }
        let choice: HTML =
            shown.count == 1
            ? "<input type=\"hidden\" data-media value=\"\(shown.first?.mediaType ?? "")\">"
            : """
            <div class="field"><label class="field-label" for="tryit-media">Content type</label>\
            <select class="input" id="tryit-media" data-media>\(choices)</select></div>
            """
        let parts: [HTML] = shown.enumerated().map { position, content in
            bodyPart(content, position: position)
        }
        return choice + parts.reduce(.empty, +)
    }

    private func bodyPart(_ content: APIContent, position: Int) -> HTML {
        let hidden: HTML = position == 0 ? "" : " hidden"
        if content.isForm, !content.fields.isEmpty {
            let fields = content.fields.prefix(80).enumerated().map { field($1, "b\(position)-\($0)") }
            return """
                <div class="ref-tryit-fields" data-body="\(content.mediaType)"\(hidden)>\(fields)</div>
                """
        }
        let text = content.examples.first?.text ?? ""
        let rows = min(16, max(4, text.split(separator: "\n", omittingEmptySubsequences: false).count + 1))
        return """
            <div class="field" data-body="\(content.mediaType)"\(hidden)>\
            <label class="field-label" for="tryit-body-\(position)">Body\
            <span class="field-optional">\(content.mediaType)</span></label>\
            <textarea class="input ref-editor" id="tryit-body-\(position)" rows="\(rows)" spellcheck="false" \
            autocomplete="off" data-test="tryit-body-input">\n\(text)</textarea></div>
            """
    }
}

extension TryItForm {
    /// A box for each scheme that the operation may want.
    private var authentication: HTML {
        var seen: Set<String> = []
        let needs = detail.security.flatMap { $0 }.filter { seen.insert($0.scheme.name).inserted }
        let boxes = needs.enumerated().map { box($1, position: $0) }
        guard !boxes.isEmpty else { return .empty }
        let isChoice = detail.security.count > 1
        return """
            <fieldset class="ref-auth"><legend class="field-label">Authentication</legend>\
            \(isChoice ? "<p class=\"field-hint\">Fill in one way to authenticate.</p>" : "")\(boxes)</fieldset>
            """
    }

    private func box(_ need: SecurityNeed, position: Int) -> HTML {
        let name = need.scheme.name
        let id = "tryit-auth-\(position)"
        func secret(
            _ label: HTML, _ kind: String, _ more: HTML = .empty, suffix: String = "", type: String = "password"
        )
            -> HTML
        {
            """
            <div class="field"><label class="field-label" for="\(id)\(suffix)">\(label)</label>\
            <input class="input" id="\(id)\(suffix)" type="\(type)" autocomplete="off" spellcheck="false" \
            data-auth="\(kind)" data-scheme="\(name)\(suffix)"\(more) data-test="tryit-auth-\(name)\(suffix)"></div>
            """
        }
        switch need.scheme.mechanism {
        case .apiKey(let key, let place):
            return secret(
                "\(name)<span class=\"field-optional\">\(place.rawValue) <code>\(key)</code></span>", "key",
                " data-in=\"\(place.rawValue)\" data-name=\"\(key)\"")
        case .basic:
            return secret("\(name)<span class=\"field-optional\">name</span>", "name", type: "text")
                + secret("\(name)<span class=\"field-optional\">password</span>", "password", suffix: "-password")
        case .bearer, .openIDConnect:
            return secret("\(name)<span class=\"field-optional\">bearer token</span>", "bearer")
        case .http(let scheme):
            return secret(
                "\(name)<span class=\"field-optional\">\(scheme)</span>", "http", " data-prefix=\"\(scheme)\"")
        case .oauth2(let flows):
            let token = secret("\(name)<span class=\"field-optional\">access token</span>", "bearer")
            guard let flow = flows.first(where: { $0.name == "clientCredentials" }), let url = flow.tokenURL else {
                return token
            }
            return token + clientCredentials(name, id: id, url: url, scopes: need.scopes)
        case .mutualTLS, .broker, .unknown: return .empty
        }
    }

    private func clientCredentials(_ name: String, id: String, url: String, scopes: [String]) -> HTML {
        """
        <details class="ref-tryit-more" data-token-url="\(url)" data-scopes="\(scopes.joined(separator: " "))" \
        data-for="\(id)"><summary>Get a token for \(name)</summary><div class="ref-tryit-fields">\
        <div class="field"><label class="field-label" for="\(id)-client">Client id</label>\
        <input class="input" id="\(id)-client" autocomplete="off" data-client-id></div>\
        <div class="field"><label class="field-label" for="\(id)-secret">Client secret</label>\
        <input class="input" id="\(id)-secret" type="password" autocomplete="off" data-client-secret></div>\
        <button type="button" class="button button-secondary button-small" data-get-token>Get token</button>\
        <p class="field-hint" role="status" data-token-status></p></div></details>
        """
    }
}
