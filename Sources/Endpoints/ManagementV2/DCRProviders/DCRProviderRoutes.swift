package import Core
import HTTPTypes
import Model
package import Web

/// `/v2/dcr-providers`: operators only.
package struct DCRProviderRoutes {
    private static let path = "/v2/dcr-providers"
    private static let item = path + "/{dcrProviderId}"

    private let providers: DCRProviders
    private let shape = DCRProviderWire.shape

    package init(_ product: Product) {
        providers = product.dcrProviders
    }

    package var endpoints: [Endpoint<OperatorCaller>] {
        [
            .get(
                Self.path, "list-dcr-providers", needs: .filtered,
                story: EndpointStory(summary: "List DCR providers", list: DCRProvider.list, answer: shape.pageSchema),
                list),
            .post(
                Self.path, "create-dcr-provider", needs: .dcrProvider(.create),
                story: EndpointStory(
                    summary: "Create a DCR provider", body: { _ = DCRProviderWire.draft(&$0) }, answer: shape.schema,
                    successStatus: 201), create),
            .get(
                Self.item, "get-dcr-provider", needs: .dcrProvider(.view),
                story: EndpointStory(summary: "Get a DCR provider", answer: shape.schema), get),
            .patch(
                Self.item, "update-dcr-provider", needs: .dcrProvider(.update),
                story: EndpointStory(
                    summary: "Update a DCR provider", body: { _ = DCRProviderWire.change(&$0, of: .http) },
                    answer: shape.schema), update),
            .delete(
                Self.item, "delete-dcr-provider", needs: .dcrProvider(.delete),
                story: EndpointStory(summary: "Delete a DCR provider", successStatus: 204), delete),
            .post(
                Self.item + "/verify", "verify-dcr-provider", needs: .dcrProvider(.view),
                story: EndpointStory(summary: "Try a DCR provider", answer: DCRProviderWire.verdict), verify),
        ]
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(shape.page(try await providers.list(try call.list(DCRProvider.list), as: call.caller.actor)))
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body { DCRProviderWire.draft(&$0) }
        return .json(shape.json(try await providers.create(draft, as: call.caller.actor)), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(shape.json(try await find(call)))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let found = try await find(call)
        let change = try await call.body { DCRProviderWire.change(&$0, of: found.kind) }
        return .json(shape.json(try await providers.update(found.id, change, as: call.caller.actor)))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await providers.delete(call.id("dcrProviderId"), as: call.caller.actor)
        return .empty()
    }

    private func verify(_ call: Call<OperatorCaller>) async throws -> Reply {
        let errors = try await providers.verify(call.id("dcrProviderId"), as: call.caller.actor)
        return .json(["status": errors.isEmpty ? "success" : "failed", "errors": errors.wire])
    }

    private func find(_ call: Call<OperatorCaller>) async throws -> DCRProvider {
        try await providers.find(call.id("dcrProviderId"), as: call.caller.actor)
    }
}
