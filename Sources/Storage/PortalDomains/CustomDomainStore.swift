package import Model

extension Transaction {
    package var customDomains: CustomDomainStore { CustomDomainStore(tx: self) }
}

/// The custom domains of the portals: one each.
package struct CustomDomainStore {
    let tx: Transaction

    /// Refuses a conflict when the portal has one, or another portal the host name.
    package func insert(_ domain: CustomDomain) throws {
        try tx.mapping(
            .unique("custom_domains_pkey", .conflict("The portal has a custom domain already")),
            .unique("custom_domains_hostname", .conflict("The host name belongs to another portal"))
        ) {
            _ = try tx.run(.insert("custom_domains", Self.values(domain)))
        }
    }

    package func update(_ domain: CustomDomain) throws {
        let update = SQL.update("custom_domains", Self.values(domain), where: "portal_id = \(domain.portalID)")
        guard try tx.run(update) == 1 else { throw Refusal.notFound }
    }

    /// False when there was none.
    package func delete(of portal: ID<Portal>) throws -> Bool {
        try tx.run("DELETE FROM custom_domains WHERE portal_id = \(portal)") == 1
    }

    package func find(of portal: ID<Portal>) throws -> CustomDomain? {
        try tx.first("SELECT * FROM custom_domains WHERE portal_id = \(portal)").map { try Self.domain($0) }
    }

    /// Whether a portal answers at the host name.
    package func isServed(_ hostname: String) throws -> Bool {
        try tx.first("SELECT 1 AS found FROM custom_domains WHERE hostname = \(hostname) AND is_enabled") != nil
    }

    /// Notes that a request for the host name has arrived; false when that was known.
    package func see(_ hostname: String, at now: Instant) throws -> Bool {
        try tx.run(
            "UPDATE custom_domains SET seen_at = \(now) WHERE hostname = \(hostname) AND seen_at IS NULL") == 1
    }

    private static func values(_ domain: CustomDomain) -> KeyValuePairs<StaticString, SQL> {
        [
            "portal_id": "\(domain.portalID)", "hostname": "\(domain.hostname)", "is_enabled": "\(domain.isEnabled)",
            "verification_method": "\(domain.method)", "certificate": "\(domain.certificate?.chain)",
            "private_key": "\(domain.certificate?.sealedKey)",
            "skips_ca_check": "\(domain.certificate?.skipsCACheck ?? false)",
            "uploaded_at": "\(domain.certificate?.uploadedAt)", "expires_at": "\(domain.certificate?.expiresAt)",
            "seen_at": "\(domain.seenAt)", "created_at": "\(domain.createdAt)", "updated_at": "\(domain.updatedAt)",
        ]
    }

    private static func domain(_ row: Row) throws -> CustomDomain {
        var certificate: CustomDomain.Certificate?
        if let chain = try row.textOrNil("certificate") {
            certificate = CustomDomain.Certificate(
                chain: chain, sealedKey: try row.bytes("private_key"), skipsCACheck: try row.bool("skips_ca_check"),
                uploadedAt: try row.instant("uploaded_at"), expiresAt: try row.instant("expires_at"))
        }
        return CustomDomain(
            portalID: try row.id("portal_id"), hostname: try row.text("hostname"),
            isEnabled: try row.bool("is_enabled"), method: try row.choice("verification_method"),
            certificate: certificate, seenAt: try row.instantOrNil("seen_at"),
            createdAt: try row.instant("created_at"), updatedAt: try row.instant("updated_at"))
    }
}
