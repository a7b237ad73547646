package import Model

extension Transaction {
    package var credentials: CredentialStore { CredentialStore(tx: self) }
}

/// The keys of applications, by their hashes.
package struct CredentialStore {
    let tx: Transaction

    /// Refuses a conflict when there is a key with that id.
    package func insert(_ credential: Credential) throws {
        try tx.mapping(
            .unique("credentials_pkey", .conflict("This key has been created already")), .foreignKey(.notFound)
        ) {
            _ = try tx.run(
                .insert(
                    "credentials",
                    [
                        "id": "\(credential.id)", "portal_id": "\(credential.portalID)",
                        "application_id": "\(credential.applicationID)",
                        "key_hash": "\(credential.keyHash.bytes)", "display_name": "\(credential.displayName)",
                        "last_four": "\(credential.lastFour)", "expires_at": "\(credential.expiresAt)",
                        "created_at": "\(credential.createdAt)",
                    ]))
        }
    }

    package func rename(_ id: ID<Credential>, to name: String) throws {
        try tx.run("UPDATE credentials SET display_name = \(name) WHERE id = \(id)")
    }

    package func delete(_ id: ID<Credential>) throws {
        try tx.run("DELETE FROM credentials WHERE id = \(id)")
    }

    package func find(_ id: ID<Credential>, of application: Application) throws -> Credential? {
        try tx.first(
            "SELECT * FROM credentials c WHERE \(sql: Self.belongs(to: application)) AND c.id = \(id)"
        ).map { try Self.credential($0) }
    }

    package func count(of application: Application) throws -> Int {
        try tx.count("SELECT COUNT(*) FROM credentials c WHERE \(sql: Self.belongs(to: application))")
    }

    /// Newest first.
    package func list(of application: Application, _ query: ListQuery) throws -> Page<Credential> {
        try tx.page(Self.source(application), query, Credential.list).map { try Self.credential($0) }
    }

    static func source(_ application: Application) -> ListSource {
        ListSource(
            "c.*", from: "credentials c", where: [belongs(to: application)], id: "c.id",
            fields: ["created_at": .dateTime("c.created_at")])
    }

    private static func belongs(to application: Application) -> SQL {
        "c.portal_id = \(application.portalID) AND c.application_id = \(application.id)"
    }

    private static func credential(_ row: Row) throws -> Credential {
        guard let hash = KeyHash(bytes: try row.bytes("key_hash")) else { throw StorageError.column("key_hash") }
        return Credential(
            id: try row.id("id"), portalID: try row.id("portal_id"), applicationID: try row.id("application_id"),
            keyHash: hash, displayName: try row.text("display_name"), lastFour: try row.text("last_four"),
            expiresAt: try row.instantOrNil("expires_at"), createdAt: try row.instant("created_at"))
    }
}
