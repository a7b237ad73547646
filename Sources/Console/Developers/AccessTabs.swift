import Model
import Rendering
import Web

/// The pages of a portal's *Access and approvals*.
enum AccessTabs {
    enum Tab: CaseIterable {
        case developers, registrations, teams, applications

        var title: String {
            switch self {
            case .developers: "Developers"
            case .teams: "Teams"
            case .registrations: "App registrations"
            case .applications: "Applications"
            }
        }

        func path(of portal: ID<Portal>) -> String {
            switch self {
            case .developers: ConsoleAddress.developers(portal).path
            case .registrations: ConsoleAddress.registrations(portal).path
            case .teams: ConsoleAddress.teams(portal).path
            case .applications: ConsoleAddress.applications(portal).path
            }
        }
    }

    /// The page's header, its text and the tabs below it.
    static func header(_ portal: Portal, current: Tab, text: HTML, actions: HTML = .empty) -> HTML {
        let tabs = Tab.allCases.map { tab in
            UI.Tab(tab.title, to: tab.path(of: portal.id), current: tab == current)
        }
        return UI.pageHeader("Access and approvals", text: text, actions: actions)
            + UI.tabs("Access and approvals", tabs)
    }
}
