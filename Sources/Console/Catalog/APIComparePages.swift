import Core
import Model
import Rendering
import Web

/// What changed between two versions of an API, on its Specification tab.
struct APIComparePages {
    private let product: Product

    init(_ product: Product) {
        self.product = product
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        [.get("/apis/{apiId}/compare", show)]
    }

    private func show(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let overview = try await product.apis.find(call.id("apiId"), as: call.caller.actor), api = overview.api
        let versions = try await product.apiVersions.all(of: api.id, as: call.caller.actor)
        let chosen = APIVersion.pair(
            from: try Self.chosen("from", call, versions), to: try Self.chosen("to", call, versions),
            current: overview.currentVersion, of: versions)
        guard let (from, to) = chosen else { throw Refusal.notFound }
        let (older, newer, found) = try await product.apiVersions.comparison(
            from: from.id, to: to.id, of: api.id, as: call.caller.actor)
        let view = ComparisonView(
            found.comparison,
            older: APIReference(found.older, options: APISpecificationPages.options(api.id, older)),
            newer: APIReference(found.newer, options: APISpecificationPages.options(api.id, newer)))
        let only = DescriptionChange.Effect.allCases.first { $0.name == call.query("only") }
        let body: HTML = """
            \(choice(api, older, newer, versions, only))<p>\(ComparisonView.sum(found.comparison))</p>\
            \(view.html(only: only))
            """
        return APILayout.reply(call.caller, overview, current: .specification, body: body)
    }

    private static func chosen(
        _ name: String, _ call: Call<ConsoleCaller>, _ versions: [APIVersion]
    ) throws -> APIVersion? {
        guard let text = call.query(name), !text.isEmpty else { return nil }
        guard let version = versions.first(where: { $0.id.text == text }) else { throw Refusal.notFound }
        return version
    }

    private func choice(
        _ api: API, _ older: APIVersion, _ newer: APIVersion, _ versions: [APIVersion],
        _ only: DescriptionChange.Effect?
    ) -> HTML {
        let options = versions.map { UI.Option($0.id.text, $0.version) }
        let effects = [UI.Option("", "All")] + DescriptionChange.Effect.allCases.map { UI.Option($0.name, $0.words) }
        return """
            <form class="compare-form" method="get" action="\(url: ConsoleAddress.compareVersions(api.id).path)">\
            \(UI.select("from", label: "From", options: options, value: older.id.text))\
            \(UI.select("to", label: "To", options: options, value: newer.id.text))\
            \(UI.select("only", label: "Changes", options: effects, value: only?.name ?? ""))\
            \(UI.button("Compare"))</form>
            """
    }
}
