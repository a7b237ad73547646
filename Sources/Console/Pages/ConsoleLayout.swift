import HTTPTypes
package import Model
import Rendering
package import Web

/// Puts a page's body into the Console's frame.
enum ConsoleLayout {
    static func reply(
        _ caller: ConsoleCaller, title: String, section: ConsoleSection?, breadcrumbs: [UI.Link] = [],
        context: ConsoleContext? = nil, isWide: Bool = false, status: Int = 200, body: HTML
    ) -> Reply {
        let page = ConsolePage(
            title: whole(title, context), section: section, links: links(for: caller.access),
            account: Account(name: caller.account.name, email: caller.account.email), breadcrumbs: breadcrumbs,
            context: context.map { Self.visible($0, to: caller.access) }, flash: caller.flash, isWide: isWide,
            body: body)
        return Reply.html(page.html, status: .init(code: status)).clearing(caller.flash)
    }

    /// A page's title with what the page belongs to, so that tabs of a browser can be told apart.
    private static func whole(_ title: String, _ context: ConsoleContext?) -> String {
        guard let context, context.title != title else { return title }
        return "\(title) · \(context.title)"
    }

    /// The frame without the places where the caller may see nothing.
    private static func links(for access: ConsoleAccess) -> ConsoleLinks {
        let kinds: [ConsoleSection: [ResourceKind]] = [
            .portals: [.portals], .applicationAuth: [.strategies, .dcrProviders], .apis: [.apis],
            .gateway: [.controlPlanes],
        ]
        var links = links
        links.sections = links.sections.filter { section, _ in
            if section == .messages { return access.may(.viewMessages, .organization) }
            return kinds[section]?.contains { access.summary[$0]?.isEmpty == false } ?? true
        }
        return links
    }

    /// The pages of a portal or an API without those that show nothing to the caller.
    private static func visible(_ context: ConsoleContext, to access: ConsoleAccess) -> ConsoleContext {
        var context = context
        context.links = context.links.filter { link in
            switch ConsoleNeed(path: link.address).act {
            case .manageDevelopers?, .manageApplications?, .decideRegistrations?:
                access.acts.contains(.viewDevelopers)
            default: true
            }
        }
        return context
    }

    static let links = ConsoleLinks(
        home: ConsoleAddress.home.path,
        sections: [
            .portals: ConsoleAddress.portals.path, .applicationAuth: ConsoleAddress.applicationAuth.path,
            .apis: ConsoleAddress.apis.path, .gateway: ConsoleAddress.gateway.path,
            .messages: ConsoleAddress.messages.path, .organization: ConsoleAddress.organization.path,
        ],
        search: ConsoleAddress.search.path, account: ConsoleAddress.account.path,
        signOut: ConsoleAddress.signOut.path)
}

/// What the Console shows instead of a page.
package enum ConsoleErrorPage {
    package static func reply(_ refusal: Refusal?, requestID: String) -> Reply {
        let look = Look(refusal)
        let (title, text): (String, HTML) =
            switch refusal {
            case .notFound?: ("This page does not exist", "It may have been deleted, or the address is mistyped.")
            case .forbidden(let reason)?:
                ("You may not do this", "\(reason). An organization admin can give you a role that grants it.")
            case nil: ("Something went wrong", "The mistake is ours. Request id: <code>\(requestID)</code>")
            case .invalid(let problems, let detail)? where !problems.isEmpty:
                ("That cannot be done", "\(detail): \(problems.map(\.reason).joined(separator: "; "))")
            case .some: (look.title, "\(look.detail)")
            }
        let page = AuthPage(
            owner: .console, title: title, text: "<p>\(text)</p>",
            body: UI.linkButton("Go to the Console", to: ConsoleAddress.home.path, .primary))
        return .html(page.html, status: look.status)
    }
}
