import Core
import HTTPTypes
import Model
import Web

/// `/v3/portals/{portalId}/customization`, `/assets` and `/integrations`: operators only.
struct CustomizationRoutes {
    private static let path = "/v3/portals/{portalId}/customization"
    private static let integrationsPath = "/v3/portals/{portalId}/integrations"
    private let customizations: Customizations
    private let uploads: UploadLimits

    init(_ product: Product) {
        customizations = product.customizations
        uploads = product.kernel.settings.uploads
    }

    var endpoints: [Endpoint<OperatorCaller>] {
        lookEndpoints + integrationEndpoints + PortalAsset.Kind.allCases.flatMap(assetEndpoints)
    }

    private var lookEndpoints: [Endpoint<OperatorCaller>] {
        let shape = CustomizationWire.shape, reads = { @Sendable in _ = CustomizationWire.change(&$0) }
        return [
            .get(
                Self.path, "get-portal-customization", needs: .portal(.view),
                story: EndpointStory(summary: "Get how a portal looks", answer: shape.schema), get),
            .put(
                Self.path, "replace-portal-customization", needs: .portal(.editAppearance),
                story: EndpointStory(summary: "Replace how a portal looks", body: reads, answer: shape.schema),
                replace),
            .patch(
                Self.path, "update-portal-customization", needs: .portal(.editAppearance),
                story: EndpointStory(summary: "Update how a portal looks", body: reads, answer: shape.schema), update),
        ]
    }

    private var integrationEndpoints: [Endpoint<OperatorCaller>] {
        [
            .get(
                Self.integrationsPath, "get-portal-integrations", needs: .portal(.view),
                story: EndpointStory(summary: "Get the integrations of a portal", answer: IntegrationWire.schema)
            ) { call in
                let found = try await customizations.integrations(of: call.id("portalId"), as: call.caller.actor)
                return .json(IntegrationWire.json(found))
            },
            .put(
                Self.integrationsPath, "upsert-portal-integrations", needs: .portal(.update),
                story: EndpointStory(
                    summary: "Replace the integrations of a portal",
                    body: { _ = IntegrationWire.change(&$0, isWhole: true) }, answer: IntegrationWire.schema)
            ) { try await setIntegrations($0, isWhole: true) },
            .patch(
                Self.integrationsPath, "update-portal-integrations", needs: .portal(.update),
                story: EndpointStory(
                    summary: "Update the integrations of a portal",
                    body: { _ = IntegrationWire.change(&$0, isWhole: false) }, answer: IntegrationWire.schema)
            ) { try await setIntegrations($0, isWhole: false) },
        ]
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(CustomizationWire.shape.json(try await customizations.find(call.id("portalId"), as: call.caller.actor)))
    }

    private func replace(_ call: Call<OperatorCaller>) async throws -> Reply {
        let change = try await call.body { CustomizationWire.change(&$0) }
        let new = try await customizations.replace(call.id("portalId"), change, as: call.caller.actor)
        return .json(CustomizationWire.shape.json(new))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let change = try await call.body { CustomizationWire.change(&$0) }
        let new = try await customizations.update(call.id("portalId"), change, as: call.caller.actor)
        return .json(CustomizationWire.shape.json(new))
    }

    private func setIntegrations(_ call: Call<OperatorCaller>, isWhole: Bool) async throws -> Reply {
        let change = try await call.body { IntegrationWire.change(&$0, isWhole: isWhole) }
        let new = try await customizations.setIntegrations(
            of: call.id("portalId"), change, replacing: isWhole, as: call.caller.actor)
        return .json(IntegrationWire.json(new))
    }
}

extension CustomizationRoutes {
    private func assetEndpoints(_ kind: PortalAsset.Kind) -> [Endpoint<OperatorCaller>] {
        let name = kind.rawValue, path = "/v3/portals/{portalId}/assets/\(name)"
        let schema = Schema.object(name: "PortalImageAsset", [.init("data", .string())])
        return [
            .get(
                path, "get-portal-asset-\(name)", needs: .portal(.view),
                story: EndpointStory(summary: "Get the \(name)", answer: schema)
            ) {
                call in
                let data = try await customizations.assetData(kind, on: call.id("portalId"), as: call.caller.actor)
                return .json(["data": .string(data)])
            },
            .put(
                path, "replace-portal-asset-\(name)", needs: .portal(.editAppearance),
                story: EndpointStory(
                    summary: "Replace the \(name)", body: { _ = Self.dataURI(&$0) }, answer: schema)
            ) { call in
                let data = try await call.body(limit: uploads.bodyLimit(kind.limit)) { Self.dataURI(&$0) }
                let portal: ID<Portal> = try call.id("portalId")
                try await customizations.putAsset(kind, dataURI: data, on: portal, as: call.caller.actor)
                return .json(["data": .string(data)])
            },
            .get(
                path + "/raw", "get-portal-asset-\(name)-raw", needs: .portal(.view),
                story: EndpointStory(summary: "Get the \(name) itself", answer: .string(), media: ["image/*"])
            ) {
                call in
                let found = try await customizations.asset(kind, on: call.id("portalId"), as: call.caller.actor)
                return .picture(found.bytes, type: found.asset.type.rawValue)
            },
        ]
    }

    private static func dataURI(_ body: inout BodyReader) -> String {
        body.required("data", .text(max: .max))
    }
}
