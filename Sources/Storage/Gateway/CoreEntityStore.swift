package import Model

extension Transaction {
    package var coreEntities: CoreEntityStore { CoreEntityStore(tx: self) }
}

/// Services, routes, plugins and consumers of control planes.
package struct CoreEntityStore {
    let tx: Transaction

    /// Refuses a conflict when the name or the id is taken, and an entity that is referred to and does not exist.
    package func insert(_ entity: CoreEntity) throws {
        try mapping(entity) { try tx.run(.insert("core_entities", Self.values(entity))) }
        tx.announce()
    }

    package func update(_ entity: CoreEntity) throws {
        let condition: SQL = "control_plane_id = \(entity.controlPlaneID) AND id = \(entity.id)"
        try mapping(entity) { try tx.run(.update("core_entities", Self.values(entity), where: condition)) }
        tx.announce()
    }

    /// Deletes an entity with the plugins that are scoped to it, and a consumer with its keys. Refuses while something
    /// else refers to it.
    package func delete(_ entity: CoreEntity) throws {
        let plane = entity.controlPlaneID, id = entity.id
        try tx.run(
            """
            DELETE FROM core_entities WHERE control_plane_id = \(plane) AND kind IN ('plugin', 'key-auth')
            AND (service_id = \(id) OR route_id = \(id) OR consumer_id = \(id))
            """)
        let refusal = Refusal.conflict("The \(entity.kind.rawValue) is in use; delete what refers to it first")
        try tx.mapping(.foreignKey(refusal)) {
            try tx.run("DELETE FROM core_entities WHERE control_plane_id = \(plane) AND id = \(id)")
        }
        tx.announce()
    }

    package func find(_ id: ID<CoreEntity>, _ kind: CoreEntity.Kind, of plane: ID<ControlPlane>) throws -> CoreEntity? {
        try tx.first(
            """
            SELECT * FROM core_entities
            WHERE control_plane_id = \(plane) AND kind = \(kind) AND id = \(id)
            """
        ).map(Self.entity)
    }

    package func find(name: String, _ kind: CoreEntity.Kind, of plane: ID<ControlPlane>) throws -> CoreEntity? {
        try tx.first(
            """
            SELECT * FROM core_entities
            WHERE control_plane_id = \(plane) AND kind = \(kind) AND name = \(name)
            """
        ).map(Self.entity)
    }

    /// Entities of a kind after an id, in the order of their ids; of one parent when it is given.
    package func list(
        _ kind: CoreEntity.Kind, of plane: ID<ControlPlane>, parent: (kind: CoreEntity.Kind, id: ID<CoreEntity>)? = nil,
        after: String = "", limit: Int
    ) throws -> [CoreEntity] {
        let scope: SQL =
            switch parent?.kind {
            case .service?: "service_id = \(parent?.id)"
            case .route?: "route_id = \(parent?.id)"
            case .consumer?: "consumer_id = \(parent?.id)"
            case .plugin?, .keyAuth?, nil: "TRUE"
            }
        return try tx.all(
            """
            SELECT * FROM core_entities
            WHERE control_plane_id = \(plane) AND kind = \(kind) AND id > \(after) AND \(sql: scope)
            ORDER BY id LIMIT \(limit)
            """
        ).map(Self.entity)
    }

    /// Every entity of a control plane, in the order of their ids.
    package func all(of plane: ID<ControlPlane>) throws -> [CoreEntity] {
        try tx.all("SELECT * FROM core_entities WHERE control_plane_id = \(plane) ORDER BY id").map(Self.entity)
    }

    @discardableResult
    private func mapping<T>(_ entity: CoreEntity, _ body: () throws -> T) throws -> T {
        let kind = entity.kind.rawValue
        let taken = Refusal.conflict(
            entity.kind == .keyAuth
                ? "This key belongs to a consumer already" : "A \(kind) named \"\(entity.name ?? "")\" already exists")
        let missing = Refusal.invalid(kind, .missingReference, "an entity that the \(kind) refers to was not found")
        return try tx.mapping(
            .unique("core_entities_name", taken), .unique("core_entities_mark", double(entity)),
            .unique("core_entities_pkey", .conflict("A \(kind) with this id already exists")), .foreignKey(missing),
            body: body)
    }

    /// What else clashes: see `mark`.
    private func double(_ entity: CoreEntity) -> Refusal {
        if entity.kind == .consumer { return .conflict("A consumer with this custom_id already exists") }
        let name = entity.fields["name"]?.string ?? ""
        return .conflict("UNIQUE violation: a \(name) plugin already exists for the same service, route and consumer")
    }

    /// What must be unique among its kind beside its name: a plugin's own name in its place, the custom id of a
    /// consumer.
    private static func mark(_ entity: CoreEntity) -> String? {
        switch entity.kind {
        case .plugin:
            let place = [entity.serviceID, entity.routeID, entity.consumerID].map { $0?.text ?? "-" }
            return ([entity.fields["name"]?.string ?? ""] + place).joined(separator: " ")
        case .consumer: return entity.fields["custom_id"]?.string
        case .service, .route, .keyAuth: return nil
        }
    }

    private static func values(_ entity: CoreEntity) -> KeyValuePairs<StaticString, SQL> {
        [
            "id": "\(entity.id)", "control_plane_id": "\(entity.controlPlaneID)", "kind": "\(entity.kind)",
            "name": "\(entity.name)", "service_id": "\(entity.serviceID)", "route_id": "\(entity.routeID)",
            "consumer_id": "\(entity.consumerID)", "mark": "\(mark(entity))", "fields": "\(entity.fields)",
            "created_at": "\(entity.createdAt)", "updated_at": "\(entity.updatedAt)",
        ]
    }

    private static func entity(_ row: Row) throws -> CoreEntity {
        CoreEntity(
            id: try row.id("id"), controlPlaneID: try row.id("control_plane_id"), kind: try row.choice("kind"),
            name: try row.textOrNil("name"), serviceID: try row.idOrNil("service_id"),
            routeID: try row.idOrNil("route_id"), consumerID: try row.idOrNil("consumer_id"),
            fields: try row.json("fields"), createdAt: try row.instant("created_at"),
            updatedAt: try row.instant("updated_at"))
    }
}
