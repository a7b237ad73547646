package import Core
import HTTPTypes
import Model
package import Web

/// `/v3/portals/{portalId}/custom-domain`: operators only.
package struct CustomDomainRoutes {
    private static let path = "/v3/portals/{portalId}/custom-domain"

    private let domains: CustomDomains
    private let wire: CustomDomainWire

    package init(_ product: Product) {
        domains = product.customDomains
        wire = CustomDomainWire { product.kernel.now }
    }

    package var endpoints: [Endpoint<OperatorCaller>] {
        let schema = wire.shape.schema
        return [
            .get(
                Self.path, "get-portal-custom-domain", needs: .portal(.view),
                story: EndpointStory(summary: "Get the custom domain", answer: schema), get),
            .post(
                Self.path, "create-portal-custom-domain", needs: .portal(.update),
                story: EndpointStory(
                    summary: "Set the custom domain", body: { _ = CustomDomainWire.draft(&$0) }, answer: schema,
                    successStatus: 201), create),
            .patch(
                Self.path, "update-portal-custom-domain", needs: .portal(.update),
                story: EndpointStory(
                    summary: "Change the custom domain", body: { _ = CustomDomainWire.change(&$0) }, answer: schema),
                update),
            .delete(
                Self.path, "delete-portal-custom-domain", needs: .portal(.update),
                story: EndpointStory(summary: "Remove the custom domain", successStatus: 204), delete),
        ]
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(wire.json(try await domains.find(of: call.id("portalId"), as: call.caller.actor)))
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body { CustomDomainWire.draft(&$0) }
        let made = try await domains.create(draft, on: call.id("portalId"), as: call.caller.actor)
        return .json(wire.json(made), status: .created)
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let change = try await call.body { CustomDomainWire.change(&$0) }
        return .json(wire.json(try await domains.update(of: call.id("portalId"), change, as: call.caller.actor)))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await domains.delete(of: call.id("portalId"), as: call.caller.actor)
        return .empty()
    }
}
