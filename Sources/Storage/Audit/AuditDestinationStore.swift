package import Model

extension Transaction {
    package var auditDestinations: AuditDestinationStore { AuditDestinationStore(tx: self) }
}

/// Where audit events are sent to.
package struct AuditDestinationStore {
    let tx: Transaction

    /// Refuses a conflict when the name is taken.
    package func insert(_ destination: AuditDestination, sealedAuthorization: [UInt8]) throws {
        try mapping(destination) {
            try tx.run(
                .insert(
                    "audit_destinations",
                    [
                        "id": "\(destination.id)", "name": "\(destination.name)",
                        "endpoint": "\(destination.endpoint)", "format": "\(destination.format)",
                        "skips_verification": "\(destination.skipsVerification)",
                        "created_at": "\(destination.createdAt)", "updated_at": "\(destination.updatedAt)",
                        "authorization_value": "\(sealedAuthorization)",
                    ]))
        }
    }

    /// Writes all fields; the authorization only when one is given.
    package func update(_ destination: AuditDestination, sealedAuthorization: [UInt8]?) throws {
        let isFound = try mapping(destination) {
            try tx.run(
                """
                UPDATE audit_destinations SET name = \(destination.name), endpoint = \(destination.endpoint),
                    format = \(destination.format), skips_verification = \(destination.skipsVerification),
                    updated_at = \(destination.updatedAt),
                    authorization_value = COALESCE(\(sealedAuthorization), authorization_value)
                WHERE id = \(destination.id)
                """) == 1
        }
        guard isFound else { throw Refusal.notFound }
    }

    /// Refuses a conflict while a webhook uses it; false when there is none.
    package func delete(_ id: ID<AuditDestination>) throws -> Bool {
        let inUse = Refusal.conflict("The destination is in use by a webhook")
        return try tx.mapping(.foreignKey(inUse)) {
            try tx.run("DELETE FROM audit_destinations WHERE id = \(id)") == 1
        }
    }

    package func find(_ id: ID<AuditDestination>) throws -> AuditDestination? {
        try tx.first("SELECT d.* FROM audit_destinations d WHERE d.id = \(id)").map { try Self.destination($0) }
    }

    package func sealedAuthorization(of id: ID<AuditDestination>) throws -> [UInt8]? {
        try tx.first("SELECT authorization_value FROM audit_destinations WHERE id = \(id)")
            .map { try $0.bytes("authorization_value") }
    }

    package func list(_ query: ListQuery) throws -> Page<AuditDestination> {
        let source = ListSource(
            "d.*", from: "audit_destinations d", id: "d.id",
            fields: ["name": .string("d.name"), "created_at": .dateTime("d.created_at")])
        return try tx.page(source, query, AuditDestination.list).map { try Self.destination($0) }
    }

    @discardableResult
    private func mapping<T>(_ destination: AuditDestination, _ body: () throws -> T) throws -> T {
        let taken = Refusal.conflict("A destination named \"\(destination.name)\" already exists")
        return try tx.mapping(.unique("audit_destinations_name", taken), body: body)
    }

    private static func destination(_ row: Row) throws -> AuditDestination {
        AuditDestination(
            id: try row.id("id"), name: try row.text("name"), endpoint: try row.text("endpoint"),
            format: try row.choice("format"), skipsVerification: try row.bool("skips_verification"),
            createdAt: try row.instant("created_at"), updatedAt: try row.instant("updated_at"))
    }
}
