package import Core
import Model
import Rendering
package import Web

/// The list of APIs, and the overview of one.
package struct APIPages {
    let product: Product

    package init(_ product: Product) {
        self.product = product
    }

    package var endpoints: [Endpoint<ConsoleCaller>] {
        let creation = APICreationPages(product)
        return [
            .get("/apis", list),
            .get("/apis/new") { try await creation.new($0) },
            .post("/apis/new") { try await creation.create($0) },
            .post("/apis/preview") { try await creation.preview($0) },
            .get("/apis/{apiId}", overview),
            APIDocumentPages.preview,
        ] + APIEditPages(product).endpoints + APISpecificationPages(product).endpoints
            + APIDocumentPages(product).endpoints + PublicationPages(product).endpoints + packages
    }

    private var packages: [Endpoint<ConsoleCaller>] {
        PackagePages(product).endpoints + APIEditPages(product, .package).endpoints
            + APIDocumentPages(product, .package).endpoints + PublicationPages(product, .package).ofOne
    }

    private func list(_ call: Call<ConsoleCaller>) async throws -> Reply {
        var query = ListQuery(sort: [ListSort("name"), ListSort("version")], page: PageRequest(size: 20))
        if let number = call.query("page").flatMap(Int.init), (1...1_000_000).contains(number) {
            query.page.number = number
        }
        let search = call.query("q").map { QueryString.decoded(Substring($0)) } ?? ""
        if !search.isEmpty { query.filters = [ListFilter("name", .contains, [search])] }
        let page = try await product.apis.list(query, as: call.caller.actor)
        let new = UI.linkButton("New API", to: ConsoleAddress.newAPI.path, .primary, icon: .plus)
        let isEmpty = page.total == 0 && search.isEmpty
        let body: HTML =
            isEmpty
            ? UI.emptyState(
                icon: .api, title: "Describe your first API",
                text: """
                    <p>Drop an OpenAPI or AsyncAPI file, or start with a page of Markdown. \
                    Then publish the API to a portal, where developers find it.</p>
                    """, action: new)
            : """
            \(UI.searchField(to: ConsoleAddress.apis.path, label: "Search APIs", value: search))\(table(page))\
            \(UI.pagination(page) { "\(ConsoleAddress.apis.path)?page=\($0)&q=\(QueryString.encoded(search))" })
            """
        let header = UI.pageHeader(
            "APIs", text: "<p>What your portals publish.</p>", actions: isEmpty ? .empty : new)
        return ConsoleLayout.reply(
            call.caller, title: "APIs", section: .apis, body: header + APILayout.lists(current: .api) + body)
    }

    private func table(_ page: Page<APIOverview>) -> HTML {
        UI.table(
            caption: "APIs",
            columns: [
                .init("Name"), .init("Version"), .init("Published to", secondary: true),
                .init("Changed", secondary: true),
            ],
            rows: page.items.map { item in
                [
                    UI.rowLink(item.api.name, to: ConsoleAddress.api(item.api.id).path, note: item.api.slug),
                    "\(item.api.version ?? "–")", Self.portals(item.portals), Moment.html(item.api.updatedAt),
                ]
            },
            empty: UI.emptyState(
                icon: .search, title: "Nothing found", text: "<p>No API has this in its name.</p>",
                action: UI.linkButton("Show all APIs", to: ConsoleAddress.apis.path)))
    }

    static func portals(_ portals: [APIOverview.PublishedTo]) -> HTML {
        portals.isEmpty ? "<span class=\"muted\">Not published</span>" : UI.tags(portals.map(\.displayName))
    }

    private func overview(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let overview = try await product.apis.find(call.id("apiId"), as: call.caller.actor)
        let api = overview.api
        let documents = try await product.apiDocuments.tree(of: api.id, as: call.caller.actor)
        let days = try await product.usage.days(of: api.id, as: call.caller.actor)
        let isLinked = try await product.implementations.find(api: api.id, as: call.caller.actor) != nil
        let description: HTML? = api.description.map {
            UI.card(title: "Description", content: "<div class=\"prose\">\(Markdown.html($0))</div>")
        }
        let remove = UI.dangerZone(
            "Delete this API",
            text: "<p>Its versions, documents, publications and registrations go with it.</p>",
            action: UI.linkButton("Delete…", to: ConsoleAddress.deleteAPI(api.id).path, .danger))
        let body: HTML = """
            \(nextSteps(overview, hasDocuments: !documents.isEmpty, isLinked: isLinked))
            \(description)\(UI.card(title: "Calls through the gateway", content: UI.usageChart(days)))
            \(UI.card(title: "Facts", content: facts(overview)))\(remove)
            """
        return APILayout.reply(call.caller, overview, current: .overview, body: body)
    }

    private func facts(_ overview: APIOverview) -> HTML {
        let api = overview.api
        let version = overview.currentVersion.map { version in
            "\(version.version), \(version.kind.title), \(UI.count(version.operationCount, "operation", "operations"))"
        }
        return UI.facts([
            .init("Version", text: api.version), .init("Slug", "<code>\(api.slug)</code>"),
            .init("Specification", text: version),
            .init("Published to", Self.portals(overview.portals)),
            .init(
                "Labels",
                api.labels.isEmpty ? none : UI.tags(api.labels.sorted { $0.key < $1.key }.map { "\($0): \($1)" })),
            .init("Attributes", api.attributes.isEmpty ? none : UI.tags(APIForm.lines(api.attributes))),
            .init("Created", Moment.html(api.createdAt)), .init("Changed", Moment.html(api.updatedAt)),
            .init("Id", UI.copyable(api.id.text, what: "id")),
        ])
    }

    private var none: HTML { "<span class=\"subtle\">None</span>" }

    private func nextSteps(_ overview: APIOverview, hasDocuments: Bool, isLinked: Bool) -> HTML {
        let id = overview.api.id
        let isDone = overview.currentVersion != nil && hasDocuments && !overview.portals.isEmpty && isLinked
        if isDone { return .empty }
        return UI.card(
            title: "Next steps",
            content: UI.tasks([
                UI.task(
                    "Describe it", text: "Upload an OpenAPI or AsyncAPI file: it becomes the reference.",
                    done: overview.currentVersion != nil,
                    link: "Upload", to: ConsoleAddress.apiSpecification(id).path),
                UI.task(
                    "Explain it", text: "Write guides that developers read beside the reference.", done: hasDocuments,
                    link: "Write", to: ConsoleAddress.apiDocuments(id).path),
                UI.task(
                    "Publish it", text: "Choose the portals that show it, and who sees it there.",
                    done: !overview.portals.isEmpty,
                    link: "Publish", to: ConsoleAddress.apiPortals(id).path),
                UI.task(
                    "Link it to the gateway", text: "From then on calls need a key of an approved application.",
                    done: isLinked, link: "Link", to: ConsoleAddress.apiGateway(id).path),
            ]))
    }

}

extension SpecificationKind {
    /// As people call it.
    var title: String {
        switch self {
        case .openAPI2: "OpenAPI 2.0"
        case .openAPI30: "OpenAPI 3.0"
        case .openAPI31: "OpenAPI 3.1"
        case .asyncAPI: "AsyncAPI"
        case .unknown: "Unknown format"
        }
    }
}
