package import Core
import HTTPTypes
import Model
package import Web

/// `/v3/portals`: operators and system accounts, as their roles allow.
package struct PortalRoutes {
    private let portals: Portals
    private let shape: Shape<Portal>

    package init(_ product: Product) {
        portals = product.portals
        shape = PortalWire.shape(product.portals)
    }

    package var endpoints: [Endpoint<OperatorCaller>] {
        [
            .get(
                "/v3/portals", "list-portals", needs: .filtered,
                story: EndpointStory(summary: "List portals", list: Portal.list, answer: shape.pageSchema), list),
            .post(
                "/v3/portals", "create-portal", needs: .portal(.create),
                story: EndpointStory(
                    summary: "Create a portal", body: { _ = PortalWire.draft(&$0) }, answer: shape.schema,
                    successStatus: 201), create),
            .get(
                "/v3/portals/{portalId}", "get-portal", needs: .portal(.view),
                story: EndpointStory(summary: "Get a portal", answer: shape.schema), get),
            .patch(
                "/v3/portals/{portalId}", "update-portal", needs: .portal(.update),
                story: EndpointStory(
                    summary: "Update a portal", body: { _ = PortalWire.change(&$0) }, answer: shape.schema), update),
            .delete(
                "/v3/portals/{portalId}", "delete-portal", needs: .portal(.delete),
                story: EndpointStory(
                    summary: "Delete a portal",
                    query: [.flag("force", "Also when APIs are published on it.")], successStatus: 204), delete),
        ]
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(shape.page(try await portals.list(try call.list(Portal.list), as: call.caller.actor)))
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body { PortalWire.draft(&$0) }
        return .json(shape.json(try await portals.create(draft, as: call.caller.actor)), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(shape.json(try await portals.find(call.id("portalId"), as: call.caller.actor)))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let id: ID<Portal> = try call.id("portalId")
        let change = try await call.body { PortalWire.change(&$0) }
        return .json(shape.json(try await portals.update(id, change, as: call.caller.actor)))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await portals.delete(call.id("portalId"), force: call.flag("force"), as: call.caller.actor)
        return .empty()
    }
}
