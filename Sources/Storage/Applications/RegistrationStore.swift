package import Model

extension Transaction {
    package var registrations: RegistrationStore { RegistrationStore(tx: self) }
}

/// The registrations of applications for APIs.
package struct RegistrationStore {
    let tx: Transaction

    /// Refuses a conflict when the application is registered for the API, and `notFound` when either is gone.
    package func insert(_ registration: Registration) throws {
        try tx.mapping(
            .unique("registrations_pair", .conflict("API is already registered to the application")),
            .foreignKey(.notFound)
        ) {
            _ = try tx.run(.insert("registrations", Self.values(registration)))
        }
    }

    /// Writes all fields; refuses `notFound` when it is gone.
    package func update(_ registration: Registration) throws {
        let update = SQL.update("registrations", Self.values(registration), where: "id = \(registration.id)")
        guard try tx.run(update) == 1 else { throw Refusal.notFound }
    }

    /// Maps all registrations of an application for what is implemented on a control plane.
    package func setConsumer(
        _ consumer: ID<CoreEntity>?, of application: Application, on plane: ID<ControlPlane>, at now: Instant
    ) throws {
        try tx.run(
            """
            UPDATE registrations SET consumer_id = \(consumer), updated_at = \(now)
            WHERE portal_id = \(application.portalID) AND application_id = \(application.id)
            AND api_id IN (SELECT m.api_id FROM implementations m WHERE m.control_plane_id = \(plane))
            """)
    }

    package func delete(_ id: ID<Registration>) throws {
        try tx.run("DELETE FROM registrations WHERE id = \(id)")
    }

    package func find(_ id: ID<Registration>, on portal: ID<Portal>) throws -> RegistrationDetail? {
        let condition: SQL = "r.portal_id = \(portal) AND r.id = \(id)"
        return try tx.first("SELECT \(sql: Self.columns) FROM \(sql: Self.from) WHERE \(sql: condition)").map {
            try Self.detail($0)
        }
    }

    package func list(on portal: ID<Portal>, _ query: ListQuery) throws -> Page<RegistrationDetail> {
        let rows = RowCount(.registrations, of: portal)
        let source = Self.source(["r.portal_id = \(portal)"]).counted(rows).counted(rows, part: "status")
            .changing(with: "registrations", "applications")
        return try page(source, query, Registration.list)
    }

    package func list(
        of application: Application, _ query: ListQuery, _ rules: ListRules
    ) throws -> Page<RegistrationDetail> {
        let conditions: [SQL] = [
            "r.portal_id = \(application.portalID)", "r.application_id = \(application.id)",
        ]
        return try page(Self.source(conditions), query, rules)
    }

    /// On every portal.
    package func list(for api: ID<API>, _ query: ListQuery) throws -> Page<RegistrationDetail> {
        let source = Self.source(["r.api_id = \(api)"]).counted(RowCount(.apiRegistrations, of: api))
        return try page(source, query, Registration.apiList)
    }

    /// Those of some applications for one API, by application.
    package func of(_ applications: [ID<Application>], for api: ID<API>) throws -> [ID<Application>: Registration] {
        let rows = try tx.all(
            "SELECT r.* FROM registrations r WHERE r.application_id IN \(list: applications) AND r.api_id = \(api)")
        let found = try rows.map { try Self.registration($0) }
        return Dictionary(found.map { ($0.applicationID, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The ids of the APIs that an application is registered for, whatever became of it.
    package func apis(of application: ID<Application>) throws -> [ID<API>] {
        try tx.all("SELECT api_id FROM registrations WHERE application_id = \(application)").map {
            try $0.id("api_id")
        }
    }

    /// How many of a portal wait for an operator.
    package func pendingCount(on portal: ID<Portal>) throws -> Int {
        try tx.count(RowCount(.registrations, of: portal), part: Registration.Status.pending.rawValue)
    }
}

extension RegistrationStore {
    private static let columns: SQL = """
        r.*, i.name AS api_name, i.version AS api_version, i.slug AS api_slug, a.name AS application_name,
        a.description AS application_description, a.developer_id, a.team_id,
        COALESCE(d.full_name, t.name) AS owner_name, p.name AS portal_name, i.kind AS api_kind,
        g.control_plane_id AS consumer_plane, g.name AS consumer_username, \(sql: customID) AS consumer_custom_id
        """
    private static let customID = SQL.member("g.fields", "custom_id")
    private static let from: SQL = """
        registrations r JOIN apis i ON i.id = r.api_id
        JOIN applications a ON a.portal_id = r.portal_id AND a.id = r.application_id
        JOIN portals p ON p.id = r.portal_id
        LEFT JOIN developers d ON d.portal_id = a.portal_id AND d.id = a.developer_id
        LEFT JOIN teams t ON t.portal_id = a.portal_id AND t.id = a.team_id
        LEFT JOIN implementations m ON m.api_id = r.api_id
        LEFT JOIN core_entities g
            ON g.control_plane_id = m.control_plane_id AND g.id = r.consumer_id AND g.kind = 'consumer'
        """

    static func source(_ conditions: [SQL]) -> ListSource {
        ListSource(
            columns, from: from, where: conditions, id: "r.id",
            fields: [
                "id": .uuid("r.id"), "status": .choice("r.status", Registration.Status.allCases.map(\.rawValue)),
                "developer_id": .uuid("a.developer_id", nullable: true), "api_name": .string("i.name"),
                "portal_id": .uuid("r.portal_id"), "portal_name": .indexedString("p.name", of: "p.id"),
                "application_id": .uuid("r.application_id"), "application_name": .indexedString("a.name", of: "a.id"),
                "application_owner_type": .string(
                    "CASE WHEN a.developer_id IS NULL THEN 'team' ELSE 'developer' END"),
                "application_owner_id": .uuid("COALESCE(a.developer_id, a.team_id)"),
                "created_at": .dateTime("r.created_at"), "updated_at": .dateTime("r.updated_at"),
            ]
        )
        .counting(
            in: "registrations r", by: ["id", "status", "portal_id", "application_id", "created_at", "updated_at"]
        )
        .counting(
            in: "registrations r JOIN applications a ON a.portal_id = r.portal_id AND a.id = r.application_id",
            by: [
                "id", "status", "portal_id", "application_id", "developer_id", "application_name",
                "application_owner_type", "application_owner_id", "created_at", "updated_at",
            ]
        )
        .counting(
            in: "registrations r JOIN portals p ON p.id = r.portal_id",
            by: ["id", "status", "portal_id", "portal_name", "application_id", "created_at", "updated_at"])
    }

    private func page(_ source: ListSource, _ query: ListQuery, _ rules: ListRules) throws -> Page<RegistrationDetail> {
        try tx.page(source, query, rules).map { try Self.detail($0) }
    }

    private static func values(_ registration: Registration) -> KeyValuePairs<StaticString, SQL> {
        [
            "id": "\(registration.id)", "portal_id": "\(registration.portalID)",
            "application_id": "\(registration.applicationID)", "api_id": "\(registration.apiID)",
            "status": "\(registration.status)", "consumer_id": "\(registration.consumerID)",
            "created_at": "\(registration.createdAt)", "updated_at": "\(registration.updatedAt)",
        ]
    }

    private static func registration(_ row: Row) throws -> Registration {
        Registration(
            id: try row.id("id"), portalID: try row.id("portal_id"), applicationID: try row.id("application_id"),
            apiID: try row.id("api_id"), status: try row.choice("status"),
            consumerID: try row.idOrNil("consumer_id"), createdAt: try row.instant("created_at"),
            updatedAt: try row.instant("updated_at"))
    }

    private static func detail(_ row: Row) throws -> RegistrationDetail {
        let version = try row.text("api_version")
        return RegistrationDetail(
            registration: try registration(row), apiKind: try row.choice("api_kind"), apiName: try row.text("api_name"),
            apiVersion: version.isEmpty ? nil : version, apiSlug: try row.text("api_slug"),
            applicationName: try row.text("application_name"),
            applicationDescription: try row.textOrNil("application_description"),
            owner: try ApplicationStore.owner(row), ownerName: try row.textOrNil("owner_name") ?? "",
            portalName: try row.text("portal_name"), consumer: try consumer(row))
    }

    private static func consumer(_ row: Row) throws -> RegistrationConsumer? {
        guard let plane: ID<ControlPlane> = try row.idOrNil("consumer_plane") else { return nil }
        return RegistrationConsumer(
            id: try row.id("consumer_id"), controlPlaneID: plane, username: try row.textOrNil("consumer_username"),
            customID: try row.textOrNil("consumer_custom_id"))
    }
}
