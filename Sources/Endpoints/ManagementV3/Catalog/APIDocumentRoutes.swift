package import Core
import HTTPTypes
package import Model
package import Web

/// The documents of APIs or of packages: operators only.
package struct APIDocumentRoutes {
    private let documents: APIDocuments
    private let kind: API.Kind

    package init(_ product: Product, _ kind: API.Kind = .api) {
        documents = kind == .api ? product.apiDocuments : product.packageDocuments
        self.kind = kind
    }

    package var endpoints: [Endpoint<OperatorCaller>] {
        let shape = APIDocumentWire.shape, path = kind.path + "/documents", onePath = path + "/{documentId}"
        return [
            .get(
                path, kind.operation("list-api-documents"), needs: .api(.view),
                story: EndpointStory(
                    summary: "List documents as a tree", list: APIDocument.list, paging: .whole,
                    answer: APIDocumentWire.treeSchema), list),
            .post(
                path, kind.operation("create-api-document"), needs: .api(.update),
                story: EndpointStory(
                    summary: "Add a document", body: { _ = APIDocumentWire.draft(&$0) }, answer: shape.schema,
                    successStatus: 201), create),
            .get(
                onePath, kind.operation("fetch-api-document"), needs: .api(.view),
                story: EndpointStory(summary: "Get a document", answer: shape.schema), get),
            .patch(
                onePath, kind.operation("update-api-document"), needs: .api(.update),
                story: EndpointStory(
                    summary: "Update a document", body: { _ = APIDocumentWire.change(&$0) }, answer: shape.schema),
                update),
            .delete(
                onePath, kind.operation("delete-api-document"), needs: .api(.update),
                story: EndpointStory(summary: "Delete a document", successStatus: 204), delete),
            .post(
                onePath + "/move", kind.operation("move-api-document"), needs: .api(.update),
                story: EndpointStory(
                    summary: "Move a document", body: { _ = APIDocumentWire.move(&$0) }, isOpenBody: true,
                    successStatus: 204), move),
        ]
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        let statuses = APIDocumentWire.statuses(try call.list(APIDocument.list, paged: false))
        let tree = try await documents.tree(of: call.id(kind.parameter), statuses: statuses, as: call.caller.actor)
        return .json(["data": .array(tree.map(APIDocumentWire.tree))])
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body(limit: 8 * Call<OperatorCaller>.jsonLimit) { APIDocumentWire.draft(&$0) }
        let page = try await documents.create(draft, of: call.id(kind.parameter), as: call.caller.actor)
        return .json(APIDocumentWire.shape.json(page), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        let page = try await documents.find(call.id("documentId"), of: call.id(kind.parameter), as: call.caller.actor)
        return .json(APIDocumentWire.shape.json(page))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let id: ID<APIDocument> = try call.id("documentId")
        let change = try await call.body(limit: 8 * Call<OperatorCaller>.jsonLimit) { APIDocumentWire.change(&$0) }
        let page = try await documents.update(id, of: call.id(kind.parameter), change, as: call.caller.actor)
        return .json(APIDocumentWire.shape.json(page))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await documents.delete(call.id("documentId"), of: call.id(kind.parameter), as: call.caller.actor)
        return .empty()
    }

    private func move(_ call: Call<OperatorCaller>) async throws -> Reply {
        let id: ID<APIDocument> = try call.id("documentId")
        let place = try await call.body(isClosed: false) { APIDocumentWire.move(&$0) }
        let api: ID<API> = try call.id(kind.parameter)
        try await documents.move(id, of: api, to: place.parent, index: place.index, as: call.caller.actor)
        return .empty()
    }
}
