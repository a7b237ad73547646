import Model
import Web

/// Pages and snippets on the wire of the developer API: what readers may know of them.
enum ContentWire {
    static let page = Shape<PortalPageDetail>(
        "PortalPage",
        [
            .init("id") { $0.page.id }, .init("parent_page_id") { $0.page.parentID }, .init("slug") { $0.page.slug },
            .init("title") { $0.page.title }, .init(ifAny: "description") { $0.page.description },
            .init("visibility") { $0.page.visibility }, .init("content") { $0.content },
            .init("created_at") { $0.page.createdAt }, .init("updated_at") { $0.page.updatedAt },
        ])

    private static let pageInfo = Shape<PortalPage>(
        "PortalPageInfo",
        [
            .init("id") { $0.id }, .init("parent_page_id") { $0.parentID }, .init("slug") { $0.slug },
            .init("title") { $0.title }, .init(ifAny: "description") { $0.description },
            .init("visibility") { $0.visibility }, .init("created_at") { $0.createdAt },
            .init("updated_at") { $0.updatedAt },
        ])

    static func tree(_ tree: PortalPageTree) -> JSON {
        let members = pageInfo.json(tree.page).members ?? []
        return .object(members + [JSON.Member("children", .array(tree.children.map(self.tree)))])
    }

    static let treeSchema = Schema.object(
        name: nil,
        [.init("data", .array(pageInfo.adding([.init("children", as: .array(.anything)) { _ in [] }]).schema))])

    static let snippet = Shape<SnippetDetail>(
        "PortalSnippet",
        [
            .init("id") { $0.snippet.id }, .init("name") { $0.snippet.name }, .init("title") { $0.snippet.title },
            .init(ifAny: "description") { $0.snippet.description }, .init("visibility") { $0.snippet.visibility },
            .init("content") { $0.content }, .init("created_at") { $0.snippet.createdAt },
            .init("updated_at") { $0.snippet.updatedAt },
        ])

    static let snippetInfo = Shape<Snippet>(
        "PortalSnippetInfo",
        [
            .init("id") { $0.id }, .init("name") { $0.name }, .init("title") { $0.title },
            .init(ifAny: "description") { $0.description }, .init("visibility") { $0.visibility },
            .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
        ])
}
