package import Model

extension Transaction {
    package var applications: ApplicationStore { ApplicationStore(tx: self) }
}

/// The applications of the portals. Every address carries the portal: another portal's id finds nothing.
package struct ApplicationStore {
    let tx: Transaction

    /// Refuses a conflict when the client id is another application's.
    package func insert(_ application: Application) throws {
        try mapping { try tx.run(.insert("applications", Self.values(application))) }
    }

    /// Writes all fields; refuses `notFound` when it is gone and a conflict when the client id is taken.
    package func update(_ application: Application) throws {
        let update = SQL.update("applications", Self.values(application), where: "id = \(application.id)")
        guard try mapping({ try tx.run(update) }) == 1 else { throw Refusal.notFound }
    }

    /// Registrations and credentials go with it.
    package func delete(_ id: ID<Application>) throws {
        try tx.run("DELETE FROM applications WHERE id = \(id)")
    }

    /// The names of all applications that a developer may use, their own and those of their teams.
    package func names(usableBy developer: ID<Developer>, on portal: ID<Portal>) throws -> [ID<Application>: String] {
        let isUsable = Self.isUsable(by: developer, on: portal)
        let rows = try tx.all(
            """
            SELECT a.id, a.name FROM applications a
            WHERE a.portal_id = \(portal) AND (\(sql: isUsable)) ORDER BY a.id LIMIT 500
            """)
        return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.id("id"), try $0.text("name")) })
    }

    package func find(_ id: ID<Application>, on portal: ID<Portal>) throws -> ApplicationDetail? {
        let condition: SQL = "a.portal_id = \(portal) AND a.id = \(id)"
        return try tx.first(Self.select(condition)).map { try Self.detail($0) }
    }

    /// On whatever portal it is.
    package func find(_ id: ID<Application>) throws -> ApplicationDetail? {
        try tx.first(Self.select("a.id = \(id)")).map { try Self.detail($0) }
    }

    package func count(ownedBy developer: ID<Developer>, on portal: ID<Portal>) throws -> Int {
        try tx.count(
            "SELECT COUNT(*) FROM applications WHERE portal_id = \(portal) AND developer_id = \(developer)")
    }

    package func list(on portal: ID<Portal>, _ query: ListQuery) throws -> Page<ApplicationDetail> {
        let source = Self.source(["a.portal_id = \(portal)"]).counted(RowCount(.applications, of: portal))
            .changing(with: "applications")
        return try tx.page(source, query, Application.list).map { try Self.detail($0) }
    }

    /// Those of a developer and of the teams that they are in.
    package func list(
        usableBy developer: ID<Developer>, on portal: ID<Portal>, _ query: ListQuery
    ) throws -> Page<ApplicationDetail> {
        let conditions: [SQL] = ["a.portal_id = \(portal)", Self.isUsable(by: developer, on: portal)]
        return try tx.page(Self.source(conditions), query, Application.ownList).map { try Self.detail($0) }
    }

    /// The same, with what became of each one's wish to call an API. `unregistered` leaves those without one.
    package func list(
        usableBy developer: ID<Developer>, on portal: ID<Portal>, for api: ID<API>, unregistered: Bool,
        _ query: ListQuery
    ) throws -> Page<(ApplicationDetail, Registration?)> {
        var conditions: [SQL] = ["a.portal_id = \(portal)", Self.isUsable(by: developer, on: portal)]
        if unregistered {
            conditions.append(
                """
                NOT EXISTS (SELECT 1 FROM registrations x WHERE x.application_id = a.id AND x.api_id = \(api))
                """)
        }
        let page = try tx.page(Self.source(conditions), query, Application.ownList).map { try Self.detail($0) }
        let registrations = try tx.registrations.of(page.items.map(\.id), for: api)
        return page.map { ($0, registrations[$0.id]) }
    }

    /// The clients at identity providers that the applications of a portal have, or of one of its developers, each with
    /// its provider.
    package func clients(
        on portal: ID<Portal>, ownedBy developer: ID<Developer>?
    ) throws -> [(client: String, provider: ID<DCRProvider>)] {
        let owner: SQL = developer.map { "AND a.developer_id = \($0)" } ?? ""
        return try tx.all(
            """
            SELECT a.client_id, s.dcr_provider_id FROM applications a
                JOIN auth_strategies s ON s.id = a.strategy_id
                JOIN dcr_providers i ON i.id = s.dcr_provider_id
            WHERE a.portal_id = \(portal) \(sql: owner) AND a.client_id IS NOT NULL
                AND i.provider_type = \(DCRProvider.Kind.http) ORDER BY a.id
            """
        ).map { (try $0.text("client_id"), try $0.id("dcr_provider_id")) }
    }

    /// The developers who may use the application: its owner, or the members of its team.
    package func developers(of application: Application, _ query: ListQuery) throws -> Page<TeamMember> {
        try tx.page(Self.developerSource(application), query, Application.developerList).map { row in
            TeamMember(
                id: try row.id("id"), email: try row.text("email"), fullName: try row.text("full_name"),
                isActive: try row.bool("is_active"), createdAt: try row.instant("created_at"),
                updatedAt: try row.instant("updated_at"))
        }
    }
}

extension ApplicationStore {
    // The portal stands in the inner query by itself, so that it is read by its index, once.
    static func isUsable(by developer: ID<Developer>, on portal: ID<Portal>) -> SQL {
        """
        a.developer_id = \(developer) OR a.team_id IN (
            SELECT m.team_id FROM team_developers m WHERE m.portal_id = \(portal) AND m.developer_id = \(developer)
        )
        """
    }

    private static let columns: SQL = """
        a.*, s.name AS s_name, s.display_name AS s_display_name, s.strategy_type AS s_type,
        s.configuration AS s_configuration, s.labels AS s_labels, s.principals_enabled AS s_principals,
        s.is_built_in AS s_built_in, s.created_at AS s_created_at, s.updated_at AS s_updated_at,
        i.id AS dcr_id, i.name AS dcr_name, i.display_name AS dcr_display_name, i.provider_type AS dcr_type,
        (SELECT COUNT(*) FROM registrations r WHERE r.application_id = a.id) AS registration_count,
        COALESCE(d.full_name, t.name) AS owner_name
        """
    private static let from: SQL = """
        applications a JOIN auth_strategies s ON s.id = a.strategy_id
        LEFT JOIN developers d ON d.portal_id = a.portal_id AND d.id = a.developer_id
        LEFT JOIN teams t ON t.portal_id = a.portal_id AND t.id = a.team_id
        LEFT JOIN dcr_providers i ON i.id = s.dcr_provider_id
        """

    private static func select(_ condition: SQL) -> SQL {
        "SELECT \(sql: columns) FROM \(sql: from) WHERE \(sql: condition)"
    }

    static func source(_ conditions: [SQL]) -> ListSource {
        ListSource(
            columns, from: from, where: conditions, id: "a.id",
            fields: [
                "developer_id": .uuid("a.developer_id", nullable: true), "name": .indexedString("a.name", of: "a.id"),
                "team_id": .uuid("a.team_id", nullable: true), "auth_strategy_id": .uuid("a.strategy_id"),
                "created_at": .dateTime("a.created_at"),
            ]
        ).counting(in: "applications a", by: ["developer_id", "name", "team_id", "auth_strategy_id", "created_at"])
    }

    static func developerSource(_ application: Application) -> ListSource {
        let isOwner: SQL
        switch application.owner {
        case .developer(let id): isOwner = "d.id = \(id)"
        case .team(let id):
            isOwner = """
                EXISTS (
                    SELECT 1 FROM team_developers m
                    WHERE m.portal_id = d.portal_id AND m.developer_id = d.id AND m.team_id = \(id)
                )
                """
        }
        return ListSource(
            "d.id, d.email, d.full_name, d.created_at, d.updated_at, d.status = 'approved' AS is_active",
            from: "developers d", where: ["d.portal_id = \(application.portalID)", isOwner], id: "d.id",
            fields: ["id": .string("d.id")])
    }

    @discardableResult
    private func mapping<T>(_ body: () throws -> T) throws -> T {
        try tx.mapping(
            .unique("applications_client", .conflict("The client id belongs to another application")),
            .foreignKey(.invalid("owner", .missingReference, "The owner does not exist on this portal")), body: body)
    }

    private static func values(_ application: Application) -> KeyValuePairs<StaticString, SQL> {
        [
            "id": "\(application.id)", "portal_id": "\(application.portalID)",
            "developer_id": "\(application.owner.developerID)", "team_id": "\(application.owner.teamID)",
            "name": "\(application.name)", "description": "\(application.description)",
            "client_id": "\(application.clientID)", "redirect_uri": "\(application.redirectURI)",
            "strategy_id": "\(application.strategyID)", "labels": "\(labels: application.labels)",
            "created_at": "\(application.createdAt)", "updated_at": "\(application.updatedAt)",
        ]
    }

    private static func detail(_ row: Row) throws -> ApplicationDetail {
        let strategyID: ID<AuthStrategy> = try row.id("strategy_id")
        let application = Application(
            id: try row.id("id"), portalID: try row.id("portal_id"), owner: try owner(row),
            name: try row.text("name"), description: try row.textOrNil("description"),
            clientID: try row.textOrNil("client_id"), redirectURI: try row.textOrNil("redirect_uri"),
            strategyID: strategyID, labels: try row.labels("labels"), createdAt: try row.instant("created_at"),
            updatedAt: try row.instant("updated_at"))
        var strategy = AuthStrategy(
            id: strategyID, name: try row.text("s_name"), displayName: try row.text("s_display_name"),
            kind: StrategyStore.kind(try row.choice("s_type"), try row.json("s_configuration")),
            labels: try row.labels("s_labels"), principalsEnabled: try row.bool("s_principals"),
            isBuiltIn: try row.bool("s_built_in"), createdAt: try row.instant("s_created_at"),
            updatedAt: try row.instant("s_updated_at"))
        if let provider: ID<DCRProvider> = try row.idOrNil("dcr_id") {
            strategy.dcrProvider = DCRProviderReference(
                id: provider, name: try row.text("dcr_name"), displayName: try row.text("dcr_display_name"),
                kind: try row.choice("dcr_type"))
        }
        return ApplicationDetail(
            application: application, strategy: strategy, registrationCount: try row.int("registration_count"),
            ownerName: try row.textOrNil("owner_name") ?? "")
    }

    /// Reads the owner from `developer_id` and `team_id`.
    static func owner(_ row: Row) throws -> Application.Owner {
        if let developer: ID<Developer> = try row.idOrNil("developer_id") { return .developer(developer) }
        return .team(try row.id("team_id"))
    }
}
