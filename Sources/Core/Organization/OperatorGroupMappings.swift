package import Model
import Storage

/// Groups of identity providers that are teams of operators.
extension OperatorIdentityProviders {
    package func mappings(
        of provider: ID<OperatorIdentityProvider>, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<OperatorGroupMapping> {
        try await kernel.database.read { tx in
            try actor.may(.viewSettings, .organization, in: tx)
            _ = try Self.find(provider, tx)
            return try tx.operatorGroupMappings.list(of: provider, query)
        }
    }

    package func mapping(
        _ id: ID<OperatorGroupMapping>, of provider: ID<OperatorIdentityProvider>, as actor: Actor
    ) async throws -> OperatorGroupMapping {
        try await kernel.database.read { tx in
            try actor.may(.viewSettings, .organization, in: tx)
            _ = try Self.find(provider, tx)
            guard let mapping = try tx.operatorGroupMappings.find(id, of: provider) else { throw Refusal.notFound }
            return mapping
        }
    }

    /// Refuses a conflict when the group is mapped to the team, and `invalid` when there is no such team.
    package func map(
        _ group: String, to team: ID<OperatorTeam>, of provider: ID<OperatorIdentityProvider>, as actor: Actor
    ) async throws -> OperatorGroupMapping {
        try Self.check([group], "group")
        let now = kernel.now
        let mapping = OperatorGroupMapping(
            id: kernel.newID(), providerID: provider, teamID: team, group: group, createdAt: now, updatedAt: now)
        let event = event("group-mapped", provider.text, actor)
        try await kernel.database.write { tx in
            try actor.may(.manageSettings, .organization, in: tx)
            _ = try Self.find(provider, tx)
            try tx.operatorGroupMappings.insert(mapping)
            try tx.audit.record(event)
        }
        return mapping
    }

    package func unmap(
        _ id: ID<OperatorGroupMapping>, of provider: ID<OperatorIdentityProvider>, as actor: Actor
    ) async throws {
        let event = event("group-unmapped", provider.text, actor)
        try await kernel.database.write { tx in
            try actor.may(.manageSettings, .organization, in: tx)
            _ = try Self.find(provider, tx)
            guard try tx.operatorGroupMappings.delete(id, of: provider) else { throw Refusal.notFound }
            try tx.audit.record(event)
        }
    }

    /// The teams that have groups at the identity provider: the enabled one, else the only one. Refuses as invalid
    /// when there is none.
    package func teamGroups(_ query: ListQuery, as actor: Actor) async throws -> Page<OperatorTeamGroups> {
        try await kernel.database.read { tx in
            try actor.may(.viewSettings, .organization, in: tx)
            return try tx.operatorGroupMappings.teams(of: try Self.current(tx, else: Self.absent).id, query)
        }
    }

    /// The groups that have teams. Refuses as unready when there is no identity provider.
    package func groupTeams(_ query: ListQuery, as actor: Actor) async throws -> Page<OperatorGroupTeams> {
        try await kernel.database.read { tx in
            try actor.may(.viewSettings, .organization, in: tx)
            return try tx.operatorGroupMappings.groups(of: try Self.current(tx, else: Self.unready).id, query)
        }
    }

    /// Replaces the groups of each team that is named; the other teams keep theirs.
    package func replaceGroups(
        _ teams: [OperatorTeamGroups], as actor: Actor
    ) async throws -> Page<OperatorTeamGroups> {
        for team in teams { try Self.check(team.groups, "data.groups") }
        return try await replace(actor, else: Self.absent) { provider, tx in
            let named = Set(teams.map(\.teamID))
            let kept = try tx.operatorGroupMappings.all(of: provider).filter { !named.contains($0.teamID) }
            let wanted =
                kept.map { Pair($0.teamID, $0.group) }
                + teams.flatMap { team in
                    team.groups.map { Pair(team.teamID, $0) }
                }
            return (wanted, "data.team_id")
        } reading: { provider, tx in
            try tx.operatorGroupMappings.teams(of: provider, ListQuery())
        }
    }

    /// Replaces every mapping.
    package func replaceTeams(
        _ groups: [OperatorGroupTeams], as actor: Actor
    ) async throws -> [OperatorGroupTeams] {
        try Self.check(groups.map(\.group), "mappings.group")
        return try await replace(actor, else: Self.unready) { _, _ in
            (groups.flatMap { group in group.teamIDs.map { Pair($0, group.group) } }, "mappings.team_ids")
        } reading: { provider, tx in
            let all = try tx.operatorGroupMappings.all(of: provider)
            return Dictionary(grouping: all, by: \.group).sorted { $0.key < $1.key }.map { group, mappings in
                OperatorGroupTeams(group: group, teamIDs: mappings.map(\.teamID))
            }
        }
    }

    private struct Pair: Hashable {
        let team: ID<OperatorTeam>
        let group: String

        init(_ team: ID<OperatorTeam>, _ group: String) {
            self.team = team
            self.group = group
        }
    }

    /// Makes the mappings what they are to be: what is there already stays as it is.
    private func replace<Answer: Sendable>(
        _ actor: Actor, else refusal: Refusal,
        wanted: @Sendable @escaping (ID<OperatorIdentityProvider>, Transaction) throws -> ([Pair], String),
        reading: @Sendable @escaping (ID<OperatorIdentityProvider>, Transaction) throws -> Answer
    ) async throws -> Answer {
        let now = kernel.now
        return try await kernel.database.write { tx in
            try actor.may(.manageSettings, .organization, in: tx)
            let provider = try Self.current(tx, else: refusal).id
            let (pairs, field) = try wanted(provider, tx), target = Set(pairs)
            let old = try tx.operatorGroupMappings.all(of: provider), known = Set(old.map { Pair($0.teamID, $0.group) })
            for team in Set(pairs.map(\.team)) where try tx.operatorTeams.find(team) == nil {
                throw Refusal.invalid(field, .missingReference, "Team not found")
            }
            for mapping in old where !target.contains(Pair(mapping.teamID, mapping.group)) {
                _ = try tx.operatorGroupMappings.delete(mapping.id, of: provider)
            }
            for pair in target.subtracting(known).sorted(by: { ($0.group, $0.team.text) < ($1.group, $1.team.text) }) {
                try tx.operatorGroupMappings.insert(
                    OperatorGroupMapping(
                        id: kernel.newID(), providerID: provider, teamID: pair.team, group: pair.group,
                        createdAt: now, updatedAt: now))
            }
            if target != known { try tx.audit.record(event("groups-replaced", provider.text, actor)) }
            return try reading(provider, tx)
        }
    }

    private static let absent = Refusal.invalid(
        "identity_provider", .required, "The organization has no identity provider")
    private static let unready = Refusal.unready("IdP configuration not found")

    private static func check(_ groups: [String], _ field: String) throws {
        try Refusal.check(groups.compactMap { TeamGroupMapping.groupRule.problem(field, $0) })
    }

    private static func current(_ tx: Transaction, else refusal: Refusal) throws -> OperatorIdentityProvider {
        let providers = try tx.operatorIdentityProviders.list()
        guard let provider = providers.first(where: \.isEnabled) ?? providers.first else { throw refusal }
        return provider
    }
}
