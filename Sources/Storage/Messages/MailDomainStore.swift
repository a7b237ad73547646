package import Model

extension Transaction {
    package var mailDomains: MailDomainStore { MailDomainStore(tx: self) }
}

/// The domains that e-mails may come from.
package struct MailDomainStore {
    let tx: Transaction

    /// Refuses a conflict when the organisation has the domain.
    package func insert(_ domain: MailDomain) throws {
        try tx.mapping(.unique("email_domains_pkey", .conflict("The e-mail domain exists already"))) {
            _ = try tx.run(.insert("email_domains", Self.values(domain)))
        }
    }

    package func update(_ domain: MailDomain) throws {
        try tx.run(.update("email_domains", Self.values(domain), where: "domain = \(domain.domain)"))
    }

    /// False when there was none.
    package func delete(_ domain: String) throws -> Bool {
        try tx.run("DELETE FROM email_domains WHERE domain = \(domain)") == 1
    }

    package func find(_ domain: String) throws -> MailDomain? {
        try tx.first("SELECT * FROM email_domains WHERE domain = \(domain)").map { try Self.domain($0) }
    }

    package func list(_ query: ListQuery) throws -> Page<MailDomain> {
        try tx.page(Self.source, query, MailDomain.list).map { try Self.domain($0) }
    }

    /// All of them, by name.
    package func all() throws -> [MailDomain] {
        try tx.all("SELECT * FROM email_domains ORDER BY domain").map { try Self.domain($0) }
    }

    private static let source = ListSource(
        "d.*", from: "email_domains d", id: "d.domain",
        fields: [
            "domain": .string("d.domain"), "verification_status": .string("d.verification_status"),
            "created_at": .dateTime("d.created_at"), "updated_at": .dateTime("d.updated_at"),
        ])

    private static func values(_ domain: MailDomain) -> KeyValuePairs<StaticString, SQL> {
        [
            "domain": "\(domain.domain)", "selector": "\(domain.selector)", "public_key": "\(domain.publicKey)",
            "private_key": "\(domain.sealedKey)", "verification_status": "\(domain.status)",
            "checked_at": "\(domain.checkedAt)", "verified_at": "\(domain.verifiedAt)",
            "created_at": "\(domain.createdAt)", "updated_at": "\(domain.updatedAt)",
        ]
    }

    private static func domain(_ row: Row) throws -> MailDomain {
        var domain = MailDomain(
            domain: try row.text("domain"), selector: try row.text("selector"), publicKey: try row.text("public_key"),
            sealedKey: try row.bytes("private_key"), createdAt: try row.instant("created_at"))
        domain.status = try row.choice("verification_status")
        domain.checkedAt = try row.instantOrNil("checked_at")
        domain.verifiedAt = try row.instantOrNil("verified_at")
        domain.updatedAt = try row.instant("updated_at")
        return domain
    }
}
