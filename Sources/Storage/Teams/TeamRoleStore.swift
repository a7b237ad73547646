package import Model

extension Transaction {
    package var teamRoles: TeamRoleStore { TeamRoleStore(tx: self) }
}

/// What the teams may do with APIs.
package struct TeamRoleStore {
    let tx: Transaction

    /// Refuses a conflict when the team has the role, and `invalid` when there is no such API.
    package func insert(_ role: TeamRole) throws {
        let missing = Refusal.invalid("entity_id", .missingReference, "API not found")
        try tx.mapping(
            .unique("team_roles_role", .conflict("The team already has this role")), .foreignKey(missing)
        ) {
            _ = try tx.run(
                .insert(
                    "team_roles",
                    [
                        "id": "\(role.id)", "portal_id": "\(role.portalID)", "team_id": "\(role.teamID)",
                        "role_name": "\(role.name)", "scope": "\(role.scope.text)",
                        "api_id": "\(role.scope.apiID)", "region": "\(role.region)",
                        "created_at": "\(role.createdAt)",
                    ]))
        }
    }

    /// False when the team has no such role.
    package func delete(_ id: ID<TeamRole>, of team: Team) throws -> Bool {
        try tx.run(
            """
            DELETE FROM team_roles
            WHERE portal_id = \(team.portalID) AND team_id = \(team.id) AND id = \(id)
            """) == 1
    }

    package func list(of team: Team, _ query: ListQuery) throws -> Page<TeamRole> {
        try tx.page(Self.source(team), query, TeamRole.list).map { try Self.role($0) }
    }

    /// All roles of a team, oldest first.
    package func all(of team: Team) throws -> [TeamRole] {
        try tx.every(Self.source(team), ListQuery(), TeamRole.list).map { try Self.role($0) }
    }

    /// Whether one team has one of the roles on an API.
    package func has(_ names: [TeamRole.Name], on api: ID<API>, team: ID<Team>, portal: ID<Portal>) throws -> Bool {
        try tx.first("SELECT 1 AS found WHERE \(sql: .team("\(team)", portal: "\(portal)", has: names, on: "\(api)"))")
            != nil
    }

    /// Whether a developer has one of the roles on an API, through any team.
    package func has(
        _ names: [TeamRole.Name], on api: ID<API>, developer: ID<Developer>, portal: ID<Portal>
    ) throws -> Bool {
        let condition = SQL.developer("\(developer)", portal: "\(portal)", has: names, on: "\(api)")
        return try tx.first("SELECT 1 AS found WHERE \(sql: condition)") != nil
    }

    static func source(_ team: Team) -> ListSource {
        ListSource(
            "r.*", from: "team_roles r",
            where: ["r.portal_id = \(team.portalID)", "r.team_id = \(team.id)"], id: "r.id",
            fields: ["created_at": .dateTime("r.created_at")])
    }

    private static func role(_ row: Row) throws -> TeamRole {
        let api: ID<API>? = try row.idOrNil("api_id")
        return TeamRole(
            id: try row.id("id"), portalID: try row.id("portal_id"), teamID: try row.id("team_id"),
            name: try row.choice("role_name"), scope: api.map(TeamRole.Scope.api) ?? .everyAPI,
            region: try row.choice("region"), createdAt: try row.instant("created_at"))
    }
}

/// The condition of roles, written once for all statements that ask for it.
extension SQL {
    /// Whether the team has one of the roles on the API. The arguments are columns or binds.
    static func team(_ team: SQL, portal: SQL, has names: [TeamRole.Name], on api: SQL) -> SQL {
        """
        EXISTS (
            SELECT 1 FROM team_roles tr
            WHERE tr.portal_id = \(sql: portal) AND tr.team_id = \(sql: team)
                AND (tr.scope = \(sql: api) OR tr.scope = '*') AND tr.role_name IN \(list: names.map(\.rawValue))
        )
        """
    }

    /// Whether the developer has one of the roles on the API through a team.
    static func developer(_ developer: SQL, portal: SQL, has names: [TeamRole.Name], on api: SQL) -> SQL {
        """
        EXISTS (
            SELECT 1 FROM team_developers td
                JOIN team_roles tr ON tr.portal_id = td.portal_id AND tr.team_id = td.team_id
            WHERE td.portal_id = \(sql: portal) AND td.developer_id = \(sql: developer)
                AND (tr.scope = \(sql: api) OR tr.scope = '*') AND tr.role_name IN \(list: names.map(\.rawValue))
        )
        """
    }
}
