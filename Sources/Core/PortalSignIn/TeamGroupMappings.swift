package import Model
import Storage

/// Groups of identity providers that are teams of a portal.
extension IdentityProviders {
    package func mappings(
        of provider: ID<IdentityProvider>, on portal: ID<Portal>, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<TeamGroupMapping> {
        return try await kernel.database.read { tx in
            try actor.may(.viewDevelopers, .portal(portal), in: tx)
            _ = try Self.find(provider, on: portal, tx)
            return try tx.teamGroupMappings.list(of: provider, query)
        }
    }

    package func mapping(
        _ id: ID<TeamGroupMapping>, of provider: ID<IdentityProvider>, on portal: ID<Portal>, as actor: Actor
    ) async throws -> TeamGroupMapping {
        return try await kernel.database.read { tx in
            try actor.may(.viewDevelopers, .portal(portal), in: tx)
            _ = try Self.find(provider, on: portal, tx)
            guard let mapping = try tx.teamGroupMappings.find(id, of: provider) else { throw Refusal.notFound }
            return mapping
        }
    }

    /// Refuses a conflict when the group is mapped to the team, and `invalid` when the portal has no such team.
    package func map(
        _ group: String, to team: ID<Team>, of provider: ID<IdentityProvider>, on portal: ID<Portal>,
        as actor: Actor
    ) async throws -> TeamGroupMapping {
        try Refusal.check([TeamGroupMapping.groupRule.problem("group", group)].compactMap(\.self))
        let now = kernel.now
        let mapping = TeamGroupMapping(
            id: kernel.newID(), portalID: portal, providerID: provider, teamID: team, group: group, createdAt: now,
            updatedAt: now)
        let event = self.event("identity-provider.group-mapped", provider.text, portal, actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .portal(portal), in: tx)
            _ = try Self.find(provider, on: portal, tx)
            try tx.teamGroupMappings.insert(mapping)
            try tx.audit.record(event)
        }
        return mapping
    }

    package func unmap(
        _ id: ID<TeamGroupMapping>, of provider: ID<IdentityProvider>, on portal: ID<Portal>, as actor: Actor
    ) async throws {
        let event = self.event("identity-provider.group-unmapped", provider.text, portal, actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .portal(portal), in: tx)
            _ = try Self.find(provider, on: portal, tx)
            guard try tx.teamGroupMappings.delete(id, of: provider) else { throw Refusal.notFound }
            try tx.audit.record(event)
        }
    }

    /// The teams that have groups at the portal's identity provider: the enabled one, else the only one. Refuses
    /// portals without a provider as invalid.
    package func teamGroups(
        on portal: ID<Portal>, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<TeamGroups> {
        return try await kernel.database.read { tx in
            try actor.may(.viewDevelopers, .portal(portal), in: tx)
            return try tx.teamGroupMappings.teams(of: try Self.provider(of: portal, tx), query)
        }
    }

    /// Replaces the groups of each team that is named; the other teams keep theirs.
    package func replaceGroups(
        _ teams: [TeamGroups], on portal: ID<Portal>, as actor: Actor
    ) async throws -> Page<TeamGroups> {
        for team in teams {
            let problems = team.groups.compactMap { TeamGroupMapping.groupRule.problem("data.groups", $0) }
            try Refusal.check(problems)
        }
        let now = kernel.now
        let made = teams.map { team in
            (team, Set(team.groups).sorted().map { (kernel.newID(TeamGroupMapping.self), $0) })
        }
        let event = kernel.audit(
            "portal.team-groups-replaced", of: AuditTarget("portal", portal.text), portal: portal, by: actor)
        return try await kernel.database.write { tx in
            try actor.may(.update, .portal(portal), in: tx)
            let provider = try Self.provider(of: portal, tx)
            for (team, groups) in made {
                guard try tx.teams.find(team.teamID, on: portal) != nil else {
                    throw Refusal.invalid("data.team_id", .missingReference, "Team not found")
                }
                try tx.teamGroupMappings.deleteAll(of: team.teamID, provider: provider.id)
                for (id, group) in groups {
                    try tx.teamGroupMappings.insert(
                        TeamGroupMapping(
                            id: id, portalID: portal, providerID: provider.id, teamID: team.teamID, group: group,
                            createdAt: now, updatedAt: now))
                }
            }
            try tx.audit.record(event)
            return try tx.teamGroupMappings.teams(of: provider, ListQuery())
        }
    }

    private static func provider(of id: ID<Portal>, _ tx: Transaction) throws -> IdentityProvider {
        _ = try portal(id, tx)
        let providers = try tx.identityProviders.list(on: id)
        guard let provider = providers.first(where: \.isEnabled) ?? providers.first else {
            throw Refusal.invalid("identity_provider", .required, "The portal has no identity provider")
        }
        return provider
    }
}
