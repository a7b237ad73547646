package import Model
package import Storage

/// Who may do what: each use case asks here, in the transaction in which it reads or writes.
extension Actor {
    /// Refuses an act that no role of the actor grants: as `notFound` when they may not even see the resource.
    package func may(_ act: Act, _ resource: Resource, in tx: Transaction) throws {
        switch try admission(to: act, resource, in: tx) {
        case .granted: return
        case .forbidden: throw Refusal.forbidden()
        case .hidden: throw Refusal.notFound
        }
    }

    /// Refuses when none of these is granted, in the way of the last.
    package func mayAny(_ needs: [(Act, Resource)], in tx: Transaction) throws {
        var refusal: Refusal?
        for (act, resource) in needs {
            switch try admission(to: act, resource, in: tx) {
            case .granted: return
            case .forbidden: refusal = .forbidden()
            case .hidden: refusal = .notFound
            }
        }
        if let refusal { throw refusal }
    }

    /// All that the actor may do with a resource.
    package func acts(on resource: Resource, in tx: Transaction) throws -> Set<Act> {
        if case .system = self { return Set(Act.allCases) }
        guard let principal else { return [] }
        return AccessTable.acts(try tx.access.roles(of: principal, on: resource), on: resource.kind)
    }

    /// Which items of a list of a kind the actor may see, or do something else with; refuses who does not work here.
    package func sees(_ kind: ResourceKind, to act: Act = .view, in tx: Transaction) throws -> Seen {
        try requireOperator()
        guard let principal else { return .everything }
        if try acts(on: .every(kind), in: tx).contains(act) { return .everything }
        return .granted(to: principal, kind, roles: AccessTable.names(of: kind, granting: act))
    }

    private func admission(to act: Act, _ resource: Resource, in tx: Transaction) throws -> Admission {
        if case .system = self { return .granted }
        guard let principal else { return .hidden }
        let held = try tx.access.roles(of: principal, on: resource)
        return AccessTable.admission(of: held, to: act, resource.kind)
    }
}

extension Kernel {
    /// Gives whoever created a resource the role with which they may do everything with it, unless they have it.
    func makeOwner(_ actor: Actor, of resource: Resource, in tx: Transaction) throws {
        guard let id = resource.id, let holder = actor.roleHolder else { return }
        let names = AccessTable.names(of: resource.kind, granting: .delete)
        guard let name = names.first, try !actor.acts(on: resource, in: tx).contains(.delete) else { return }
        try tx.assignedRoles.insert(
            AssignedRole(
                id: newID(), holder: holder, kind: resource.kind, name: name, entity: id, createdAt: now))
    }
}

extension Actor {
    /// As whom the actor is given roles; nil when they are given none.
    var roleHolder: RoleHolder? {
        switch self {
        case .operator(let id): .operator(id)
        case .systemAccount(let id): .systemAccount(id)
        case .developer, .visitor, .system: nil
        }
    }
}

/// What the actor may do, for pages that show only what will work.
package struct Access: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// All that the actor may do with a resource.
    package func acts(on resource: Resource, as actor: Actor) async throws -> Set<Act> {
        try await kernel.database.read { tx in try actor.acts(on: resource, in: tx) }
    }

    /// Those of some APIs that the actor sees, for links.
    package func seen(_ apis: Set<ID<API>>, as actor: Actor) async throws -> Set<ID<API>> {
        try await kernel.database.read { tx in
            try apis.filter { try actor.acts(on: .api($0), in: tx).contains(.view) }
        }
    }

    /// What the actor may do with something of each kind, wherever; for menus.
    package func summary(as actor: Actor) async throws -> [ResourceKind: Set<Act>] {
        let everything = Set(Act.allCases)
        let held = try await kernel.database.read { tx in
            try actor.principal.map { try tx.access.roles(of: $0) }
        }
        return Dictionary(
            uniqueKeysWithValues: ResourceKind.allCases.map { kind in
                (kind, held.map { AccessTable.acts($0, on: kind) } ?? everything)
            })
    }
}
