import Core
import Foundation
import Hummingbird
import Model
import Rendering
import Web

/// The pages that operators wrote, at their own addresses, in HTML and in Markdown.
struct ContentPages {
    private let content: SiteContent

    init(_ product: Product) {
        content = product.siteContent
    }

    var endpoints: [Endpoint<PortalVisitor>] {
        // Whatever no other page of the Site answers.
        [.get("/**", "content-page", show)]
    }

    private func show(_ call: Call<PortalVisitor>) async throws -> Reply {
        let path = call.request.uri.path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
        let found: (page: PortalPageDetail, above: [PortalPage])
        var wantsMarkdown = call.wantsMarkdown
        do {
            found = try await content.page(at: path, on: call.caller.portal, as: call.caller.actor)
        } catch Refusal.notFound {
            guard let last = path.last, last.hasSuffix(".md") else { throw Refusal.notFound }
            let plain = path.dropLast() + [String(last.dropLast(3))]
            found = try await content.page(at: Array(plain), on: call.caller.portal, as: call.caller.actor)
            wantsMarkdown = true
        }
        if wantsMarkdown { return .markdown(PageView.markdown(found.page)) }
        if path == [PageSlug.home] { return .redirect(to: SiteAddress.home.path) }
        let tree = try await content.tree(on: call.caller.portal, as: call.caller.actor)
        return PageView(found.page, above: found.above, tree: tree).reply(call)
    }
}

/// One page of content, with the pages around it.
struct PageView {
    private let detail: PortalPageDetail
    private let above: [PortalPage]
    private let tree: [PortalPageTree]

    init(_ detail: PortalPageDetail, above: [PortalPage], tree: [PortalPageTree]) {
        self.detail = detail
        self.above = above
        self.tree = tree
    }

    private var page: PortalPage { detail.page }
    private var path: [String] { (above + [page]).map(\.segment) }

    func reply(_ call: Call<PortalVisitor>) -> Reply {
        let article: HTML = "<article class=\"prose\">\(Self.body(of: detail))</article>"
        let head = Self.head(page, SiteAddress.page(path).path)
        guard let section = tree.first(where: { $0.page.segment == path[0] }), !section.children.isEmpty else {
            return SiteLayout(call).page(page.title, layout: .prose, head: head, article)
        }
        let body: HTML = """
            <div class="content-page">\
            \(UI.side(section.page.title, button: section.page.title, links([section], below: [])))\
            <div>\(crumbs)\(article)</div></div>
            """
        return SiteLayout(call).page(page.title, head: head, body)
    }

    private var crumbs: HTML {
        if above.isEmpty { return .empty }
        let links = above.indices.map { index in
            UI.Link(above[index].title, to: SiteAddress.page(Array(path[...index])).path)
        }
        return UI.breadcrumbs(links + [UI.Link(page.title, to: "")])
    }

    private func links(_ trees: [PortalPageTree], below: [String]) -> HTML {
        let items: [HTML] = trees.map { tree in
            let here = below + [tree.page.segment]
            let mark: HTML = tree.page.id == page.id ? " aria-current=\"page\"" : ""
            let children: HTML = tree.children.isEmpty ? "" : links(tree.children, below: here)
            return "<li><a href=\"\(url: SiteAddress.page(here).path)\"\(mark)>\(tree.page.title)</a>\(children)</li>"
        }
        return "<ul class=\"document-links\">\(items)</ul>"
    }
}

extension PageView {
    /// The content with a title above it, unless it brings its own.
    static func body(of detail: PortalPageDetail) -> HTML {
        let rendered = Markdown.page(detail.content)
        let hasTitle = rendered.headings.first.map { $0.level == 1 } ?? false
        let title: HTML = hasTitle ? "" : "<h1>\(detail.page.title)</h1>\n"
        return "\(title)\(rendered.html)"
    }

    /// What search engines and previews of links read, and where the Markdown is.
    static func head(_ page: PortalPage, _ path: String) -> HTML {
        let words: HTML? = page.description.map { text in
            """
            <meta name="description" content="\(text)">
            <meta property="og:description" content="\(text)">

            """
        }
        return """
            <meta property="og:title" content="\(page.title)">
            \(words)<link rel="alternate" type="text/markdown" href="\(url: path == "/" ? "/home" : path).md">

            """
    }

    /// The content as Markdown: without its front matter, and with a title.
    static func markdown(_ detail: PortalPageDetail) -> String {
        let (_, body) = FrontMatter.split(detail.content)
        let text = body.trimmingSpaces
        let title = MarkdownText.line(detail.page.title)
        return text.hasPrefix("# ") ? text + "\n" : "# \(title)\n\n\(text)\n"
    }
}
