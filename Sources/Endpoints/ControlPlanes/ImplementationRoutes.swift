package import Core
import HTTPTypes
import Model
package import Web

/// The links from APIs to the gateway, below `/v3/apis`: operators only.
package struct ImplementationRoutes {
    private let implementations: Implementations

    package init(_ product: Product) {
        implementations = product.implementations
    }

    package var endpoints: [Endpoint<OperatorCaller>] {
        let all = "/v3/apis/{apiId}/implementations", one = "\(all)/{implementationId}"
        return [
            .post(
                all, "create-api-implementation", needs: .all([.api(.update), .controlPlane(.link)]),
                story: EndpointStory(
                    summary: "Link an API to the gateway", bodySchema: Self.targetSchema, answer: Self.schema,
                    successStatus: 201), create),
            .get(
                one, "fetch-api-implementation", needs: .api(.view),
                story: EndpointStory(summary: "Get a link", answer: Self.schema), get),
            .delete(
                one, "delete-api-implementation", needs: .api(.update),
                story: EndpointStory(summary: "Take an API from the gateway", successStatus: 204), delete),
            .get(
                "/v3/api-implementations", "list-api-implementations", needs: .filtered,
                story: EndpointStory(
                    summary: "List links to the gateway", list: Implementation.list, answer: Self.pageSchema), list),
        ]
    }

    private struct Target {
        var plane: ID<ControlPlane>
        var service: ID<CoreEntity>?
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let target = try await call.body { body in
            body.ignore("id", "created_at", "updated_at")
            return Self.target(&body)
        }
        let link = try await implementations.create(
            api: call.id("apiId"), controlPlane: target.plane, service: target.service, as: call.caller.actor)
        return .json(Self.json(link), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(
            Self.json(
                try await implementations.find(
                    call.id("implementationId"), of: call.id("apiId"), as: call.caller.actor)))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await implementations.delete(call.id("implementationId"), of: call.id("apiId"), as: call.caller.actor)
        return .empty()
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        let page = try await implementations.list(try call.list(Implementation.list), as: call.caller.actor)
        let meta = PageMeta.json(number: page.request.number, size: page.request.size, total: page.total)
        return .json([
            "data": .array(page.items.map { Self.json($0, withAPI: true) }), "meta": ["page": meta],
        ])
    }

    private static func target(_ body: inout BodyReader) -> Target {
        let nowhere = Target(plane: ID(stored: ""), service: nil)
        if body.has("control_plane") {
            return body.required(
                "control_plane",
                .object(standIn: { nowhere }) { inner in
                    inner.ignore("access_control_enforcement_enabled")
                    return Target(plane: inner.required("control_plane_id", .id()), service: nil)
                })
        }
        return body.required(
            "service",
            .object(standIn: { nowhere }) { inner in
                inner.ignore("auth_strategy_sync_error")
                return Target(plane: inner.required("control_plane_id", .id()), service: inner.required("id", .id()))
            })
    }

    /// A body names a service or a whole control plane.
    private static let targetSchema = Schema.oneOf([
        .object(name: nil, [.init("service", place([.init("id", .string(format: "uuid"))]))], isClosed: true),
        .object(name: nil, [.init("control_plane", place([]))], isClosed: true),
    ])

    private static func place(_ more: [Schema.Property]) -> Schema {
        .object(name: nil, [.init("control_plane_id", .string(format: "uuid"))] + more)
    }

    private static let fields: [Schema.Property] = [
        .init("id", .string(format: "uuid")), .init("created_at", .string(format: "date-time")),
        .init("updated_at", .string(format: "date-time")),
        .init("api_id", .string(format: "uuid"), isRequired: false),
        .init("service", place([.init("id", .string(format: "uuid"))]), isRequired: false),
        .init("control_plane", place([]), isRequired: false),
    ]
    private static let schema = Schema.object(name: "ApiImplementation", fields)
    private static let pageSchema = Schema.object(
        name: nil, [.init("data", .array(schema)), .init("meta", PageMeta.schema)])

    private static func json(_ link: Implementation, withAPI: Bool = false) -> JSON {
        var members: [JSON.Member] = [
            .init("id", link.id.wire), .init("created_at", link.createdAt.wire),
            .init("updated_at", link.updatedAt.wire),
        ]
        if withAPI { members.append(.init("api_id", link.apiID.wire)) }
        if let service = link.serviceID {
            members.append(
                .init("service", ["control_plane_id": link.controlPlaneID.wire, "id": .string(service.text)]))
        } else {
            members.append(.init("control_plane", ["control_plane_id": link.controlPlaneID.wire]))
        }
        return .object(members)
    }
}
