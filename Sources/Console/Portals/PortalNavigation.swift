import Model
import Web

/// The pages of one portal, in the sidebar below its name.
enum PortalNavigation {
    enum Page: String, CaseIterable {
        case overview, apis, pages, developers, registrations, applications, teams, appearance, settings

        var title: String {
            switch self {
            case .overview: "Overview"
            case .apis: "Published APIs"
            case .pages: "Content"
            case .developers: "Access and approvals"
            case .registrations: "App registrations"
            case .applications: "Applications"
            case .teams: "Teams"
            case .appearance: "Appearance"
            case .settings: "Settings"
            }
        }

        /// Where the sidebar leads for it: teams, registrations and applications are tabs of *Access and approvals*.
        var entry: Page {
            switch self {
            case .registrations, .teams, .applications: .developers
            default: self
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
        let pages = Page.allCases.filter { page in
            page == page.entry && (portal.authenticationEnabled || !page.needsAuthentication)
        }
        return ConsoleContext(
            title: portal.displayName,
            links: pages.map { page in
                UI.Tab(
                    page.title, to: page == .overview ? base : "\(base)/\(page.rawValue)",
                    current: page == current.entry)
            })
    }
}
