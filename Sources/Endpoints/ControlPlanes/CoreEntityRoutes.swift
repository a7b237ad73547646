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
                .get(
                    "/v2/control-planes/{controlPlaneId}/expected-config-hash", "get-expected-config-hash",
                    story: EndpointStory(
                        summary: "Get the hash of the configuration that data planes should run",
                        answer: .object(
                            name: nil,
                            [
                                .init("expected_hash", .string()), .init("created_at", .integer),
                                .init("updated_at", .integer),
                            ])), hash)
            ]
    }

    /// The five operations on entities of a kind, of the whole control plane or below a parent.
    private func table(_ kind: Kind, under parent: Kind? = nil) -> [Endpoint<OperatorCaller>] {
        let root = "/v2/control-planes/{controlPlaneId}/core-entities"
        let scope = parent.map { "/\($0.rawValue)s/{ParentId}" } ?? ""
        let all = "\(root)\(scope)/\(kind.rawValue)s", one = "\(all)/{EntityId}"
        let name = parent.map { "\(kind.rawValue)-with-\($0.rawValue)" } ?? kind.rawValue
        let stories = Stories(kind, parent)
        return [
            .get(all, "list-\(name)", story: stories.list) { try await list($0, kind, parent) },
            .post(all, "create-\(name)", story: stories.create) { try await create($0, kind, parent) },
            .get(one, "get-\(name)", story: stories.get) { try await get($0, kind, parent) },
            .put(one, "upsert-\(name)", story: stories.upsert) { try await upsert($0, kind, parent) },
            .delete(one, "delete-\(name)", story: stories.delete) { try await delete($0, kind, parent) },
        ]
    }

    /// What the document says of the operations on a kind.
    private struct Stories {
        let list, create, get, upsert, delete: EndpointStory

        init(_ kind: Kind, _ parent: Kind?) {
            let one = "a \(kind.rawValue)", place = parent.map { " of a \($0.rawValue)" } ?? ""
            let answer = CoreEntityWire.schema(kind), body = CoreEntityWire.body(kind)
            list = EndpointStory(
                summary: "List \(kind.rawValue)s\(place)",
                query: [
                    .init("size", .integerIn(1...1_000), "How many items a page has; 100 unless told otherwise."),
                    .init("offset", .string(), "The `offset` of the page before."),
                ], answer: CoreEntityWire.pageSchema(kind))
            create = EndpointStory(
                summary: "Create \(one)\(place)", bodySchema: body, answer: answer, successStatus: 201)
            get = EndpointStory(summary: "Get \(one)\(place)", answer: answer)
            upsert = EndpointStory(summary: "Replace or create \(one)\(place)", bodySchema: body, answer: answer)
            delete = EndpointStory(summary: "Delete \(one)\(place)", successStatus: 204)
        }
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
        var members: [JSON.Member] = [.init("data", .array(page.items.map(CoreEntityWire.json)))]
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
        return .json(CoreEntityWire.json(made), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>, _ kind: Kind, _ parent: Kind?) async throws -> Reply {
        .json(
            CoreEntityWire.json(
                try await entities.find(
                    kind, call.text("EntityId"), in: call.id("controlPlaneId"), under: try scope(call, parent),
                    as: call.caller.actor)))
    }

    private func upsert(_ call: Call<OperatorCaller>, _ kind: Kind, _ parent: Kind?) async throws -> Reply {
        .json(
            CoreEntityWire.json(
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
}
