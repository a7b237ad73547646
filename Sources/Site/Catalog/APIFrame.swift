import Core
import Model
import Rendering
import Web

/// What stands beside every page of an API: its name, its pages, and the way to use it.
struct APIFrame {
    enum Place: Equatable {
        case overview, document(ID<APIDocument>), changelog, comparison
    }

    private let item: CatalogItem
    private let tree: [APIDocumentTree]
    private let use: HTML

    init(_ item: CatalogItem, tree: [APIDocumentTree], catalog: Catalog, _ call: Call<PortalVisitor>) async throws {
        self.item = item
        self.tree = tree
        use = try await Self.use(item, catalog, call)
    }

    /// The button that leads to an application and its key; nothing where the reader cannot register.
    static func use(_ item: CatalogItem, _ catalog: Catalog, _ call: Call<PortalVisitor>) async throws -> HTML {
        guard call.caller.portal.authenticationEnabled, !item.publication.strategyIDs.isEmpty else { return .empty }
        if call.caller.developer != nil {
            let actions = try await catalog.actions(item.api.id.text, on: call.caller.portal, as: call.caller.actor)
            if !actions.mayRegister { return .empty }
        }
        return UI.linkButton("Use this API", to: SiteAddress.useAPI(item.api.slug).path, .primary, icon: .key)
    }

    /// The version that the address names, else the current one; nil when there is none such.
    static func version(_ call: Call<PortalVisitor>, _ item: CatalogItem, _ versions: [APIVersion]) -> APIVersion? {
        guard let name = call.rawQuery.first(where: { $0.name == "version" })?.value else { return item.currentVersion }
        return versions.first { $0.version == name }
    }

    var attributes: HTML {
        let attributes = item.api.attributes.sorted { $0.key < $1.key }
        if attributes.isEmpty { return .empty }
        return UI.card(title: "Attributes", content: UI.facts(attributes.map { UI.Fact($0.key, UI.tags($0.value)) }))
    }

    func html(current: Place, _ body: HTML) -> HTML {
        let api = item.api
        let version = api.version.map { UI.badge($0) } ?? .empty
        let header = UI.pageHeader(api.name, badge: version, actions: use)
        let crumbs = UI.breadcrumbs([
            UI.Link("APIs", to: SiteAddress.apis.path), UI.Link(api.name, to: SiteAddress.api(api.slug).path),
        ])
        return """
            <div class="api-crumbs">\(crumbs)</div>\(header)<div class="api-page">\
            \(UI.side(api.name, button: "In this API", side(current)))\
            <div class="stack">\(body)</div></div>
            """
    }

    private func side(_ current: Place) -> HTML {
        let api = item.api
        let overview = link("Overview", SiteAddress.api(api.slug).path, isCurrent: current == .overview)
        let documents: HTML =
            tree.isEmpty
            ? "" : "<p class=\"api-side-title\">Documentation</p>\(links(tree, path: [], current: current))"
        let reference: HTML =
            item.currentVersion == nil
            ? ""
            : """
            <p class="api-side-title">Reference</p><ul class="document-links">\
            \(link("API reference", SiteAddress.reference(api.slug, .overview).path, isCurrent: false))\
            \(link("Changelog", SiteAddress.changelog(api.slug).path, isCurrent: current == .changelog))\
            \(link("Download the description", SiteAddress.specification(api.slug).path, isCurrent: false))</ul>
            """
        return "<ul class=\"document-links\">\(overview)</ul>\(documents)\(reference)"
    }

    private func links(_ tree: [APIDocumentTree], path: [String], current: Place) -> HTML {
        let items: [HTML] = tree.map { branch in
            let here = path + [branch.document.slug]
            let address = SiteAddress.document(item.api.slug, here).path
            let children: HTML = branch.children.isEmpty ? "" : links(branch.children, path: here, current: current)
            return link(
                branch.document.title, address, isCurrent: current == .document(branch.document.id), below: children)
        }
        return "<ul class=\"document-links\">\(items)</ul>"
    }

    private func link(_ title: String, _ address: String, isCurrent: Bool, below: HTML = .empty) -> HTML {
        let mark: HTML = isCurrent ? " aria-current=\"page\"" : ""
        return "<li><a href=\"\(url: address)\"\(mark)>\(title)</a>\(below)</li>"
    }
}
