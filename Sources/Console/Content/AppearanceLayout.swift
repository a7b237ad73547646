import Model
import Rendering
import Web

/// The frame of the pages about how a portal looks.
enum AppearanceLayout {
    enum Tab: String, CaseIterable {
        case brand, navigation, reference, code, integrations

        var title: String {
            switch self {
            case .brand: "Brand"
            case .navigation: "Menus"
            case .reference: "API reference"
            case .code: "CSS and robots"
            case .integrations: "Integrations"
            }
        }

        func address(_ portal: ID<Portal>) -> String {
            let base = ConsoleAddress.portalAppearance(portal).path
            return self == .brand ? base : "\(base)/\(rawValue)"
        }
    }

    static func reply(_ caller: ConsoleCaller, _ portal: Portal, _ tab: Tab, body: HTML) -> Reply {
        let tabs = UI.tabs(
            "Appearance", Tab.allCases.map { UI.Tab($0.title, to: $0.address(portal.id), current: $0 == tab) })
        return reply(
            caller, portal, title: tab == .brand ? "Appearance" : tab.title,
            "\(UI.pageHeader("Appearance"))\(tabs)<div class=\"stack\">\(body)</div>")
    }

    /// Without the tabs, for the wizard.
    static func reply(
        _ caller: ConsoleCaller, _ portal: Portal, title: String = "Appearance", _ body: HTML
    ) -> Reply {
        ConsoleLayout.reply(
            caller, title: title, section: .portals,
            breadcrumbs: [
                UI.Link("Portals", to: ConsoleAddress.portals.path),
                UI.Link(portal.displayName, to: ConsoleAddress.portal(portal.id).path),
                UI.Link("Appearance", to: ""),
            ], context: PortalNavigation.context(portal, current: .appearance), isWide: true, body: body)
    }
}
