package import Model

extension Transaction {
    package var developers: DeveloperStore { DeveloperStore(tx: self) }
}

/// The developers of all portals; everything but deletion by the portal names the portal.
package struct DeveloperStore {
    let tx: Transaction

    /// Refuses a conflict when the e-mail address has an account on the portal.
    package func insert(_ developer: Developer) throws {
        try mapping { try tx.run(.insert("developers", Self.values(developer))) }
    }

    /// Writes all fields; refuses `notFound` when it is gone.
    package func update(_ developer: Developer) throws {
        let condition = "id = \(developer.id) AND portal_id = \(developer.portalID)" as SQL
        let update = SQL.update("developers", Self.values(developer), where: condition)
        guard try mapping({ try tx.run(update) }) == 1 else { throw Refusal.notFound }
    }

    /// False when there was none. Sessions and mailed links go with it.
    @discardableResult
    package func delete(_ id: ID<Developer>, of portal: ID<Portal>) throws -> Bool {
        try tx.run("DELETE FROM developers WHERE id = \(id) AND portal_id = \(portal)") == 1
    }

    package func find(_ id: ID<Developer>, of portal: ID<Portal>) throws -> Developer? {
        try tx.first("SELECT * FROM developers WHERE id = \(id) AND portal_id = \(portal)").map(Self.developer)
    }

    /// By the e-mail address in lower case.
    package func find(email: String, of portal: ID<Portal>) throws -> Developer? {
        try tx.first("SELECT * FROM developers WHERE portal_id = \(portal) AND email = \(email)").map(Self.developer)
    }

    package func list(_ query: ListQuery, of portal: ID<Portal>) throws -> Page<Developer> {
        try tx.page(Self.source(of: portal), query, Developer.list).map(Self.developer)
    }

    /// How many developers of the portal there are per status; those without any are left out.
    package func counts(of portal: ID<Portal>) throws -> [Developer.Status: Int] {
        let parts = try tx.parts(RowCount(.developers, of: portal))
        return Dictionary(
            parts.compactMap { part, count in Developer.Status(rawValue: part).map { ($0, count) } },
            uniquingKeysWith: +)
    }

    @discardableResult
    private func mapping<T>(_ body: () throws -> T) throws -> T {
        try tx.mapping(
            .unique("developers_email", .conflict("Developer with the given email already exists")), body: body)
    }
}

extension DeveloperStore {
    private static func source(of portal: ID<Portal>) -> ListSource {
        ListSource(
            "*", from: "developers", where: ["portal_id = \(portal)"], id: "id",
            fields: [
                "name": .indexedString("full_name", of: "id"), "email": .indexedString("email", of: "id"),
                "status": .choice("status", Developer.Status.allCases.map(\.rawValue)),
                "created_at": .dateTime("created_at"), "updated_at": .dateTime("updated_at"),
            ]
        )
        .counted(RowCount(.developers, of: portal)).counted(RowCount(.developers, of: portal), part: "status")
        .changing(with: "developers")
    }

    private static func values(_ developer: Developer) -> KeyValuePairs<StaticString, SQL> {
        [
            "id": "\(developer.id)", "portal_id": "\(developer.portalID)", "email": "\(developer.email)",
            "full_name": "\(developer.fullName)", "status": "\(developer.status)",
            "password_hash": "\(developer.passwordHash)", "email_verified_at": "\(developer.emailVerifiedAt)",
            "created_at": "\(developer.createdAt)", "updated_at": "\(developer.updatedAt)",
        ]
    }

    static func developer(_ row: Row) throws -> Developer {
        Developer(
            id: try row.id("id"), portalID: try row.id("portal_id"), email: try row.text("email"),
            fullName: try row.text("full_name"), status: try row.choice("status"),
            passwordHash: try row.textOrNil("password_hash"),
            emailVerifiedAt: try row.instantOrNil("email_verified_at"), createdAt: try row.instant("created_at"),
            updatedAt: try row.instant("updated_at"))
    }
}
