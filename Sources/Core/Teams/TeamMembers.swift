package import Model
import Storage

/// Who is in a team, and what the team may do. Both change at once what its members see and what their keys open.
extension Teams {
    package func members(
        of id: ID<Team>, on portal: ID<Portal>, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<TeamMember> {
        return try await kernel.database.read { tx in
            try actor.may(.viewDevelopers, .portal(portal), in: tx)
            return try tx.teams.members(of: try Self.find(id, on: portal, tx), query)
        }
    }

    /// Refuses a conflict when the developer is in the team, and `invalid` when the portal has no such developer.
    package func add(
        _ developer: ID<Developer>, to id: ID<Team>, on portal: ID<Portal>, as actor: Actor
    ) async throws {
        try await alter(id, on: portal, "team.developer_added", ["developer_id": .string(developer.text)], as: actor) {
            team, now, tx in
            guard try tx.developers.find(developer, of: portal) != nil else {
                throw Refusal.invalid("id", .missingReference, "Developer not found")
            }
            try tx.teams.add(developer, to: team, at: now)
        }
    }

    package func remove(
        _ developer: ID<Developer>, from id: ID<Team>, on portal: ID<Portal>, as actor: Actor
    ) async throws {
        let details: JSON = ["developer_id": .string(developer.text)]
        try await alter(id, on: portal, "team.developer_removed", details, as: actor) { team, _, tx in
            guard try tx.teams.remove(developer, from: team) else { throw Refusal.notFound }
        }
    }

    package func roles(
        of id: ID<Team>, on portal: ID<Portal>, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<TeamRole> {
        return try await kernel.database.read { tx in
            try actor.may(.viewDevelopers, .portal(portal), in: tx)
            return try tx.teamRoles.list(of: try Self.find(id, on: portal, tx), query)
        }
    }

    /// Refuses a conflict when the team has the role, and `invalid` when there is no such API.
    package func assign(
        _ draft: TeamRoleDraft, to id: ID<Team>, on portal: ID<Portal>, as actor: Actor
    ) async throws -> TeamRole {
        let role = TeamRole(
            id: kernel.newID(), portalID: portal, teamID: id, name: draft.name, scope: draft.scope,
            region: draft.region, createdAt: kernel.now)
        let details: JSON = ["role": .string(draft.name.rawValue), "entity": .string(draft.scope.text)]
        try await alter(id, on: portal, "team.role_assigned", details, as: actor) { _, _, tx in
            try tx.teamRoles.insert(role)
        }
        return role
    }

    package func unassign(
        _ role: ID<TeamRole>, from id: ID<Team>, on portal: ID<Portal>, as actor: Actor
    ) async throws {
        try await alter(id, on: portal, "team.role_removed", ["role_id": .string(role.text)], as: actor) {
            team, _, tx in
            guard try tx.teamRoles.delete(role, of: team) else { throw Refusal.notFound }
        }
    }

    private func alter(
        _ id: ID<Team>, on portal: ID<Portal>, _ action: String, _ details: JSON, as actor: Actor,
        _ change: @Sendable @escaping (Team, Instant, Transaction) throws -> Void
    ) async throws {
        let now = kernel.now, event = self.event(action, id, portal, actor, details)
        try await kernel.database.write { tx in
            try actor.may(.manageDevelopers, .portal(portal), in: tx)
            try change(try Self.find(id, on: portal, tx), now, tx)
            try tx.portals.bump(portal, .access)
            try tx.audit.record(event)
        }
        kernel.gatewayBell.ring()
    }
}
