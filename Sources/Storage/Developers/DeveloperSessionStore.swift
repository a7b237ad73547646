package import Model

extension Transaction {
    package var developerSessions: DeveloperSessionStore { DeveloperSessionStore(tx: self) }
}

/// The developers' sessions on their portals.
package struct DeveloperSessionStore {
    let tx: Transaction

    package func insert(_ session: DeveloperSession) throws {
        try tx.run(
            .insert(
                "developer_sessions",
                [
                    "id": "\(session.id)", "portal_id": "\(session.portalID)",
                    "developer_id": "\(session.developerID)", "access_hash": "\(session.accessHash)",
                    "refresh_hash": "\(session.refreshHash)", "created_at": "\(session.createdAt)",
                    "last_seen_at": "\(session.lastSeenAt)", "expires_at": "\(session.expiresAt)",
                    "address": "\(session.address)",
                ]))
    }

    /// The session of an access secret on this portal, expired or not.
    package func find(accessHash: [UInt8], of portal: ID<Portal>) throws -> DeveloperSession? {
        try tx.first(
            "SELECT * FROM developer_sessions WHERE access_hash = \(accessHash) AND portal_id = \(portal)"
        ).map(Self.session)
    }

    /// The session of a refresh secret on this portal, expired or not.
    package func find(refreshHash: [UInt8], of portal: ID<Portal>) throws -> DeveloperSession? {
        try tx.first(
            "SELECT * FROM developer_sessions WHERE refresh_hash = \(refreshHash) AND portal_id = \(portal)"
        ).map(Self.session)
    }

    package func touch(_ id: ID<DeveloperSession>, at now: Instant) throws {
        try tx.run("UPDATE developer_sessions SET last_seen_at = \(now) WHERE id = \(id)")
    }

    /// Gives a session new secrets; false when another request has done so since it was read.
    package func rotate(_ session: DeveloperSession, from oldRefreshHash: [UInt8]) throws -> Bool {
        try tx.run(
            """
            UPDATE developer_sessions SET access_hash = \(session.accessHash), refresh_hash = \(session.refreshHash),
                last_seen_at = \(session.lastSeenAt)
            WHERE id = \(session.id) AND refresh_hash = \(oldRefreshHash)
            """) == 1
    }

    /// Ends the session that has this access or this refresh secret on the portal, if there is one.
    package func delete(secretHash: [UInt8], of portal: ID<Portal>) throws {
        try tx.run("DELETE FROM developer_sessions WHERE access_hash = \(secretHash) AND portal_id = \(portal)")
        try tx.run("DELETE FROM developer_sessions WHERE refresh_hash = \(secretHash) AND portal_id = \(portal)")
    }

    /// Ends all sessions of a developer and gives the number of them.
    @discardableResult
    package func deleteAll(of developer: ID<Developer>, portal: ID<Portal>) throws -> Int {
        try tx.run("DELETE FROM developer_sessions WHERE portal_id = \(portal) AND developer_id = \(developer)")
    }

    /// Removes what has ended and gives the number of them.
    @discardableResult
    package func deleteExpired(at now: Instant) throws -> Int {
        try tx.run("DELETE FROM developer_sessions WHERE expires_at <= \(now)")
    }

    private static func session(_ row: Row) throws -> DeveloperSession {
        DeveloperSession(
            id: try row.id("id"), portalID: try row.id("portal_id"), developerID: try row.id("developer_id"),
            accessHash: try row.bytes("access_hash"), refreshHash: try row.bytes("refresh_hash"),
            createdAt: try row.instant("created_at"), lastSeenAt: try row.instant("last_seen_at"),
            expiresAt: try row.instant("expires_at"), address: try row.textOrNil("address"))
    }
}
