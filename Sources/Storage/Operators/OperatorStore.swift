package import Model

extension Transaction {
    package var operators: OperatorStore { OperatorStore(tx: self) }
}

/// The operators, and the links with which the first of them comes in.
package struct OperatorStore {
    let tx: Transaction

    /// Refuses a conflict when the e-mail address is taken.
    package func insert(_ account: Operator) throws {
        try mapping(account) { try tx.run(.insert("operators", Self.values(account))) }
    }

    /// Writes all fields; refuses `notFound` when it is gone and a conflict when the e-mail address is taken.
    package func update(_ account: Operator) throws {
        let update = SQL.update("operators", Self.values(account), where: "id = \(account.id)")
        guard try mapping(account, { try tx.run(update) }) == 1 else { throw Refusal.notFound }
    }

    /// False when there was none. Sessions and tokens go with it.
    @discardableResult
    package func delete(_ id: ID<Operator>) throws -> Bool {
        try tx.run("DELETE FROM operators WHERE id = \(id)") == 1
    }

    package func find(_ id: ID<Operator>) throws -> Operator? {
        try tx.first("SELECT * FROM operators WHERE id = \(id)").map(Self.account)
    }

    /// By the e-mail address in lower case.
    package func find(email: String) throws -> Operator? {
        try tx.first("SELECT * FROM operators WHERE email = \(email)").map(Self.account)
    }

    /// All operators, oldest first.
    package func all() throws -> [Operator] {
        try tx.all("SELECT * FROM operators ORDER BY created_at, id").map(Self.account)
    }

    package func list(_ query: ListQuery) throws -> Page<Operator> {
        try tx.page(Self.source([]), query, Operator.list).map(Self.account)
    }

    /// Those that are in a team.
    package func list(in team: ID<OperatorTeam>, _ query: ListQuery) throws -> Page<Operator> {
        let isMember: SQL = "o.id IN (SELECT m.operator_id FROM operator_team_members m WHERE m.team_id = \(team))"
        return try tx.page(Self.source([isMember]), query, Operator.list).map(Self.account)
    }

    static func source(_ conditions: [SQL]) -> ListSource {
        ListSource(
            "o.*", from: "operators o", where: conditions, id: "o.id",
            fields: [
                "id": .uuid("o.id"), "email": .string("o.email"), "full_name": .string("o.name"),
                "active": .boolean("(o.password_hash IS NOT NULL)"),
            ])
    }

    package func count() throws -> Int { try tx.count("SELECT COUNT(*) FROM operators") }

    @discardableResult
    private func mapping<T>(_ account: Operator, _ body: () throws -> T) throws -> T {
        try tx.mapping(
            .unique("operators_email", .conflict("An operator with the e-mail \"\(account.email)\" already exists")),
            body: body)
    }

    private static func values(_ account: Operator) -> KeyValuePairs<StaticString, SQL> {
        [
            "id": "\(account.id)", "email": "\(account.email)", "name": "\(account.name)",
            "preferred_name": "\(account.preferredName)",
            "password_hash": "\(account.passwordHash)", "created_at": "\(account.createdAt)",
            "updated_at": "\(account.updatedAt)",
        ]
    }

    private static func account(_ row: Row) throws -> Operator {
        Operator(
            id: try row.id("id"), email: try row.text("email"), name: try row.text("name"),
            preferredName: try row.text("preferred_name"), passwordHash: try row.textOrNil("password_hash"),
            createdAt: try row.instant("created_at"),
            updatedAt: try row.instant("updated_at"))
    }
}

extension OperatorStore {
    /// Stores the link with which the first operator is made.
    package func insertSetupLink(tokenHash: [UInt8], at now: Instant) throws {
        try tx.run(.insert("setup_links", ["token_hash": "\(tokenHash)", "created_at": "\(now)"]))
    }

    /// Whether such a link was made after `oldest` and is unused.
    package func hasSetupLink(tokenHash: [UInt8], since oldest: Instant) throws -> Bool {
        try tx.count(
            """
            SELECT COUNT(*) FROM setup_links
            WHERE token_hash = \(tokenHash) AND used_at IS NULL AND created_at > \(oldest)
            """) == 1
    }

    /// Uses the link up; false when it is unknown, used, or was made before `oldest`.
    package func useSetupLink(tokenHash: [UInt8], since oldest: Instant, at now: Instant) throws -> Bool {
        try tx.run(
            """
            UPDATE setup_links SET used_at = \(now)
            WHERE token_hash = \(tokenHash) AND used_at IS NULL AND created_at > \(oldest)
            """) == 1
    }
}

extension OperatorStore {
    /// Stores the link with which somebody who is invited comes in; earlier ones stop working.
    package func replaceInvitation(of account: ID<Operator>, tokenHash: [UInt8], at now: Instant, until end: Instant)
        throws
    {
        try tx.run("DELETE FROM operator_links WHERE operator_id = \(account)")
        try tx.run(
            .insert(
                "operator_links",
                [
                    "token_hash": "\(tokenHash)", "operator_id": "\(account)", "created_at": "\(now)",
                    "expires_at": "\(end)",
                ]))
    }

    /// Who is invited by a link, and until when it works; nil when there is no such link.
    package func invitation(tokenHash: [UInt8]) throws -> (Operator, until: Instant)? {
        let row = try tx.first(
            """
            SELECT o.*, l.expires_at FROM operator_links l JOIN operators o ON o.id = l.operator_id
            WHERE l.token_hash = \(tokenHash)
            """)
        return try row.map { (try Self.account($0), try $0.instant("expires_at")) }
    }

    package func deleteInvitations(of account: ID<Operator>) throws {
        try tx.run("DELETE FROM operator_links WHERE operator_id = \(account)")
    }
}
