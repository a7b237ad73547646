package import Model

extension Transaction {
    package var developerTokens: DeveloperTokenStore { DeveloperTokenStore(tx: self) }
}

/// The secrets of the links that developers are mailed.
package struct DeveloperTokenStore {
    let tx: Transaction

    package func insert(_ token: DeveloperToken) throws {
        try tx.run(
            .insert(
                "developer_tokens",
                [
                    "hash": "\(token.hash)", "portal_id": "\(token.portalID)",
                    "developer_id": "\(token.developerID)", "purpose": "\(token.purpose)",
                    "created_at": "\(token.createdAt)", "expires_at": "\(token.expiresAt)",
                    "used_at": "\(token.usedAt)",
                ]))
    }

    /// The token of a secret on this portal, whatever has become of it.
    package func find(hash: [UInt8], of portal: ID<Portal>) throws -> DeveloperToken? {
        try tx.first(
            "SELECT * FROM developer_tokens WHERE hash = \(hash) AND portal_id = \(portal)"
        ).map(Self.token)
    }

    /// Uses a token up; false when that had been done before.
    package func use(hash: [UInt8], at now: Instant) throws -> Bool {
        try tx.run("UPDATE developer_tokens SET used_at = \(now) WHERE hash = \(hash) AND used_at IS NULL") == 1
    }

    /// Uses up whatever else was mailed to a developer.
    package func useAll(of developer: ID<Developer>, portal: ID<Portal>, at now: Instant) throws {
        try tx.run(
            """
            UPDATE developer_tokens SET used_at = \(now)
            WHERE portal_id = \(portal) AND developer_id = \(developer) AND used_at IS NULL
            """)
    }

    /// How many tokens were made for a developer after an instant.
    package func count(of developer: ID<Developer>, portal: ID<Portal>, since: Instant) throws -> Int {
        try tx.count(
            """
            SELECT COUNT(*) FROM developer_tokens
            WHERE portal_id = \(portal) AND developer_id = \(developer) AND created_at > \(since)
            """)
    }

    /// Removes what nobody can use any more and gives the number of them.
    @discardableResult
    package func prune(expiredBefore: Instant) throws -> Int {
        try tx.run("DELETE FROM developer_tokens WHERE expires_at < \(expiredBefore)")
    }

    private static func token(_ row: Row) throws -> DeveloperToken {
        DeveloperToken(
            hash: try row.bytes("hash"), portalID: try row.id("portal_id"),
            developerID: try row.id("developer_id"), purpose: try row.choice("purpose"),
            createdAt: try row.instant("created_at"), expiresAt: try row.instant("expires_at"),
            usedAt: try row.instantOrNil("used_at"))
    }
}
