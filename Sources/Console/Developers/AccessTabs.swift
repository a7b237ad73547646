import Model
import Rendering
import Web

/// The pages of a portal's *Access and approvals*.
enum AccessTabs {
    enum Tab: CaseIterable {
        case developers, teams, registrations

        var title: String {
            switch self {
            case .developers: "Developers"
            case .teams: "Teams"
            case .registrations: "App registrations"
            }
        }

        func path(of portal: ID<Portal>) -> String {
            switch self {
            case .developers: ConsoleAddress.developers(portal).path
            case .teams: "\(ConsoleAddress.portal(portal).path)/teams"
            case .registrations: "\(ConsoleAddress.portal(portal).path)/registrations"
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
