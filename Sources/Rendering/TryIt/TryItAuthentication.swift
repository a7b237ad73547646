/// An application of the reader, whose credentials the console can use.
package struct TryItApplication: Sendable, Equatable {
    package var id: String
    package var name: String
    /// Its client's id at an identity provider; nil when it has none.
    package var clientID: String?
    /// What its credentials end in, as far as they are known.
    package var keyEndings: [String]
    /// Where its credentials are made.
    package var address: String

    package init(id: String, name: String, clientID: String?, keyEndings: [String], address: String) {
        self.id = id
        self.name = name
        self.clientID = clientID
        self.keyEndings = keyEndings
        self.address = address
    }
}

/// A box for each scheme that the operation may want.
struct TryItAuthentication {
    let reference: APIReference
    let detail: OperationDetail

    var html: HTML {
        let ways = detail.security.prefix(12)
        var schemes: [(need: SecurityNeed, ways: [String])] = []
        for (position, way) in ways.enumerated() {
            for need in way {
                if let place = schemes.firstIndex(where: { $0.need.scheme.name == need.scheme.name }) {
                    schemes[place].ways.append(String(position))
                } else {
                    schemes.append((need, [String(position)]))
                }
            }
        }
        if schemes.isEmpty { return .empty }
        let boxes: [HTML] = schemes.enumerated().map { position, scheme in
            """
            <div class="ref-tryit-fields" data-ways="\(scheme.ways.joined(separator: " "))"\
            \(scheme.ways.contains("0") ? "" : " hidden")>\(box(scheme.need, position: position))</div>
            """
        }
        return """
            <fieldset class="ref-auth"><legend class="field-label">Authentication</legend>\
            \(applications)\(choice(Array(ways)))\(boxes)</fieldset>
            """
    }

    private func choice(_ ways: [[SecurityNeed]]) -> HTML {
        guard ways.count > 1 else { return .empty }
        let options: [HTML] = ways.enumerated().map { position, way in
            let name = way.isEmpty ? "None" : way.map(\.scheme.name).joined(separator: " and ")
            return "<option value=\"\(position)\">\(name)</option>"
        }
        return """
            <div class="field"><label class="field-label" for="tryit-way">Way</label>\
            <select class="input" id="tryit-way" data-way>\(options)</select></div>
            """
    }

    private var applications: HTML {
        let list = reference.options.applications
        if list.isEmpty { return .empty }
        let options: [HTML] = list.map { application in
            let client = application.clientID.map { " data-client=\"\($0)\"" as HTML }
            return """
                <option value="\(application.id)" data-address="\(application.address)" \
                data-keys="\(application.keyEndings.joined(separator: " "))"\(client)>\(application.name)</option>
                """
        }
        return """
            <div class="field"><label class="field-label" for="tryit-application">Application</label>\
            <select class="input" id="tryit-application" data-application data-test="tryit-application" \
            aria-describedby="tryit-application-hint"><option value="">None of mine</option>\(options)</select>\
            <p class="field-hint" id="tryit-application-hint" data-application-hint></p></div>
            """
    }

    private func box(_ need: SecurityNeed, position: Int) -> HTML {
        let name = need.scheme.name
        let id = "tryit-auth-\(position)"
        switch need.scheme.mechanism {
        case .apiKey(let key, let place):
            let box = secret(
                name, id, "\(place.rawValue) \(key)", "key", " data-in=\"\(place.rawValue)\" data-name=\"\(key)\"")
            return place == .cookie ? box + cookieHint : box
        case .basic:
            return secret(name, id, "name", "name", type: "text")
                + secret("\(name)", id, "password", "password", suffix: "-password")
        case .bearer: return secret(name, id, "bearer token", "bearer")
        case .http(let scheme): return secret(name, id, scheme, "http", " data-prefix=\"\(scheme)\"")
        case .openIDConnect(let url):
            let flow = TryItFlow(
                scheme: name, id: id, kind: .signIn, scopes: ["openid"] + need.scopes.filter { $0 != "openid" },
                chosen: ["openid"] + need.scopes)
            return secret(name, id, "access token", "bearer") + flow.html(" data-discovery=\"\(url)\"")
        case .oauth2(let flows):
            return secret(name, id, "access token", "bearer")
                + flows.compactMap { self.flow($0, need, id) }.reduce(.empty, +)
        default: return .empty
        }
    }

    private var cookieHint: HTML {
        reference.options.relay == nil
            ? """
            <p class="field-hint">Browsers send no cookies to other sites for a page. Copy as cURL \
            carries them.</p>
            """ : .empty
    }

    private func secret(
        _ name: String, _ id: String, _ kind: String, _ auth: String, _ more: HTML = .empty, suffix: String = "",
        type: String = "password"
    ) -> HTML {
        """
        <div class="field"><label class="field-label" for="\(id)\(suffix)">\(name)<span class="field-optional">\
        \(kind)</span></label>\
        <input class="input" id="\(id)\(suffix)" type="\(type)" autocomplete="off" spellcheck="false" \
        data-auth="\(auth)" data-scheme="\(name)\(suffix)"\(more) data-test="tryit-auth-\(name)\(suffix)"></div>
        """
    }

    private func flow(_ flow: SecurityScheme.Flow, _ need: SecurityNeed, _ id: String) -> HTML? {
        let names = flow.scopes.map(\.name)
        let scopes = names + need.scopes.filter { !names.contains($0) }
        guard let token = flow.tokenURL else { return nil }
        switch flow.name {
        case "clientCredentials":
            let form = TryItFlow(
                scheme: need.scheme.name, id: id, kind: .clientCredentials, scopes: scopes, chosen: need.scopes,
                extras: flow.extras)
            return form.html(" data-token-url=\"\(token)\"")
        case "authorizationCode":
            guard let authorization = flow.authorizationURL else { return nil }
            let form = TryItFlow(
                scheme: need.scheme.name, id: id, kind: .signIn, scopes: scopes, chosen: need.scopes)
            return form.html(" data-token-url=\"\(token)\" data-authorization-url=\"\(authorization)\"")
        default: return nil
        }
    }
}

/// What gets a token from an authorization server.
struct TryItFlow {
    enum Kind: String {
        case clientCredentials, signIn
    }

    let scheme: String
    let id: String
    let kind: Kind
    let scopes: [String]
    let chosen: [String]
    var extras: [SecurityScheme.Extra] = []

    func html(_ addresses: HTML) -> HTML {
        let isSignIn = kind == .signIn
        let own = "\(id)-\(kind.rawValue)"
        return """
            <details class="ref-tryit-more" data-flow="\(kind.rawValue)" data-for="\(id)"\(addresses)>\
            <summary>\(isSignIn ? "Sign in with \(scheme)" : "Get a token for \(scheme)")</summary>\
            <div class="ref-tryit-fields">\
            \(line("\(own)-client", "Client id", " data-client-id data-test=\"tryit-client-id\""))\
            \(line("\(own)-secret", isSignIn ? "Client secret, if it has one" : "Client secret",
                " data-client-secret data-test=\"tryit-client-secret\"", type: "password"))\
            \(extras.enumerated().map { extra($1, "\(own)-x\($0)") })\(scopeList)\
            <button type="button" class="button button-secondary button-small" data-get-token \
            data-test="tryit-\(kind.rawValue)">\(isSignIn ? "Sign in" : "Get token")</button>\
            <p class="field-hint" role="status" data-token-status></p></div></details>
            """
    }

    private var scopeList: HTML {
        if scopes.isEmpty { return .empty }
        let boxes: [HTML] = scopes.prefix(40).map { scope in
            """
            <label class="ref-tryit-check"><input type="checkbox" data-scope value="\(scope)"\
            \(chosen.contains(scope) ? " checked" : "")><code>\(scope)</code></label>
            """
        }
        return "<fieldset class=\"ref-scopes\"><legend class=\"field-label\">Scopes</legend>\(boxes)</fieldset>"
    }

    private func line(_ id: String, _ label: String, _ attributes: HTML, type: String = "text") -> HTML {
        """
        <div class="field"><label class="field-label" for="\(id)">\(label)</label>\
        <input class="input" id="\(id)" type="\(type)" autocomplete="off" spellcheck="false"\(attributes)></div>
        """
    }

    private func extra(_ extra: SecurityScheme.Extra, _ id: String) -> HTML {
        """
        <div class="field"><label class="field-label" for="\(id)">\(extra.label)\
        \(extra.isRequired ? "<span class=\"ref-required\">required</span>" : "")</label>\
        <input class="input" id="\(id)" autocomplete="off" spellcheck="false" data-extra="\(extra.name)"\
        \(extra.isOmittedIfEmpty ? " data-omit-if-empty" : "")\(extra.isRequired ? " data-needed" : "")>\
        \(extra.description.map { "<p class=\"field-hint\">\($0)</p>" as HTML })</div>
        """
    }
}
