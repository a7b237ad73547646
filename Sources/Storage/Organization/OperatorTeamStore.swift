package import Model

extension Transaction {
    package var operatorTeams: OperatorTeamStore { OperatorTeamStore(tx: self) }
}

/// The teams of the organization and who is in them.
package struct OperatorTeamStore {
    let tx: Transaction

    /// Refuses a conflict when the name is taken.
    package func insert(_ team: OperatorTeam) throws {
        try mapping(team) { try tx.run(.insert("operator_teams", Self.values(team))) }
    }

    /// Writes all fields; refuses `notFound` when it is gone and a conflict when the name is taken.
    package func update(_ team: OperatorTeam) throws {
        let update = SQL.update("operator_teams", Self.values(team), where: "id = \(team.id)")
        guard try mapping(team, { try tx.run(update) }) == 1 else { throw Refusal.notFound }
    }

    /// Roles and memberships go with it.
    package func delete(_ id: ID<OperatorTeam>) throws {
        try tx.run("DELETE FROM operator_teams WHERE id = \(id)")
    }

    package func find(_ id: ID<OperatorTeam>) throws -> OperatorTeam? {
        try tx.first("SELECT * FROM operator_teams WHERE id = \(id)").map(Self.team)
    }

    package func list(_ query: ListQuery) throws -> Page<OperatorTeam> {
        try tx.page(Self.source([]), query, OperatorTeam.list).map(Self.team)
    }

    /// The teams that an operator or a system account is in.
    package func list(of principal: String, _ query: ListQuery) throws -> Page<OperatorTeam> {
        let isMember: SQL = "t.id IN (SELECT m.team_id FROM operator_team_members m WHERE m.member_id = \(principal))"
        return try tx.page(Self.source([isMember]), query, OperatorTeam.memberList).map(Self.team)
    }

    /// All teams by name.
    package func all() throws -> [OperatorTeam] {
        try tx.all("SELECT * FROM operator_teams ORDER BY name").map(Self.team)
    }

    /// How many members each team has; teams without any are absent.
    package func memberCounts() throws -> [ID<OperatorTeam>: Int] {
        let rows = try tx.all("SELECT team_id, COUNT(*) AS members FROM operator_team_members GROUP BY team_id")
        return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.id("team_id"), try $0.int("members")) })
    }

    /// The names of the teams of each operator and system account, by id.
    package func names() throws -> [String: [String]] {
        let rows = try tx.all(
            """
            SELECT m.member_id, t.name FROM operator_team_members m JOIN operator_teams t ON t.id = m.team_id
            ORDER BY t.name
            """)
        return try rows.reduce(into: [:]) { $0[try $1.text("member_id"), default: []].append(try $1.text("name")) }
    }
}

extension OperatorTeamStore {
    /// Refuses a conflict when the operator is in it, and `missing` when there is no such operator.
    package func add(_ account: ID<Operator>, to team: ID<OperatorTeam>, at now: Instant) throws {
        try add(account.text, "\(account)", "\(nil as String?)", to: team, at: now)
    }

    /// Refuses a conflict when the account is in it, and `missing` when there is no such account.
    package func add(_ account: ID<SystemAccount>, to team: ID<OperatorTeam>, at now: Instant) throws {
        try add(account.text, "\(nil as String?)", "\(account)", to: team, at: now)
    }

    private func add(
        _ member: String, _ account: SQL, _ system: SQL, to team: ID<OperatorTeam>, at now: Instant
    ) throws {
        try tx.mapping(
            .unique("operator_team_members_pkey", .conflict("Already a member of the team")),
            .foreignKey(.invalid("id", .missingReference, "Nobody has this id"))
        ) {
            _ = try tx.run(
                .insert(
                    "operator_team_members",
                    [
                        "team_id": "\(team)", "member_id": "\(member)", "operator_id": account,
                        "account_id": system, "created_at": "\(now)",
                    ]))
        }
    }

    /// False when the member was not in it.
    package func remove(_ member: String, from team: ID<OperatorTeam>) throws -> Bool {
        try tx.run("DELETE FROM operator_team_members WHERE team_id = \(team) AND member_id = \(member)") == 1
    }

    /// How many operators who can sign in are in the team.
    package func activeOperators(in team: ID<OperatorTeam>) throws -> Int {
        try tx.count(
            """
            SELECT COUNT(*) FROM operator_team_members m JOIN operators o ON o.id = m.operator_id
            WHERE m.team_id = \(team) AND o.password_hash IS NOT NULL
            """)
    }
}

extension OperatorTeamStore {
    static func source(_ conditions: [SQL]) -> ListSource {
        ListSource(
            "t.*", from: "operator_teams t", where: conditions, id: "t.id",
            fields: ["name": .string("t.name"), "labels": .map("t.labels")])
    }

    @discardableResult
    private func mapping<T>(_ team: OperatorTeam, _ body: () throws -> T) throws -> T {
        try tx.mapping(
            .unique("operator_teams_name", .conflict("A team named \"\(team.name)\" already exists")), body: body)
    }

    private static func values(_ team: OperatorTeam) -> KeyValuePairs<StaticString, SQL> {
        [
            "id": "\(team.id)", "name": "\(team.name)", "description": "\(team.description)",
            "is_predefined": "\(team.isPredefined)", "labels": "\(labels: team.labels)",
            "created_at": "\(team.createdAt)", "updated_at": "\(team.updatedAt)",
        ]
    }

    private static func team(_ row: Row) throws -> OperatorTeam {
        OperatorTeam(
            id: try row.id("id"), name: try row.text("name"), description: try row.text("description"),
            isPredefined: try row.bool("is_predefined"), labels: try row.labels("labels"),
            createdAt: try row.instant("created_at"), updatedAt: try row.instant("updated_at"))
    }
}
