import Core
import Model
import Web

/// Pages of portals on the wire.
enum PortalPageWire {
    static let shape = Shape<PortalPageDetail>(
        "PortalPage",
        [
            .init("id") { $0.page.id }, .init("parent_page_id") { $0.page.parentID }, .init("slug") { $0.page.slug },
            .init("title") { $0.page.title }, .init(ifAny: "description") { $0.page.description },
            .init("status") { $0.page.status }, .init("visibility") { $0.page.visibility },
            .init("content") { $0.content }, .init("created_at") { $0.page.createdAt },
            .init("updated_at") { $0.page.updatedAt },
        ])

    private static let summary = Shape<PortalPage>(
        "PortalPageInfo",
        [
            .init("id") { $0.id }, .init("parent_page_id") { $0.parentID }, .init("slug") { $0.slug },
            .init("title") { $0.title }, .init(ifAny: "description") { $0.description },
            .init("status") { $0.status }, .init("visibility") { $0.visibility },
            .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
        ])

    static func tree(_ tree: PortalPageTree) -> JSON {
        let members = summary.json(tree.page).members ?? []
        return .object(members + [JSON.Member("children", .array(tree.children.map(self.tree)))])
    }

    static let treeSchema = Schema.object(
        name: nil,
        [.init("data", .array(summary.adding([.init("children", as: .array(.anything)) { _ in [] }]).schema))])

    static let added = Schema.object(
        name: "DefaultContent", [.init("pages", .array(.string())), .init("snippets", .array(.string()))])

    static func draft(_ body: inout BodyReader) -> PortalPageDraft {
        var draft = PortalPageDraft(
            slug: body.required("slug", .text(PageSlug.rule)),
            content: body.required("content", .text(PortalPage.contentRule)))
        draft.title = body.nullable("title", .text(PortalPage.titleRule))
        draft.description = body.nullable("description", .text(PortalPage.descriptionRule))
        draft.status = body.optional("status", .choice()) ?? .unpublished
        draft.visibility = body.optional("visibility", .choice())
        draft.parentID = body.nullable("parent_page_id", .id())
        return draft
    }

    static func change(_ body: inout BodyReader) -> PortalPageChange {
        var change = PortalPageChange()
        change.slug = body.change("slug", .text(PageSlug.rule))
        change.title = body.change("title", .text(PortalPage.titleRule))
        change.description = body.nullableChange("description", .text(PortalPage.descriptionRule))
        change.status = body.change("status", .choice())
        change.visibility = body.change("visibility", .choice())
        change.parentID = body.nullableChange("parent_page_id", .id())
        change.content = body.change("content", .text(PortalPage.contentRule))
        return change
    }

    /// Without an index a page comes last.
    static func move(_ body: inout BodyReader) -> (parent: ID<PortalPage>?, index: Int) {
        let bound = 1_000_000
        return (
            body.nullable("parent_page_id", .id()), body.optional("index", .integer(-bound...bound)) ?? -1
        )
    }
}
