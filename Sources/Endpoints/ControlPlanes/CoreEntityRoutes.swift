package import Core
import HTTPTypes
import Hummingbird
import Model
package import Web

/// `/v2/control-planes/{id}/core-entities`: operators only.
package struct CoreEntityRoutes {
    private typealias Kind = CoreEntity.Kind

    private let entities: CoreEntities
    private let publisher: GatewayPublisher

    package init(_ product: Product) {
        entities = product.coreEntities
        publisher = product.gatewayPublisher
    }

    package var endpoints: [Endpoint<OperatorCaller>] {
        Kind.allCases.flatMap { table($0) }
            + table(.route, under: .service) + table(.plugin, under: .service) + table(.plugin, under: .route)
            + table(.plugin, under: .consumer)
            + [
                .get("/v2/control-planes/{controlPlaneId}/expected-config-hash", "get-expected-config-hash", hash)
            ]
    }

    /// The five operations on entities of a kind, of the whole control plane or below a parent.
    private func table(_ kind: Kind, under parent: Kind? = nil) -> [Endpoint<OperatorCaller>] {
        let root = "/v2/control-planes/{controlPlaneId}/core-entities"
        let scope = parent.map { "/\($0.rawValue)s/{ParentId}" } ?? ""
        let all = "\(root)\(scope)/\(kind.rawValue)s", one = "\(all)/{EntityId}"
        let name = parent.map { "\(kind.rawValue)-with-\($0.rawValue)" } ?? kind.rawValue
        return [
            .get(all, "list-\(name)") { try await list($0, kind, parent) },
            .post(all, "create-\(name)") { try await create($0, kind, parent) },
            .get(one, "get-\(name)") { try await get($0, kind, parent) },
            .put(one, "upsert-\(name)") { try await upsert($0, kind, parent) },
            .delete(one, "delete-\(name)") { try await delete($0, kind, parent) },
        ]
    }

    private func list(_ call: Call<OperatorCaller>, _ kind: Kind, _ parent: Kind?) async throws -> Reply {
        let size = call.query("size").map { Int($0) ?? 0 } ?? 100
        guard (1...1_000).contains(size) else {
            throw Refusal.invalid([
                FieldProblem("size", .isInteger, "\"size\" must be from 1 to 1000", source: .query)
            ])
        }
        let page = try await entities.list(
            kind, in: call.id("controlPlaneId"), under: try scope(call, parent), after: call.query("offset") ?? "",
            limit: size, as: call.caller.actor)
        var members: [JSON.Member] = [.init("data", .array(page.items.map(Self.json)))]
        if let next = page.next {
            let path = call.request.uri.path
            members.append(.init("next", .string("\(path)?offset=\(next)&size=\(size)")))
            members.append(.init("offset", .string(next)))
        }
        return .json(.object(members))
    }

    private func create(_ call: Call<OperatorCaller>, _ kind: Kind, _ parent: Kind?) async throws -> Reply {
        let made = try await entities.create(
            kind, try await call.json(), in: call.id("controlPlaneId"), under: try scope(call, parent),
            as: call.caller.actor)
        return .json(Self.json(made), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>, _ kind: Kind, _ parent: Kind?) async throws -> Reply {
        .json(
            Self.json(
                try await entities.find(
                    kind, call.text("EntityId"), in: call.id("controlPlaneId"), under: try scope(call, parent),
                    as: call.caller.actor)))
    }

    private func upsert(_ call: Call<OperatorCaller>, _ kind: Kind, _ parent: Kind?) async throws -> Reply {
        .json(
            Self.json(
                try await entities.upsert(
                    kind, call.text("EntityId"), try await call.json(), in: call.id("controlPlaneId"),
                    under: try scope(call, parent), as: call.caller.actor)))
    }

    private func delete(_ call: Call<OperatorCaller>, _ kind: Kind, _ parent: Kind?) async throws -> Reply {
        try await entities.delete(
            kind, call.text("EntityId"), in: call.id("controlPlaneId"), under: try scope(call, parent),
            as: call.caller.actor)
        return .empty()
    }

    private func hash(_ call: Call<OperatorCaller>) async throws -> Reply {
        let id: ID<ControlPlane> = try call.id("controlPlaneId")
        let (hash, at) = try await publisher.expectedHash(of: id)
        let seconds = JSON.integer(at.milliseconds / 1_000)
        return .json(["expected_hash": .string(hash), "created_at": seconds, "updated_at": seconds])
    }

    private func scope(_ call: Call<OperatorCaller>, _ parent: Kind?) throws -> CoreEntities.Parent? {
        try parent.map { CoreEntities.Parent($0, try call.text("ParentId")) }
    }

    private static func json(_ entity: CoreEntity) -> JSON {
        let times: [JSON.Member] = [
            .init("created_at", .integer(entity.createdAt.milliseconds / 1_000)),
            .init("updated_at", .integer(entity.updatedAt.milliseconds / 1_000)),
        ]
        // A route has either the fields of expressions or those of attributes.
        let unused = entity.fields["expression"]?.isNull ?? true ? ["expression", "priority"] : []
        let fields = (entity.fields.members ?? []).filter { !unused.contains($0.name) }
        return .object([.init("id", .string(entity.id.text))] + fields + times)
    }
}
