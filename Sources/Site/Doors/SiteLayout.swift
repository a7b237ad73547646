import HTTPTypes
import Hummingbird
import Model
package import Rendering
package import Web

/// The frame of a portal's pages, for whoever looks at them.
package struct SiteLayout: Sendable {
    private let portal: Portal
    private let developer: Developer?
    private let flash: Flash?
    private let look: PortalLook
    /// The address of this page, to come back to after signing in.
    private let address: String

    package init(_ call: Call<PortalVisitor>) {
        self.init(
            portal: call.caller.portal, developer: call.caller.developer, flash: call.caller.flash,
            look: call.caller.look, address: call.request.uri.string)
    }

    package init(_ call: Call<PortalDeveloper>) {
        self.init(
            portal: call.caller.portal, developer: call.caller.developer, flash: call.caller.flash,
            look: call.caller.look, address: call.request.uri.string)
    }

    init(
        portal: Portal, developer: Developer?, flash: Flash? = nil, look: PortalLook, address: String
    ) {
        self.portal = portal
        self.developer = developer
        self.flash = flash
        self.look = look
        self.address = address
    }

    package var frame: SiteFrame {
        let search = developer == nil && portal.isPrivate ? nil : SiteAddress.search().path
        let customization = look.customization, menu = customization.menu.visible(privateToo: developer != nil)
        return SiteFrame(
            name: portal.displayName, home: SiteAddress.home.path, logo: picture(.logo), icon: picture(.favicon),
            theme: BrandTheme(primary: customization.primary),
            mode: SiteFrame.Mode(rawValue: customization.mode.rawValue) ?? .system,
            menu: menu.main?.map(link) ?? standardMenu, hasSidebar: customization.hasSidebar, search: search,
            footer: menu.footerSections.map { .init($0.title, links: $0.items.map(link)) },
            footerLinks: menu.footerBottom.map(link), visitor: visitor,
            sheet: look.sheetVersion.map { SiteAddress.sheet($0).path },
            integrations: SiteIntegrations(look.integrations))
    }

    private func picture(_ kind: PortalAsset.Kind) -> String? {
        look.pictures[kind].map { SiteAddress.picture(kind, $0).path }
    }

    /// A whole page; a message that was left for it is shown and taken away.
    package func page(
        _ title: String, layout: SitePage.Layout = .page, head: HTML = .empty, status: Int = 200, _ body: HTML
    ) -> Reply {
        let page = SitePage(
            site: frame, title: title, layout: layout, flash: flash, head: head + agents, body: body)
        return frame.allowed(Reply.html(page.html, status: .init(code: status)).clearing(flash))
    }

    /// A page with one card, for signing in and up. Never kept by caches.
    func card(
        _ title: String, text: HTML = .empty, footer: HTML = .empty, status: Int = 200, _ body: HTML
    ) -> Reply {
        let page = AuthPage(
            owner: .site(frame), title: title, text: text, flash: flash, footer: footer, body: body)
        return frame.allowed(Reply.html(page.html, status: .init(code: status)).clearing(flash))
            .with(.cacheControl, "no-store")
    }

    /// Where agents begin.
    private var agents: HTML {
        "<link rel=\"alternate\" type=\"text/plain\" title=\"For agents\" href=\"\(url: SiteAddress.agents.path)\">\n"
    }

    /// What the menu shows until somebody has made one.
    private var standardMenu: [UI.Link] {
        if developer == nil, portal.isPrivate { return [] }
        return [link(PortalMenu.Item(path: SiteAddress.apis.path, title: "APIs"))]
    }

    private func link(_ item: PortalMenu.Item) -> UI.Link {
        let path = address.prefix { $0 != "?" }
        let isHere = path == item.path || (item.path != "/" && path.hasPrefix(item.path + "/"))
        return UI.Link(item.title, to: item.path, external: item.isExternal, current: isHere)
    }

    private var visitor: SiteFrame.Visitor {
        guard portal.authenticationEnabled else { return .unknown }
        guard let developer else {
            return .anonymous(signIn: SiteAddress.signIn(returnTo: way).path, signUp: SiteAddress.register.path)
        }
        return .developer(
            Account(name: developer.fullName, email: developer.email),
            links: [
                UI.Link("My applications", to: SiteAddress.applications.path, icon: .app),
                UI.Link("My teams", to: SiteAddress.teams.path, icon: .people),
                UI.Link("Account", to: SiteAddress.account.path, icon: .person),
            ],
            signOut: SiteAddress.signOut.path)
    }

    /// Where to go after signing in; nil from pages that are about signing in.
    private var way: String? {
        let path = String(address.prefix { $0 != "?" })
        let ownPages = ["/login", "/register", "/logout", "/verify-email", "/reset-password", "/forgot-password"]
        return path == "/" || ownPages.contains { path.hasPrefix($0) } ? nil : LocalPath.checked(address)
    }
}

extension Portal {
    /// Whether visitors see no page unless it says otherwise.
    var isPrivate: Bool { authenticationEnabled && defaultPageVisibility == .private }
}
