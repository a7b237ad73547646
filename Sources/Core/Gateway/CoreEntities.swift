package import Model
import Storage

/// Services, routes, plugins and consumers of a control plane: what operators do with them.
package struct CoreEntities: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// What a nested address fixes: the parent of the entity.
    package struct Parent: Sendable {
        package let kind: CoreEntity.Kind
        /// Its id or its name.
        package let key: String

        package init(_ kind: CoreEntity.Kind, _ key: String) {
            self.kind = kind
            self.key = key
        }
    }

    package func create(
        _ kind: CoreEntity.Kind, _ body: JSON, in plane: ID<ControlPlane>, under parent: Parent? = nil,
        as actor: Actor
    ) async throws -> CoreEntity {
        let given = body["id"] ?? .null
        guard let id = given.isNull ? kernel.newID() : given.string.flatMap(ID<CoreEntity>.init) else {
            throw Refusal.invalid("id", .isUUID, "\"id\" must be a valid UUID")
        }
        let now = kernel.now, event = audit(kind, "created", id, actor), fresh = ConsumerKeys.fresh(kernel.random)
        let created = try await kernel.database.write { tx in
            try actor.may(kind.editing, .controlPlane(plane), in: tx)
            _ = try ControlPlanes.find(plane, tx)
            let fields = try Self.fields(kind, body, parent, plane, tx)
            let entity = try sealed(Self.entity(id, kind, plane, fields, createdAt: now, updatedAt: now), fresh)
            try tx.coreEntities.insert(entity)
            try tx.audit.record(event)
            return entity
        }
        kernel.gatewayBell.ring()
        return opened(created)
    }

    /// Replaces the entity that has this id or name, or makes one when the key is a free id.
    package func upsert(
        _ kind: CoreEntity.Kind, _ key: String, _ body: JSON, in plane: ID<ControlPlane>, under parent: Parent? = nil,
        as actor: Actor
    ) async throws -> CoreEntity {
        do {
            return try await put(kind, key, body, in: plane, under: parent, as: actor)
        } catch Refusal.conflict where ID<CoreEntity>(key) != nil {
            // Somebody may have made it in this moment: then it is there to be replaced.
            return try await put(kind, key, body, in: plane, under: parent, as: actor)
        }
    }

    private func put(
        _ kind: CoreEntity.Kind, _ key: String, _ body: JSON, in plane: ID<ControlPlane>, under parent: Parent?,
        as actor: Actor
    ) async throws -> CoreEntity {
        let now = kernel.now, fresh = kernel.newID(CoreEntity.self), secret = ConsumerKeys.fresh(kernel.random)
        let event = audit(kind, "replaced", ID(key) ?? fresh, actor)
        let written = try await kernel.database.write { tx in
            try actor.may(kind.editing, .controlPlane(plane), in: tx)
            _ = try ControlPlanes.find(plane, tx)
            let old = try Self.lookUp(kind, key, plane, tx)
            let fields = try Self.fields(kind, body, parent, plane, tx)
            let wanted = Self.entity(
                old?.id ?? ID(key) ?? fresh, kind, plane, fields, createdAt: old?.createdAt ?? now, updatedAt: now)
            let known = old.map(opened)
            // A key that is not named stays; the same again changes nothing.
            let entity = try sealed(wanted, known?.fields["key"]?.string ?? secret)
            if let old, opened(entity).fields == known?.fields { return old }
            if old == nil { try tx.coreEntities.insert(entity) } else { try tx.coreEntities.update(entity) }
            try tx.audit.record(event)
            return entity
        }
        kernel.gatewayBell.ring()
        return opened(written)
    }

    package func find(
        _ kind: CoreEntity.Kind, _ key: String, in plane: ID<ControlPlane>, under parent: Parent? = nil,
        as actor: Actor
    ) async throws -> CoreEntity {
        let found = try await kernel.database.read { tx in
            try actor.may(kind.reading, .controlPlane(plane), in: tx)
            return try Self.require(kind, key, plane, parent, tx)
        }
        return opened(found)
    }

    private func opened(_ entity: CoreEntity) -> CoreEntity {
        entity.kind == .keyAuth ? ConsumerKeys.opened(entity, kernel.vault) : entity
    }

    private func sealed(_ entity: CoreEntity, _ key: String) throws -> CoreEntity {
        entity.kind == .keyAuth ? try ConsumerKeys.sealed(entity, orElse: key, kernel.vault) : entity
    }

    /// A page of entities after an id, and the id to go on after.
    package func list(
        _ kind: CoreEntity.Kind, in plane: ID<ControlPlane>, under parent: Parent? = nil, after: String = "",
        limit: Int = 1_000, filter: CoreEntityFilter = CoreEntityFilter(), as actor: Actor
    ) async throws -> (items: [CoreEntity], next: String?) {
        return try await kernel.database.read { tx in
            try actor.may(kind.reading, .controlPlane(plane), in: tx)
            _ = try ControlPlanes.find(plane, tx)
            let scope = try parent.map { (kind: $0.kind, id: try Self.require($0.kind, $0.key, plane, nil, tx).id) }
            var found: [CoreEntity] = [], after = after
            while found.count <= limit {
                let batch = try tx.coreEntities.list(kind, of: plane, parent: scope, after: after, limit: limit + 1)
                found += batch.filter(filter.accepts)
                guard batch.count > limit, let last = batch.last else { break }
                after = last.id.text
            }
            let items = found.prefix(limit).map(opened)
            return (items, found.count > limit ? items.last?.id.text : nil)
        }
    }

    /// Deletes an entity. Refuses while routes or links use it; a second deletion is not found.
    package func delete(
        _ kind: CoreEntity.Kind, _ key: String, in plane: ID<ControlPlane>, under parent: Parent? = nil,
        as actor: Actor
    ) async throws {
        let event = audit(kind, "deleted", ID(key) ?? kernel.newID(), actor)
        try await kernel.database.write { tx in
            try actor.may(kind.editing, .controlPlane(plane), in: tx)
            try tx.coreEntities.delete(try Self.require(kind, key, plane, parent, tx))
            try tx.audit.record(event)
        }
        kernel.gatewayBell.ring()
    }

    /// The configuration fields of a plugin that the gateway runs; any other is not found.
    package func pluginFields(
        _ name: String, in plane: ID<ControlPlane>, as actor: Actor
    ) async throws -> [Plugins.Field] {
        try await kernel.database.read { tx in
            try actor.may(.view, .controlPlane(plane), in: tx)
            _ = try ControlPlanes.find(plane, tx)
        }
        guard let fields = Plugins.fields[name] else { throw Refusal.notFound }
        return fields
    }

    /// Refuses a body that could not become an entity of the kind with this name.
    package func validate(
        _ name: String, _ body: JSON, in plane: ID<ControlPlane>, as actor: Actor
    ) async throws {
        guard let kind = CoreEntity.Kind(rawValue: name) ?? CoreEntity.Kind(rawValue: String(name.dropLast())) else {
            throw Refusal.notFound
        }
        try await kernel.database.read { tx in
            try actor.may(.view, .controlPlane(plane), in: tx)
            _ = try ControlPlanes.find(plane, tx)
            _ = try Self.fields(kind, body, nil, plane, tx)
        }
    }

    private func audit(_ kind: CoreEntity.Kind, _ verb: String, _ id: ID<CoreEntity>, _ actor: Actor) -> AuditEvent {
        kernel.audit(
            "gateway-\(kind.rawValue).\(verb)", of: AuditTarget("gateway-\(kind.rawValue)", id.text), by: actor)
    }

    private static func lookUp(
        _ kind: CoreEntity.Kind, _ key: String, _ plane: ID<ControlPlane>, _ tx: Transaction
    ) throws -> CoreEntity? {
        if let id = ID<CoreEntity>(key) { return try tx.coreEntities.find(id, kind, of: plane) }
        let name = kind == .keyAuth ? ConsumerKeys.name(of: key) : key
        return try tx.coreEntities.find(name: name, kind, of: plane)
    }

    private static func require(
        _ kind: CoreEntity.Kind, _ key: String, _ plane: ID<ControlPlane>, _ parent: Parent?, _ tx: Transaction
    ) throws -> CoreEntity {
        guard let entity = try lookUp(kind, key, plane, tx) else { throw Refusal.notFound }
        guard let parent else { return entity }
        let owner = try require(parent.kind, parent.key, plane, nil, tx).id
        let parents = [entity.serviceID, entity.routeID, entity.consumerID]
        guard parents.contains(owner) else { throw Refusal.notFound }
        return entity
    }

    private static func fields(
        _ kind: CoreEntity.Kind, _ body: JSON, _ parent: Parent?, _ plane: ID<ControlPlane>, _ tx: Transaction
    ) throws -> JSON {
        guard body.members != nil else { throw Refusal.invalid("body", .isObject, "the body must be a JSON object") }
        let body = kind == .service ? try ServiceURL.expanded(body) : body
        func checked(under owner: String) throws -> JSON {
            let whole = parent.map { body.setting($0.kind.rawValue, ["id": .string(owner)]) }
            let fields = try kind.schema.normalized(whole ?? body)
            if kind == .plugin { try Plugins.check(fields) }
            return fields
        }
        // What is wrong in itself is said whether or not the parent is there.
        var fields = try checked(under: noOwner)
        if let parent { fields = try checked(under: require(parent.kind, parent.key, plane, nil, tx).id.text) }
        for reference in [CoreEntity.Kind.service, .route, .consumer] {
            guard let id = fields[reference.rawValue]?["id"]?.string.flatMap({ ID<CoreEntity>($0) }) else { continue }
            guard try tx.coreEntities.find(id, reference, of: plane) != nil else {
                let name = reference.rawValue
                throw Refusal.invalid("\(name).id", .missingReference, "The \(name) was not found")
            }
        }
        return fields
    }

    /// Stands for a parent that is not looked up yet.
    private static let noOwner = "00000000-0000-0000-0000-000000000000"

    private static func entity(
        _ id: ID<CoreEntity>, _ kind: CoreEntity.Kind, _ plane: ID<ControlPlane>, _ fields: JSON, createdAt: Instant,
        updatedAt: Instant
    ) -> CoreEntity {
        func reference(_ name: String) -> ID<CoreEntity>? { fields[name]?["id"]?.string.flatMap { ID($0) } }
        let name = kind == .consumer ? fields["username"] : kind == .plugin ? fields["instance_name"] : fields["name"]
        return CoreEntity(
            id: id, controlPlaneID: plane, kind: kind, name: name?.string, serviceID: reference("service"),
            routeID: reference("route"), consumerID: reference("consumer"), fields: fields, createdAt: createdAt,
            updatedAt: updatedAt)
    }
}

extension JSON {
    /// The object with a member set.
    func setting(_ name: String, _ value: JSON) -> JSON {
        .object((members ?? []).filter { $0.name != name } + [Member(name, value)])
    }
}

/// The shorthand `url` of a service.
enum ServiceURL {
    /// The body with `url` taken apart into protocol, host, port and path.
    static func expanded(_ body: JSON) throws -> JSON {
        guard let url = body["url"], !url.isNull else { return body.removing("url") }
        let refusal = Refusal.invalid("url", .invalid, "url must look like http://host:8080/path")
        guard let text = url.string else {
            throw Refusal.invalid("url", .isString, "value of \"url\" must be a utf-8 string")
        }
        guard let range = text.firstRange(of: "://") else { throw refusal }
        let scheme = String(text[..<range.lowerBound])
        let rest = text[range.upperBound...]
        let authority = rest.prefix { $0 != "/" }, path = rest.dropFirst(authority.count)
        let colon = authority.lastIndex(of: ":")
        let host = authority[..<(colon ?? authority.endIndex)]
        let port = colon.map { Int64(authority[authority.index(after: $0)...]) } ?? (scheme == "https" ? 443 : 80)
        guard !host.isEmpty, let port, ["http", "https"].contains(scheme) else { throw refusal }
        return body.removing("url").setting("protocol", .string(scheme)).setting("host", .string(String(host)))
            .setting("port", .integer(port)).setting("path", path.isEmpty ? .null : .string(String(path)))
    }
}

extension JSON {
    fileprivate func removing(_ name: String) -> JSON {
        .object((members ?? []).filter { $0.name != name })
    }
}
