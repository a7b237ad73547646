import Core
import Model
import Rendering
import Web

/// What agents read first (llmstxt.org): an index of what the reader may see, and all of it as one text.
struct AgentPages {
    private static let indexLimit = 256 * 1_024
    /// About what a model takes in at once.
    private static let fullLimit = 512 * 1_024
    private let catalog: Catalog
    private let content: SiteContent

    init(_ product: Product) {
        catalog = product.catalog
        content = product.siteContent
    }

    var endpoints: [Endpoint<PortalVisitor>] {
        [
            .get(SiteAddress.agents.path, "llms") { .text(try await index($0)) },
            .get(SiteAddress.agentsFull.path, "llms-full") { .text(try await full($0)) },
        ]
    }

    /// Links to the Markdown of each page and API that the caller may see.
    func index(_ call: Call<PortalVisitor>) async throws -> String {
        let portal = call.caller.portal, actor = call.caller.actor
        var text = BoundedText(limit: Self.indexLimit)
        text.add(try await head(call))
        for (place, entry) in try await pages(call).enumerated() {
            text.add(
                "\(place == 0 ? "## Pages\n\n" : "")\(Self.link(entry.page.title, entry.path, entry.page.description))")
        }
        var isFirst = true
        try await catalog.forEach(on: portal, as: actor) { item in
            let before = isFirst ? (text.hasMore ? "\n## APIs\n\n" : "## APIs\n\n") : ""
            isFirst = false
            return text.add(before + Self.entry(item))
        }
        let rest = text.isFull ? "" : "\n## Optional\n\n- [All of it in one file](\(SiteAddress.agentsFull.path))\n"
        return isFirst && !text.hasMore ? text.text : text.text + rest
    }

    private static func entry(_ item: CatalogItem) -> String {
        let api = item.api, name = [api.name, api.version].compactMap(\.self).joined(separator: " ")
        let overview = link(
            name, SiteAddress.api(api.slug).path + ".md", api.description.map { Markdown.plainText($0) })
        guard item.currentVersion != nil else { return overview }
        let reference = SiteAddress.reference(api.slug, .overview, markdown: true).path
        return overview + link("\(name): reference", reference, nil)
    }

    private static func link(_ title: String, _ address: String, _ words: String?) -> String {
        let words = words.map { ": \(MarkdownText.line($0))" } ?? ""
        return "- [\(MarkdownText.line(title))](\(address))\(words)\n"
    }

    /// The name of the portal, and how to read it.
    private func head(_ call: Call<PortalVisitor>) async throws -> String {
        let portal = call.caller.portal
        let name = "# \(MarkdownText.line(portal.displayName))\n\n"
        if call.caller.developer == nil, portal.isPrivate {
            return name + "> This developer portal is private. Its developers sign in to see its APIs.\n\n"
        }
        let home = try await content.pageIfAny(at: [], call)?.page.page.description
        let about = home ?? "The APIs of \(portal.displayName), with documentation and reference."
        return """
            \(name)> \(MarkdownText.line(about))

            Every page is Markdown at its address with `.md` at the end, and wherever `Accept: text/markdown` is sent.


            """
    }

    /// The pages that operators wrote, the start page at its Markdown address.
    private func pages(_ call: Call<PortalVisitor>) async throws -> [(
        page: PortalPage, path: String, segments: [String]
    )] {
        let tree = try await content.tree(on: call.caller.portal, as: call.caller.actor)
        return PortalPageTree.walk(tree).map { page, segments in
            (page, "/" + segments.joined(separator: "/") + ".md", segments)
        }
    }

    /// The text of every page, document and operation that the caller may see, as far as the limit goes.
    private func full(_ call: Call<PortalVisitor>) async throws -> String {
        var text = BoundedText(limit: Self.fullLimit)
        text.add(try await head(call))
        for entry in try await pages(call) {
            // The page that introduces the catalog repeats what follows.
            guard let found = try await content.pageIfAny(at: entry.segments, call) else { continue }
            guard text.add(part(entry.path, PageView.markdown(found.page))) else { break }
        }
        let api = AgentTexts(catalog: catalog, call: call)
        try await catalog.forEach(on: call.caller.portal, as: call.caller.actor) { item in
            if text.isFull { return false }
            try await api.write(item) { address, markdown in text.add(part(address, markdown)) }
            return !text.isFull
        }
        guard text.isFull else { return text.text }
        let end =
            "The limit of \(Self.fullLimit / 1_024) KB is reached here. \(SiteAddress.agents.path) links to the rest."
        return text.text + "---\n\n\(end)\n"
    }

    private func part(_ address: String, _ markdown: String) -> String {
        "---\n\nFrom \(address)\n\n\(markdown)\n"
    }
}

/// Everything about one API as Markdown, part by part.
private struct AgentTexts {
    let catalog: Catalog
    let call: Call<PortalVisitor>

    /// Gives each text with its address to `take`, until that wants no more.
    func write(_ item: CatalogItem, _ take: (String, String) -> Bool) async throws {
        let slug = item.api.slug, portal = call.caller.portal, actor = call.caller.actor
        let (_, tree) = try await catalog.documents(slug, on: portal, as: actor)
        guard take(SiteAddress.api(slug).path + ".md", APISitePages.markdown(item, tree)) else { return }
        for (_, path) in APIDocumentTree.walk(tree) {
            let page = try await catalog.document(path, of: slug, on: portal, as: actor)
            guard take(SiteAddress.document(slug, path).path + ".md", page.content) else { return }
        }
        guard let version = item.currentVersion else { return }
        let description = try await catalog.description(of: version)
        let pages = ReferencePages.markdown(description, item, version: nil, call)
        let address = { SiteAddress.reference(slug, $0, markdown: true).path }
        guard take(address(.overview), pages.overview()) else { return }
        for operation in description.operations {
            guard let text = pages.operation(operation.key) else { continue }
            guard take(address(.operation(operation.key)), text) else { return }
        }
    }
}

/// Text that grows by whole parts, up to a limit in bytes of UTF-8.
struct BoundedText {
    private(set) var text = ""
    private(set) var isFull = false
    /// Whether more than the first part was taken.
    private(set) var hasMore = false
    private var size = 0
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// Takes the part, or nothing more from then on; says whether it was taken.
    @discardableResult
    mutating func add(_ part: String) -> Bool {
        guard !isFull, size + part.utf8.count <= limit else {
            isFull = true
            return false
        }
        hasMore = size > 0
        size += part.utf8.count
        text += part
        return true
    }
}

extension Catalog {
    /// Every API that the caller may see, by name, until `take` says that it is enough.
    func forEach(
        on portal: Portal, as actor: Actor, _ take: (CatalogItem) async throws -> Bool
    ) async throws {
        var query = ListQuery(page: PageRequest(size: PageRequest.maximumSize))
        while true {
            let page = try await list(query, on: portal, as: actor)
            for item in page.items where try await !take(item) { return }
            if query.page.number >= page.pageCount { return }
            query.page.number += 1
        }
    }
}
