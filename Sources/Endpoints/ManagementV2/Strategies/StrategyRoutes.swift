package import Core
import HTTPTypes
import Model
package import Web

/// `/v2/application-auth-strategies`: operators only.
package struct StrategyRoutes {
    private let strategies: Strategies
    private let shape = StrategyWire.shape

    package init(_ product: Product) {
        strategies = product.strategies
    }

    private static let path = "/v2/application-auth-strategies"
    private static let item = path + "/{authStrategyId}"

    package var endpoints: [Endpoint<OperatorCaller>] {
        [
            .get(
                Self.path, "list-app-auth-strategies", needs: .filtered,
                story: EndpointStory(
                    summary: "List application auth strategies", list: AuthStrategy.list, answer: shape.pageSchema),
                list),
            .post(
                Self.path, "create-app-auth-strategy", needs: .strategy(.create),
                story: EndpointStory(
                    summary: "Create an application auth strategy", body: { _ = StrategyWire.draft(&$0) },
                    answer: shape.schema, successStatus: 201), create),
            .get(
                Self.item, "get-app-auth-strategy", needs: .strategy(.view),
                story: EndpointStory(summary: "Get an application auth strategy", answer: shape.schema), get),
            .put(
                Self.item, "replace-app-auth-strategy", needs: .strategy(.update),
                story: EndpointStory(
                    summary: "Replace an application auth strategy", body: { _ = StrategyWire.draft(&$0) },
                    answer: shape.schema, successStatus: 201), replace),
            .patch(
                Self.item, "update-app-auth-strategy", needs: .strategy(.update),
                story: EndpointStory(
                    summary: "Update an application auth strategy", body: { _ = StrategyWire.change(&$0) },
                    answer: shape.schema), update),
            .delete(
                Self.item, "delete-app-auth-strategy", needs: .strategy(.delete),
                story: EndpointStory(summary: "Delete an application auth strategy", successStatus: 204), delete),
        ]
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(shape.page(try await strategies.list(try call.list(AuthStrategy.list), as: call.caller.actor)))
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body { StrategyWire.draft(&$0) }
        return .json(shape.json(try await strategies.create(draft, as: call.caller.actor)), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(shape.json(try await strategies.find(call.id("authStrategyId"), as: call.caller.actor)))
    }

    private func replace(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body { StrategyWire.draft(&$0) }
        let id: ID<AuthStrategy> = try call.id("authStrategyId")
        let replaced = try await strategies.replace(id, with: draft, as: call.caller.actor)
        // The contract says 201, and clients match it exactly.
        return .json(shape.json(replaced), status: .created)
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let change = try await call.body { StrategyWire.change(&$0) }
        let id: ID<AuthStrategy> = try call.id("authStrategyId")
        return .json(shape.json(try await strategies.update(id, change, as: call.caller.actor)))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await strategies.delete(call.id("authStrategyId"), as: call.caller.actor)
        return .empty()
    }
}
