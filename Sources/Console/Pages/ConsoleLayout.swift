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
            title: title, section: section, links: links,
            account: Account(name: caller.account.name, email: caller.account.email), breadcrumbs: breadcrumbs,
            context: context, flash: caller.flash, isWide: isWide, body: body)
        return Reply.html(page.html, status: .init(code: status)).clearing(caller.flash)
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
