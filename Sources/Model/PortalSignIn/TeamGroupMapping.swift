/// Members of a group at an identity provider are members of a team.
package struct TeamGroupMapping: Sendable, Equatable {
    package var id: ID<TeamGroupMapping>
    package var portalID: ID<Portal>
    package var providerID: ID<IdentityProvider>
    package var teamID: ID<Team>
    /// The group's name, exactly as the provider writes it.
    package var group: String
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<TeamGroupMapping>, portalID: ID<Portal>, providerID: ID<IdentityProvider>, teamID: ID<Team>,
        group: String, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.portalID = portalID
        self.providerID = providerID
        self.teamID = teamID
        self.group = group
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension TeamGroupMapping {
    package static let groupRule = TextRule(1...1_024)
    package static let groupCount = 0...100
    package static let list = ListRules(
        filters: ["team_id": .stringEquals, "group": .stringEquals], defaultSort: [ListSort("created_at")])
}

/// All groups of one team.
package struct TeamGroups: Sendable, Equatable {
    package static let list = ListRules(filters: [:], defaultSort: [ListSort("name")])

    package var teamID: ID<Team>
    package var groups: [String]

    package init(teamID: ID<Team>, groups: [String]) {
        self.teamID = teamID
        self.groups = groups
    }
}
