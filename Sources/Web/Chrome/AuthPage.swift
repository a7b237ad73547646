package import Rendering

/// A page with one card in its middle: sign in, sign up, choose a password, set up.
package struct AuthPage: Sendable {
    /// Whose page it is.
    package enum Owner: Sendable {
        case console
        case site(SiteFrame)
    }

    package var owner: Owner
    package var title: String
    package var text: HTML
    package var flash: Flash?
    /// What stands below the card, such as the way to signing up.
    package var footer: HTML
    package var body: HTML

    package init(
        owner: Owner, title: String, text: HTML = .empty, flash: Flash? = nil, footer: HTML = .empty, body: HTML
    ) {
        self.owner = owner
        self.title = title
        self.text = text
        self.flash = flash
        self.footer = footer
        self.body = body
    }

    package var html: HTML {
        let text: HTML = text.isEmpty ? "" : "<div class=\"auth-text\">\(text)</div>"
        let footer: HTML = footer.isEmpty ? "" : "<div class=\"auth-foot\">\(footer)</div>"
        return owner.document(title).html(
            """
            <header class="auth-head">\(owner.brand)</header>
            <main class="auth-main" id="main" tabindex="-1"><div class="auth-card"><h1 class="auth-title">\(title)</h1>\
            \(text)\(body)</div>\(footer)</main>
            \(UI.toast(flash))
            """)
    }
}

/// A page that says what went wrong and where to go from here.
package struct ErrorPage: Sendable {
    package var owner: AuthPage.Owner
    package var status: Int
    package var title: String
    package var text: HTML
    package var actions: HTML
    /// What to quote when asking for help.
    package var requestID: String?

    package init(
        owner: AuthPage.Owner, status: Int, title: String, text: HTML, actions: HTML = .empty, requestID: String? = nil
    ) {
        self.owner = owner
        self.status = status
        self.title = title
        self.text = text
        self.actions = actions
        self.requestID = requestID
    }

    package var html: HTML {
        let reference: HTML? = requestID.map { "<p class=\"error-reference\">Reference <code>\($0)</code></p>" }
        let actions: HTML = actions.isEmpty ? "" : "<div class=\"button-row\">\(actions)</div>"
        return owner.document(title).html(
            """
            <header class="auth-head">\(owner.brand)</header>
            <main class="error-main" id="main" tabindex="-1"><p class="error-status">\(status)</p>\
            <h1 class="auth-title">\(title)</h1><div class="auth-text">\(text)</div>\(actions)\(reference)</main>
            """)
    }
}

extension AuthPage.Owner {
    func document(_ title: String) -> Document {
        switch self {
        case .console:
            Document(
                title: "\(title) · Portico", stylesheets: [AssetStore.path("console.css")], bodyClass: "auth")
        case .site(let site):
            site.document(title: "\(title) · \(site.name)", head: .empty, bodyClass: "auth")
        }
    }

    var brand: HTML {
        switch self {
        case .console: "<span class=\"brand\">\(PorticoMark.html)<span>Portico</span></span>"
        case .site(let site): site.brand
        }
    }
}
