import Model
import Rendering
import Web

/// The start page of a portal. It is never a 404: a visitor of a private portal learns its name and how to get in.
struct HomePages {
    var endpoints: [Endpoint<PortalVisitor>] {
        [.get(SiteAddress.home.path, "home") { call in HomePages.show(call) }]
    }

    private static func show(_ call: Call<PortalVisitor>) -> Reply {
        let portal = call.caller.portal, layout = SiteLayout(call)
        if let developer = call.caller.developer {
            return layout.page(portal.displayName, layout: .full, welcome(developer, to: portal))
        }
        return layout.page(portal.displayName, layout: .full, portal.isPrivate ? closed(portal) : open(portal))
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
