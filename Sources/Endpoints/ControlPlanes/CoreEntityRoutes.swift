package import Core
import HTTPTypes
import Hummingbird
import Model
package import Web

/// `/v2/control-planes/{id}/core-entities`: operators only.
package struct CoreEntityRoutes {
    private typealias Kind = CoreEntity.Kind

    private let entities: CoreEntities
    private let schemas: CoreEntitySchemaRoutes
    private let others: OtherEntityRoutes

    package init(_ product: Product) {
        entities = product.coreEntities
        schemas = CoreEntitySchemaRoutes(product)
        others = OtherEntityRoutes(product)
    }

    package var endpoints: [Endpoint<OperatorCaller>] {
        [Kind.service, .route, .plugin, .consumer].flatMap { table($0) }
            + table(.route, under: .service) + table(.plugin, under: .service) + table(.plugin, under: .route)
            + table(.plugin, under: .consumer) + table(.keyAuth, isWritten: false)
            + table(.keyAuth, under: .consumer, collection: Kind.keyAuth.rawValue)
            + schemas.endpoints + others.endpoints
    }

    /// The operations on entities of a kind, of the whole control plane or below a parent.
    private func table(
        _ kind: Kind, under parent: Kind? = nil, collection: String? = nil, isWritten: Bool = true
    ) -> [Endpoint<OperatorCaller>] {
        let root = "/v2/control-planes/{controlPlaneId}/core-entities"
        let scope = parent.map { "/\($0.rawValue)s/{ParentId}" } ?? ""
        let all = "\(root)\(scope)/\(collection ?? "\(kind.rawValue)s")", one = "\(all)/{EntityId}"
        let name = parent.map { "\(kind.rawValue)-with-\($0.rawValue)" } ?? kind.rawValue
        let stories = Stories(kind, parent)
        let reads: [Endpoint<OperatorCaller>] = [
            .get(all, "list-\(name)", needs: .controlPlane(kind.reading), story: stories.list) {
                try await list($0, kind, parent)
            },
            .get(one, "get-\(name)", needs: .controlPlane(kind.reading), story: stories.get) {
                try await get($0, kind, parent)
            },
        ]
        guard isWritten else { return reads }
        return reads + [
            .post(all, "create-\(name)", needs: .controlPlane(kind.editing), story: stories.create) {
                try await create($0, kind, parent)
            },
            .put(one, "upsert-\(name)", needs: .controlPlane(kind.editing), story: stories.upsert) {
                try await upsert($0, kind, parent)
            },
            .delete(one, "delete-\(name)", needs: .controlPlane(kind.editing), story: stories.delete) {
                try await delete($0, kind, parent)
            },
        ]
    }

    /// How lists of entities are cut.
    static let paging: [EndpointStory.QueryParameter] = [
        .init("size", .integerIn(1...1_000), "How many items a page has; 100 unless told otherwise."),
        .init("offset", .string(), "The `offset` of the page before."),
    ]

    private static let filters: [EndpointStory.QueryParameter] = [
        .init("tags", .string(), "Tags with `,` between them when all are wanted, with `/` when one is enough."),
        .init("filter[name][eq]", .string(), "The name."),
        .init("filter[name][contains]", .string(), "A part of the name."),
    ]

    /// What the document says of the operations on a kind.
    private struct Stories {
        let list, create, get, upsert, delete: EndpointStory

        init(_ kind: Kind, _ parent: Kind?) {
            let one = "a \(kind.rawValue)", place = parent.map { " of a \($0.rawValue)" } ?? ""
            let answer = CoreEntityWire.schema(kind), body = CoreEntityWire.body(kind)
            let own: [EndpointStory.QueryParameter] =
                kind == .consumer ? [.init("custom_id", .string(), "The id of the consumer elsewhere.")] : []
            list = EndpointStory(
                summary: "List \(kind.rawValue)s\(place)", query: paging + filters + own,
                answer: CoreEntityWire.pageSchema(kind))
            // Plugins for one consumer are not run: older ones may be read and deleted.
            let isClosed = kind == .plugin && parent == .consumer
            create = EndpointStory(
                summary: "Create \(one)\(place)", description: isClosed ? OtherEntityRoutes.absence : nil,
                bodySchema: body, answer: answer, successStatus: 201)
            get = EndpointStory(summary: "Get \(one)\(place)", answer: answer)
            upsert = EndpointStory(
                summary: "Replace or create \(one)\(place)", description: isClosed ? OtherEntityRoutes.absence : nil,
                bodySchema: body, answer: answer)
            delete = EndpointStory(summary: "Delete \(one)\(place)", successStatus: 204)
        }
    }

    private func list(_ call: Call<OperatorCaller>, _ kind: Kind, _ parent: Kind?) async throws -> Reply {
        let size = try Self.size(call), offset = call.query("offset") ?? ""
        guard offset.isEmpty || ID<CoreEntity>(offset) != nil else {
            throw Refusal.invalid([
                FieldProblem("offset", .invalid, "\"offset\" must be that of the page before", source: .query)
            ])
        }
        let page = try await entities.list(
            kind, in: call.id("controlPlaneId"), under: try scope(call, parent), after: offset,
            limit: size, filter: Self.filter(call), as: call.caller.actor)
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

    static func size(_ call: Call<OperatorCaller>) throws -> Int {
        let size = call.query("size").map { Int($0) ?? 0 } ?? 100
        guard (1...1_000).contains(size) else {
            throw Refusal.invalid([
                FieldProblem("size", .isInteger, "\"size\" must be from 1 to 1000", source: .query)
            ])
        }
        return size
    }

    private static func filter(_ call: Call<OperatorCaller>) -> CoreEntityFilter {
        var filter = CoreEntityFilter()
        for (name, value) in call.rawQuery {
            let value = value ?? ""
            switch name {
            case "tags":
                let groups =
                    value.contains("/") ? [value.split(separator: "/")] : value.split(separator: ",").map { [$0] }
                filter.tags += groups.map { $0.map(String.init) }
            case "custom_id": filter.customID = value
            case "filter[name][eq]", "filter[name]": filter.name = value
            case "filter[name][contains]": filter.namePart = value
            default: break
            }
        }
        return filter
    }

    private func scope(_ call: Call<OperatorCaller>, _ parent: Kind?) throws -> CoreEntities.Parent? {
        try parent.map { CoreEntities.Parent($0, try call.text("ParentId")) }
    }
}
