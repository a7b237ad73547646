package import Model
import Storage

/// Control planes: what operators do with them.
package struct ControlPlanes: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// Makes the control plane that exists from the first start, unless it is there.
    package func ensureBuiltIn() async throws -> ControlPlane {
        let name = ControlPlane.builtInName
        if let found = try await kernel.database.read({ tx in try tx.controlPlanes.find(name: name) }) { return found }
        var draft = ControlPlaneDraft(name: name)
        draft.description = "The gateway of this server"
        return try await create(draft, as: .system)
    }

    package func create(_ draft: ControlPlaneDraft, as actor: Actor) async throws -> ControlPlane {
        try Refusal.check(draft.problems())
        let now = kernel.now
        let plane = ControlPlane(
            id: kernel.newID(), name: draft.name, description: draft.description, clusterType: draft.clusterType,
            authType: draft.authType, isCloudGateway: draft.isCloudGateway, proxyURLs: draft.proxyURLs,
            labels: Labels.merged([:], with: draft.labels), createdAt: now, updatedAt: now)
        let event = audit("created", plane.id, actor)
        try await kernel.database.write { tx in
            try actor.may(.create, .every(.controlPlanes), in: tx)
            try tx.controlPlanes.insert(plane)
            try kernel.makeOwner(actor, of: .controlPlane(plane.id), in: tx)
            try tx.audit.record(event)
        }
        return plane
    }

    package func find(_ id: ID<ControlPlane>, as actor: Actor) async throws -> ControlPlane {
        return try await kernel.database.read { tx in
            try actor.may(.view, .controlPlane(id), in: tx)
            return try Self.find(id, tx)
        }
    }

    package func find(name: String, as actor: Actor) async throws -> ControlPlane? {
        return try await kernel.database.read { tx in
            guard let plane = try tx.controlPlanes.find(name: name) else { return nil }
            try actor.may(.view, .controlPlane(plane.id), in: tx)
            return plane
        }
    }

    package func list(_ query: ListQuery, as actor: Actor) async throws -> Page<ControlPlane> {
        return try await kernel.database.read { tx in
            return try tx.controlPlanes.list(query.limited(to: actor.sees(.controlPlanes, in: tx)))
        }
    }

    package func all(as actor: Actor) async throws -> [ControlPlane] {
        return try await kernel.database.read { tx in
            return try tx.controlPlanes.all(seen: actor.sees(.controlPlanes, in: tx))
        }
    }

    package func update(
        _ id: ID<ControlPlane>, _ change: ControlPlaneChange, as actor: Actor
    ) async throws -> ControlPlane {
        try Refusal.check(change.problems())
        let now = kernel.now, event = audit("updated", id, actor)
        return try await kernel.database.write { tx in
            try actor.may(.update, .controlPlane(id), in: tx)
            let old = try Self.find(id, tx)
            var plane = change.applied(to: old)
            if plane == old { return old }
            plane.updatedAt = now
            try tx.controlPlanes.update(plane)
            try tx.audit.record(event)
            return plane
        }
    }

    /// Deletes a control plane with its services, routes, plugins and links.
    package func delete(_ id: ID<ControlPlane>, as actor: Actor) async throws {
        let event = audit("deleted", id, actor)
        try await kernel.database.write { tx in
            try actor.may(.delete, .controlPlane(id), in: tx)
            guard try tx.controlPlanes.delete(id) else { throw Refusal.notFound }
            try tx.audit.record(event)
        }
        kernel.gatewayBell.ring()
    }

    /// A token for a data plane; shown once.
    package func createToken(for id: ID<ControlPlane>, as actor: Actor) async throws -> Secret {
        let secret = Secret.make(prefix: "pgw_", kernel.random), now = kernel.now
        let tokenID = kernel.newID(Secret.self).text, event = audit("token-created", id, actor)
        try await kernel.database.write { tx in
            try actor.may(.connect, .controlPlane(id), in: tx)
            _ = try Self.find(id, tx)
            try tx.controlPlanes.insertToken(id: tokenID, of: id, hash: secret.hash, at: now)
            try tx.audit.record(event)
        }
        return secret
    }

    /// The control plane whose data plane shows this token. Refuses anybody else.
    package func authenticate(token: String) async throws -> ID<ControlPlane> {
        let hash = Secret.hash(token)
        guard let id = try await kernel.database.read({ tx in try tx.controlPlanes.find(tokenHash: hash) }) else {
            throw Refusal.unauthenticated()
        }
        return id
    }

    static func find(_ id: ID<ControlPlane>, _ tx: Transaction) throws -> ControlPlane {
        guard let plane = try tx.controlPlanes.find(id) else { throw Refusal.notFound }
        return plane
    }

    private func audit(_ verb: String, _ id: ID<ControlPlane>, _ actor: Actor) -> AuditEvent {
        kernel.audit("control-plane.\(verb)", of: AuditTarget("control-plane", id.text), by: actor)
    }
}

/// An entity of a member whose kind and name an entity of another member has too.
package struct GroupConflict: Sendable {
    package let entity: CoreEntity
    package let other: CoreEntity
}

extension ControlPlanes {
    package func members(of group: ID<ControlPlane>, as actor: Actor) async throws -> [ControlPlane] {
        return try await kernel.database.read { tx in
            try actor.may(.view, .controlPlane(group), in: tx)
            try Self.requireGroup(group, tx)
            return try tx.controlPlanes.members(of: group)
        }
    }

    /// What members of a group cannot both have: entities of one kind with one name.
    package func conflicts(of group: ID<ControlPlane>, as actor: Actor) async throws -> [GroupConflict] {
        return try await kernel.database.read { tx in
            try actor.may(.view, .controlPlane(group), in: tx)
            try Self.requireGroup(group, tx)
            var owners: [String: CoreEntity] = [:], conflicts: [GroupConflict] = []
            for plane in try tx.controlPlanes.members(of: group) {
                for entity in try tx.coreEntities.all(of: plane.id) {
                    guard let name = entity.name else { continue }
                    let key = "\(entity.kind.rawValue):\(name)"
                    if let first = owners[key], first.controlPlaneID != plane.id {
                        conflicts.append(GroupConflict(entity: entity, other: first))
                    } else {
                        owners[key] = entity
                    }
                }
            }
            return Array(conflicts.prefix(Self.conflictLimit))
        }
    }

    private static let conflictLimit = 256

    package func isMember(_ id: ID<ControlPlane>, as actor: Actor) async throws -> Bool {
        return try await kernel.database.read { tx in
            try actor.may(.view, .controlPlane(id), in: tx)
            _ = try Self.find(id, tx)
            return try tx.controlPlanes.isMember(id)
        }
    }

    /// Adds and removes members; what is given as `replacing` becomes all there is.
    package func changeMembers(
        of group: ID<ControlPlane>, adding: [ID<ControlPlane>] = [], removing: [ID<ControlPlane>] = [],
        replacing: [ID<ControlPlane>]? = nil, as actor: Actor
    ) async throws {
        let event = audit("members-changed", group, actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .controlPlane(group), in: tx)
            try Self.requireGroup(group, tx)
            let old = try tx.controlPlanes.members(of: group).map(\.id)
            for id in replacing.map({ kept in old.filter { !kept.contains($0) } }) ?? removing {
                try tx.controlPlanes.removeMember(id, from: group)
            }
            for id in replacing ?? adding {
                guard let member = try tx.controlPlanes.find(id), member.clusterType != .group,
                    try actor.acts(on: .controlPlane(id), in: tx).contains(.update)
                else {
                    throw Refusal.invalid("members", .missingReference, "Control plane \(id) cannot be a member")
                }
                try tx.controlPlanes.addMember(id, to: group)
            }
            try tx.audit.record(event)
        }
        kernel.gatewayBell.ring()
    }

    private static func requireGroup(_ id: ID<ControlPlane>, _ tx: Transaction) throws {
        guard try find(id, tx).clusterType == .group else {
            throw Refusal.invalid("id", .invalid, "The control plane is no group")
        }
    }
}
