import Core
import Model
import Web

extension ContentStatus: WireChoice {}

/// Documents of APIs on the wire.
enum APIDocumentWire {
    static let shape = Shape<APIDocumentPage>(
        "ApiDocument",
        [
            .init("id") { $0.document.id }, .init("parent_document_id") { $0.document.parentID },
            .init("title") { $0.document.title }, .init("slug") { $0.document.slug },
            .init("status") { $0.document.status }, .init("content") { $0.content },
            .init("created_at") { $0.document.createdAt }, .init("updated_at") { $0.document.updatedAt },
        ])

    private static let summary = Shape<APIDocument>(
        "ApiDocumentSummary",
        [
            .init("id") { $0.id }, .init("parent_document_id") { $0.parentID }, .init("title") { $0.title },
            .init("slug") { $0.slug }, .init("status") { $0.status }, .init("created_at") { $0.createdAt },
            .init("updated_at") { $0.updatedAt },
        ])

    static func tree(_ tree: APIDocumentTree) -> JSON {
        let members = summary.json(tree.document).members ?? []
        return .object(members + [JSON.Member("children", .array(tree.children.map(self.tree)))])
    }

    static let treeSchema = Schema.object(
        name: nil,
        [.init("data", .array(summary.adding([.init("children", as: .array(.anything)) { _ in [] }]).schema))])

    static func draft(_ body: inout BodyReader) -> APIDocumentDraft {
        ignoreReadOnly(&body)
        var draft = APIDocumentDraft(content: body.required("content", .text(APIDocument.contentRule)))
        draft.title = body.nullable("title", .text(APIDocument.titleRule))
        draft.slug = body.nullable("slug", .text(API.slugRule))
        draft.status = body.optional("status", .choice())
        draft.parentID = body.nullable("parent_document_id", .id())
        return draft
    }

    static func change(_ body: inout BodyReader) -> APIDocumentChange {
        ignoreReadOnly(&body)
        var change = APIDocumentChange()
        change.title = body.change("title", .text(APIDocument.titleRule))
        change.slug = body.change("slug", .text(API.slugRule))
        change.status = body.change("status", .choice())
        change.parentID = body.nullableChange("parent_document_id", .id())
        change.content = body.change("content", .text(APIDocument.contentRule))
        return change
    }

    /// Where a document is to go; without an index to the end.
    static func move(_ body: inout BodyReader) -> (parent: ID<APIDocument>?, index: Int) {
        let parent: ID<APIDocument>? = body.nullable("parent_document_id", .id())
        return (parent, body.optional("index", .integer(-1_000_000...1_000_000)) ?? -1)
    }

    /// The states that the filters of a list leave.
    static func statuses(_ query: ListQuery) -> Set<APIDocument.Status> {
        Set(
            APIDocument.Status.allCases.filter { status in
                query.filters.allSatisfy { filter in
                    let values = filter.values.compactMap(\.self)
                    return switch filter.op {
                    case .neq: !values.contains(status.rawValue)
                    case .contains, .ocontains: values.contains { status.rawValue.contains($0) }
                    case .exists: true
                    default: values.contains(status.rawValue)
                    }
                }
            })
    }

    private static func ignoreReadOnly(_ body: inout BodyReader) {
        body.ignore("id", "created_at", "updated_at")
    }
}
