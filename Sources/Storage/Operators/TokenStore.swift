package import Model

extension Transaction {
    package var tokens: TokenStore { TokenStore(tx: self) }
}

/// The operators' personal access tokens; of the secret only the SHA-256 is stored.
package struct TokenStore {
    let tx: Transaction

    package func insert(_ token: PersonalAccessToken, tokenHash: [UInt8]) throws {
        try tx.run(
            .insert(
                "personal_access_tokens",
                [
                    "id": "\(token.id)", "operator_id": "\(token.operatorID)", "name": "\(token.name)",
                    "token_hash": "\(tokenHash)", "expires_at": "\(token.expiresAt)",
                    "last_used_at": "\(token.lastUsedAt)", "revoked_at": "\(token.revokedAt)",
                    "revoked_by": "\(token.revokedBy)", "created_at": "\(token.createdAt)",
                    "updated_at": "\(token.updatedAt)",
                ]))
    }

    /// The token of a secret, expired or not.
    package func find(tokenHash: [UInt8]) throws -> PersonalAccessToken? {
        try tx.first("SELECT * FROM personal_access_tokens WHERE token_hash = \(tokenHash)").map(Self.token)
    }

    /// The tokens of an operator, newest first.
    package func all(of account: ID<Operator>) throws -> [PersonalAccessToken] {
        try tx.all(
            "SELECT * FROM personal_access_tokens WHERE operator_id = \(account) ORDER BY created_at DESC, id DESC"
        ).map(Self.token)
    }

    package func find(_ id: ID<PersonalAccessToken>, of account: ID<Operator>) throws -> PersonalAccessToken? {
        try tx.first("SELECT * FROM personal_access_tokens WHERE id = \(id) AND operator_id = \(account)")
            .map(Self.token)
    }

    /// A page of all operators' tokens, newest first: those that are before or after one, when it is given.
    package func list(_ filter: TokenFilter, at now: Instant, limit: Int) throws -> [PersonalAccessToken] {
        var conditions: [SQL] = []
        if let account = filter.operatorID { conditions.append("operator_id = \(account)") }
        switch filter.state {
        case .revoked?: conditions.append("revoked_at IS NOT NULL")
        case .expired?: conditions.append("revoked_at IS NULL AND expires_at <= \(now)")
        case .active?: conditions.append("revoked_at IS NULL AND (expires_at IS NULL OR expires_at > \(now))")
        case nil: break
        }
        var order: SQL = "created_at DESC, id DESC"
        switch filter.place {
        case .start: break
        case .after(let at, let id): conditions.append("(created_at, id) < (\(at), \(id))")
        case .before(let at, let id):
            conditions.append("(created_at, id) > (\(at), \(id))")
            order = "created_at ASC, id ASC"
        }
        let found = try tx.all(
            """
            SELECT * FROM personal_access_tokens WHERE \(sql: .all(conditions))
            ORDER BY \(sql: order) LIMIT \(limit)
            """
        ).map(Self.token)
        if case .before = filter.place { return found.reversed() }
        return found
    }

    /// Writes name and revocation.
    package func update(_ token: PersonalAccessToken) throws {
        try tx.run(
            """
            UPDATE personal_access_tokens SET name = \(token.name), revoked_at = \(token.revokedAt),
                revoked_by = \(token.revokedBy), updated_at = \(token.updatedAt)
            WHERE id = \(token.id)
            """)
    }

    package func touch(_ id: ID<PersonalAccessToken>, at now: Instant) throws {
        try tx.run("UPDATE personal_access_tokens SET last_used_at = \(now) WHERE id = \(id)")
    }

    /// False when the operator has no such token.
    @discardableResult
    package func delete(_ id: ID<PersonalAccessToken>, of account: ID<Operator>) throws -> Bool {
        try tx.run("DELETE FROM personal_access_tokens WHERE id = \(id) AND operator_id = \(account)") == 1
    }

    private static func token(_ row: Row) throws -> PersonalAccessToken {
        PersonalAccessToken(
            id: try row.id("id"), operatorID: try row.id("operator_id"), name: try row.text("name"),
            expiresAt: try row.instantOrNil("expires_at"), lastUsedAt: try row.instantOrNil("last_used_at"),
            revokedAt: try row.instantOrNil("revoked_at"), revokedBy: try row.textOrNil("revoked_by"),
            createdAt: try row.instant("created_at"), updatedAt: try row.instant("updated_at"))
    }
}
