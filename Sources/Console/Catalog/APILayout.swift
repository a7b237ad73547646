import Model
import Rendering
import Web

/// The frame of the pages of one API: its name, and a tab for each page.
enum APILayout {
    enum Tab: String, CaseIterable {
        case overview = "Overview", operations = "Operations", specification = "Specification"
        case documentation = "Documentation", gateway = "Gateway", portals = "Portals"

        func belongs(to kind: API.Kind) -> Bool {
            switch self {
            case .operations: kind == .package
            case .gateway: kind == .api
            default: true
            }
        }
    }

    static func reply(
        _ caller: ConsoleCaller, _ overview: APIOverview, current: Tab, isWide: Bool = false, status: Int = 200,
        body: HTML
    ) -> Reply {
        let api = overview.api, kind = api.kind
        let version = api.version.map { UI.badge($0) } ?? .empty
        let header = UI.pageHeader(
            api.name, badge: version,
            actions: UI.linkButton("Edit", to: ConsoleAddress.editAPI(api.id).path(kind), icon: .edit))
        let tabs = UI.tabs(
            kind == .api ? "API" : "API package",
            Tab.allCases.filter { $0.belongs(to: kind) }.map { tab in
                UI.Tab(tab.rawValue, to: address(tab, api.id).path(kind), current: tab == current)
            })
        return ConsoleLayout.reply(
            caller, title: current == .overview ? api.name : "\(current.rawValue) · \(api.name)", section: .apis,
            breadcrumbs: crumbs(api), isWide: isWide, status: status,
            body: "\(header)\(tabs)<div class=\"stack\">\(body)</div>")
    }

    /// The way to an API, or to a page below it.
    static func crumbs(_ api: API, _ page: String? = nil) -> [UI.Link] {
        [
            UI.Link(api.kind == .api ? "APIs" : "API packages", to: ConsoleAddress.apis.path(api.kind)),
            UI.Link(api.name, to: ConsoleAddress.api(api.id).path(api.kind)),
        ] + [page.map { UI.Link($0, to: "") }].compactMap(\.self)
    }

    /// The two lists of the catalog.
    static func lists(current: API.Kind) -> HTML {
        UI.tabs(
            "Catalog",
            [
                UI.Tab("APIs", to: ConsoleAddress.apis.path, current: current == .api),
                UI.Tab("API packages", to: ConsoleAddress.packages.path, current: current == .package),
            ])
    }

    private static func address(_ tab: Tab, _ api: ID<API>) -> ConsoleAddress {
        switch tab {
        case .overview: .api(api)
        case .operations: .packageOperations(api)
        case .specification: .apiSpecification(api)
        case .documentation: .apiDocuments(api)
        case .gateway: .apiGateway(api)
        case .portals: .apiPortals(api)
        }
    }
}
