import Core
import HTTPTypes
import Model
import Web

/// What entities may hold, asked beforehand, and the version of a control plane's configuration.
struct CoreEntitySchemaRoutes {
    private static let root = "/v2/control-planes/{controlPlaneId}"

    private let entities: CoreEntities
    private let publisher: GatewayPublisher

    init(_ product: Product) {
        entities = product.coreEntities
        publisher = product.gatewayPublisher
    }

    var endpoints: [Endpoint<OperatorCaller>] {
        let times: [Schema.Property] = [.init("created_at", .integer), .init("updated_at", .integer)]
        return [
            .get(
                "\(Self.root)/expected-config-hash", "get-expected-config-hash", needs: .controlPlane(.view),
                story: EndpointStory(
                    summary: "Get the hash of the configuration that data planes should run",
                    answer: .object(name: nil, [.init("expected_hash", .string())] + times)), hash),
            .get(
                "\(Self.root)/expected-config-version", "get-expected-config-version", needs: .controlPlane(.view),
                story: EndpointStory(
                    summary: "Get the version of the configuration that data planes should run",
                    answer: .object(
                        name: nil, [.init("expected_config_version", .string()), .init("created_at", .integer)])),
                version),
            .get(
                "\(Self.root)/core-entities/schemas/plugins/{pluginName}", "fetch-plugin-schema",
                needs: .controlPlane(.view),
                story: EndpointStory(
                    summary: "Get the fields of a plugin that the gateway runs",
                    answer: .object(name: nil, [.init("fields", .array(.map(.anything)))])), plugin),
            .post(
                "\(Self.root)/core-entities/schemas/{entityName}/validate", "validate-entity-schema",
                needs: .controlPlane(.view),
                story: EndpointStory(
                    summary: "Validate an entity without keeping it", bodySchema: .map(.anything),
                    answer: .object(name: nil, [.init("message", .string())])), validate),
        ]
    }

    private func hash(_ call: Call<OperatorCaller>) async throws -> Reply {
        let (hash, at) = try await publisher.expectedHash(of: call.id("controlPlaneId"), as: call.caller.actor)
        let seconds = JSON.integer(at.milliseconds / 1_000)
        return .json(["expected_hash": .string(hash), "created_at": seconds, "updated_at": seconds])
    }

    private func version(_ call: Call<OperatorCaller>) async throws -> Reply {
        let (_, at) = try await publisher.expectedHash(of: call.id("controlPlaneId"), as: call.caller.actor)
        return .json([
            "expected_config_version": .string(String(at.milliseconds)),
            "created_at": .integer(at.milliseconds / 1_000),
        ])
    }

    private func plugin(_ call: Call<OperatorCaller>) async throws -> Reply {
        let fields = try await entities.pluginFields(
            call.text("pluginName"), in: call.id("controlPlaneId"), as: call.caller.actor)
        let config = fields.map { field -> JSON in
            var members: [JSON.Member] = [.init("type", .string(field.kind.rawValue))]
            if field.kind == .set { members.append(.init("elements", ["type": "string"])) }
            members.append(.init("required", false))
            if !field.standard.isNull { members.append(.init("default", field.standard)) }
            return .object([JSON.Member(field.name, .object(members))])
        }
        return .json(["fields": [["config": ["type": "record", "required": true, "fields": .array(config)]]]])
    }

    private func validate(_ call: Call<OperatorCaller>) async throws -> Reply {
        let body = try await call.json()
        try await entities.validate(
            call.text("entityName"), body, in: call.id("controlPlaneId"), as: call.caller.actor)
        return .json(["message": "schema validation successful"])
    }
}
