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
                    "last_used_at": "\(token.lastUsedAt)", "created_at": "\(token.createdAt)",
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
            createdAt: try row.instant("created_at"))
    }
}
