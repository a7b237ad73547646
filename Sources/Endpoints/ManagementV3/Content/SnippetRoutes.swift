import Core
import HTTPTypes
import Model
import Web

/// `/v3/portals/{portalId}/snippets`: operators only.
struct SnippetRoutes {
    private static let path = "/v3/portals/{portalId}/snippets"
    private static let onePath = path + "/{snippetId}"
    private let snippets: Snippets

    init(_ product: Product) {
        snippets = product.snippets
    }

    var endpoints: [Endpoint<OperatorCaller>] {
        let shape = SnippetWire.shape
        return [
            .get(
                Self.path, "list-portal-snippets", needs: .portal(.view),
                story: EndpointStory(
                    summary: "List snippets", list: Snippet.list, answer: SnippetWire.summary.pageSchema), list),
            .post(
                Self.path, "create-portal-snippet", needs: .portal(.editContent),
                story: EndpointStory(
                    summary: "Add a snippet", body: { _ = SnippetWire.draft(&$0) }, answer: shape.schema,
                    successStatus: 201), create),
            .get(
                Self.onePath, "get-portal-snippet", needs: .portal(.view),
                story: EndpointStory(summary: "Get a snippet", answer: shape.schema),
                get),
            .patch(
                Self.onePath, "update-portal-snippet", needs: .portal(.editContent),
                story: EndpointStory(
                    summary: "Update a snippet", body: { _ = SnippetWire.change(&$0) }, answer: shape.schema), update),
            .delete(
                Self.onePath, "delete-portal-snippet", needs: .portal(.editContent),
                story: EndpointStory(summary: "Delete a snippet", successStatus: 204), delete),
        ]
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(Snippet.list)
        let page = try await snippets.list(on: call.id("portalId"), query, as: call.caller.actor)
        return .json(SnippetWire.summary.page(page))
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body(limit: PortalPageRoutes.bodyLimit) { SnippetWire.draft(&$0) }
        let snippet = try await snippets.create(draft, on: call.id("portalId"), as: call.caller.actor)
        return .json(SnippetWire.shape.json(snippet), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        let snippet = try await snippets.find(call.id("snippetId"), on: call.id("portalId"), as: call.caller.actor)
        return .json(SnippetWire.shape.json(snippet))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let id: ID<Snippet> = try call.id("snippetId")
        let change = try await call.body(limit: PortalPageRoutes.bodyLimit) { SnippetWire.change(&$0) }
        let snippet = try await snippets.update(id, on: call.id("portalId"), change, as: call.caller.actor)
        return .json(SnippetWire.shape.json(snippet))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await snippets.delete(call.id("snippetId"), on: call.id("portalId"), as: call.caller.actor)
        return .empty()
    }
}
