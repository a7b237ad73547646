package import Core
import HTTPTypes
import Model
package import Web

/// `/v3/apis/{apiId}/documents`: operators only.
package struct APIDocumentRoutes {
    private static let path = "/v3/apis/{apiId}/documents"
    private static let onePath = "/v3/apis/{apiId}/documents/{documentId}"
    private let documents: APIDocuments

    package init(_ product: Product) {
        documents = product.apiDocuments
    }

    package var endpoints: [Endpoint<OperatorCaller>] {
        let shape = APIDocumentWire.shape
        return [
            .get(
                Self.path, "list-api-documents",
                story: EndpointStory(
                    summary: "List documents as a tree", list: APIDocument.list, paging: .whole,
                    answer: APIDocumentWire.treeSchema), list),
            .post(
                Self.path, "create-api-document",
                story: EndpointStory(
                    summary: "Add a document", body: { _ = APIDocumentWire.draft(&$0) }, answer: shape.schema,
                    successStatus: 201), create),
            .get(
                Self.onePath, "fetch-api-document",
                story: EndpointStory(summary: "Get a document", answer: shape.schema), get),
            .patch(
                Self.onePath, "update-api-document",
                story: EndpointStory(
                    summary: "Update a document", body: { _ = APIDocumentWire.change(&$0) }, answer: shape.schema),
                update),
            .delete(
                Self.onePath, "delete-api-document",
                story: EndpointStory(summary: "Delete a document", successStatus: 204), delete),
            .post(
                Self.onePath + "/move", "move-api-document",
                story: EndpointStory(
                    summary: "Move a document", body: { _ = APIDocumentWire.move(&$0) }, isOpenBody: true,
                    successStatus: 204), move),
        ]
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        let statuses = APIDocumentWire.statuses(try call.list(APIDocument.list, paged: false))
        let tree = try await documents.tree(of: call.id("apiId"), statuses: statuses, as: call.caller.actor)
        return .json(["data": .array(tree.map(APIDocumentWire.tree))])
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body(limit: 8 * Call<OperatorCaller>.jsonLimit) { APIDocumentWire.draft(&$0) }
        let page = try await documents.create(draft, of: call.id("apiId"), as: call.caller.actor)
        return .json(APIDocumentWire.shape.json(page), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        let page = try await documents.find(call.id("documentId"), of: call.id("apiId"), as: call.caller.actor)
        return .json(APIDocumentWire.shape.json(page))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let id: ID<APIDocument> = try call.id("documentId")
        let change = try await call.body(limit: 8 * Call<OperatorCaller>.jsonLimit) { APIDocumentWire.change(&$0) }
        let page = try await documents.update(id, of: call.id("apiId"), change, as: call.caller.actor)
        return .json(APIDocumentWire.shape.json(page))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await documents.delete(call.id("documentId"), of: call.id("apiId"), as: call.caller.actor)
        return .empty()
    }

    private func move(_ call: Call<OperatorCaller>) async throws -> Reply {
        let id: ID<APIDocument> = try call.id("documentId")
        let place = try await call.body(isClosed: false) { APIDocumentWire.move(&$0) }
        let api: ID<API> = try call.id("apiId")
        try await documents.move(id, of: api, to: place.parent, index: place.index, as: call.caller.actor)
        return .empty()
    }
}
