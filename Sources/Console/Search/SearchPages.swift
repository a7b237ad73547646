import Core
import Model
import Rendering
import Web

/// What the search field of the header finds: portals and APIs by name.
struct SearchPages {
    private let product: Product

    init(_ product: Product) {
        self.product = product
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        [.get("/search", search)]
    }

    private func search(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let text = (call.query("q") ?? "").trimmingSpaces
        let query = ListQuery(
            filters: [ListFilter("name", .contains, [text])], sort: [ListSort("name")], page: PageRequest(size: 20))
        var found: [HTML] = []
        if !text.isEmpty {
            found += try await product.portals.list(query, as: call.caller.actor).items.map {
                UI.cardLink($0.displayName, to: ConsoleAddress.portal($0.id).path, text: "Portal", icon: .portal)
            }
            found += try await product.apis.list(query, as: call.caller.actor).items.map {
                UI.cardLink($0.api.name, to: ConsoleAddress.api($0.api.id).path, text: "API", icon: .api)
            }
        }
        let nothing = UI.emptyState(
            icon: .search, title: text.isEmpty ? "Search portals and APIs" : "Nothing has “\(text)” in its name",
            text: "Search looks at the names of portals and APIs.")
        let body: HTML = """
            \(UI.pageHeader("Search"))\(UI.searchField(to: ConsoleAddress.search.path, label: "Search", value: text))\
            \(found.isEmpty ? nothing : UI.grid(found))
            """
        return ConsoleLayout.reply(call.caller, title: "Search", section: nil, body: body)
    }
}
