package import Model

extension Transaction {
    package var integrations: IntegrationStore { IntegrationStore(tx: self) }
}

/// The third-party services of portals.
package struct IntegrationStore {
    let tx: Transaction

    package func put(_ integrations: PortalIntegrations, of portal: ID<Portal>, at now: Instant) throws {
        try tx.mapping(.foreignKey(.notFound)) {
            try tx.run(
                """
                INSERT INTO portal_integrations (portal_id, document, updated_at)
                VALUES (\(portal), \(integrations.json), \(now))
                ON CONFLICT (portal_id) DO UPDATE SET document = excluded.document, updated_at = excluded.updated_at
                """)
        }
        try tx.portals.bump(portal, .content)
    }

    /// None when nothing was ever said.
    package func find(_ portal: ID<Portal>) throws -> PortalIntegrations {
        let row = try tx.first("SELECT document FROM portal_integrations WHERE portal_id = \(portal)")
        guard let row else { return PortalIntegrations() }
        return PortalIntegrations(json: try row.json("document"))
    }
}

extension PortalIntegrations {
    fileprivate var json: JSON {
        .object(
            all.sorted { $0.key.rawValue < $1.key.rawValue }.map { kind, integration in
                let config = integration.config.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value) }
                return JSON.Member(
                    kind.rawValue, ["enabled": .bool(integration.isEnabled), "config_data": .object(config)])
            })
    }

    init(json: JSON) {
        self.init()
        for member in json.members ?? [] {
            guard let kind = Kind(rawValue: member.name) else { continue }
            let config = (member.value["config_data"]?.members ?? []).map { ($0.name, $0.value) }
            self[kind] = Integration(
                isEnabled: member.value["enabled"]?.bool ?? false,
                config: Dictionary(config, uniquingKeysWith: { $1 }))
        }
    }
}
