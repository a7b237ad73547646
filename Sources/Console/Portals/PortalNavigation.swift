import Model
import Web

/// The pages of one portal, in the sidebar below its name.
enum PortalNavigation {
    enum Page: String, CaseIterable {
        case overview, apis, developers, registrations, applications, teams, appearance, settings

        var title: String {
            switch self {
            case .overview: "Overview"
            case .apis: "Published APIs"
            case .developers: "Developers"
            case .registrations: "App registrations"
            case .applications: "Applications"
            case .teams: "Teams"
            case .appearance: "Appearance"
            case .settings: "Settings"
            }
        }

        var needsAuthentication: Bool {
            switch self {
            case .developers, .registrations, .applications, .teams: true
            default: false
            }
        }
    }

    static func context(_ portal: Portal, current: Page) -> ConsoleContext {
        let base = ConsoleAddress.portal(portal.id).path
        let pages = Page.allCases.filter { portal.authenticationEnabled || !$0.needsAuthentication }
        return ConsoleContext(
            title: portal.displayName,
            links: pages.map { page in
                UI.Tab(page.title, to: page == .overview ? base : "\(base)/\(page.rawValue)", current: page == current)
            })
    }
}
