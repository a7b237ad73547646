/// The first page of a reference.
struct OverviewView {
    let reference: APIReference
    private var description: APIDescription { reference.description }

    var html: HTML {
        """
        <article class="ref-page"><header class="ref-header"><p class="ref-eyebrow">API reference</p>\
        <h1>\(description.title ?? "API reference")\(version)</h1>\(download)</header>\
        <div class="ref-columns"><div class="ref-prose">\(text)\(problems)</div>\
        <aside class="ref-aside" aria-label="Servers and authentication">\
        \(servers)\(authentication)\(about)</aside></div>\
        <div class="ref-groups">\(GroupView.sections(reference))\
        \(asyncParts?.lists)\(nothing)</div></article>
        """
    }

    private var version: HTML {
        guard let version = description.version else { return .empty }
        return " <span class=\"ref-version\">\(version)</span>"
    }

    private var download: HTML {
        guard let address = reference.options.download else { return .empty }
        let formats: [HTML] = reference.options.formats.map {
            " <a class=\"button button-ghost button-small\" href=\"\(url: $0.address)\" download>\($0.name)</a>"
        }
        return """
            <p class="ref-download"><a class="button button-secondary button-small" href="\(url: address)" \
            download>Download description</a>\(formats)</p>
            """
    }

    private var text: HTML {
        let summary: HTML = description.summary.map { "<p class=\"ref-lead\">\($0)</p>" } ?? .empty
        guard description.description != nil else { return summary }
        let pager = DescriptionView(reference: reference, part: 0).pager
        return "\(summary)<div class=\"prose\">\(reference.prose.parts.first)</div>\(pager)"
    }

    private var problems: HTML {
        guard description.kind == .unknown else { return .empty }
        return """
            <p class="ref-note">This document is no API description that can be shown. \
            \(description.diagnostics.first?.message ?? "")</p>
            """
    }

    private var nothing: HTML {
        reference.groups.isEmpty && description.kind.isOpenAPI
            ? "<p class=\"ref-note\">This description has no operations yet.</p>" : ""
    }

    private var asyncParts: AsyncOverviewParts? {
        description.async.map { AsyncOverviewParts(reference: reference, async: $0) }
    }

    /// Who stands behind the API, and on which terms.
    private var about: HTML {
        let info = description.tree.root?["info"]
        var facts = asyncParts?.facts ?? []
        func link(_ name: String, _ text: String?, _ url: String?) {
            guard let text = text?.nonEmpty ?? url?.nonEmpty else { return }
            facts.append(
                (name, url?.nonEmpty.map { "<a href=\"\(url: $0)\" rel=\"noopener\">\(text)</a>" } ?? "\(text)"))
        }
        let contact = info?["contact"], mail = contact?["email"]?.text
        link("Contact", contact?["name"]?.text ?? mail, contact?["url"]?.text ?? mail.map { "mailto:\($0)" })
        link("License", info?["license"]?["name"]?.text, info?["license"]?["url"]?.text)
        link("Terms", info?["termsOfService"]?.text.map { _ in "Terms of service" }, info?["termsOfService"]?.text)
        let documentation = description.tree.root?["externalDocs"] ?? info?["externalDocs"]
        if let found = APILink(documentation, references: description.references) {
            link("Documentation", found.text, found.url)
        }
        guard !facts.isEmpty else { return .empty }
        let rows: [HTML] = facts.map { "<div><dt class=\"ref-muted\">\($0.name)</dt><dd>\($0.value)</dd></div>" }
        return """
            <section class="ref-card"><h2 class="ref-card-title">About</h2><dl class="ref-about">\(rows)</dl></section>
            """
    }

    private var servers: HTML {
        if let asyncParts { return asyncParts.servers }
        let servers = description.servers
        guard !servers.isEmpty else { return .empty }
        let rows: [HTML] = servers.map { server in
            """
            <li><code class="ref-server">\(server.template)</code>\
            \(server.description.map { "<span class=\"ref-muted\">\($0)</span>" as HTML })\(variables(server))</li>
            """
        }
        return """
            <section class="ref-card"><h2 class="ref-card-title">\(servers.count == 1 ? "Server" : "Servers")</h2>\
            <ul class="ref-list">\(rows)</ul></section>
            """
    }

    private func variables(_ server: APIServer) -> HTML {
        guard !server.variables.isEmpty else { return .empty }
        let rows: [HTML] = server.variables.map { variable in
            let choices: [HTML] = variable.choices.prefix(20).map { "<code class=\"ref-value\">\($0)</code>" }
            let values: HTML =
                choices.isEmpty ? "<code class=\"ref-value\">\(variable.value)</code>" : "\(choices)"
            return """
                <li><code>{\(variable.name)}</code> <span class="ref-values">\(values)</span>\
                \(variable.description.map { ReferenceText.small($0) })</li>
                """
        }
        return "<ul class=\"ref-variables\">\(rows)</ul>"
    }

    private var authentication: HTML {
        let schemes = description.securitySchemes
        guard !schemes.isEmpty else { return .empty }
        let rows: [HTML] = schemes.map { scheme in
            """
            <li id="auth-\(UniqueKeys.slug(scheme.name))"><p class="ref-scheme"><strong>\(scheme.name)</strong> \
            <span class="ref-muted">\(SecurityWords.kind(scheme))</span></p>\
            <p class="ref-muted">\(SecurityWords.how(scheme))</p>\
            \(scheme.description.map { ReferenceText.small($0) })\(scopes(scheme))</li>
            """
        }
        return """
            <section class="ref-card"><h2 class="ref-card-title">Authentication</h2>\
            <ul class="ref-list">\(rows)</ul></section>
            """
    }
}

extension OverviewView {
    /// What tokens may be asked for.
    fileprivate func scopes(_ scheme: SecurityScheme) -> HTML {
        guard case .oauth2(let flows) = scheme.mechanism else { return .empty }
        var known: Set<String> = []
        let scopes = flows.flatMap(\.scopes).filter { known.insert($0.name).inserted }.prefix(100)
        guard !scopes.isEmpty else { return .empty }
        let rows: [HTML] = scopes.map {
            "<div><dt><code class=\"ref-value\">\($0.name)</code></dt><dd>\($0.description.prefix(300))</dd></div>"
        }
        return """
            <details class="ref-values-more"><summary>\(rows.count == 1 ? "1 scope" : "\(rows.count) scopes")</summary>\
            <dl class="ref-meanings">\(rows)</dl></details>
            """
    }
}

/// A group of operations: its own page, and a section of the overview.
struct GroupView {
    /// Overviews of more operations, or of more to say about them, give only the groups.
    private static let listLimit = 150, longest = 60_000
    private static let mostGroups = 320

    let reference: APIReference
    let group: ReferenceGroup

    var html: HTML {
        let rows = group.operations.prefix(ReferenceListView.limit).map { OperationRow.html($0, reference) }
        return """
            <article class="ref-page"><header class="ref-header"><p class="ref-eyebrow">\
            \(reference.description.title ?? "API reference")</p><h1>\(group.name)</h1></header>\
            \(group.description.map { ReferenceText.normal($0) })\
            <ul class="ref-operations">\(rows)</ul>\(more(rows.count))</article>
            """
    }

    /// The way to those that no longer fit on the page.
    private func more(_ shown: Int) -> HTML {
        guard shown < group.operations.count, let first = group.operations.first,
            let place = reference.shown.firstIndex(where: { $0.key == first.key })
        else { return .empty }
        let address = reference.options.address(.list(.operations, from: place + shown))
        return "<p><a href=\"\(url: address)\">The other \(group.operations.count - shown)</a></p>"
    }

    /// The groups of an overview: with their operations as long as there are not too many.
    static func sections(_ reference: APIReference) -> HTML {
        if reference.shown.count <= listLimit {
            let sections = reference.groups.map { GroupView(reference: reference, group: $0).section }
            let whole = sections.reduce(.empty, +)
            if whole.text.utf8.count <= longest { return whole }
        }
        let groups = reference.groups, left = groups.count - mostGroups
        let more: HTML =
            left <= 0
            ? ""
            : "<p><a href=\"\(url: reference.options.address(.list(.operations, from: 0)))\">All operations</a></p>"
        let rows: [HTML] = groups.prefix(mostGroups).map { group in
            let count = group.operations.count, text = count == 1 ? "1 operation" : "\(count) operations"
            return ReferenceListView.row(
                ReferenceEntry(name: group.name, text: text, place: .group(group.key)), reference)
        }
        return
            "<section class=\"ref-group\"><h2>Operations</h2><ul class=\"ref-operations\">\(rows)</ul>\(more)</section>"
    }

    private var section: HTML {
        let address = reference.options.address(.group(group.key))
        return """
            <section class="ref-group"><h2><a href="\(url: address)">\(group.name)</a></h2>\
            \(group.description.map { ReferenceText.small($0) })\
            <ul class="ref-operations">\(group.operations.map { OperationRow.html($0, reference) })</ul></section>
            """
    }
}

/// Texts of a description as HTML.
enum ReferenceText {
    private static let options = Markdown.Options(headingOffset: 2, anchors: false)

    static func normal(_ text: String) -> HTML {
        boxed(Markdown.html(text, options: options), "prose")
    }

    static func small(_ text: String) -> HTML {
        boxed(Markdown.html(text, options: options), "prose prose-small")
    }

    /// Prose in its box; a paragraph alone is its own.
    private static func boxed(_ prose: HTML, _ classes: String) -> HTML {
        prose.onlyParagraph.map { "<p class=\"\(classes)\">\($0)</p>" } ?? "<div class=\"\(classes)\">\(prose)</div>"
    }

    /// What is known of a value, in one line; nothing when that is nothing.
    static func facts(_ facts: [HTML]) -> HTML {
        guard let first = facts.first else { return .empty }
        return "<p class=\"ref-facts\">\(facts.dropFirst().reduce(first) { $0 + " · " + $1 })</p>"
    }

    /// A path that may break behind its slashes, its parameters marked.
    static func path(_ path: String) -> HTML {
        var html = HTML.empty
        var rest = path[...]
        while let open = rest.firstIndex(where: { $0 == "{" || $0 == "/" }) {
            html += "\(rest[..<open])"
            if rest[open] == "{", let close = rest[open...].firstIndex(of: "}") {
                html += "<span class=\"ref-path-name\">\(rest[open...close])</span>"
                rest = rest[rest.index(after: close)...]
            } else {
                html += rest[open] == "/" ? "/<wbr>" : "{"
                rest = rest[rest.index(after: open)...]
            }
        }
        return html + "\(rest)"
    }
}

/// Security schemes in words.
enum SecurityWords {
    static func kind(_ scheme: SecurityScheme) -> String {
        switch scheme.mechanism {
        case .apiKey: "API key"
        case .basic: "Basic"
        case .bearer(let format): format.map { "Bearer (\($0))" } ?? "Bearer"
        case .http(let scheme): "HTTP \(scheme)"
        case .oauth2: "OAuth 2.0"
        case .openIDConnect: "OpenID Connect"
        case .mutualTLS: "Mutual TLS"
        case .broker(let broker): name(broker)
        case .unknown(let type): type.isEmpty ? "Unknown" : type
        }
    }

    static func how(_ scheme: SecurityScheme) -> HTML {
        switch scheme.mechanism {
        case .apiKey(let name, let place):
            return "Send your key in the \(place == .query ? "query parameter" : place.rawValue) <code>\(name)</code>."
        case .basic: return "Send a name and a password in the <code>Authorization</code> header."
        case .bearer: return "Send a token: <code>Authorization: Bearer …</code>"
        case .http(let scheme): return "Send <code>Authorization: \(scheme) …</code>"
        case .oauth2(let flows):
            let names = flows.map { flow -> HTML in
                let token: HTML = flow.tokenURL.map { " <code>\($0)</code>" } ?? ""
                return "<br>\(flowName(flow.name))\(token)"
            }
            return "Send an access token: <code>Authorization: Bearer …</code>\(names)"
        case .openIDConnect(let url): return "Tokens come from <code>\(url)</code>"
        case .mutualTLS: return "Present a client certificate."
        case .broker(let broker): return how(broker)
        case .unknown: return "The description does not say how."
        }
    }

    private static func name(_ broker: SecurityScheme.Broker) -> String {
        switch broker {
        case .userPassword: "User and password"
        case .apiKey: "API key"
        case .certificate: "X.509 certificate"
        case .symmetricEncryption: "Symmetric encryption"
        case .asymmetricEncryption: "Asymmetric encryption"
        case .plain: "SASL PLAIN"
        case .scramSha256: "SASL SCRAM-SHA-256"
        case .scramSha512: "SASL SCRAM-SHA-512"
        case .gssapi: "SASL GSSAPI"
        }
    }

    private static func how(_ broker: SecurityScheme.Broker) -> HTML {
        switch broker {
        case .userPassword, .plain: "Connect with a name and a password."
        case .apiKey: "Connect with your key as the name or the password."
        case .certificate: "Connect with a client certificate."
        case .symmetricEncryption, .asymmetricEncryption: "Messages are encrypted with a key that you were given."
        case .scramSha256, .scramSha512: "Connect with a name and a password, which are not sent in the clear."
        case .gssapi: "Connect with a Kerberos ticket."
        }
    }

    private static func flowName(_ name: String) -> String {
        switch name {
        case "authorizationCode": "Authorization code"
        case "clientCredentials": "Client credentials"
        case "implicit": "Implicit"
        case "password": "Password"
        case "deviceAuthorization": "Device authorization"
        default: name
        }
    }
}
