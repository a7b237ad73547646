import Core
import Model
import Rendering
import Web

/// The catalog of a portal: its APIs with search and filters, in HTML and in Markdown.
struct CatalogPages {
    private static let pageSize = 24
    private let catalog: Catalog
    private let content: SiteContent

    init(_ product: Product) {
        catalog = product.catalog
        content = product.siteContent
    }

    var endpoints: [Endpoint<PortalVisitor>] {
        [
            .get(SiteAddress.apis.path, "catalog", show), .get(SiteAddress.apis.path + ".md", "catalog", markdown),
            .get("/_core/apis/{apiId}/icon", "api-icon", icon),
        ]
    }

    private func show(_ call: Call<PortalVisitor>) async throws -> Reply {
        if call.wantsMarkdown { return try await markdown(call) }
        let portal = call.caller.portal, actor = call.caller.actor
        let selection = CatalogSelection(call)
        let page = try await catalog.list(selection.query(size: Self.pageSize), on: portal, as: actor)
        let facets = try await catalog.attributes(selected: selection.attributes, on: portal, as: actor)
        let isEmpty = page.total == 0 && selection.isEmpty
        let body: HTML =
            isEmpty
            ? CatalogEmpty.html(call.caller)
            : """
            <div class="catalog\(facets.isEmpty ? "" : " catalog-with-filters")">\(filters(facets, selection))\
            <div class="stack">\(found(page, selection))</div></div>
            """
        let intro = try await content.pageIfAny(at: [PageSlug.catalog], call)?.page
        guard let intro else {
            let header = UI.pageHeader("APIs", text: isEmpty ? .empty : "<p>Everything you can build on.</p>")
            return SiteLayout(call).page(
                "APIs", head: MarkdownAddress.alternate(SiteAddress.apis.path + ".md"), header + body)
        }
        let head = PageView.head(intro.page, SiteAddress.apis.path)
        return SiteLayout(call).page(intro.page.title, head: head, Self.header(intro) + body)
    }

    /// What operators wrote above the catalog.
    private static func header(_ intro: PortalPageDetail) -> HTML {
        let rendered = Markdown.page(intro.content, options: Markdown.Options(headingOffset: 1))
        let text: HTML = rendered.html.isEmpty ? "" : "<div class=\"prose content-intro\">\(rendered.html)</div>"
        let description: HTML? = intro.page.description.map { "<p>\($0)</p>" }
        return UI.pageHeader(intro.page.title, text: description ?? .empty) + text
    }

    private func found(_ page: Page<CatalogItem>, _ selection: CatalogSelection) -> HTML {
        let search = UI.searchField(
            to: SiteAddress.apis.path, label: "Search APIs", value: selection.text, extra: selection.hiddenAttributes)
        if page.items.isEmpty {
            return search
                + UI.emptyState(
                    icon: .search, title: "Nothing found", text: "<p>No API matches what you chose.</p>",
                    action: UI.linkButton("Show all APIs", to: SiteAddress.apis.path))
        }
        let pages = UI.pagination(page) { selection.address(page: $0) }
        return "\(search)\(UI.grid(page.items.map { Self.card($0) }))\(pages)"
    }

    /// An API as a card that leads to it.
    static func card(_ item: CatalogItem, level: Int = 2) -> HTML {
        let api = item.api
        let words = api.description.map { Markdown.plainText(String($0.prefix(400))) } ?? ""
        let tags = api.attributes.sorted { $0.key < $1.key }.flatMap(\.value)
        let version: HTML? = api.version.map { UI.badge($0) }
        let visibility: HTML = item.publication.visibility == .private ? UI.badge("Private") : .empty
        let picture: HTML? = item.hasIcon ? icon(of: api) : nil
        return UI.cardLink(
            api.name, to: SiteAddress.api(api.slug).path, text: words.count > 160 ? words.prefix(157) + "…" : words,
            icon: item.hasIcon ? nil : .api,
            meta: "\(picture)\(version)\(visibility)\(tags.isEmpty ? .empty : UI.tags(Array(tags.prefix(5))))",
            level: level)
    }

    static func icon(of api: API) -> HTML {
        let address = SiteAddress.apiIcon(api.id).path
        return "<img class=\"catalog-icon\" src=\"\(url: address)\" alt=\"\" width=\"40\" height=\"40\">"
    }

    /// A list of boxes for each attribute; without scripts a button applies them.
    private func filters(
        _ facets: [(key: String, values: [APIAttribute.Value])], _ selection: CatalogSelection
    ) -> HTML {
        if facets.isEmpty { return .empty }
        let groups: [HTML] = facets.map { facet in
            let boxes: [HTML] = facet.values.map { value in
                let count = value.selectedCount ?? value.apiCount
                let isOn = selection.attributes[facet.key]?.contains(value.value) ?? false
                return """
                    <label><input type="checkbox" class="checkbox" name="attr.\(facet.key)" value="\(value.value)"\
                    \(isOn ? " checked" : "")>\(value.value)<span class="count">\(count)\
                    </span></label>
                    """
            }
            return "<fieldset class=\"catalog-filter\"><legend>\(facet.key)</legend>\(boxes)</fieldset>"
        }
        let clear: HTML =
            selection.attributes.isEmpty ? "" : UI.linkButton("Clear", to: SiteAddress.apis.path, .ghost, small: true)
        let text: HTML = selection.text.isEmpty ? "" : UI.hiddenField("q", selection.text)
        return """
            <form class="catalog-filters" method="get" action="\(url: SiteAddress.apis.path)" aria-label="Filters">\
            \(text)\(groups)<div class="button-row"><button type="submit" class="button button-secondary button-small">\
            <span>Apply</span></button>\(clear)</div></form>
            """
    }

    private func markdown(_ call: Call<PortalVisitor>) async throws -> Reply {
        var lines = ["# APIs of \(MarkdownText.line(call.caller.portal.displayName))", ""]
        try await catalog.forEach(on: call.caller.portal, as: call.caller.actor) { item in
            let name = [item.api.name, item.api.version].compactMap(\.self).joined(separator: " ")
            let words = item.api.description.map { ": " + MarkdownText.line(Markdown.plainText($0)) } ?? ""
            lines.append("- [\(MarkdownText.line(name))](\(SiteAddress.api(item.api.slug).path).md)\(words)")
            return lines.count < 5_000
        }
        if lines.count == 2 { lines.append("Nothing is published here that you may see.") }
        return .markdown(lines.joined(separator: "\n") + "\n")
    }

    private func icon(_ call: Call<PortalVisitor>) async throws -> Reply {
        let (icon, bytes) = try await catalog.icon(
            of: call.text("apiId"), on: call.caller.portal, as: call.caller.actor)
        return .picture(bytes, type: icon.type.rawValue)
    }
}

/// What stands in place of a catalog without a single API, and why.
enum CatalogEmpty {
    static func html(_ caller: PortalVisitor) -> HTML {
        let portal = caller.portal
        if caller.developer == nil, portal.authenticationEnabled {
            return UI.emptyState(
                icon: .lock, title: "Sign in to see the APIs",
                text: "<p>The APIs of \(portal.displayName) are shown to its developers.</p>",
                action: UI.linkButton("Sign in", to: SiteAddress.signIn(returnTo: SiteAddress.apis.path).path, .primary)
                    + UI.linkButton("Sign up", to: SiteAddress.register.path))
        }
        if caller.developer != nil, portal.rbacEnabled {
            return UI.emptyState(
                icon: .people, title: "No APIs for you yet",
                text: """
                    <p>Access goes through teams here. Ask the people behind \(portal.displayName) to add you to a \
                    team that has a role on an API; it appears on this page at once.</p>
                    """)
        }
        return UI.emptyState(
            icon: .api, title: "No APIs yet",
            text: "<p>Nothing has been published on \(portal.displayName) so far. Come back soon.</p>")
    }
}
