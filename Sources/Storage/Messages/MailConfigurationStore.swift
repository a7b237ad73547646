package import Model

extension Transaction {
    package var mailConfigurations: MailConfigurationStore { MailConfigurationStore(tx: self) }
}

/// Whom the e-mails of portals come from: at most one configuration each.
package struct MailConfigurationStore {
    let tx: Transaction

    /// Refuses a conflict when the portal has one.
    package func insert(_ configuration: MailConfiguration) throws {
        try tx.mapping(.unique("email_configs_portal", .conflict("The portal has an e-mail configuration already"))) {
            _ = try tx.run(.insert("email_configs", Self.values(configuration)))
        }
    }

    package func update(_ configuration: MailConfiguration) throws {
        try tx.run(.update("email_configs", Self.values(configuration), where: "id = \(configuration.id)"))
    }

    /// False when there was none.
    package func delete(of portal: ID<Portal>) throws -> Bool {
        try tx.run("DELETE FROM email_configs WHERE portal_id = \(portal)") == 1
    }

    package func find(of portal: ID<Portal>) throws -> MailConfiguration? {
        try tx.first("SELECT * FROM email_configs WHERE portal_id = \(portal)").map { row in
            MailConfiguration(
                id: try row.id("id"), portalID: try row.id("portal_id"), isEnabled: try row.bool("is_enabled"),
                domain: try row.textOrNil("domain_name"), fromName: try row.textOrNil("from_name"),
                fromEmail: try row.textOrNil("from_email"), replyTo: try row.textOrNil("reply_to_email"),
                createdAt: try row.instant("created_at"), updatedAt: try row.instant("updated_at"))
        }
    }

    /// How many portals send from a domain.
    package func count(ofDomain domain: String) throws -> Int {
        try tx.count("SELECT COUNT(*) FROM email_configs WHERE domain_name = \(domain)")
    }

    private static func values(_ configuration: MailConfiguration) -> KeyValuePairs<StaticString, SQL> {
        [
            "id": "\(configuration.id)", "portal_id": "\(configuration.portalID)",
            "is_enabled": "\(configuration.isEnabled)", "domain_name": "\(configuration.domain)",
            "from_name": "\(configuration.fromName)", "from_email": "\(configuration.fromEmail)",
            "reply_to_email": "\(configuration.replyTo)", "created_at": "\(configuration.createdAt)",
            "updated_at": "\(configuration.updatedAt)",
        ]
    }
}
