import Model
import Rendering
import Web

/// The documents of an API as lists and as choices.
enum DocumentTreeView {
    /// Each document with its state; those below are indented.
    static func list(_ tree: [APIDocumentTree], of api: API) -> HTML {
        let rows = flat(tree, depth: 0).map { document, depth -> [HTML] in
            let address = ConsoleAddress.apiDocument(api.id, document.id).path(api.kind)
            return [
                "<span class=\"depth-\(min(depth, 5))\">\(UI.rowLink(document.title, to: address))</span>",
                "<code>\(document.slug)</code>", UI.status(document.status.rawValue), Moment.html(document.updatedAt),
            ]
        }
        return UI.table(
            caption: "Pages",
            columns: [
                .init("Title"), .init("Slug", secondary: true), .init("State"), .init("Changed", secondary: true),
            ],
            rows: rows)
    }

    /// Links to each document.
    static func links(_ tree: [APIDocumentTree], of api: API, current: ID<APIDocument>) -> HTML {
        let items: [HTML] = tree.map { branch in
            let mark: HTML = branch.document.id == current ? " aria-current=\"page\"" : ""
            let address = ConsoleAddress.apiDocument(api.id, branch.document.id).path(api.kind)
            let children: HTML = branch.children.isEmpty ? "" : links(branch.children, of: api, current: current)
            return "<li><a href=\"\(url: address)\"\(mark)>\(branch.document.title)</a>\(children)</li>"
        }
        return "<ul class=\"document-links\">\(items)</ul>"
    }

    /// A choice of where a document stands; a document cannot stand below itself.
    static func parentField(
        _ tree: [APIDocumentTree], value: String, except: ID<APIDocument>? = nil, error: String? = nil
    ) -> HTML {
        let options = flat(tree, depth: 0, except: except).map { document, depth in
            UI.Option(document.id.text, String(repeating: "– ", count: depth) + document.title)
        }
        return UI.select(
            "parent", label: "Parent page", options: [UI.Option("", "None: at the top")] + options, value: value,
            error: error,
            required: false)
    }

    private static func flat(
        _ tree: [APIDocumentTree], depth: Int, except: ID<APIDocument>? = nil
    ) -> [(APIDocument, Int)] {
        tree.filter { $0.document.id != except }.flatMap { branch in
            [(branch.document, depth)] + flat(branch.children, depth: depth + 1, except: except)
        }
    }
}
