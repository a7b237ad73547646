package import Model

extension Transaction {
    package var operatorSessions: OperatorSessionStore { OperatorSessionStore(tx: self) }
}

/// The operators' sessions in the Console.
package struct OperatorSessionStore {
    let tx: Transaction

    package func insert(_ session: OperatorSession, tokenHash: [UInt8]) throws {
        try tx.run(
            .insert(
                "operator_sessions",
                [
                    "id": "\(session.id)", "operator_id": "\(session.operatorID)", "token_hash": "\(tokenHash)",
                    "created_at": "\(session.createdAt)", "last_seen_at": "\(session.lastSeenAt)",
                    "expires_at": "\(session.expiresAt)", "address": "\(session.address)",
                    "agent": "\(session.agent)",
                ]))
    }

    /// The session of a token, expired or not.
    package func find(tokenHash: [UInt8]) throws -> OperatorSession? {
        try tx.first("SELECT * FROM operator_sessions WHERE token_hash = \(tokenHash)").map(Self.session)
    }

    /// The sessions of an operator, newest first.
    package func all(of account: ID<Operator>) throws -> [OperatorSession] {
        try tx.all(
            "SELECT * FROM operator_sessions WHERE operator_id = \(account) ORDER BY created_at DESC, id DESC"
        ).map(Self.session)
    }

    package func touch(_ id: ID<OperatorSession>, at now: Instant) throws {
        try tx.run("UPDATE operator_sessions SET last_seen_at = \(now) WHERE id = \(id)")
    }

    @discardableResult
    package func delete(_ id: ID<OperatorSession>) throws -> Bool {
        try tx.run("DELETE FROM operator_sessions WHERE id = \(id)") == 1
    }

    /// Ends all sessions of an operator, but for one that is to stay.
    package func deleteAll(of account: ID<Operator>, except kept: ID<OperatorSession>? = nil) throws {
        try tx.run(
            "DELETE FROM operator_sessions WHERE operator_id = \(account) AND id IS DISTINCT FROM \(kept)")
    }

    /// Removes what has ended and gives the number of them.
    @discardableResult
    package func deleteExpired(at now: Instant) throws -> Int {
        try tx.run("DELETE FROM operator_sessions WHERE expires_at <= \(now)")
    }

    private static func session(_ row: Row) throws -> OperatorSession {
        OperatorSession(
            id: try row.id("id"), operatorID: try row.id("operator_id"), createdAt: try row.instant("created_at"),
            lastSeenAt: try row.instant("last_seen_at"), expiresAt: try row.instant("expires_at"),
            address: try row.text("address"), agent: try row.text("agent"))
    }
}
