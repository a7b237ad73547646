package import Model
import Storage

/// Links from APIs to the gateway: what operators do with them.
package struct Implementations: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// Links an API to a service of a control plane, or to the whole control plane. From now on the strategies of its
    /// publications are enforced there.
    package func create(
        api: ID<API>, controlPlane: ID<ControlPlane>, service: ID<CoreEntity>?, as actor: Actor
    ) async throws -> Implementation {
        let now = kernel.now
        let link = Implementation(
            id: kernel.newID(), apiID: api, controlPlaneID: controlPlane, serviceID: service, createdAt: now,
            updatedAt: now)
        let event = kernel.audit("api.linked", of: AuditTarget("api", api.text), by: actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .api(api), in: tx)
            try actor.may(.link, .controlPlane(controlPlane), in: tx)
            guard try tx.apis.find(api, .api) != nil else { throw Refusal.notFound }
            guard try tx.controlPlanes.find(controlPlane) != nil else {
                throw Refusal.invalid("control_plane_id", .missingReference, "Control plane not found")
            }
            if let service, try tx.coreEntities.find(service, .service, of: controlPlane) == nil {
                throw Refusal.invalid("service.id", .missingReference, "Service not found")
            }
            try tx.implementations.insert(link)
            try GatewayOperations.follow(api, force: true, kernel, tx)
            try tx.audit.record(event)
        }
        kernel.gatewayBell.ring()
        return link
    }

    package func find(_ id: ID<Implementation>, of api: ID<API>, as actor: Actor) async throws -> Implementation {
        return try await kernel.database.lookup { tx in
            try actor.may(.view, .api(api), in: tx)
            guard let link = try tx.implementations.find(id, of: api) else { throw Refusal.notFound }
            return link
        }
    }

    /// The link of an API, or nil.
    package func find(api: ID<API>, as actor: Actor) async throws -> Implementation? {
        return try await kernel.database.read { tx in
            try actor.may(.view, .api(api), in: tx)
            return try tx.implementations.find(api: api)
        }
    }

    package func list(_ query: ListQuery, as actor: Actor) async throws -> Page<Implementation> {
        return try await kernel.database.read { tx in
            try tx.implementations.list(query.limited(to: actor.sees(.apis, in: tx)))
        }
    }

    /// Takes the link away: the gateway stops asking for keys of this API, and packages lose its operations.
    package func delete(_ id: ID<Implementation>, of api: ID<API>, as actor: Actor) async throws {
        let event = kernel.audit("api.unlinked", of: AuditTarget("api", api.text), by: actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .api(api), in: tx)
            guard try tx.implementations.delete(id, of: api) else { throw Refusal.notFound }
            try tx.audit.record(event)
        }
        kernel.gatewayBell.ring()
    }
}
