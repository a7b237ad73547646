import Model
import Rendering
import Web

/// The frame of the pages of one API: its name, and a tab for each page.
enum APILayout {
    enum Tab: String, CaseIterable {
        case overview = "Overview", specification = "Specification", documentation = "Documentation"
        case gateway = "Gateway", portals = "Portals"
    }

    static func reply(
        _ caller: ConsoleCaller, _ overview: APIOverview, current: Tab, isWide: Bool = false, status: Int = 200,
        body: HTML
    ) -> Reply {
        let api = overview.api
        let version = api.version.map { UI.badge($0) } ?? .empty
        let header = UI.pageHeader(
            api.name, badge: version,
            actions: UI.linkButton("Edit", to: ConsoleAddress.editAPI(api.id).path, icon: .edit))
        let tabs = UI.tabs(
            "API",
            Tab.allCases.map { tab in
                UI.Tab(tab.rawValue, to: address(tab, api.id).path, current: tab == current)
            })
        return ConsoleLayout.reply(
            caller, title: api.name, section: .apis,
            breadcrumbs: [
                UI.Link("APIs", to: ConsoleAddress.apis.path), UI.Link(api.name, to: ConsoleAddress.api(api.id).path),
            ], isWide: isWide, status: status, body: "\(header)\(tabs)<div class=\"stack\">\(body)</div>")
    }

    private static func address(_ tab: Tab, _ api: ID<API>) -> ConsoleAddress {
        switch tab {
        case .overview: .api(api)
        case .specification: .apiSpecification(api)
        case .documentation: .apiDocuments(api)
        case .gateway: .apiGateway(api)
        case .portals: .apiPortals(api)
        }
    }
}
