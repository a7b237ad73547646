package import Model

extension Transaction {
    package var grants: GrantStore { GrantStore(tx: self) }
}

/// What the applications may call right now: the rows that the gateway's tables are made of.
package struct GrantStore {
    let tx: Transaction

    /// Every application with an approved registration, with its keys, by application id. It is granted nothing while
    /// its developer is not approved, or as long as roles and strategies are in the way. Expired keys are still there.
    package func all() throws -> [GatewayGrantRow] {
        var rows: [GatewayGrantRow] = []
        for row in try tx.all(Self.grants) {
            let id: ID<Application> = try row.id("application_id")
            if rows.last?.application.id != id {
                let name = try row.text("name")
                let application = GatewayApplication(
                    id: id, name: name, slug: Slug.make(name), referenceID: try row.textOrNil("client_id"),
                    developerID: try row.idOrNil("developer_id"), portalID: try row.id("portal_id"), grants: [])
                rows.append(GatewayGrantRow(application: application, credentials: []))
            }
            guard let api: ID<API> = try row.idOrNil("granted_id") else { continue }
            rows[rows.count - 1].application.grants.insert(api)
            if let consumer: ID<CoreEntity> = try row.idOrNil("consumer_id") {
                rows[rows.count - 1].application.consumers = (rows.last?.application.consumers ?? [:])
                    .merging([api: consumer]) { $1 }
            }
        }
        try addCredentials(to: &rows)
        return rows
    }

    // Both lists are in the order of application ids: one pass joins them.
    private func addCredentials(to rows: inout [GatewayGrantRow]) throws {
        var index = 0
        for row in try tx.all(Self.credentials) {
            let id: ID<Application> = try row.id("application_id")
            while index < rows.count, rows[index].application.id < id { index += 1 }
            guard index < rows.count else { return }
            guard rows[index].application.id == id else { continue }
            guard let hash = KeyHash(bytes: try row.bytes("key_hash")) else { throw StorageError.column("key_hash") }
            rows[index].credentials.append(
                GatewayCredential(
                    id: try row.id("id"), keyHash: hash, strategyID: try row.id("strategy_id"), applicationID: id,
                    expiresAt: try row.instantOrNil("expires_at")))
        }
    }

    private static let grants: SQL = """
        SELECT a.id AS application_id, a.portal_id, a.name, a.client_id, a.developer_id, r.consumer_id,
            CASE WHEN s.strategy_id IS NOT NULL AND (a.team_id IS NOT NULL OR d.status = 'approved')
                AND (NOT p.rbac_enabled OR (a.developer_id IS NOT NULL AND \(sql: developerConsumes))
                    OR (a.team_id IS NOT NULL AND \(sql: teamConsumes)))
                THEN r.api_id END AS granted_id
        FROM applications a
            JOIN portals p ON p.id = a.portal_id
            JOIN registrations r ON r.portal_id = a.portal_id AND r.application_id = a.id
            LEFT JOIN publication_strategies s
                ON s.portal_id = r.portal_id AND s.api_id = r.api_id AND s.strategy_id = a.strategy_id
            LEFT JOIN developers d ON d.portal_id = a.portal_id AND d.id = a.developer_id
        WHERE r.status = 'approved'
        ORDER BY a.id, r.api_id
        """

    private static let developerConsumes = SQL.developer(
        "a.developer_id", portal: "a.portal_id", has: [.consumer], on: "r.api_id")
    private static let teamConsumes = SQL.team("a.team_id", portal: "a.portal_id", has: [.consumer], on: "r.api_id")

    private static let credentials: SQL = """
        SELECT c.id, c.application_id, c.key_hash, c.expires_at, a.strategy_id
        FROM credentials c JOIN applications a ON a.portal_id = c.portal_id AND a.id = c.application_id
        ORDER BY c.application_id, c.id
        """
}

/// An application that may call something, and the keys it may do so with.
package struct GatewayGrantRow: Sendable, Equatable {
    package var application: GatewayApplication
    package var credentials: [GatewayCredential]

    package init(application: GatewayApplication, credentials: [GatewayCredential]) {
        self.application = application
        self.credentials = credentials
    }
}
