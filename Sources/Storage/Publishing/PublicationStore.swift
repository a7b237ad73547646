package import Model

extension Transaction {
    package var publications: PublicationStore { PublicationStore(tx: self) }
}

/// Which API is on which portal, and how.
package struct PublicationStore {
    let tx: Transaction

    /// Publishes or publishes anew; refuses `notFound` when one of the two sides is gone.
    package func put(_ publication: Publication) throws {
        try tx.mapping(.foreignKey(.notFound)) {
            try tx.run(
                """
                INSERT INTO publications
                (id, portal_id, api_id, kind, visibility, auto_approve_registrations, created_at, updated_at)
                VALUES (\(publication.id), \(publication.portalID), \(publication.apiID),
                COALESCE((SELECT kind FROM apis WHERE id = \(publication.apiID)), 'api'), \(publication.visibility),
                \(publication.autoApproveRegistrations), \(publication.createdAt), \(publication.updatedAt))
                ON CONFLICT (portal_id, api_id) DO UPDATE SET visibility = excluded.visibility,
                auto_approve_registrations = excluded.auto_approve_registrations, updated_at = excluded.updated_at
                """)
        }
        try tx.run(
            """
            DELETE FROM publication_strategies
            WHERE portal_id = \(publication.portalID) AND api_id = \(publication.apiID)
            """)
        for strategy in publication.strategyIDs {
            try tx.run(
                .insert(
                    "publication_strategies",
                    [
                        "portal_id": "\(publication.portalID)", "api_id": "\(publication.apiID)",
                        "strategy_id": "\(strategy)",
                    ]))
        }
    }

    @discardableResult
    package func delete(_ api: ID<API>, on portal: ID<Portal>) throws -> Bool {
        try tx.run("DELETE FROM publications WHERE portal_id = \(portal) AND api_id = \(api)") == 1
    }

    package func find(_ api: ID<API>, on portal: ID<Portal>) throws -> Publication? {
        let row = try tx.first(
            "SELECT \(sql: Self.columns) FROM publications p WHERE p.portal_id = \(portal) AND p.api_id = \(api)")
        return try row.flatMap { try withStrategies([$0]).first }
    }

    /// All publications of an API.
    package func all(of api: ID<API>) throws -> [Publication] {
        try withStrategies(
            tx.all("SELECT \(sql: Self.columns) FROM publications p WHERE p.api_id = \(api) ORDER BY p.portal_id"))
    }

    /// All publications on a portal.
    package func all(on portal: ID<Portal>) throws -> [Publication] {
        try withStrategies(
            tx.all("SELECT \(sql: Self.columns) FROM publications p WHERE p.portal_id = \(portal) ORDER BY p.api_id"))
    }

    /// All publications of all APIs: what the gateway is told.
    package func all() throws -> [Publication] {
        try withStrategies(
            tx.all("SELECT \(sql: Self.columns) FROM publications p ORDER BY p.portal_id, p.api_id"))
    }

    /// Says that the catalog of every portal that shows the API has changed.
    package func bumpPortals(of api: ID<API>) throws {
        for publication in try tx.all("SELECT portal_id FROM publications WHERE api_id = \(api)") {
            try tx.portals.bump(try publication.id("portal_id"), .catalog)
        }
    }

    package func count(on portal: ID<Portal>) throws -> Int {
        try tx.count(RowCount(.publications, of: portal))
    }

    /// How many publications use the strategy.
    package func count(using strategy: ID<AuthStrategy>) throws -> Int {
        try tx.count("SELECT COUNT(*) FROM publication_strategies WHERE strategy_id = \(strategy)")
    }

    package func list(_ query: ListQuery) throws -> Page<PublicationEntry> {
        try entries(tx.page(Self.source(on: nil), query, Publication.list))
    }

    package func list(_ query: ListQuery, on portal: ID<Portal>) throws -> Page<PublicationEntry> {
        try entries(tx.page(Self.source(on: portal), query, Publication.portalList))
    }

    private func entries(_ page: Page<Row>) throws -> Page<PublicationEntry> {
        let publications = try withStrategies(page.items)
        let entries = try zip(page.items, publications).map { row, publication in
            let version = try row.text("api_version")
            return PublicationEntry(
                publication, kind: try row.choice("api_kind"), apiName: try row.text("api_name"),
                apiVersion: version.isEmpty ? nil : version,
                portalName: try row.text("portal_name"))
        }
        return Page(items: entries, total: page.total, request: page.request)
    }

    func withStrategies(_ rows: [Row]) throws -> [Publication] {
        let publications = try rows.map(Self.publication)
        guard !publications.isEmpty else { return [] }
        let found = try tx.all(
            """
            SELECT p.id, s.strategy_id FROM publications p
            JOIN publication_strategies s ON s.portal_id = p.portal_id AND s.api_id = p.api_id
            WHERE p.id IN \(list: publications.map(\.id)) ORDER BY s.strategy_id
            """)
        var strategies: [ID<Publication>: [ID<AuthStrategy>]] = [:]
        for row in found { strategies[try row.id("id"), default: []].append(try row.id("strategy_id")) }
        return publications.map { publication in
            var publication = publication
            publication.strategyIDs = strategies[publication.id] ?? []
            return publication
        }
    }
}

extension PublicationStore {
    static let columns: SQL = """
        p.id AS p_id, p.portal_id AS p_portal_id, p.api_id AS p_api_id, p.visibility AS p_visibility, \
        p.auto_approve_registrations AS p_auto_approve, p.created_at AS p_created_at, p.updated_at AS p_updated_at
        """

    static func source(on portal: ID<Portal>?) -> ListSource {
        let source = ListSource(
            columns + ", p.kind AS api_kind, a.name AS api_name, a.version AS api_version, o.name AS portal_name",
            from: "publications p JOIN apis a ON a.id = p.api_id JOIN portals o ON o.id = p.portal_id",
            where: portal.map { ["p.portal_id = \($0)"] } ?? [], id: "p.id", owner: "p.api_id",
            fields: [
                "portal_id": .uuid("p.portal_id"), "portal_name": .indexedString("o.name", of: "o.id"),
                "api_id": .uuid("p.api_id"), "api_name": .indexedString("a.name", of: "a.id"),
                "auth_strategy_id": .condition(strategyCondition),
                "entity_type": .choice("p.kind", API.Kind.allCases.map(\.rawValue)),
                "created_at": .dateTime("p.created_at"),
                "updated_at": .dateTime("p.updated_at"),
            ]
        )
        .counted(RowCount(.publications, scope: portal?.text))
        .counted(RowCount(.publications, scope: portal?.text), part: "entity_type")
        .counted(RowCount(.strategies, scope: portal?.text), part: "auth_strategy_id")
        .counting(
            in: "publications p",
            by: ["portal_id", "api_id", "auth_strategy_id", "entity_type", "created_at", "updated_at"]
        )
        .counting(
            in: "publications p JOIN apis a ON a.id = p.api_id",
            by: ["portal_id", "api_id", "auth_strategy_id", "api_name", "entity_type", "created_at", "updated_at"])
        guard portal == nil else { return source }
        // Those of all portals are many: they are read in the order of the other side's index.
        return
            source
            .sorted(
                by: "api_name",
                from: .inOrder(
                    "apis a", ["publications p": "p.api_id = a.id", "portals o": "o.id = p.portal_id"]),
                ties: ["a.id", "p.portal_id"]
            )
            .sorted(
                by: "portal_name",
                from: .inOrder(
                    "portals o", ["publications p": "p.portal_id = o.id", "apis a": "a.id = p.api_id"]),
                ties: ["p.portal_id", "p.api_id"])
    }

    @Sendable private static func strategyCondition(_ filter: ListFilter) throws -> SQL {
        let texts = filter.values.compactMap { $0?.lowercased() }
        let used = """
            EXISTS (SELECT 1 FROM publication_strategies s
            WHERE s.portal_id = p.portal_id AND s.api_id = p.api_id AND s.strategy_id IN \(list: texts))
            """ as SQL
        return filter.op == .neq ? "NOT " + used : used
    }

    /// Without its strategies.
    static func publication(_ row: Row) throws -> Publication {
        Publication(
            id: try row.id("p_id"), portalID: try row.id("p_portal_id"), apiID: try row.id("p_api_id"),
            visibility: try row.choice("p_visibility"), autoApproveRegistrations: try row.bool("p_auto_approve"),
            strategyIDs: [], createdAt: try row.instant("p_created_at"), updatedAt: try row.instant("p_updated_at"))
    }
}
