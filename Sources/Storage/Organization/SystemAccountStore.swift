package import Model

extension Transaction {
    package var systemAccounts: SystemAccountStore { SystemAccountStore(tx: self) }
}

/// The system accounts of the organization and their tokens; of a token's secret only the SHA-256 is stored.
package struct SystemAccountStore {
    let tx: Transaction

    /// Refuses a conflict when the name is taken.
    package func insert(_ account: SystemAccount) throws {
        try mapping(account) { try tx.run(.insert("system_accounts", Self.values(account))) }
    }

    /// Writes all fields; refuses `notFound` when it is gone and a conflict when the name is taken.
    package func update(_ account: SystemAccount) throws {
        let update = SQL.update("system_accounts", Self.values(account), where: "id = \(account.id)")
        guard try mapping(account, { try tx.run(update) }) == 1 else { throw Refusal.notFound }
    }

    /// Tokens, roles and memberships go with it; false when there was none.
    package func delete(_ id: ID<SystemAccount>) throws -> Bool {
        try tx.run("DELETE FROM system_accounts WHERE id = \(id)") == 1
    }

    package func find(_ id: ID<SystemAccount>) throws -> SystemAccount? {
        try tx.first("SELECT * FROM system_accounts WHERE id = \(id)").map(Self.account)
    }

    package func list(_ query: ListQuery) throws -> Page<SystemAccount> {
        try tx.page(Self.source([]), query, SystemAccount.list).map(Self.account)
    }

    /// Those that are in a team.
    package func list(in team: ID<OperatorTeam>, _ query: ListQuery) throws -> Page<SystemAccount> {
        let isMember: SQL = "a.id IN (SELECT m.account_id FROM operator_team_members m WHERE m.team_id = \(team))"
        return try tx.page(Self.source([isMember]), query, SystemAccount.memberList).map(Self.account)
    }

    /// All accounts by name.
    package func all() throws -> [SystemAccount] {
        try tx.all("SELECT * FROM system_accounts ORDER BY name").map(Self.account)
    }
}

extension SystemAccountStore {
    /// Refuses a conflict when the account has a token of that name.
    package func insert(_ token: SystemAccountToken, tokenHash: [UInt8]) throws {
        try mapping(token) {
            try tx.run(
                .insert(
                    "system_account_tokens",
                    [
                        "id": "\(token.id)", "account_id": "\(token.accountID)", "name": "\(token.name)",
                        "token_hash": "\(tokenHash)", "expires_at": "\(token.expiresAt)",
                        "last_used_at": "\(token.lastUsedAt)", "created_at": "\(token.createdAt)",
                        "updated_at": "\(token.updatedAt)",
                    ]))
        }
    }

    /// Gives a token another name; refuses a conflict when the account has a token of that name.
    package func rename(_ token: SystemAccountToken) throws {
        try mapping(token) {
            try tx.run(
                """
                UPDATE system_account_tokens SET name = \(token.name), updated_at = \(token.updatedAt)
                WHERE id = \(token.id)
                """)
        }
    }

    /// The token of a secret, expired or not.
    package func findToken(hash: [UInt8]) throws -> SystemAccountToken? {
        try tx.first("SELECT * FROM system_account_tokens WHERE token_hash = \(hash)").map(Self.token)
    }

    package func findToken(_ id: ID<SystemAccountToken>, of account: ID<SystemAccount>) throws -> SystemAccountToken? {
        try tx.first("SELECT * FROM system_account_tokens WHERE account_id = \(account) AND id = \(id)")
            .map(Self.token)
    }

    package func tokens(of account: ID<SystemAccount>, _ query: ListQuery) throws -> Page<SystemAccountToken> {
        try tx.page(Self.tokenSource(account), query, SystemAccountToken.list).map(Self.token)
    }

    package func touchToken(_ id: ID<SystemAccountToken>, at now: Instant) throws {
        try tx.run("UPDATE system_account_tokens SET last_used_at = \(now) WHERE id = \(id)")
    }

    /// False when the account has no such token.
    package func deleteToken(_ id: ID<SystemAccountToken>, of account: ID<SystemAccount>) throws -> Bool {
        try tx.run("DELETE FROM system_account_tokens WHERE account_id = \(account) AND id = \(id)") == 1
    }
}

extension SystemAccountStore {
    static func source(_ conditions: [SQL]) -> ListSource {
        ListSource(
            "a.*", from: "system_accounts a", where: conditions, id: "a.id",
            fields: [
                "name": .string("a.name"), "description": .string("a.description"),
                "konnect_managed": .boolean("a.is_managed"),
            ])
    }

    static func tokenSource(_ account: ID<SystemAccount>) -> ListSource {
        ListSource(
            "t.*", from: "system_account_tokens t", where: ["t.account_id = \(account)"], id: "t.id",
            fields: ["name": .string("t.name"), "created_at": .dateTime("t.created_at")])
    }

    @discardableResult
    private func mapping<T>(_ account: SystemAccount, _ body: () throws -> T) throws -> T {
        let refusal = Refusal.conflict("A system account named \"\(account.name)\" already exists")
        return try tx.mapping(.unique("system_accounts_name", refusal), body: body)
    }

    private func mapping(_ token: SystemAccountToken, _ body: () throws -> Int) throws {
        let refusal = Refusal.conflict("The account has a token named \"\(token.name)\" already")
        _ = try tx.mapping(
            .unique("system_account_tokens_name", refusal), .foreignKey(.notFound), body: body)
    }

    private static func values(_ account: SystemAccount) -> KeyValuePairs<StaticString, SQL> {
        [
            "id": "\(account.id)", "name": "\(account.name)", "description": "\(account.description)",
            "is_managed": "\(account.isManaged)", "created_at": "\(account.createdAt)",
            "updated_at": "\(account.updatedAt)",
        ]
    }

    private static func account(_ row: Row) throws -> SystemAccount {
        SystemAccount(
            id: try row.id("id"), name: try row.text("name"), description: try row.text("description"),
            isManaged: try row.bool("is_managed"), createdAt: try row.instant("created_at"),
            updatedAt: try row.instant("updated_at"))
    }

    private static func token(_ row: Row) throws -> SystemAccountToken {
        SystemAccountToken(
            id: try row.id("id"), accountID: try row.id("account_id"), name: try row.text("name"),
            expiresAt: try row.instant("expires_at"), lastUsedAt: try row.instantOrNil("last_used_at"),
            createdAt: try row.instant("created_at"), updatedAt: try row.instant("updated_at"))
    }
}
