package import Core
import HTTPTypes
import Model
package import Web

/// `/v3/apis` and `/v3/api-attributes`: operators only.
package struct APIRoutes {
    private let apis: APIs
    private let icons: APIIcons
    private let operations: GatewayOperations
    private let bodyLimit: Int

    package init(_ product: Product) {
        operations = product.gatewayOperations
        apis = product.apis
        bodyLimit = product.kernel.settings.uploads.bodyLimit(.description)
        icons = product.apiIcons
    }

    package var endpoints: [Endpoint<OperatorCaller>] {
        [
            .get(
                "/v3/apis", "list-apis", needs: .filtered,
                story: EndpointStory(summary: "List APIs", list: API.list, answer: APIWire.shape.pageSchema), list),
            .post(
                "/v3/apis", "create-api", needs: .api(.create),
                story: EndpointStory(
                    summary: "Create an API", body: { _ = APIWire.draft(&$0) }, answer: APIWire.shape.schema,
                    successStatus: 201), create),
            .post(
                "/v3/apis/validate-specification", "validate-specification", needs: .anybody,
                story: EndpointStory(
                    summary: "Validate a description without keeping it", body: { _ = Self.content(&$0) },
                    answer: .object(
                        name: nil, [.init("validation_messages", .array(APIVersionWire.message.schema))]),
                    successStatus: 201), validate),
            .get(
                "/v3/apis/{apiId}", "fetch-api", needs: .api(.view),
                story: EndpointStory(summary: "Get an API", answer: APIWire.shape.schema), get),
            .patch(
                "/v3/apis/{apiId}", "update-api", needs: .api(.update),
                story: EndpointStory(
                    summary: "Update an API",
                    query: [.flag("force", "Lets operations go that the gateway enforces.")],
                    body: { _ = APIWire.change(&$0) }, answer: APIWire.shape.schema), update),
            .delete(
                "/v3/apis/{apiId}", "delete-api", needs: .api(.delete),
                story: EndpointStory(summary: "Delete an API", successStatus: 204), delete),
            .get(
                "/v3/apis/{apiId}/operations", "list-api-operations", needs: .api(.view),
                story: EndpointStory(
                    summary: "List the operations that the gateway enforces", list: GatewayOperation.list,
                    answer: PackageWire.operation.pageSchema), listOperations),
            .get(
                "/v3/apis/{apiId}/operations/{operationId}", "fetch-api-operation", needs: .api(.view),
                story: EndpointStory(
                    summary: "Get an operation that the gateway enforces", answer: PackageWire.operation.schema),
                getOperation),
            .get(
                "/v3/api-attributes", "list-api-attributes", needs: .filtered,
                story: EndpointStory(
                    summary: "List the attributes of all APIs", list: APIAttribute.list,
                    answer: APIWire.attribute.pageSchema), attributes),
        ]
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(APIWire.shape.page(try await apis.list(try call.list(API.list), as: call.caller.actor)))
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body(limit: bodyLimit) { APIWire.draft(&$0) }
        return .json(APIWire.shape.json(try await apis.create(draft, as: call.caller.actor)), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(APIWire.shape.json(try await apis.find(call.id("apiId"), as: call.caller.actor)))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let id: ID<API> = try call.id("apiId")
        let isForced = try call.flag("force")
        let change = try await call.body { APIWire.change(&$0) }
        let changed = try await apis.update(id, change, force: isForced, as: call.caller.actor)
        return .json(APIWire.shape.json(changed))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await apis.delete(call.id("apiId"), as: call.caller.actor)
        return .empty()
    }

    private func attributes(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(APIAttribute.list)
        return .json(APIWire.attribute.page(try await icons.attributes(query, as: call.caller.actor)))
    }

    private func listOperations(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(GatewayOperation.list)
        return .json(
            PackageWire.operation.page(try await operations.list(of: call.id("apiId"), query, as: call.caller.actor)))
    }

    private func getOperation(_ call: Call<OperatorCaller>) async throws -> Reply {
        let found = try await operations.find(call.id("operationId"), of: call.id("apiId"), as: call.caller.actor)
        return .json(PackageWire.operation.json(found))
    }

    private static func content(_ body: inout BodyReader) -> String {
        body.required("content", .text(max: .max))
    }

    private func validate(_ call: Call<OperatorCaller>) async throws -> Reply {
        let content = try await call.body(limit: bodyLimit) { Self.content(&$0) }
        do {
            let problems = try apis.validate(content, as: call.caller.actor)
            let messages = problems.map(APIVersionWire.message.json)
            return .json(["validation_messages": .array(messages)], status: .created)
        } catch let unreadable as SpecificationUnreadable {
            return try Self.unreadable(unreadable.problems, call.requestID)
        }
    }

    /// The usual problem, and beside it what is wrong with the description.
    private static func unreadable(_ problems: [SpecificationProblem], _ requestID: String) throws -> Reply {
        let reason = "The provided specification content could not be parsed"
        var reply = Problem.reply(.invalid("content", .invalid, reason), requestID: requestID)
        let errors = problems.map { problem -> JSON in
            ["path": .string("#" + problem.pointer), "message": .string(problem.message)]
        }
        let members = try JSON(parsing: reply.body).members ?? []
        reply.body = Array(JSON.object(members + [JSON.Member("validation_errors", .array(errors))]).text.utf8)
        return reply
    }
}
