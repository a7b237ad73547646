package import Model

extension Transaction {
    package var operatorGroupMappings: OperatorGroupMappingStore { OperatorGroupMappingStore(tx: self) }
}

/// Which groups of an identity provider are which teams of operators.
package struct OperatorGroupMappingStore {
    let tx: Transaction

    /// Refuses a conflict when the group is mapped to the team, and `invalid` when there is no such team.
    package func insert(_ mapping: OperatorGroupMapping) throws {
        let missing = Refusal.invalid("team_id", .missingReference, "Team not found")
        try tx.mapping(
            .unique("operator_group_mappings_group", .conflict("The group is mapped to this team already")),
            .foreignKey(missing)
        ) {
            _ = try tx.run(
                .insert(
                    "operator_group_mappings",
                    [
                        "id": "\(mapping.id)", "provider_id": "\(mapping.providerID)",
                        "team_id": "\(mapping.teamID)", "group_name": "\(mapping.group)",
                        "created_at": "\(mapping.createdAt)", "updated_at": "\(mapping.updatedAt)",
                    ]))
        }
    }

    /// False when there was none.
    package func delete(
        _ id: ID<OperatorGroupMapping>, of provider: ID<OperatorIdentityProvider>
    ) throws -> Bool {
        try tx.run("DELETE FROM operator_group_mappings WHERE provider_id = \(provider) AND id = \(id)") == 1
    }

    package func find(
        _ id: ID<OperatorGroupMapping>, of provider: ID<OperatorIdentityProvider>
    ) throws -> OperatorGroupMapping? {
        try tx.first("SELECT * FROM operator_group_mappings WHERE provider_id = \(provider) AND id = \(id)")
            .map(Self.mapping)
    }

    /// Every mapping of the provider, by group and team.
    package func all(of provider: ID<OperatorIdentityProvider>) throws -> [OperatorGroupMapping] {
        try tx.all(
            """
            SELECT * FROM operator_group_mappings WHERE provider_id = \(provider) ORDER BY group_name, team_id
            """
        ).map(Self.mapping)
    }

    package func list(
        of provider: ID<OperatorIdentityProvider>, _ query: ListQuery
    ) throws -> Page<OperatorGroupMapping> {
        try tx.page(Self.source(provider), query, OperatorGroupMapping.list).map(Self.mapping)
    }

    /// The teams that have groups, by name, each with its groups.
    package func teams(
        of provider: ID<OperatorIdentityProvider>, _ query: ListQuery
    ) throws -> Page<OperatorTeamGroups> {
        let teams: Page<ID<OperatorTeam>> = try tx.page(
            Self.teamSource(provider), query, OperatorTeamGroups.list
        ).map { try $0.id("id") }
        let rows = try tx.all(
            """
            SELECT team_id, group_name FROM operator_group_mappings
            WHERE provider_id = \(provider) AND team_id IN \(list: teams.items) ORDER BY team_id, group_name
            """)
        let groups = Dictionary(grouping: rows) { (try? $0.text("team_id")) ?? "" }
        return try teams.map { team in
            OperatorTeamGroups(teamID: team, groups: try (groups[team.text] ?? []).map { try $0.text("group_name") })
        }
    }

    /// The groups that have teams, by name, each with its teams.
    package func groups(
        of provider: ID<OperatorIdentityProvider>, _ query: ListQuery
    ) throws -> Page<OperatorGroupTeams> {
        let names: Page<String> = try tx.page(Self.groupSource(provider), query, OperatorGroupTeams.list).map {
            try $0.text("group_name")
        }
        return try names.map { name in
            let rows = try tx.all(
                """
                SELECT team_id FROM operator_group_mappings
                WHERE provider_id = \(provider) AND group_name = \(name) ORDER BY team_id
                """)
            return OperatorGroupTeams(group: name, teamIDs: try rows.map { try $0.id("team_id") })
        }
    }

    private static func source(_ provider: ID<OperatorIdentityProvider>) -> ListSource {
        ListSource(
            "m.*", from: "operator_group_mappings m", where: ["m.provider_id = \(provider)"], id: "m.id",
            fields: [
                "created_at": .dateTime("m.created_at"), "team_id": .uuid("m.team_id"),
                "group": .string("m.group_name"),
            ])
    }

    private static func teamSource(_ provider: ID<OperatorIdentityProvider>) -> ListSource {
        let hasGroups: SQL = """
            EXISTS (SELECT 1 FROM operator_group_mappings m WHERE m.provider_id = \(provider) AND m.team_id = t.id)
            """
        return ListSource(
            "t.id", from: "operator_teams t", where: [hasGroups], id: "t.id", fields: ["name": .string("t.name")])
    }

    /// Of the mappings of a group the one with the first team stands for it.
    private static func groupSource(_ provider: ID<OperatorIdentityProvider>) -> ListSource {
        let isFirst: SQL = """
            NOT EXISTS (SELECT 1 FROM operator_group_mappings o WHERE o.provider_id = \(provider)
                AND o.group_name = m.group_name AND o.team_id < m.team_id)
            """
        return ListSource(
            "m.group_name", from: "operator_group_mappings m", where: ["m.provider_id = \(provider)", isFirst],
            id: "m.id", fields: ["group": .string("m.group_name")])
    }

    private static func mapping(_ row: Row) throws -> OperatorGroupMapping {
        OperatorGroupMapping(
            id: try row.id("id"), providerID: try row.id("provider_id"), teamID: try row.id("team_id"),
            group: try row.text("group_name"), createdAt: try row.instant("created_at"),
            updatedAt: try row.instant("updated_at"))
    }
}
