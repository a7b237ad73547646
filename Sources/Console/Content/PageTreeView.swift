import Model
import Rendering
import Web

/// The pages of a portal as lists and as choices.
enum PageTreeView {
    /// Each page with its address and its state; those below are indented.
    static func list(_ tree: [PortalPageTree]) -> HTML {
        let rows = PortalPageTree.walk(tree).map { page, path -> [HTML] in
            let address = ConsoleAddress.portalPage(page.portalID, page.id).path
            let depth = min(path.count - 1, 5)
            return [
                "<span class=\"depth-\(depth)\">\(UI.rowLink(page.title, to: address))</span>",
                "<code>\(PageSlug.path(path))</code>", state(page), UI.status(page.visibility.rawValue),
                Moment.html(page.updatedAt),
            ]
        }
        return UI.table(
            caption: "Pages",
            columns: [
                .init("Title"), .init("Address", secondary: true), .init("State"), .init("Visibility"),
                .init("Changed", secondary: true),
            ], rows: rows)
    }

    static func state(_ page: PortalPage) -> HTML { UI.status(page.status.rawValue) }

    /// Links to each page.
    static func links(_ tree: [PortalPageTree], current: ID<PortalPage>) -> HTML {
        let items: [HTML] = tree.map { branch in
            let mark: HTML = branch.page.id == current ? " aria-current=\"page\"" : ""
            let address = ConsoleAddress.portalPage(branch.page.portalID, branch.page.id).path
            let children: HTML = branch.children.isEmpty ? "" : links(branch.children, current: current)
            return "<li><a href=\"\(url: address)\"\(mark)>\(branch.page.title)</a>\(children)</li>"
        }
        return "<ul class=\"document-links\">\(items)</ul>"
    }

    /// A choice of where a page stands; a page cannot stand below itself.
    static func parentField(
        _ tree: [PortalPageTree], value: String, except: ID<PortalPage>? = nil, error: String? = nil
    ) -> HTML {
        let options = flat(tree, depth: 0, except: except).map { page, depth in
            UI.Option(page.id.text, String(repeating: "– ", count: depth) + page.title)
        }
        return UI.select(
            "parent", label: "Parent page", options: [UI.Option("", "None: at the top")] + options, value: value,
            error: error,
            required: false)
    }

    private static func flat(
        _ tree: [PortalPageTree], depth: Int, except: ID<PortalPage>?
    ) -> [(PortalPage, Int)] {
        tree.filter { $0.page.id != except }.flatMap { branch in
            [(branch.page, depth)] + flat(branch.children, depth: depth + 1, except: except)
        }
    }
}
