import Core
import HTTPTypes
import Model
import Rendering
import Web

/// One API on a portal: its overview and its documents, in HTML and in Markdown.
struct APISitePages {
    private let catalog: Catalog

    init(_ product: Product) {
        catalog = product.catalog
    }

    var endpoints: [Endpoint<PortalVisitor>] {
        let documents = (1...APIDocument.maximumDepth).map { depth -> Endpoint<PortalVisitor> in
            let names = (1...depth).map { "{slug\($0)}" }.joined(separator: "/")
            return .get("/apis/{api}/docs/\(names)", "api-document") { call in
                try await document(call, (1...depth).map { try call.text("slug\($0)") })
            }
        }
        return [
            .get("/apis/{api}", "api", overview), .get("/apis/{api}/specification", "api-specification", specification),
        ] + documents
    }

    private func overview(_ call: Call<PortalVisitor>) async throws -> Reply {
        let (slug, isMarkdown) = MarkdownAddress.split(try call.text("api"), call)
        let portal = call.caller.portal, actor = call.caller.actor
        let (item, tree) = try await catalog.documents(slug, on: portal, as: actor)
        if isMarkdown { return .markdown(Self.markdown(item, tree)) }
        let frame = try await APIFrame(item, tree: tree, catalog: catalog, call)
        return SiteLayout(call).page(
            item.api.name, head: MarkdownAddress.alternate(SiteAddress.api(item.api.slug).path + ".md"),
            frame.html(current: .overview, body(item, tree, frame)))
    }

    private func body(_ item: CatalogItem, _ tree: [APIDocumentTree], _ frame: APIFrame) -> HTML {
        let api = item.api
        let description: HTML =
            api.description.map { "<div class=\"prose\">\(Markdown.html($0))</div>" }
            ?? "<p class=\"muted\">This API has no description yet.</p>"
        var cards: [HTML] = []
        if let version = item.currentVersion {
            cards.append(
                UI.cardLink(
                    "Reference", to: SiteAddress.reference(api.slug, .overview).path,
                    text: version.operationCount == 0
                        ? "Read the description." : "\(version.operationCount) operations to read and try.",
                    icon: .code))
        }
        cards += tree.prefix(5).map { branch in
            UI.cardLink(
                branch.document.title, to: SiteAddress.document(api.slug, [branch.document.slug]).path, icon: .book)
        }
        let none = UI.emptyState(
            icon: .book, title: "Nothing to read yet",
            text: "<p>Neither documentation nor a reference has been published for this API.</p>")
        return description + (cards.isEmpty ? none : UI.grid(cards)) + frame.attributes
    }

    /// What an API is, with links to its documents and its reference.
    static func markdown(_ item: CatalogItem, _ tree: [APIDocumentTree]) -> String {
        let api = item.api
        var parts = ["# \(MarkdownText.line(api.name))"]
        if let version = api.version { parts.append("Version \(MarkdownText.line(version))") }
        if let description = api.description { parts.append(description) }
        let documents = APIDocumentTree.walk(tree).map { document, path in
            let indent = String(repeating: "  ", count: path.count - 1)
            let address = SiteAddress.document(api.slug, path).path + ".md"
            return "\(indent)- [\(MarkdownText.line(document.title))](\(address))"
        }
        if !documents.isEmpty { parts.append("## Documentation\n\n" + documents.joined(separator: "\n")) }
        if item.currentVersion != nil {
            let reference = SiteAddress.reference(api.slug, .overview).path
            let changelog = SiteAddress.changelog(api.slug, markdown: true).path
            let raw = SiteAddress.specification(api.slug).path
            parts.append(
                "## Reference\n\n- [Operations](\(reference).md)\n- [Changelog](\(changelog))\n"
                    + "- [Description as a file](\(raw))")
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func document(_ call: Call<PortalVisitor>, _ slugs: [String]) async throws -> Reply {
        let (last, isMarkdown) = MarkdownAddress.split(slugs.last ?? "", call)
        let portal = call.caller.portal, actor = call.caller.actor, slug = try call.text("api")
        let path = slugs.dropLast() + [last]
        let page = try await catalog.document(Array(path), of: slug, on: portal, as: actor)
        if isMarkdown { return .markdown(page.content) }
        let (item, tree) = try await catalog.documents(slug, on: portal, as: actor)
        let frame = try await APIFrame(item, tree: tree, catalog: catalog, call)
        let rendered = Markdown.page(page.content, options: Markdown.Options(headingOffset: 1))
        let hasTitle = rendered.headings.first.map { $0.level == 1 } ?? false
        let title: HTML = hasTitle ? "" : "<h2>\(page.document.title)</h2>"
        let address = SiteAddress.document(item.api.slug, Array(path)).path
        return SiteLayout(call).page(
            "\(page.document.title) · \(item.api.name)", head: MarkdownAddress.alternate(address + ".md"),
            frame.html(
                current: .document(page.document.id), "<article class=\"prose\">\(title)\(rendered.html)</article>"))
    }

    /// The description as it was uploaded.
    private func specification(_ call: Call<PortalVisitor>) async throws -> Reply {
        let portal = call.caller.portal, actor = call.caller.actor, slug = try call.text("api")
        let found = try await catalog.versions(slug, on: portal, as: actor)
        guard let version = APIFrame.version(call, found.item, found.versions) else { throw Refusal.notFound }
        var (_, content) = try await catalog.content(of: version.id, slug, on: portal, as: actor)
        var isJSON = content.first { !$0.isWhitespace } == "{"
        let wanted = call.query("format").flatMap(DocumentTree.Syntax.init(rawValue:))
        if let wanted, isJSON != (wanted == .json) {
            isJSON = wanted == .json
            content = DocumentWriter.text(of: try await catalog.description(of: version).tree, as: wanted)
        }
        return Reply.description(content).with(
            .contentDisposition, "attachment; filename=\"\(found.item.api.slug).\(isJSON ? "json" : "yaml")\"")
    }
}

/// Addresses that end in `.md` ask for Markdown.
enum MarkdownAddress {
    /// Tells readers without browsers where the Markdown of a page is.
    static func alternate(_ address: String) -> HTML {
        "<link rel=\"alternate\" type=\"text/markdown\" href=\"\(url: address)\">\n"
    }

    /// The last part of a path without the ending, and whether Markdown is wanted.
    static func split<Caller>(_ part: String, _ call: Call<Caller>) -> (String, Bool) {
        part.hasSuffix(".md") ? (String(part.dropLast(3)), true) : (part, call.wantsMarkdown)
    }
}
