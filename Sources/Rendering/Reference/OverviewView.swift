/// The first page of a reference.
struct OverviewView {
    let reference: APIReference
    private var description: APIDescription { reference.description }

    var html: HTML {
        """
        <article class="ref-page"><header class="ref-header"><p class="ref-eyebrow">API reference</p>\
        <h1>\(description.title ?? "API reference")\(version)</h1>\(download)</header>\
        <div class="ref-columns"><div class="ref-prose">\(text)\(problems)</div>\
        <aside class="ref-aside" aria-label="Servers and authentication">\(servers)\(authentication)</aside></div>\
        <div class="ref-groups">\(reference.groups.map { GroupView(reference: reference, group: $0).section })\
        \(nothing)</div></article>
        """
    }

    private var version: HTML {
        guard let version = description.version else { return .empty }
        return " <span class=\"ref-version\">\(version)</span>"
    }

    private var download: HTML {
        guard let address = reference.options.download else { return .empty }
        return """
            <p class="ref-download"><a class="button button-secondary button-small" href="\(url: address)" \
            download>Download description</a></p>
            """
    }

    private var text: HTML {
        let summary: HTML = description.summary.map { "<p class=\"ref-lead\">\($0)</p>" } ?? .empty
        guard let text = description.description else { return summary }
        return "\(summary)<div class=\"prose\">\(Markdown.html(text, options: .init(headingOffset: 1)))</div>"
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

    private var servers: HTML {
        let servers = description.servers
        guard !servers.isEmpty else { return .empty }
        let rows: [HTML] = servers.map { server in
            """
            <li><code class="ref-server">\(server.template)</code>\
            \(server.description.map { "<span class=\"ref-muted\">\($0)</span>" as HTML })</li>
            """
        }
        return """
            <section class="ref-card"><h2 class="ref-card-title">\(servers.count == 1 ? "Server" : "Servers")</h2>\
            <ul class="ref-list">\(rows)</ul></section>
            """
    }

    private var authentication: HTML {
        let schemes = description.securitySchemes
        guard !schemes.isEmpty else { return .empty }
        let rows: [HTML] = schemes.map { scheme in
            """
            <li id="auth-\(UniqueKeys.slug(scheme.name))"><p class="ref-scheme"><strong>\(scheme.name)</strong> \
            <span class="ref-muted">\(SecurityWords.kind(scheme))</span></p>\
            <p class="ref-muted">\(SecurityWords.how(scheme))</p>\
            \(scheme.description.map { ReferenceText.small($0) })</li>
            """
        }
        return """
            <section class="ref-card"><h2 class="ref-card-title">Authentication</h2>\
            <ul class="ref-list">\(rows)</ul></section>
            """
    }
}

/// A group of operations: its own page, and a section of the overview.
struct GroupView {
    let reference: APIReference
    let group: ReferenceGroup

    var html: HTML {
        """
        <article class="ref-page"><header class="ref-header">\
        <p class="ref-eyebrow">\(reference.description.title ?? "API reference")</p><h1>\(group.name)</h1></header>\
        \(group.description.map { ReferenceText.normal($0) })\
        <ul class="ref-operations">\(group.operations.map(row))</ul></article>
        """
    }

    /// Overviews of more operations give only the groups.
    private static let listLimit = 300

    var section: HTML {
        let isLarge = reference.description.operations.count > Self.listLimit
        let list: HTML =
            isLarge
            ? "<p class=\"ref-muted\">\(group.operations.count) operations</p>"
            : "<ul class=\"ref-operations\">\(group.operations.map(row))</ul>"
        let address = reference.options.address(.group(group.key))
        return """
            <section class="ref-group"><h2><a href="\(url: address)">\(group.name)</a></h2>\
            \(group.description.map { ReferenceText.small($0) })\(list)</section>
            """
    }

    private func row(_ operation: APIOperation) -> HTML {
        let name: HTML = operation.title == "\(operation.method) \(operation.path)" ? "" : "\(operation.title)"
        return """
            <li><a class="ref-operation" href="\(url: reference.options.address(.operation(operation.key)))">\
            \(MethodBadge.html(operation))<code>\(ReferenceText.path(operation.path))</code>\
            <span class="ref-operation-title\(operation.isDeprecated ? " ref-deprecated" : "")">\(name)</span></a></li>
            """
    }
}

/// Texts of a description as HTML.
enum ReferenceText {
    private static let options = Markdown.Options(headingOffset: 2, anchors: false)

    static func normal(_ text: String) -> HTML {
        "<div class=\"prose\">\(Markdown.html(text, options: options))</div>"
    }

    static func small(_ text: String) -> HTML {
        "<div class=\"prose prose-small\">\(Markdown.html(text, options: options))</div>"
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
        case .unknown: return "The description does not say how."
        }
    }

    private static func flowName(_ name: String) -> String {
        switch name {
        case "authorizationCode": "Authorization code"
        case "clientCredentials": "Client credentials"
        case "implicit": "Implicit"
        case "password": "Password"
        default: name
        }
    }
}
