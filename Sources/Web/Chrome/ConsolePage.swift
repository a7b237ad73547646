package import Rendering

/// The places of the Console's sidebar.
package enum ConsoleSection: String, Sendable, CaseIterable {
    case portals, applicationAuth, apis, gateway, messages, organization
}

/// The addresses that the Console's frame leads to.
package struct ConsoleLinks: Sendable {
    package var home: String
    package var sections: [ConsoleSection: String]
    package var search: String
    package var account: String
    package var signOut: String

    package init(
        home: String, sections: [ConsoleSection: String], search: String, account: String, signOut: String
    ) {
        self.home = home
        self.sections = sections
        self.search = search
        self.account = account
        self.signOut = signOut
    }
}

/// Whose page it is, for the menu at the top.
package struct Account: Sendable {
    package var name: String
    package var email: String

    package init(name: String, email: String) {
        self.name = name
        self.email = email
    }
}

/// What is open within a section, such as one portal: its name and its pages, shown in the sidebar.
package struct ConsoleContext: Sendable {
    package var title: String
    package var links: [UI.Tab]

    package init(title: String, links: [UI.Tab]) {
        self.title = title
        self.links = links
    }
}

/// A whole page of the Console: sidebar, header with breadcrumbs, search and account, message, body.
package struct ConsolePage: Sendable {
    package var title: String
    package var section: ConsoleSection?
    package var links: ConsoleLinks
    package var account: Account
    package var breadcrumbs: [UI.Link]
    package var context: ConsoleContext?
    package var flash: Flash?
    /// For editors and tables that want the whole width.
    package var isWide: Bool
    package var body: HTML

    package init(
        title: String, section: ConsoleSection?, links: ConsoleLinks, account: Account,
        breadcrumbs: [UI.Link] = [], context: ConsoleContext? = nil, flash: Flash? = nil, isWide: Bool = false,
        body: HTML
    ) {
        self.title = title
        self.section = section
        self.links = links
        self.account = account
        self.breadcrumbs = breadcrumbs
        self.context = context
        self.flash = flash
        self.isWide = isWide
        self.body = body
    }

    package var html: HTML {
        let document = Document(
            title: "\(title) · Portico", stylesheets: [AssetStore.path("console.css")], bodyClass: "console")
        return document.html(
            """
            \(sidebar)
            <div class="console-page">\(header)
            <main class="console-main\(isWide ? " console-main-wide" : "")" id="main" tabindex="-1">\(body)</main></div>
            \(UI.toast(flash))
            """)
    }
}

extension ConsolePage {
    private static let groups: [(title: String?, items: [(ConsoleSection, String, Icon)])] = [
        ("Dev Portal", [(.portals, "Portals", .portal), (.applicationAuth, "Application Auth", .key)]),
        ("Catalog", [(.apis, "APIs", .api)]),
        (
            nil,
            [
                (.gateway, "Gateway", .gateway), (.messages, "Messages", .mail),
                (.organization, "Organization", .building),
            ]
        ),
    ]

    private var sidebar: HTML {
        let groups: [HTML] = Self.groups.map { group in
            let title: HTML? = group.title.map { "<p class=\"sidebar-title\">\($0)</p>" }
            let items = group.items.filter { links.sections[$0.0] != nil }.map(item)
            return items.isEmpty ? .empty : "<div class=\"sidebar-group\">\(title)<ul>\(items)</ul></div>"
        }
        return """
            <nav class="sidebar" id="navigation" popover aria-label="Main">\
            <a class="brand" href="\(url: links.home)">\(PorticoMark.html)<span>Portico</span></a>\
            <div class="menu-search">\(UI.searchField(to: links.search, label: "Search"))</div>\(groups)</nav>
            """
    }

    private func item(_ section: ConsoleSection, _ title: String, _ icon: Icon) -> HTML {
        let isCurrent = section == self.section
        let pages: HTML? = isCurrent ? context.map(contextPages) : nil
        let current: HTML = isCurrent ? (context == nil ? " aria-current=\"page\"" : " aria-current=\"true\"") : ""
        return """
            <li><a class="sidebar-link" href="\(url: links.sections[section] ?? "#")"\(current)>\(UI.icon(icon))\
            <span>\(title)</span></a>\(pages)</li>
            """
    }

    private func contextPages(_ context: ConsoleContext) -> HTML {
        let items: [HTML] = context.links.map { link in
            let current: HTML = link.isCurrent ? " aria-current=\"page\"" : ""
            let count: HTML? = link.count.map { "<span class=\"count\">\($0)</span>" }
            return """
                <li><a class="sidebar-sublink" href="\(url: link.address)"\(current)>\(link.title)\(count)</a></li>
                """
        }
        return """
            <div class="sidebar-context"><p class="sidebar-context-title">\(context.title)</p><ul>\(items)</ul></div>
            """
    }

    private var header: HTML {
        let own = [UI.Link("Account", to: links.account, icon: .person)]
        return """
            <header class="console-header"><button type="button" class="icon-button menu-button" \
            popovertarget="navigation" aria-label="Menu">\(UI.icon(.menu))</button>\
            <div class="console-crumbs">\(UI.breadcrumbs(breadcrumbs))</div>\
            \(UI.searchField(to: links.search, label: "Search"))\
            \(AccountMenu.html(account, links: own, signOut: links.signOut))</header>
            """
    }
}

/// The menu behind a signed-in person's initials.
enum AccountMenu {
    static func html(_ account: Account, links: [UI.Link], signOut: String, themeChoice: Bool = true) -> HTML {
        let who: HTML = """
            <div class="menu-who"><p class="menu-who-name">\(account.name)</p><p>\(account.email)</p></div>
            """
        let entries = links.map { UI.menuLink($0.title, to: $0.address, icon: $0.icon) }
        let theme: [HTML] = themeChoice ? [ThemeChoice.html] : []
        let trigger: HTML = """
            \(UI.avatar(account.name))<span class="visually-hidden">Account of \(account.name)</span>
            """
        return UI.menu(
            "Account", trigger: trigger,
            entries: [who] + entries + theme + [UI.menuButton("Sign out", to: signOut, icon: .signOut)])
    }
}

/// Light, dark, or what the system says; appears where scripts run.
enum ThemeChoice {
    static let html: HTML = {
        let choices: [(String, String, Icon)] = [
            ("light", "Light", .sun), ("dark", "Dark", .moon), ("system", "System", .monitor),
        ]
        let buttons: [HTML] = choices.map { value, title, icon in
            """
            <button type="button" data-theme-choice="\(value)" aria-pressed="false" aria-label="\(title) theme" \
            title="\(title)">\(UI.icon(icon))</button>
            """
        }
        return "<portico-theme class=\"theme-choice\" role=\"group\" aria-label=\"Theme\">\(buttons)</portico-theme>"
    }()
}

/// The product's own mark: a gable on three columns.
enum PorticoMark {
    static let html: HTML = """
        <svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3 2.5 8.5v2h19v-2L12 3Z"/>\
        <path d="M5 12.5h2.5v6H5zM10.75 12.5h2.5v6h-2.5zM16.5 12.5H19v6h-2.5zM3 20h18v1.75H3z"/></svg>
        """
}
