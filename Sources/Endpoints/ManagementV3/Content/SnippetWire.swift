import Core
import Model
import Web

/// Snippets on the wire.
enum SnippetWire {
    static let shape = Shape<SnippetDetail>(
        "PortalSnippet",
        [
            .init("id") { $0.snippet.id }, .init("name") { $0.snippet.name }, .init("title") { $0.snippet.title },
            .init(ifAny: "description") { $0.snippet.description }, .init("status") { $0.snippet.status },
            .init("visibility") { $0.snippet.visibility }, .init("content") { $0.content },
            .init("created_at") { $0.snippet.createdAt }, .init("updated_at") { $0.snippet.updatedAt },
        ])

    static let summary = Shape<Snippet>(
        "PortalSnippetInfo",
        [
            .init("id") { $0.id }, .init("name") { $0.name }, .init("title") { $0.title },
            .init(ifAny: "description") { $0.description }, .init("status") { $0.status },
            .init("visibility") { $0.visibility }, .init("created_at") { $0.createdAt },
            .init("updated_at") { $0.updatedAt },
        ])

    static func draft(_ body: inout BodyReader) -> SnippetDraft {
        var draft = SnippetDraft(
            name: body.required("name", .text(Snippet.nameRule)),
            content: body.required("content", .text(PortalPage.contentRule)))
        draft.title = body.nullable("title", .text(PortalPage.titleRule))
        draft.description = body.nullable("description", .text(PortalPage.descriptionRule))
        draft.status = body.optional("status", .choice()) ?? .published
        draft.visibility = body.optional("visibility", .choice())
        return draft
    }

    static func change(_ body: inout BodyReader) -> SnippetChange {
        var change = SnippetChange()
        change.name = body.change("name", .text(Snippet.nameRule))
        change.title = body.change("title", .text(PortalPage.titleRule))
        change.description = body.nullableChange("description", .text(PortalPage.descriptionRule))
        change.status = body.change("status", .choice())
        change.visibility = body.change("visibility", .choice())
        change.content = body.change("content", .text(PortalPage.contentRule))
        return change
    }
}
