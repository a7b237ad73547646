import Core
import Model
import Rendering
import Web

/// Search over the whole portal: a page with a form, and its hits alone for the box that opens over other pages.
struct SearchPages {
    private static let limit = 60
    /// How many the box shows.
    private static let boxLimit = 12
    private let search: PortalSearch

    init(_ product: Product) {
        search = product.portalSearch
    }

    var endpoints: [Endpoint<PortalVisitor>] {
        [.get(SiteAddress.search().path, "search", show)]
    }

    private func show(_ call: Call<PortalVisitor>) async throws -> Reply {
        func said(_ name: String) -> String? { call.rawQuery.first { $0.name == name }?.value }
        let text = said("q") ?? "", near = said("near"), isBox = said("part") == "hits"
        let hits = try await search.find(
            text, near: near, on: call.caller.portal, as: call.caller.actor, limit: isBox ? Self.boxLimit : Self.limit)
        let list = HitList(query: SearchQuery(text), hits: hits)
        if isBox { return .html(list.box) }
        let extra: HTML = near.map { UI.hiddenField("near", $0) } ?? .empty
        let field = UI.searchField(to: SiteAddress.search().path, label: "Search", value: text, extra: extra)
        return SiteLayout(call).page(
            text.isEmpty ? "Search" : "\(text) · Search",
            "\(UI.pageHeader("Search"))<div class=\"stack search-page\">\(field)\(list.page)</div>")
    }
}

/// What was found, each with what it is, where it leads, and why it was found.
private struct HitList {
    let query: SearchQuery
    let hits: [SearchHit]
    private var highlight: SearchHighlight { SearchHighlight(query) }

    var page: HTML {
        if hits.isEmpty { return nothing }
        let count = hits.count == 1 ? "1 result" : "\(hits.count) results"
        let guess: HTML = hits.contains { $0.isGuess } ? "Nothing is written quite like that. " : ""
        return "<p class=\"muted\" role=\"status\">\(guess)\(count)</p><ul class=\"search-hits\">\(hits.map(row))</ul>"
    }

    /// For the box, which brings its own words around them.
    var box: HTML {
        hits.isEmpty ? "" : "<ul class=\"search-hits\" data-count=\"\(hits.count)\">\(hits.map(row))</ul>"
    }

    private var nothing: HTML {
        let seen = "operations, schemas, parameters, documents and pages"
        return UI.emptyState(
            icon: .search, title: query.isEmpty ? "What are you looking for?" : "Nothing found",
            text: "<p>Search covers the \(seen) that you may see.</p>")
    }

    private func row(_ hit: SearchHit) -> HTML {
        let entry = hit.entry
        let path: HTML = entry.path.isEmpty ? "" : "<code class=\"search-path\">\(highlight.html(entry.path))</code>"
        let deprecated: HTML = entry.isDeprecated ? UI.badge("deprecated") : .empty
        let owner: HTML? = hit.api.flatMap { api in
            hit.entry.kind == .api ? nil : "<span class=\"search-owner\">\(api.name) \(api.version)</span>"
        }
        return """
            <li><a class="search-hit" href="\(url: address(hit))"><span class="search-kind">\(mark(hit))</span>\
            <span class="search-about"><span class="search-title">\(highlight.html(entry.title))</span> \(path)\
            \(deprecated)\(names(entry))\(excerpt(entry))</span>\(owner)</a></li>
            """
    }

    /// The parameters or properties that were looked for, unless the title says it already.
    private func names(_ entry: SearchEntry) -> HTML {
        let found = entry.names.filter(highlight.touches).prefix(4)
        guard !found.isEmpty else { return .empty }
        let chips: [HTML] = found.map { "<code>\(highlight.html($0))</code> " }
        let what = entry.kind == .schema ? "Attribute" : "Parameter"
        return "<span class=\"search-names\">\(what)\(found.count == 1 ? "" : "s") \(chips)</span>"
    }

    private func excerpt(_ entry: SearchEntry) -> HTML {
        guard !entry.text.isEmpty else { return .empty }
        return "<span class=\"search-text\">\(highlight.html(highlight.excerpt(entry.text)))</span>"
    }

    private func mark(_ hit: SearchHit) -> HTML {
        switch hit.entry.kind {
        case .operation: UI.method(hit.entry.method)
        case .webhook: "<span class=\"method method-other\">HOOK</span>"
        case .group: "<span class=\"tag\">Group</span>"
        case .schema: "<span class=\"tag\">Schema</span>"
        case .channel: "<span class=\"tag\">Channel</span>"
        case .message: "<span class=\"tag\">Message</span>"
        case .api: "<span class=\"tag\">API</span>"
        case .document: "<span class=\"tag\">Guide</span>"
        case .page: "<span class=\"tag\">Page</span>"
        }
    }

    private func address(_ hit: SearchHit) -> String {
        switch hit.place {
        case .api(let api): SiteAddress.api(api.slug).path
        case .reference(let api, _): SiteAddress.reference(api.slug, place(hit.entry)).path
        case .document(let api, _, let path): SiteAddress.document(api.slug, path).path
        case .page(_, let path): SiteAddress.page(path).path
        }
    }

    private func place(_ entry: SearchEntry) -> ReferencePlace {
        switch entry.kind {
        case .operation, .webhook: .operation(entry.key)
        case .group: .group(entry.key)
        case .schema: .schema(entry.key)
        case .channel: .channel(entry.key)
        case .message: .message(entry.key)
        case .api, .document, .page: .overview
        }
    }
}
