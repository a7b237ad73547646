package import Core
import HTTPTypes
import Model
package import Web

/// `/v3/apis/{apiId}/versions`, and `/specifications`, which is their older name.
package struct APIVersionRoutes {
    private let versions: APIVersions
    private let bodyLimit: Int

    package init(_ product: Product) {
        versions = product.apiVersions
        bodyLimit = product.kernel.settings.uploads.bodyLimit(.description)
    }

    package var endpoints: [Endpoint<OperatorCaller>] { versionEndpoints + specificationEndpoints }

    private var versionEndpoints: [Endpoint<OperatorCaller>] {
        let list = "/v3/apis/{apiId}/versions", one = "/v3/apis/{apiId}/versions/{versionId}"
        let full = APIVersionWire.full, summary = APIVersionWire.summary
        return [
            .get(
                list, "list-api-versions", needs: .api(.view),
                story: EndpointStory(summary: "List versions", list: APIVersion.list, answer: summary.pageSchema)
            ) { call in
                try await self.list(call, APIVersion.list, summary)
            },
            .post(
                list, "create-api-version", needs: .api(.update),
                story: EndpointStory(
                    summary: "Add a version", body: { _ = APIVersionWire.draft(&$0) }, answer: full.schema,
                    successStatus: 201)
            ) { call in
                let draft = try await call.body(limit: bodyLimit) { APIVersionWire.draft(&$0) }
                return try await create(call, draft, full)
            },
            .get(
                one, "fetch-api-version", needs: .api(.view),
                story: EndpointStory(summary: "Get a version", answer: full.schema)
            ) { call in
                try await get(call, "versionId", full)
            },
            .patch(
                one, "update-api-version", needs: .api(.update),
                story: EndpointStory(
                    summary: "Update a version",
                    query: [.flag("force", "Lets operations go that the gateway enforces.")],
                    body: { _ = APIVersionWire.change(&$0) }, answer: full.schema)
            ) { call in
                let change = try await call.body(limit: bodyLimit) { APIVersionWire.change(&$0) }
                return try await update(call, "versionId", change, full)
            },
            .delete(
                one, "delete-api-version", needs: .api(.update),
                story: EndpointStory(summary: "Delete a version", successStatus: 204)
            ) {
                try await delete($0, "versionId")
            },
        ]
    }

    private var specificationEndpoints: [Endpoint<OperatorCaller>] {
        let list = "/v3/apis/{apiId}/specifications", one = "/v3/apis/{apiId}/specifications/{specId}"
        let full = APIVersionWire.specificationFull, summary = APIVersionWire.specificationSummary
        return [
            .get(
                list, "list-api-specs", needs: .api(.view),
                story: EndpointStory(
                    summary: "List descriptions", list: APIVersion.specificationList, answer: summary.pageSchema)
            ) { call in
                try await self.list(call, APIVersion.specificationList, summary)
            },
            .post(
                list, "create-api-spec", needs: .api(.update),
                story: EndpointStory(
                    summary: "Add a description", body: { _ = APIVersionWire.specificationDraft(&$0) },
                    answer: full.schema, successStatus: 201)
            ) { call in
                let draft = try await call.body(limit: bodyLimit) { APIVersionWire.specificationDraft(&$0) }
                return try await create(call, draft, full)
            },
            .get(
                one, "fetch-api-spec", needs: .api(.view),
                story: EndpointStory(summary: "Get a description", answer: full.schema)
            ) {
                try await get($0, "specId", full)
            },
            .patch(
                one, "update-api-spec", needs: .api(.update),
                story: EndpointStory(
                    summary: "Update a description",
                    query: [.flag("force", "Lets operations go that the gateway enforces.")],
                    body: { _ = APIVersionWire.specificationChange(&$0) }, answer: full.schema)
            ) { call in
                let change = try await call.body(limit: bodyLimit) { APIVersionWire.specificationChange(&$0) }
                return try await update(call, "specId", change, full)
            },
            .delete(
                one, "delete-api-spec", needs: .api(.update),
                story: EndpointStory(summary: "Delete a description", successStatus: 204)
            ) {
                try await delete($0, "specId")
            },
        ]
    }

    private func list(
        _ call: Call<OperatorCaller>, _ rules: ListRules, _ shape: Shape<APIVersion>
    ) async throws -> Reply {
        let query = try call.list(rules)
        return .json(shape.page(try await versions.list(query, of: call.id("apiId"), as: call.caller.actor)))
    }

    private func create(
        _ call: Call<OperatorCaller>, _ draft: APIVersionDraft, _ shape: Shape<(APIVersion, Specification)>
    ) async throws -> Reply {
        let created = try await versions.create(draft, of: call.id("apiId"), as: call.caller.actor)
        return .json(shape.json(created), status: .created)
    }

    private func get(
        _ call: Call<OperatorCaller>, _ name: String, _ shape: Shape<(APIVersion, Specification)>
    ) async throws -> Reply {
        .json(shape.json(try await versions.find(call.id(name), of: call.id("apiId"), as: call.caller.actor)))
    }

    private func update(
        _ call: Call<OperatorCaller>, _ name: String, _ change: APIVersionChange,
        _ shape: Shape<(APIVersion, Specification)>
    ) async throws -> Reply {
        let isForced = try call.flag("force")
        let id: ID<APIVersion> = try call.id(name)
        let changed = try await versions.update(
            id, of: call.id("apiId"), change, force: isForced, as: call.caller.actor)
        return .json(shape.json(changed))
    }

    private func delete(_ call: Call<OperatorCaller>, _ name: String) async throws -> Reply {
        try await versions.delete(call.id(name), of: call.id("apiId"), as: call.caller.actor)
        return .empty()
    }
}
