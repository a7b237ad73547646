package import Rendering

/// What every page of a portal's site shares.
package struct SiteFrame: Sendable {
    /// One column of the footer.
    package struct FooterSection: Sendable {
        package var title: String
        package var links: [UI.Link]

        package init(_ title: String, links: [UI.Link]) {
            self.title = title
            self.links = links
        }
    }

    /// What stands at the end of the header.
    package enum Visitor: Sendable {
        /// The portal has no accounts.
        case unknown
        /// Nobody is signed in.
        case anonymous(signIn: String, signUp: String)
        case developer(Account, links: [UI.Link], signOut: String)
    }

    /// Light, dark, or what each visitor chooses.
    package enum Mode: String, Sendable {
        case light, dark, system
    }

    package var name: String
    package var home: String
    package var logo: String?
    package var icon: String?
    package var theme: BrandTheme
    package var mode: Mode
    package var menu: [UI.Link]
    /// Whether the menu stands at the side where there is room.
    package var hasSidebar: Bool
    /// The address that searches; nil leaves search out.
    package var search: String?
    package var footer: [FooterSection]
    package var footerLinks: [UI.Link]
    package var visitor: Visitor
    /// The portal's own sheet, which comes after all others.
    package var sheet: String?
    package var integrations: SiteIntegrations?

    package init(
        name: String, home: String = "/", logo: String? = nil, icon: String? = nil, theme: BrandTheme = .standard,
        mode: Mode = .system, menu: [UI.Link] = [], hasSidebar: Bool = false, search: String? = nil,
        footer: [FooterSection] = [], footerLinks: [UI.Link] = [], visitor: Visitor = .unknown, sheet: String? = nil,
        integrations: SiteIntegrations? = nil
    ) {
        self.name = name
        self.home = home
        self.logo = logo
        self.icon = icon
        self.theme = theme
        self.mode = mode
        self.menu = menu
        self.hasSidebar = hasSidebar
        self.search = search
        self.footer = footer
        self.footerLinks = footerLinks
        self.visitor = visitor
        self.sheet = sheet
        self.integrations = integrations
    }
}

/// A whole page of a portal's site: header with menu, search and account, body, footer.
package struct SitePage: Sendable {
    /// How the body lies in the page.
    package enum Layout: String, Sendable {
        /// A column of page width.
        case page
        /// A column to read.
        case prose
        /// The whole width; the body brings its own columns.
        case full
    }

    package var site: SiteFrame
    package var title: String
    package var layout: Layout
    package var flash: Flash?
    /// Descriptions, canonical addresses, feeds, further sheets.
    package var head: HTML
    package var body: HTML

    package init(
        site: SiteFrame, title: String, layout: Layout = .page, flash: Flash? = nil, head: HTML = .empty, body: HTML
    ) {
        self.site = site
        self.title = title
        self.layout = layout
        self.flash = flash
        self.head = head
        self.body = body
    }

    package var html: HTML {
        let whole = title == site.name ? title : "\(title) · \(site.name)"
        return site.document(title: whole, head: head, bodyClass: site.hasSidebar ? "site site-sidebar" : "site").html(
            """
            \(header)
            <main class="site-main site-main-\(layout.rawValue)" id="main" tabindex="-1">\(body)</main>
            \(footer)\(UI.toast(flash))
            """)
    }
}

extension SiteFrame {
    func document(title: String, head: HTML, bodyClass: String) -> Document {
        let sheets = [AssetStore.path("site.css"), theme.path, sheet].compactMap(\.self)
        return Document(
            title: title, stylesheets: sheets, mode: mode, head: "\(head)\(integrations?.head)", icon: icon,
            bodyClass: bodyClass)
    }

    /// Logo and name as the link home.
    var brand: HTML {
        let initial: HTML = "<span class=\"brand-initial\" aria-hidden=\"true\">\(name.prefix(1).uppercased())</span>"
        let picture: HTML =
            logo.map { "<img class=\"brand-logo\" src=\"\(url: $0)\" alt=\"\(name)\">" }
            ?? "\(initial)<span>\(name)</span>"
        return "<a class=\"brand\" href=\"\(url: home)\">\(picture)</a>"
    }
}

extension SitePage {
    private var header: HTML {
        let search: HTML? = site.search.map { UI.searchField(to: $0, label: "Search") }
        let phoneSearch: HTML? = search.map { "<div class=\"menu-search\">\($0)</div>" }
        return """
            <header class="site-header"><div class="site-header-row">\(site.brand)\
            <nav class="site-menu" id="navigation" popover aria-label="Main">\(phoneSearch)\
            <ul>\(menuItems)</ul>\(signInRow)</nav>\
            <div class="site-header-end">\(search)\(visitor)\(menuButton)</div></div></header>
            """
    }

    private var menuButton: HTML {
        """
        <button type="button" class="icon-button menu-button" popovertarget="navigation" aria-label="Menu">\
        \(UI.icon(.menu))</button>
        """
    }

    private var menuItems: [HTML] {
        site.menu.map { "<li><a class=\"site-menu-link\"\($0.attributes)>\($0.title)</a></li>" }
    }

    private var visitor: HTML {
        switch site.visitor {
        case .unknown: ""
        case .anonymous(let signIn, let signUp):
            """
            <div class="site-sign">\(UI.linkButton("Sign in", to: signIn, .ghost))\
            \(UI.linkButton("Sign up", to: signUp, .primary))</div>
            """
        case .developer(let account, let links, let signOut):
            AccountMenu.html(account, links: links, signOut: signOut, themeChoice: site.mode == .system)
        }
    }

    /// The same choice within the menu of a phone, where the header has no room.
    private var signInRow: HTML {
        guard case .anonymous(let signIn, let signUp) = site.visitor else { return .empty }
        return """
            <div class="site-menu-sign">\(UI.linkButton("Sign in", to: signIn))\
            \(UI.linkButton("Sign up", to: signUp, .primary))</div>
            """
    }

    private var footer: HTML {
        let columns: [HTML] = site.footer.map { section in
            let links: [HTML] = section.links.map { "<li><a\($0.attributes)>\($0.title)</a></li>" }
            return "<div><h2 class=\"site-footer-title\">\(section.title)</h2><ul>\(links)</ul></div>"
        }
        let links: [HTML] = site.footerLinks.map { "<li><a\($0.attributes)>\($0.title)</a></li>" }
        let theme: HTML = site.mode == .system ? ThemeChoice.html : ""
        let bottom: HTML = links.isEmpty ? "" : "<ul>\(links)</ul>"
        return """
            <footer class="site-footer"><div class="site-footer-row">\
            <div class="site-footer-columns"><div>\(site.brand)</div>\(columns)</div>\
            <div class="site-footer-end">\(bottom)\(theme)</div></div></footer>
            """
    }
}
