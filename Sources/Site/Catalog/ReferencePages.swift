import Core
import Model
import Rendering
import Web

/// The reference of an API: overview, operations, groups and schemas, fragments, and all of it as Markdown.
struct ReferencePages {
    private let product: Product
    private let catalog: Catalog

    init(_ product: Product) {
        self.product = product
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
        options.formats = ["yaml", "json"].map { format in
            (format.uppercased(), SiteAddress.specification(item.api.slug, version: suffix, format: format).path)
        }
        options.storageKey = call.caller.portal.id.text
        options.search = (SiteAddress.search().path, item.api.slug)
        options.obey(call.caller.look.customization.specRenderer)
        if isMarkdown || call.wantsMarkdown {
            return try Self.reply(Self.markdown(description, item, version: suffix, call), place)
        }
        let console = TryItOptions(product: product, call: call, item: item, version: suffix)
        try await console.add(to: &options, for: place)
        options.navigationHeader = try await header(item, version, versions, call, insomnia: console.insomnia)
        let reference = APIReference(description, options: options)
        if let fragment = reference.fragment(at: place) { return .html(fragment) }
        guard let page = reference.page(at: place) else { throw Refusal.notFound }
        let markdown = SiteAddress.reference(item.api.slug, place, version: suffix, markdown: true).path
        return SiteLayout(call).page(
            "\(page.title) · \(item.api.name)", layout: .full,
            head: place.hasMarkdown ? MarkdownAddress.alternate(markdown) : .empty, UI.reference(page))
    }

    /// The reference of a version as Markdown, as far as this portal shows it.
    static func markdown(
        _ description: APIDescription, _ item: CatalogItem, version: String?, _ call: Call<PortalVisitor>
    ) -> ReferenceMarkdown {
        let slug = item.api.slug
        let address = { @Sendable (place: ReferencePlace) in
            SiteAddress.reference(slug, place, version: version, markdown: true).path
        }
        var options = ReferenceOptions(address: address)
        options.obey(call.caller.look.customization.specRenderer)
        return ReferenceMarkdown(APIReference(description, options: options), address: address)
    }

    private static func reply(_ pages: ReferenceMarkdown, _ place: ReferencePlace) throws -> Reply {
        guard let text = pages.text(at: place) else { throw Refusal.notFound }
        return .markdown(text)
    }

    /// The way back, the versions to choose from, and the way to a key.
    private func header(
        _ item: CatalogItem, _ version: APIVersion, _ versions: [APIVersion], _ call: Call<PortalVisitor>,
        insomnia: HTML?
    ) async throws -> HTML {
        let slug = item.api.slug
        let back = UI.linkButton(item.api.name, to: SiteAddress.api(slug).path, .ghost, icon: .arrowLeft, small: true)
        let use = try await APIFrame.use(item, catalog, call)
        if versions.count < 2 { return "<div class=\"stack\">\(back)\(use)\(insomnia)</div>" }
        let options = versions.map { UI.Option($0.version, $0.version) }
        let choice: HTML = """
            <form class="version-choice" method="get" action="\(url: SiteAddress.reference(slug, .overview).path)" \
            data-submit-on-change>\(UI.select("version", label: "Version", options: options, value: version.version))\
            <noscript><button type="submit" class="button button-secondary button-small">Show</button></noscript></form>
            """
        let compare = UI.linkButton(
            "Compare with…", to: SiteAddress.compare(slug, to: version.version).path, .ghost, small: true)
        return "<div class=\"stack\">\(back)\(choice)\(compare)\(use)\(insomnia)</div>"
    }
}

extension ReferenceOptions {
    /// Shows and allows what the operators of the portal have chosen.
    mutating func obey(_ switches: SpecRenderer) {
        showsTryIt = switches[.tryIt]
        showsSchemas = switches[.showSchemas]
        hidesInternal = switches[.hideInternal]
        hidesDeprecated = switches[.hideDeprecated]
        allowsCustomServer = switches[.allowCustomServers]
        isContinuous = switches[.infiniteScroll]
    }
}

extension ReferencePlace {
    /// Lists and the page of all operations are for browsers alone.
    fileprivate var hasMarkdown: Bool {
        switch self {
        case .list, .continuous, .description: false
        default: true
        }
    }
}
