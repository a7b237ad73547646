import Model
import Rendering
import Web

/// The pages of registrations, teams and applications, in *Access and approvals* of one portal.
enum AccessLayout {
    /// A list below the tabs; with `crumb` a page below one of the lists, with a header of its own.
    static func reply(
        _ caller: ConsoleCaller, _ portal: Portal, _ tab: AccessTabs.Tab, title: String, text: HTML = .empty,
        actions: HTML = .empty, crumb: UI.Link? = nil, header: HTML = .empty, body: HTML
    ) -> Reply {
        let tabs = AccessTabs.header(portal, current: tab, text: text, actions: actions)
        let head = crumb == nil ? tabs : header
        let crumbs = [
            UI.Link("Portals", to: ConsoleAddress.portals.path),
            UI.Link(portal.displayName, to: ConsoleAddress.portal(portal.id).path),
        ]
        let own = [crumb, UI.Link(title, to: "")].compactMap(\.self)
        return ConsoleLayout.reply(
            caller, title: title, section: .portals, breadcrumbs: crumbs + own,
            context: PortalNavigation.context(portal, current: .developers),
            body: "\(head)<div class=\"stack\">\(body)</div>")
    }
}
