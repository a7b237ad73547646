import Model
import Rendering
import Web

/// The pages of a portal's settings, below their tabs.
enum PortalSettingsLayout {
    enum Tab: CaseIterable {
        case general, security, signIn, domain, emails, allowList, auditLog

        var title: String {
            switch self {
            case .general: "General"
            case .security: "Security"
            case .signIn: "Sign-in"
            case .domain: "Custom domain"
            case .emails: "E-mails"
            case .allowList: "IP allow list"
            case .auditLog: "Audit log"
            }
        }

        func address(_ portal: ID<Portal>) -> ConsoleAddress {
            switch self {
            case .general: .portalSettings(portal)
            case .security: .portalSecurity(portal)
            case .signIn: .portalSignIn(portal)
            case .domain: .portalDomain(portal)
            case .emails: .portalEmails(portal)
            case .allowList: .portalAllowList(portal)
            case .auditLog: .auditSending(.portal(portal))
            }
        }
    }

    /// A page of a tab; with `crumb` a page below one, with a header of its own.
    static func reply(
        _ caller: ConsoleCaller, _ portal: Portal, _ tab: Tab, title: String? = nil, header: HTML? = nil,
        crumb: UI.Link? = nil, body: HTML
    ) -> Reply {
        // Whoever chooses a destination must see which there are.
        let seen = Tab.allCases.filter { $0 != .auditLog || caller.access.may(.view, .auditLogs) }
        let tabs = UI.tabs(
            "Settings",
            seen.map { UI.Tab($0.title, to: $0.address(portal.id).path, current: $0 == tab) })
        let settings = UI.Link("Settings", to: ConsoleAddress.portalSettings(portal.id).path)
        let crumbs =
            [
                UI.Link("Portals", to: ConsoleAddress.portals.path),
                UI.Link(portal.displayName, to: ConsoleAddress.portal(portal.id).path), settings,
            ] + [crumb, crumb.map { _ in UI.Link(title ?? tab.title, to: "") }].compactMap(\.self)
        let head = header ?? "\(UI.pageHeader("Settings"))\(tabs)"
        return ConsoleLayout.reply(
            caller, title: title ?? (tab == .general ? "Settings" : tab.title), section: .portals,
            breadcrumbs: crumbs, context: PortalNavigation.context(portal, current: .settings),
            body: "\(head)<div class=\"stack\">\(body)</div>")
    }
}
