package import Model
import Storage

/// Giving and taking roles. Who manages people may give any; who may share a resource may give the roles on it that
/// grant no more than they have themselves.
package struct AssignedRoles: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// Refuses a conflict when the holder has the role, and `invalid` when there is no such resource.
    package func assign(
        _ draft: AssignedRoleDraft, to holder: RoleHolder, as actor: Actor
    ) async throws -> AssignedRole {
        let (known, resource) = try draft.checked()
        let role = AssignedRole(
            id: kernel.newID(), holder: holder, kind: draft.kind, name: draft.name, entity: draft.entity,
            region: draft.region, createdAt: kernel.now)
        let event = event("role.assigned", role, actor)
        try await kernel.database.write { tx in
            try Self.mayGive(known, on: resource, actor, tx)
            try Self.requireAlterable(holder, tx)
            guard try !tx.assignedRoles.has(role.kind, role.name, on: role.entity, holder) else {
                throw Refusal.conflict("The role is already assigned")
            }
            try tx.assignedRoles.insert(role)
            try tx.audit.record(event)
        }
        return role
    }

    package func find(_ id: ID<AssignedRole>, of holder: RoleHolder, as actor: Actor) async throws -> AssignedRole {
        try await kernel.database.read { tx in
            try Self.mayLook(holder, actor, tx)
            return try Self.find(id, of: holder, tx)
        }
    }

    /// The roles of a holder that match, oldest first.
    package func list(
        of holder: RoleHolder, _ query: ListQuery = ListQuery(), as actor: Actor
    ) async throws -> [AssignedRole] {
        try await kernel.database.read { tx in
            try Self.mayLook(holder, actor, tx)
            try Self.requireKnown(holder, tx)
            return try tx.assignedRoles.all(of: holder, query)
        }
    }

    /// Takes a role away, by the same right as giving it.
    package func remove(_ id: ID<AssignedRole>, from holder: RoleHolder, as actor: Actor) async throws {
        let event = kernel.audit("role.removed", of: AuditTarget("role", id.text), by: actor)
        try await kernel.database.write { tx in
            try actor.requireOperator()
            let role = try Self.find(id, of: holder, tx)
            let resource =
                role.entity == AssignedRole.everyEntity
                ? Resource.every(role.kind) : .named(role.kind, role.entity)
            if let known = AccessTable.role(role.kind, role.name) {
                try Self.mayGive(known, on: resource, actor, tx)
            }
            try Self.requireAlterable(holder, tx)
            try tx.assignedRoles.delete(id, of: holder)
            try tx.audit.record(event)
        }
    }

    /// The names of everything that roles are given on and that the actor sees, by kind and id.
    package func names(as actor: Actor) async throws -> [ResourceKind: [String: String]] {
        try await kernel.database.read { tx in
            let named = try ResourceKind.allCases.map { kind in
                (kind, Dictionary(try Self.entities(kind, to: .view, actor, tx)) { first, _ in first })
            }
            return Dictionary(uniqueKeysWithValues: named)
        }
    }

    /// The roles that the actor may give, and on what, for forms: kinds of which there are some.
    package func offers(as actor: Actor) async throws -> [RoleOffer] {
        try await kernel.database.read { tx in
            let isManager = try actor.acts(on: .organization, in: tx).contains(.managePeople)
            return try ResourceKind.allCases.filter { $0 != .organization }.compactMap { kind in
                let all = AccessTable.assignable.filter { $0.kind == kind }
                if isManager { return RoleOffer(kind, all, true, try Self.entities(kind, to: .view, actor, tx)) }
                if AccessTable.names(of: kind, granting: .assignRoles).isEmpty { return nil }
                let own = try actor.acts(on: .every(kind), in: tx), isForAll = own.contains(.assignRoles)
                let entities = try Self.entities(kind, to: .assignRoles, actor, tx)
                guard isForAll || !entities.isEmpty else { return nil }
                let sharer = all.filter { $0.acts.contains(.assignRoles) }.reduce(into: own) { $0.formUnion($1.acts) }
                return RoleOffer(kind, all.filter { $0.acts.isSubset(of: sharer) }, isForAll, entities)
            }
        }
    }

    private func event(_ action: String, _ role: AssignedRole, _ actor: Actor) -> AuditEvent {
        kernel.audit(
            action, of: AuditTarget("role", role.id.text), by: actor,
            details: [
                "holder_id": .string(role.holder.id), "role": .string(role.name), "kind": .string(role.kind.rawValue),
                "entity_id": .string(role.entity),
            ])
    }
}

/// Roles on one kind of thing that somebody may give to others.
package struct RoleOffer: Sendable {
    package let kind: ResourceKind
    package let roles: [AccessRole]
    /// Whether on all of the kind.
    package let isForAll: Bool
    package let entities: [(id: String, name: String)]

    init(_ kind: ResourceKind, _ roles: [AccessRole], _ isForAll: Bool, _ entities: [(String, String)]) {
        self.kind = kind
        self.roles = roles
        self.isForAll = isForAll
        self.entities = entities
    }
}

extension AssignedRoles {
    private static func entities(
        _ kind: ResourceKind, to act: Act, _ actor: Actor, _ tx: Transaction
    ) throws -> [(String, String)] {
        let seen = try actor.sees(kind, to: act, in: tx)
        return switch kind {
        case .portals: try tx.portals.all(seen: seen).map { ($0.id.text, $0.name) }
        case .apis:
            try tx.apis.all(seen: seen).map { api in
                (api.id.text, api.version.map { "\(api.name) \($0)" } ?? api.name)
            }
        case .strategies: try tx.strategies.all(seen: seen).map { ($0.id.text, $0.name) }
        case .controlPlanes: try tx.controlPlanes.all(seen: seen).map { ($0.id.text, $0.name) }
        case .dcrProviders: try tx.dcrProviders.all(seen: seen).map { ($0.id.text, $0.name) }
        case .auditLogs, .organization: []
        }
    }

    // Nobody gives what they do not have, so that nobody becomes more through a helper.
    private static func mayGive(
        _ role: AccessRole, on resource: Resource, _ actor: Actor, _ tx: Transaction
    ) throws {
        if try actor.acts(on: .organization, in: tx).contains(.managePeople) { return }
        try actor.may(.assignRoles, resource, in: tx)
        guard role.acts.isSubset(of: try actor.acts(on: resource, in: tx)) else {
            throw Refusal.forbidden("You can only assign roles that grant no more than you may do yourself")
        }
    }

    private static func mayLook(_ holder: RoleHolder, _ actor: Actor, _ tx: Transaction) throws {
        if case .systemAccount(let id) = holder, actor != .systemAccount(id) {
            return try actor.may(.viewAccounts, .organization, in: tx)
        }
        try actor.may(.viewPeople, .organization, in: tx)
    }

    private static func requireKnown(_ holder: RoleHolder, _ tx: Transaction) throws {
        let isKnown =
            switch holder {
            case .operator(let id): try tx.operators.find(id) != nil
            case .systemAccount(let id): try tx.systemAccounts.find(id) != nil
            case .team(let id): try tx.operatorTeams.find(id) != nil
            }
        guard isKnown else { throw Refusal.notFound }
    }

    private static func requireAlterable(_ holder: RoleHolder, _ tx: Transaction) throws {
        try requireKnown(holder, tx)
        if case .team(let id) = holder { _ = try OperatorTeams.findCustom(id, tx) }
    }

    private static func find(
        _ id: ID<AssignedRole>, of holder: RoleHolder, _ tx: Transaction
    ) throws -> AssignedRole {
        guard let role = try tx.assignedRoles.find(id, of: holder) else { throw Refusal.notFound }
        return role
    }
}
