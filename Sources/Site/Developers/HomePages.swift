import Core
import Model
import Rendering
import Web

/// The start page of a portal: the page `/` of its content, for whoever may see it. It is never a 404: a visitor of a
/// private portal learns its name and how to get in.
struct HomePages {
    /// As many APIs as the start page shows.
    private static let shown = 6
    private let content: SiteContent
    private let catalog: Catalog
    private let agents: AgentPages

    init(_ product: Product) {
        content = product.siteContent
        catalog = product.catalog
        agents = AgentPages(product)
    }

    var endpoints: [Endpoint<PortalVisitor>] {
        [.get(SiteAddress.home.path, "home", show)]
    }

    private func show(_ call: Call<PortalVisitor>) async throws -> Reply {
        let portal = call.caller.portal, layout = SiteLayout(call)
        if let page = try await content.pageIfAny(at: [], call)?.page {
            if call.wantsMarkdown { return .markdown(PageView.markdown(page)) }
            return try await written(page, call, layout)
        }
        if call.wantsMarkdown { return .markdown(try await agents.index(call)) }
        if let developer = call.caller.developer {
            let body = Self.welcome(developer, to: portal) + (try await apis(call))
            return layout.page(portal.displayName, layout: .full, body)
        }
        let body = portal.isPrivate ? Self.closed(portal) : Self.open(portal) + (try await apis(call))
        return layout.page(portal.displayName, layout: .full, body)
    }

    /// A page without a heading of its own gets its title and description as a hero, and the APIs below it.
    private func written(
        _ detail: PortalPageDetail, _ call: Call<PortalVisitor>, _ layout: SiteLayout
    ) async throws -> Reply {
        let page = detail.page, head = PageView.head(page, SiteAddress.home.path)
        let rendered = Markdown.page(detail.content)
        if rendered.headings.first?.level == 1 {
            return layout.page(
                page.title, layout: .prose, head: head, "<article class=\"prose\">\(rendered.html)</article>")
        }
        let hero = Self.hero(page.title, page.description, actions: Self.actions(call.caller))
        let body: HTML =
            rendered.html.isEmpty ? "" : "<div class=\"band\"><article class=\"prose\">\(rendered.html)</article></div>"
        return layout.page(page.title, layout: .full, head: head, hero + (try await apis(call)) + body)
    }

    /// The first APIs of the catalog that the reader may see; nothing when there are none.
    private func apis(_ call: Call<PortalVisitor>) async throws -> HTML {
        let query = ListQuery(page: PageRequest(size: Self.shown))
        let page = try await catalog.list(query, on: call.caller.portal, as: call.caller.actor)
        if page.items.isEmpty { return .empty }
        let all: HTML =
            page.total > page.items.count
            ? "<a href=\"\(url: SiteAddress.apis.path)\">All \(page.total) APIs</a>" : ""
        return """
            <section class="band"><div class="band-head"><h2 class="band-title">APIs</h2>\(all)</div>\
            \(UI.grid(page.items.map { CatalogPages.card($0, level: 3) }))</section>
            """
    }

    private static func actions(_ caller: PortalVisitor) -> HTML {
        let browse = UI.linkButton("Browse the APIs", to: SiteAddress.apis.path, .primary, icon: .api)
        guard caller.portal.authenticationEnabled else { return browse }
        return browse
            + (caller.developer == nil
                ? UI.linkButton("Sign up", to: SiteAddress.register.path)
                : UI.linkButton("My applications", to: SiteAddress.applications.path, icon: .app))
    }

    private static func welcome(_ developer: Developer, to portal: Portal) -> HTML {
        let cards = [
            UI.cardLink(
                "Browse the APIs", to: SiteAddress.apis.path,
                text: "Read the documentation, try requests and get access.", icon: .api),
            UI.cardLink(
                "Your account", to: SiteAddress.account.path, text: "Your name, your address and your password.",
                icon: .person),
        ]
        return hero("Welcome, \(developer.fullName)", portal.description)
            + "<div class=\"band\">\(UI.grid(cards))</div>"
    }

    private static func open(_ portal: Portal) -> HTML {
        let browse = UI.linkButton("Browse the APIs", to: SiteAddress.apis.path, .primary, icon: .api)
        let signUp: HTML =
            portal.authenticationEnabled ? UI.linkButton("Sign up", to: SiteAddress.register.path) : .empty
        return hero(portal.displayName, portal.description, actions: browse + signUp)
    }

    private static func closed(_ portal: Portal) -> HTML {
        hero(
            portal.displayName, "This developer portal is private. Sign in to see its APIs.",
            actions: UI.linkButton("Sign in", to: SiteAddress.signIn().path, .primary)
                + UI.linkButton("Sign up", to: SiteAddress.register.path))
    }

    private static func hero(_ title: String, _ text: String?, actions: HTML = .empty) -> HTML {
        let text: HTML? = text.map { "<p class=\"hero-text\">\($0)</p>" }
        let row: HTML = actions.isEmpty ? "" : "<div class=\"button-row\">\(actions)</div>"
        return "<section class=\"hero\"><h1 class=\"hero-title\">\(title)</h1>\(text)\(row)</section>"
    }
}

extension SiteContent {
    /// The page at an address; nil when there is none that the caller may see.
    func pageIfAny(
        at path: [String], _ call: Call<PortalVisitor>
    ) async throws -> (page: PortalPageDetail, above: [PortalPage])? {
        do {
            return try await page(at: path, on: call.caller.portal, as: call.caller.actor)
        } catch Refusal.notFound {
            return nil
        }
    }
}
