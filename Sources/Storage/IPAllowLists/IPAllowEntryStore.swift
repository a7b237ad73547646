package import Model

extension Transaction {
    package var ipAllowEntries: IPAllowEntryStore { IPAllowEntryStore(tx: self) }
}

/// The addresses that may open portals.
package struct IPAllowEntryStore {
    let tx: Transaction

    package func insert(_ entry: IPAllowEntry) throws {
        try tx.run(
            .insert(
                "ip_allow_entries",
                [
                    "id": "\(entry.id)", "portal_id": "\(entry.portalID)", "addresses": "\(Self.json(entry))",
                    "created_at": "\(entry.createdAt)",
                ]))
    }

    package func update(_ entry: IPAllowEntry) throws {
        let update = SQL.update("ip_allow_entries", ["addresses": "\(Self.json(entry))"], where: "id = \(entry.id)")
        guard try tx.run(update) == 1 else { throw Refusal.notFound }
    }

    /// False when there was none.
    package func delete(_ id: ID<IPAllowEntry>, of portal: ID<Portal>) throws -> Bool {
        try tx.run("DELETE FROM ip_allow_entries WHERE portal_id = \(portal) AND id = \(id)") == 1
    }

    package func find(_ id: ID<IPAllowEntry>, of portal: ID<Portal>) throws -> IPAllowEntry? {
        try tx.first("SELECT * FROM ip_allow_entries WHERE portal_id = \(portal) AND id = \(id)").map {
            try Self.entry($0)
        }
    }

    package func count(of portal: ID<Portal>) throws -> Int {
        try tx.count("SELECT COUNT(*) FROM ip_allow_entries WHERE portal_id = \(portal)")
    }

    package func list(of portal: ID<Portal>, _ query: ListQuery) throws -> Page<IPAllowEntry> {
        try tx.page(Self.source(portal), query, IPAllowEntry.list).map { try Self.entry($0) }
    }

    /// All addresses of a portal.
    package func addresses(of portal: ID<Portal>) throws -> [String] {
        try tx.all("SELECT addresses FROM ip_allow_entries WHERE portal_id = \(portal)").flatMap {
            try $0.json("addresses").array?.compactMap(\.string) ?? []
        }
    }

    /// The lists that are in force, by slug and by custom host name.
    package func enforced() throws -> [String: IPAllowList] {
        let rows = try tx.all(
            """
            SELECT p.slug, c.hostname, e.addresses
            FROM portals p
                LEFT JOIN custom_domains c ON c.portal_id = p.id AND c.is_enabled
                LEFT JOIN ip_allow_entries e ON e.portal_id = p.id
            WHERE p.sipr_enabled
            """)
        var addresses: [String: [String]] = [:]
        for row in rows {
            let more = try row.jsonOrNil("addresses")?.array?.compactMap(\.string) ?? []
            for name in [try row.text("slug"), try row.textOrNil("hostname")].compactMap(\.self) {
                addresses[name, default: []] += more
            }
        }
        return addresses.mapValues(IPAllowList.init)
    }

    static func source(_ portal: ID<Portal>) -> ListSource {
        ListSource(
            "e.*", from: "ip_allow_entries e", where: ["e.portal_id = \(portal)"], id: "e.id",
            fields: ["created_at": .dateTime("e.created_at")])
    }

    private static func json(_ entry: IPAllowEntry) -> JSON { .array(entry.addresses.map(JSON.string)) }

    private static func entry(_ row: Row) throws -> IPAllowEntry {
        IPAllowEntry(
            id: try row.id("id"), portalID: try row.id("portal_id"),
            addresses: try row.json("addresses").array?.compactMap(\.string) ?? [],
            createdAt: try row.instant("created_at"))
    }
}
