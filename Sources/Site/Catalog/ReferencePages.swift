import Core
import Model
import Rendering
import Web

/// The reference of an API: overview, operations, groups and schemas, fragments, and all of it as Markdown.
struct ReferencePages {
    private let catalog: Catalog

    init(_ product: Product) {
        catalog = product.catalog
    }

    var endpoints: [Endpoint<PortalVisitor>] {
        let base = "/apis/{api}/reference"
        return [
            .get(base, "api-reference") { try await show($0, .overview) },
            .get(base + ".md", "api-reference") { try await show($0, .overview, isMarkdown: true) },
            .get(base + "/{kind}/{key}", "api-reference-page") { call in
                let (key, isMarkdown) = MarkdownAddress.split(try call.text("key"), call)
                guard let place = try Self.place(call, key) else { throw Refusal.notFound }
                return try await show(call, place, isMarkdown: isMarkdown)
            },
        ]
    }

    private static func place(_ call: Call<PortalVisitor>, _ key: String) throws -> ReferencePlace? {
        func query(_ name: String) -> String? { call.rawQuery.first { $0.name == name }?.value }
        return ReferencePlace(
            kind: try call.text("kind"), key: key, pointer: query("pointer") ?? "",
            from: query("from").flatMap { Int($0) } ?? 0, for: query("for"))
    }

    private func show(
        _ call: Call<PortalVisitor>, _ place: ReferencePlace, isMarkdown: Bool = false
    ) async throws -> Reply {
        let slug = try call.text("api")
        let (item, versions) = try await catalog.versions(slug, on: call.caller.portal, as: call.caller.actor)
        guard let version = APIFrame.version(call, item, versions) else { throw Refusal.notFound }
        let description = try await catalog.description(of: version)
        let suffix = version == item.currentVersion ? nil : version.version
        let address = { @Sendable (place: ReferencePlace) in
            SiteAddress.reference(item.api.slug, place, version: suffix).path
        }
        var options = ReferenceOptions(address: address)
        options.download = SiteAddress.specification(item.api.slug, version: suffix).path
        options.storageKey = call.caller.portal.id.text
        options.search = (SiteAddress.search().path, item.api.slug)
        options.obey(call.caller.look.customization.specRenderer)
        options.navigationHeader = try await header(item, version, versions, call)
        let reference = APIReference(description, options: options)
        if isMarkdown || call.wantsMarkdown { return try markdown(reference, place, item, suffix) }
        if let fragment = reference.fragment(at: place) { return .html(fragment) }
        guard let page = reference.page(at: place) else { throw Refusal.notFound }
        return SiteLayout(call).page("\(page.title) · \(item.api.name)", layout: .full, UI.reference(page))
    }

    private func markdown(
        _ reference: APIReference, _ place: ReferencePlace, _ item: CatalogItem, _ version: String?
    ) throws -> Reply {
        let slug = item.api.slug
        let pages = ReferenceMarkdown(reference) {
            SiteAddress.reference(slug, $0, version: version, markdown: true).path
        }
        guard let text = pages.text(at: place) else { throw Refusal.notFound }
        return .markdown(text)
    }

    /// The way back, the versions to choose from, and the way to a key.
    private func header(
        _ item: CatalogItem, _ version: APIVersion, _ versions: [APIVersion], _ call: Call<PortalVisitor>
    ) async throws -> HTML {
        let slug = item.api.slug
        let back = UI.linkButton(item.api.name, to: SiteAddress.api(slug).path, .ghost, icon: .arrowLeft, small: true)
        let use = try await APIFrame.use(item, catalog, call)
        if versions.count < 2 { return "<div class=\"stack\">\(back)\(use)</div>" }
        let options = versions.map { UI.Option($0.version, $0.version) }
        let choice: HTML = """
            <form class="version-choice" method="get" action="\(url: SiteAddress.reference(slug, .overview).path)" \
            data-submit-on-change>\(UI.select("version", label: "Version", options: options, value: version.version))\
            <noscript><button type="submit" class="button button-secondary button-small">Show</button></noscript></form>
            """
        return "<div class=\"stack\">\(back)\(choice)\(use)</div>"
    }
}

extension ReferenceOptions {
    /// Shows and allows what the operators of the portal have chosen.
    fileprivate mutating func obey(_ switches: SpecRenderer) {
        showsTryIt = switches[.tryIt]
        showsSchemas = switches[.showSchemas]
        hidesInternal = switches[.hideInternal]
        hidesDeprecated = switches[.hideDeprecated]
        allowsCustomServer = switches[.allowCustomServers]
        isContinuous = switches[.infiniteScroll]
    }
}
