package import Model
import Storage

/// The teams of a portal: what operators do with them, and what their members see.
package struct Teams: Sendable {
    let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    package func create(_ draft: TeamDraft, on portal: ID<Portal>, as actor: Actor) async throws -> Team {
        try Refusal.check(draft.problems())
        let now = kernel.now
        let team = Team(
            id: kernel.newID(), portalID: portal, name: draft.name, description: draft.description,
            canOwnApplications: draft.canOwnApplications, createdAt: now, updatedAt: now)
        let event = self.event("team.created", team.id, portal, actor)
        try await kernel.database.write { tx in
            try actor.may(.manageDevelopers, .portal(portal), in: tx)
            guard try tx.portals.find(portal) != nil else { throw Refusal.notFound }
            try tx.teams.insert(team)
            try tx.audit.record(event)
        }
        return team
    }

    package func find(_ id: ID<Team>, on portal: ID<Portal>, as actor: Actor) async throws -> Team {
        return try await kernel.database.read { tx in
            try actor.may(.viewDevelopers, .portal(portal), in: tx)
            return try Self.find(id, on: portal, tx)
        }
    }

    package func list(on portal: ID<Portal>, _ query: ListQuery, as actor: Actor) async throws -> Page<Team> {
        return try await kernel.database.read { tx in
            try actor.may(.viewDevelopers, .portal(portal), in: tx)
            guard try tx.portals.find(portal) != nil else { throw Refusal.notFound }
            return try tx.teams.list(on: portal, query)
        }
    }

    /// How many developers each team of a portal has; teams without any are absent.
    package func memberCounts(on portal: ID<Portal>, as actor: Actor) async throws -> [ID<Team>: Int] {
        return try await kernel.database.read { tx in
            try actor.may(.viewDevelopers, .portal(portal), in: tx)
            return try tx.teams.memberCounts(on: portal)
        }
    }

    /// All about one team: at most a hundred of each.
    package func overview(of id: ID<Team>, on portal: ID<Portal>, as actor: Actor) async throws -> TeamOverview {
        let whole = ListQuery(page: PageRequest(size: PageRequest.maximumSize))
        return try await kernel.database.read { tx in
            try actor.may(.viewDevelopers, .portal(portal), in: tx)
            let team = try Self.find(id, on: portal, tx)
            let members = try tx.teams.members(of: team, whole).items
            let isMember = Set(members.map(\.id))
            var byName = whole
            byName.sort = [ListSort("name")]
            return TeamOverview(
                team: team, members: members, roles: try tx.teamRoles.all(of: team),
                candidates: try tx.developers.list(byName, of: portal).items.filter { !isMember.contains($0.id) },
                apis: try tx.apis.list(byName.limited(to: actor.sees(.apis, in: tx))).items.map(\.api))
        }
    }

    /// Alters what the change names, and nothing else. Applications that the team owns stay its own.
    package func update(
        _ id: ID<Team>, on portal: ID<Portal>, _ change: TeamChange, as actor: Actor
    ) async throws -> Team {
        try Refusal.check(change.problems())
        let now = kernel.now, event = self.event("team.updated", id, portal, actor)
        return try await kernel.database.write { tx in
            try actor.may(.manageDevelopers, .portal(portal), in: tx)
            let old = try Self.find(id, on: portal, tx)
            var team = change.applied(to: old)
            if team == old { return old }
            team.updatedAt = now
            try tx.teams.update(team)
            try tx.audit.record(event)
            return team
        }
    }

    /// Its roles and memberships go with it, its developers stay. Refuses a conflict while it owns applications.
    package func delete(_ id: ID<Team>, on portal: ID<Portal>, as actor: Actor) async throws {
        let event = self.event("team.deleted", id, portal, actor)
        try await kernel.database.write { tx in
            try actor.may(.manageDevelopers, .portal(portal), in: tx)
            _ = try Self.find(id, on: portal, tx)
            let count = try tx.teams.applicationCount(id, on: portal)
            if count > 0 {
                throw Refusal.conflict("The team owns \(count) applications: transfer or delete them first")
            }
            try tx.teams.delete(id)
            try tx.portals.bump(portal, .access)
            try tx.audit.record(event)
        }
        kernel.gatewayBell.ring()
    }

    /// The teams of a developer, as an operator sees them.
    package func list(
        of developer: ID<Developer>, on portal: ID<Portal>, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<Team> {
        return try await kernel.database.read { tx in
            try actor.may(.viewDevelopers, .portal(portal), in: tx)
            guard try tx.developers.find(developer, of: portal) != nil else { throw Refusal.notFound }
            return try tx.teams.list(of: developer, on: portal, query)
        }
    }

    func event(_ action: String, _ id: ID<Team>, _ portal: ID<Portal>, _ actor: Actor, _ details: JSON = [:])
        -> AuditEvent
    {
        kernel.audit(action, of: AuditTarget("team", id.text), portal: portal, by: actor, details: details)
    }

    static func find(_ id: ID<Team>, on portal: ID<Portal>, _ tx: Transaction) throws -> Team {
        guard let team = try tx.teams.find(id, on: portal) else { throw Refusal.notFound }
        return team
    }
}

/// A team with what can be added to it.
package struct TeamOverview: Sendable {
    package let team: Team
    package let members: [TeamMember]
    package let roles: [TeamRole]
    /// The developers of the portal who are not in it.
    package let candidates: [Developer]
    package let apis: [API]
}

/// What developers see of the teams that they are in. A team of others does not exist for them.
extension Teams {
    package func mine(on portal: ID<Portal>, _ query: ListQuery, as actor: Actor) async throws -> Page<Team> {
        let developer = try actor.requireDeveloper(of: portal)
        return try await kernel.database.read { tx in
            try Portals.requireAuthentication(on: portal, tx)
            return try tx.teams.list(of: developer, on: portal, query)
        }
    }

    package func mine(_ id: ID<Team>, on portal: ID<Portal>, as actor: Actor) async throws -> Team {
        let developer = try actor.requireDeveloper(of: portal)
        return try await kernel.database.read { tx in try Self.mine(id, of: developer, on: portal, tx) }
    }

    /// The approved developers of a team that one is in.
    package func colleagues(
        in id: ID<Team>, on portal: ID<Portal>, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<TeamMember> {
        let developer = try actor.requireDeveloper(of: portal)
        return try await kernel.database.read { tx in
            var query = query
            query.filters.append(ListFilter("active", .eq, ["true"]))
            return try tx.teams.members(of: try Self.mine(id, of: developer, on: portal, tx), query)
        }
    }

    private static func mine(
        _ id: ID<Team>, of developer: ID<Developer>, on portal: ID<Portal>, _ tx: Transaction
    ) throws -> Team {
        try Portals.requireAuthentication(on: portal, tx)
        let team = try find(id, on: portal, tx)
        guard try tx.teams.contains(developer, in: id) else { throw Refusal.notFound }
        return team
    }
}
