package import Model

extension Transaction {
    package var teamGroupMappings: TeamGroupMappingStore { TeamGroupMappingStore(tx: self) }
}

/// Which groups of an identity provider are which teams.
package struct TeamGroupMappingStore {
    let tx: Transaction

    /// Refuses a conflict when the group is mapped to the team, and `invalid` when the portal has no such team.
    package func insert(_ mapping: TeamGroupMapping) throws {
        let missing = Refusal.invalid("team_id", .missingReference, "Team not found")
        try tx.mapping(
            .unique("team_group_mappings_group", .conflict("The group is mapped to this team already")),
            .foreignKey(missing)
        ) {
            _ = try tx.run(
                .insert(
                    "team_group_mappings",
                    [
                        "id": "\(mapping.id)", "portal_id": "\(mapping.portalID)",
                        "provider_id": "\(mapping.providerID)", "team_id": "\(mapping.teamID)",
                        "group_name": "\(mapping.group)", "created_at": "\(mapping.createdAt)",
                        "updated_at": "\(mapping.updatedAt)",
                    ]))
        }
    }

    /// False when there was none.
    package func delete(_ id: ID<TeamGroupMapping>, of provider: ID<IdentityProvider>) throws -> Bool {
        try tx.run("DELETE FROM team_group_mappings WHERE provider_id = \(provider) AND id = \(id)") == 1
    }

    /// Takes all groups of a team away.
    package func deleteAll(of team: ID<Team>, provider: ID<IdentityProvider>) throws {
        try tx.run("DELETE FROM team_group_mappings WHERE provider_id = \(provider) AND team_id = \(team)")
    }

    package func find(
        _ id: ID<TeamGroupMapping>, of provider: ID<IdentityProvider>
    ) throws -> TeamGroupMapping? {
        try tx.first("SELECT * FROM team_group_mappings WHERE provider_id = \(provider) AND id = \(id)").map {
            try Self.mapping($0)
        }
    }

    package func list(of provider: ID<IdentityProvider>, _ query: ListQuery) throws -> Page<TeamGroupMapping> {
        try tx.page(Self.source(provider), query, TeamGroupMapping.list).map { try Self.mapping($0) }
    }

    /// The teams that have groups, by name, each with its groups.
    package func teams(of provider: IdentityProvider, _ query: ListQuery) throws -> Page<TeamGroups> {
        let teams: Page<ID<Team>> = try tx.page(Self.teamSource(provider), query, TeamGroups.list).map { row in
            try row.id("id")
        }
        let rows = try tx.all(
            """
            SELECT team_id, group_name FROM team_group_mappings
            WHERE provider_id = \(provider.id) AND team_id IN \(list: teams.items) ORDER BY team_id, group_name
            """)
        let groups = Dictionary(grouping: rows) { (try? $0.text("team_id")) ?? "" }
        return try teams.map { team in
            TeamGroups(teamID: team, groups: try (groups[team.text] ?? []).map { try $0.text("group_name") })
        }
    }

    static func source(_ provider: ID<IdentityProvider>) -> ListSource {
        ListSource(
            "m.*", from: "team_group_mappings m", where: ["m.provider_id = \(provider)"], id: "m.id",
            fields: [
                "created_at": .dateTime("m.created_at"), "team_id": .uuid("m.team_id"),
                "group": .string("m.group_name"),
            ])
    }

    static func teamSource(_ provider: IdentityProvider) -> ListSource {
        let hasGroups: SQL = """
            EXISTS (SELECT 1 FROM team_group_mappings m WHERE m.provider_id = \(provider.id) AND m.team_id = t.id)
            """
        return ListSource(
            "t.id", from: "teams t", where: ["t.portal_id = \(provider.portalID)", hasGroups], id: "t.id",
            fields: ["name": .string("t.name")])
    }

    private static func mapping(_ row: Row) throws -> TeamGroupMapping {
        TeamGroupMapping(
            id: try row.id("id"), portalID: try row.id("portal_id"), providerID: try row.id("provider_id"),
            teamID: try row.id("team_id"), group: try row.text("group_name"), createdAt: try row.instant("created_at"),
            updatedAt: try row.instant("updated_at"))
    }
}
