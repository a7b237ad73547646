package import Model

extension Transaction {
    package var apis: APIStore { APIStore(tx: self) }
}

/// The APIs and their attributes.
package struct APIStore {
    let tx: Transaction

    /// Refuses a conflict when the name and version, or the slug, are taken.
    package func insert(_ api: API) throws {
        try mapping(api) { try tx.run(.insert("apis", Self.values(api))) }
        try tx.apiAttributes.add(of: api)
        try addLabels(api)
    }

    /// Writes all fields; refuses `notFound` when it is gone, and conflicts as `insert` does.
    package func update(_ api: API) throws {
        let update = SQL.update("apis", Self.values(api), where: "id = \(api.id)")
        guard try mapping(api, { try tx.run(update) }) == 1 else { throw Refusal.notFound }
        try tx.apiAttributes.replace(of: api)
        try tx.run("DELETE FROM api_labels WHERE api_id = \(api.id)")
        try addLabels(api)
    }

    private func addLabels(_ api: API) throws {
        for (key, value) in api.labels.sorted(by: { $0.key < $1.key }) {
            try tx.run(.insert("api_labels", ["api_id": "\(api.id)", "key": "\(key)", "value": "\(value)"]))
        }
    }

    /// False when there was none. Everything that belongs to the API goes with it.
    @discardableResult
    package func delete(_ id: ID<API>) throws -> Bool {
        try tx.run("DELETE FROM apis WHERE id = \(id)") == 1
    }

    package func find(_ id: ID<API>) throws -> API? {
        try tx.first("SELECT \(sql: Self.columns) FROM apis a WHERE a.id = \(id)").map(Self.api)
    }

    package func find(slug: String) throws -> API? {
        try tx.first("SELECT \(sql: Self.columns) FROM apis a WHERE a.slug = \(slug)").map(Self.api)
    }

    package func isTaken(slug: String) throws -> Bool {
        try tx.first("SELECT 1 AS one FROM apis a WHERE a.slug = \(slug)") != nil
    }

    /// The entry of the catalog when it is of that kind.
    package func find(_ id: ID<API>, _ kind: API.Kind) throws -> API? {
        try find(id).flatMap { $0.kind == kind ? $0 : nil }
    }

    /// All entries of a kind that may be seen, by name and version.
    package func all(_ kind: API.Kind = .api, seen: Seen = .everything) throws -> [API] {
        let condition = SQL.isSeen("a.id", seen)
        return try tx.all(
            """
            SELECT \(sql: Self.columns) FROM apis a WHERE a.kind = \(kind) AND \(sql: condition)
            ORDER BY a.name, a.version
            """
        ).map(Self.api)
    }

    package func count() throws -> Int { try tx.count(RowCount(.apis, scope: API.Kind.api.rawValue)) }

    package func list(_ query: ListQuery, _ kind: API.Kind = .api) throws -> Page<APIOverview> {
        let page = try tx.page(Self.source(kind), query, kind == .api ? API.list : API.packageList)
        let portals = try portals(of: try page.items.map { try $0.id("a_id") })
        let versions = try tx.apiVersions.ids(of: try page.items.map { try $0.id("a_id") })
        return try page.map { row in
            let api = try Self.api(row)
            return APIOverview(
                api: api, currentVersion: try APIVersionStore.versionOrNil(row), versionIDs: versions[api.id] ?? [],
                portals: portals[api.id] ?? [], implementationMode: try row.choiceOrNil("a_mode"))
        }
    }

    /// How many registrations there are for the API, on all portals.
    package func registrationCount(_ id: ID<API>) throws -> Int {
        try tx.count(RowCount(.apiRegistrations, of: id))
    }

    package func overview(_ id: ID<API>) throws -> APIOverview? {
        let row = try tx.first(
            "SELECT \(sql: Self.columns), \(sql: Self.mode) AS a_mode FROM apis a WHERE a.id = \(id)")
        guard let row else { return nil }
        return APIOverview(
            api: try Self.api(row), currentVersion: try tx.apiVersions.current(of: id),
            versionIDs: try tx.apiVersions.ids(of: [id])[id] ?? [], portals: try portals(of: [id])[id] ?? [],
            implementationMode: try row.choiceOrNil("a_mode"))
    }

    /// The portals that show each of the APIs, by name.
    private func portals(of apis: [ID<API>]) throws -> [ID<API>: [APIOverview.PublishedTo]] {
        var portals: [ID<API>: [APIOverview.PublishedTo]] = [:]
        let rows = try tx.all(
            """
            SELECT p.api_id, o.id, o.name, o.display_name FROM publications p JOIN portals o ON o.id = p.portal_id
            WHERE p.api_id IN \(list: apis) ORDER BY o.name, o.id
            """)
        for row in rows {
            portals[try row.id("api_id"), default: []].append(
                APIOverview.PublishedTo(
                    id: try row.id("id"), name: try row.text("name"), displayName: try row.text("display_name")))
        }
        return portals
    }
}

extension APIStore {
    static let columns: SQL = """
        a.id AS a_id, a.name AS a_name, a.version AS a_version, a.slug AS a_slug, a.description AS a_description, \
        a.labels AS a_labels, a.attributes AS a_attributes, a.created_at AS a_created_at, \
        a.updated_at AS a_updated_at, a.kind AS a_kind, a.rate_limit AS a_rate_limit, a.rate_span AS a_rate_span
        """

    private static let linkMode: SQL = """
        CASE WHEN m.service_id IS NULL THEN 'access_control_enforcement' ELSE 'gateway_entity_binding' END
        """
    private static let mode: SQL = "(SELECT \(sql: linkMode) FROM implementations m WHERE m.api_id = a.id)"

    static func source(_ kind: API.Kind) -> ListSource {
        let from: SQL = "apis a LEFT JOIN api_versions v ON " + APIVersionStore.isCurrent
        return ListSource(
            "\(sql: columns), \(sql: APIVersionStore.columns), \(sql: mode) AS a_mode", from: from,
            where: ["a.kind = \(kind)"], id: "a.id",
            fields: [
                "id": .uuid("a.id"), "name": .indexedString("a.name", of: "a.id"), "version": .string("a.version"),
                "labels": .map("a.labels", keys: .apiLabels),
                "attributes": .condition { try APIAttributeStore.condition($0, on: "a.id") },
                "implementation_mode": .choice(mode, APIOverview.ImplementationMode.allCases.map(\.rawValue))
                    .linked("a.id", in: "SELECT m.api_id FROM implementations m", as: linkMode),
                "created_at": .dateTime("a.created_at"), "updated_at": .dateTime("a.updated_at"),
            ]
        )
        .counted(RowCount(.apis, scope: kind.rawValue)).counting(in: "apis a", by: Set(API.list.filters.keys))
        .counted(RowCount(.implementations), part: "implementation_mode")
        // Its index goes on by version, which no two of a name share.
        .sorted(by: "name", from: from, ties: ["a.version"])
    }

    @discardableResult
    private func mapping<T>(_ api: API, _ body: () throws -> T) throws -> T {
        let named = api.version.map { "\"\(api.name)\" with the version \"\($0)\"" } ?? "\"\(api.name)\""
        return try tx.mapping(
            .unique("apis_name_version", .conflict("An \(api.kind.title) named \(named) already exists")),
            .unique("apis_slug", .conflict("An API or package with the slug \"\(api.slug)\" already exists")),
            body: body)
    }

    private static func values(_ api: API) -> KeyValuePairs<StaticString, SQL> {
        [
            "id": "\(api.id)", "name": "\(api.name)", "version": "\(api.version ?? "")", "slug": "\(api.slug)",
            "description": "\(api.description)", "labels": "\(labels: api.labels)",
            "attributes": "\(APIAttributeStore.json(api.attributes))", "created_at": "\(api.createdAt)",
            "updated_at": "\(api.updatedAt)", "kind": "\(api.kind)", "rate_limit": "\(api.rateLimit?.limit)",
            "rate_span": "\(api.rateLimit?.span)",
        ]
    }

    static func api(_ row: Row) throws -> API {
        let version = try row.text("a_version")
        return API(
            id: try row.id("a_id"), kind: try row.choice("a_kind"), name: try row.text("a_name"),
            version: version.isEmpty ? nil : version, slug: try row.text("a_slug"),
            description: try row.textOrNil("a_description"), labels: try row.labels("a_labels"),
            attributes: APIAttributeStore.attributes(try row.json("a_attributes")),
            rateLimit: try rateLimit(row, "a_rate_limit", "a_rate_span"), createdAt: try row.instant("a_created_at"),
            updatedAt: try row.instant("a_updated_at"))
    }

    /// Nil when one of the two columns is NULL.
    static func rateLimit(_ row: Row, _ limit: String, _ span: String) throws -> RateLimit? {
        guard let limit = try row.intOrNil(limit), let span: RateLimit.Span = try row.choiceOrNil(span) else {
            return nil
        }
        return RateLimit(limit: limit, span: span)
    }
}
