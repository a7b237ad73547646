package import Model

extension Transaction {
    package var teams: TeamStore { TeamStore(tx: self) }
}

/// The teams of the portals and who is in them. Every address carries the portal: another portal's id finds nothing.
package struct TeamStore {
    let tx: Transaction

    /// Refuses a conflict when the portal has a team of that name.
    package func insert(_ team: Team) throws {
        try mapping(team) { try tx.run(.insert("teams", Self.values(team))) }
    }

    /// Writes all fields; refuses `notFound` when it is gone and a conflict when the name is taken.
    package func update(_ team: Team) throws {
        let update = SQL.update("teams", Self.values(team), where: "id = \(team.id)")
        guard try mapping(team, { try tx.run(update) }) == 1 else { throw Refusal.notFound }
    }

    /// Roles and memberships go with it; the developers stay.
    package func delete(_ id: ID<Team>) throws {
        try tx.run("DELETE FROM teams WHERE id = \(id)")
    }

    package func find(_ id: ID<Team>, on portal: ID<Portal>) throws -> Team? {
        try tx.first("SELECT * FROM teams WHERE portal_id = \(portal) AND id = \(id)").map { try Self.team($0) }
    }

    package func list(on portal: ID<Portal>, _ query: ListQuery) throws -> Page<Team> {
        try tx.page(Self.source(["t.portal_id = \(portal)"]), query, Team.list).map { try Self.team($0) }
    }

    /// All teams of a portal, by name.
    package func all(on portal: ID<Portal>) throws -> [Team] {
        try tx.all("SELECT * FROM teams WHERE portal_id = \(portal) ORDER BY name").map { try Self.team($0) }
    }

    /// How many applications belong to the team.
    package func applicationCount(_ id: ID<Team>, on portal: ID<Portal>) throws -> Int {
        try tx.count("SELECT COUNT(*) FROM applications WHERE portal_id = \(portal) AND team_id = \(id)")
    }

    /// How many developers each team of a portal has; teams without any are absent.
    package func memberCounts(on portal: ID<Portal>) throws -> [ID<Team>: Int] {
        let rows = try tx.all(
            """
            SELECT t.id, CAST(SUM(c.amount) AS BIGINT) AS members
            FROM teams t JOIN row_counts c ON c.list = \(RowCount.List.members) AND c.scope = t.id
            WHERE t.portal_id = \(portal) GROUP BY t.id HAVING SUM(c.amount) <> 0
            """)
        return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.id("id"), try $0.int("members")) })
    }
}

extension TeamStore {
    /// Refuses a conflict when the developer is in it, and `notFound` when there is no such developer on the portal.
    package func add(_ developer: ID<Developer>, to team: Team, at now: Instant) throws {
        try tx.mapping(
            .unique("team_developers_pkey", .conflict("The developer is already in the team")),
            .foreignKey(.notFound)
        ) {
            _ = try tx.run(
                .insert(
                    "team_developers",
                    [
                        "portal_id": "\(team.portalID)", "team_id": "\(team.id)", "developer_id": "\(developer)",
                        "created_at": "\(now)", "is_active": Self.isActive(developer),
                    ]))
        }
    }

    // Lists of members are counted by it; triggers keep it up.
    private static func isActive(_ developer: ID<Developer>) -> SQL {
        "EXISTS (SELECT 1 FROM developers d WHERE d.id = \(developer) AND d.status = \(Developer.Status.approved))"
    }

    /// False when the developer was not in it.
    package func remove(_ developer: ID<Developer>, from team: Team) throws -> Bool {
        try tx.run("DELETE FROM team_developers WHERE team_id = \(team.id) AND developer_id = \(developer)") == 1
    }

    package func contains(_ developer: ID<Developer>, in team: ID<Team>) throws -> Bool {
        try tx.first(
            "SELECT 1 AS found FROM team_developers WHERE team_id = \(team) AND developer_id = \(developer)") != nil
    }

    /// The teams of a developer.
    package func list(
        of developer: ID<Developer>, on portal: ID<Portal>, _ query: ListQuery
    ) throws -> Page<Team> {
        let isMember: SQL = """
            EXISTS (
                SELECT 1 FROM team_developers m
                WHERE m.portal_id = t.portal_id AND m.developer_id = \(developer) AND m.team_id = t.id
            )
            """
        return try tx.page(Self.source(["t.portal_id = \(portal)", isMember]), query, Team.list).map {
            try Self.team($0)
        }
    }

    /// The ids of the developers of a team, a page of them; filters are those of `Team.memberList`.
    package func members(of team: Team, _ query: ListQuery) throws -> Page<TeamMember> {
        let isLarge = try tx.count(RowCount(.members, of: team.id)) > ListSource.few
        return try tx.page(Self.memberSource(team, isLarge: isLarge), query, Team.memberList).map { row in
            TeamMember(
                id: try row.id("id"), email: try row.text("email"), fullName: try row.text("full_name"),
                isActive: try row.bool("is_active"), createdAt: try row.instant("created_at"),
                updatedAt: try row.instant("updated_at"))
        }
    }
}

extension TeamStore {
    static func source(_ conditions: [SQL]) -> ListSource {
        ListSource(
            "t.*", from: "teams t", where: conditions, id: "t.id",
            fields: [
                "name": .indexedString("t.name", of: "t.id"),
                "can_own_applications": .boolean("t.can_own_applications"),
            ])
    }

    /// A large team is read along the developers of its portal, which are in order, a small one by its members.
    static func memberSource(_ team: Team, isLarge: Bool = false) -> ListSource {
        let isMember: SQL = "d.portal_id = m.portal_id AND d.id = m.developer_id"
        return ListSource(
            "d.id, d.email, d.full_name, d.created_at, d.updated_at, d.status = 'approved' AS is_active",
            from: isLarge
                ? .inOrder("developers d", ["team_developers m": isMember])
                : "team_developers m JOIN developers d ON \(sql: isMember)",
            where: ["d.portal_id = \(team.portalID)", "m.portal_id = \(team.portalID)", "m.team_id = \(team.id)"],
            id: "d.id",
            fields: [
                "email": .indexedString("d.email", of: "d.id"),
                "full_name": .indexedString("d.full_name", of: "d.id"),
                "attributes": .string("CAST(NULL AS TEXT)", nullable: true),
                "active": .boolean("(d.status = 'approved')"),
            ]
        )
        .counted(RowCount(.members, of: team.id)).counted(RowCount(.members, of: team.id), part: "active")
        .changing(with: "developers", "team_developers")
    }

    @discardableResult
    private func mapping<T>(_ team: Team, _ body: () throws -> T) throws -> T {
        try tx.mapping(
            .unique("teams_name", .conflict("A team named \"\(team.name)\" already exists on this portal")),
            body: body)
    }

    private static func values(_ team: Team) -> KeyValuePairs<StaticString, SQL> {
        [
            "id": "\(team.id)", "portal_id": "\(team.portalID)", "name": "\(team.name)",
            "description": "\(team.description)", "can_own_applications": "\(team.canOwnApplications)",
            "created_at": "\(team.createdAt)", "updated_at": "\(team.updatedAt)",
        ]
    }

    private static func team(_ row: Row) throws -> Team {
        Team(
            id: try row.id("id"), portalID: try row.id("portal_id"), name: try row.text("name"),
            description: try row.text("description"), canOwnApplications: try row.bool("can_own_applications"),
            createdAt: try row.instant("created_at"), updatedAt: try row.instant("updated_at"))
    }
}
