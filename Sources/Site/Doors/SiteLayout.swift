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
    private let appearance: PortalAppearance
    /// The address of this page, to come back to after signing in.
    private let address: String

    package init(_ call: Call<PortalVisitor>) {
        self.init(
            portal: call.caller.portal, developer: call.caller.developer, flash: call.caller.flash,
            appearance: call.caller.appearance, address: call.request.uri.string)
    }

    package init(_ call: Call<PortalDeveloper>) {
        self.init(
            portal: call.caller.portal, developer: call.caller.developer, flash: call.caller.flash,
            appearance: call.caller.appearance, address: call.request.uri.string)
    }

    init(
        portal: Portal, developer: Developer?, flash: Flash? = nil, appearance: PortalAppearance, address: String
    ) {
        self.portal = portal
        self.developer = developer
        self.flash = flash
        self.appearance = appearance
        self.address = address
    }

    package var frame: SiteFrame {
        let search = developer == nil && portal.isPrivate ? nil : SiteAddress.search.path
        return SiteFrame(
            name: portal.displayName, home: SiteAddress.home.path, theme: BrandTheme(primary: appearance.primary),
            mode: SiteFrame.Mode(rawValue: appearance.mode.rawValue) ?? .system, menu: menu, search: search,
            visitor: visitor)
    }

    /// A whole page; a message that was left for it is shown and taken away.
    package func page(
        _ title: String, layout: SitePage.Layout = .page, head: HTML = .empty, status: Int = 200, _ body: HTML
    ) -> Reply {
        let page = SitePage(site: frame, title: title, layout: layout, flash: flash, head: head, body: body)
        return Reply.html(page.html, status: .init(code: status)).clearing(flash)
    }

    /// A page with one card, for signing in and up. Never kept by caches.
    func card(
        _ title: String, text: HTML = .empty, footer: HTML = .empty, status: Int = 200, _ body: HTML
    ) -> Reply {
        let page = AuthPage(
            owner: .site(frame), title: title, text: text, flash: flash, footer: footer, body: body)
        return Reply.html(page.html, status: .init(code: status)).clearing(flash)
            .with(.cacheControl, "no-store")
    }

    private var menu: [UI.Tab] {
        if developer == nil, portal.isPrivate { return [] }
        let path = address.prefix { $0 != "?" }
        return [UI.Tab("APIs", to: SiteAddress.apis.path, current: path.hasPrefix(SiteAddress.apis.path))]
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
