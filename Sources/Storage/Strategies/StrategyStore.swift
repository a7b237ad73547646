package import Model

extension Transaction {
    package var strategies: StrategyStore { StrategyStore(tx: self) }
}

/// The application auth strategies of the organisation.
package struct StrategyStore {
    let tx: Transaction

    package func insert(_ strategy: AuthStrategy) throws {
        try tx.run(.insert("auth_strategies", Self.values(strategy)))
    }

    /// Writes all fields but the built-in mark; refuses `notFound` when it is gone.
    package func update(_ strategy: AuthStrategy) throws {
        let update = SQL.update("auth_strategies", Self.values(strategy), where: "id = \(strategy.id)")
        guard try tx.run(update) == 1 else { throw Refusal.notFound }
    }

    /// Refuses a conflict while applications use it.
    package func delete(_ id: ID<AuthStrategy>) throws {
        let inUse = Refusal.conflict("The strategy is in use by applications")
        try tx.mapping(.foreignKey(inUse)) { _ = try tx.run("DELETE FROM auth_strategies WHERE id = \(id)") }
    }

    package func find(_ id: ID<AuthStrategy>) throws -> AuthStrategy? {
        try tx.first("SELECT \(sql: Self.columns) FROM \(sql: Self.from) WHERE s.id = \(id)").map {
            try Self.strategy($0)
        }
    }

    package func exists(_ id: ID<AuthStrategy>) throws -> Bool {
        try tx.first("SELECT 1 AS found FROM auth_strategies WHERE id = \(id)") != nil
    }

    /// The id of the strategy that exists from the first start; nil before that.
    package func builtIn() throws -> ID<AuthStrategy>? {
        try tx.first("SELECT id FROM auth_strategies WHERE is_built_in").map { try $0.id("id") }
    }

    /// What uses the strategy beside applications: publications, and portals as their default.
    package func uses(of id: ID<AuthStrategy>) throws -> (publications: Int, portals: Int) {
        let publications = try tx.count(
            "SELECT COUNT(*) FROM publication_strategies WHERE strategy_id = \(id)")
        let portals = try tx.count(
            "SELECT COUNT(*) FROM portals WHERE default_application_auth_strategy_id = \(id)")
        return (publications, portals)
    }

    /// The portals on which the strategy is offered: by a publication, or as the default.
    package func portals(using id: ID<AuthStrategy>) throws -> [ID<Portal>] {
        try tx.all(
            """
            SELECT portal_id AS id FROM publication_strategies WHERE strategy_id = \(id)
            UNION SELECT id FROM portals WHERE default_application_auth_strategy_id = \(id)
            """
        ).map { try $0.id("id") }
    }

    package func list(_ query: ListQuery) throws -> Page<AuthStrategy> {
        try tx.page(Self.source, query, AuthStrategy.list).map { try Self.strategy($0) }
    }

    /// All strategies that may be seen, by name.
    package func all(seen: Seen = .everything) throws -> [AuthStrategy] {
        let condition = SQL.isSeen("s.id", seen)
        return try tx.all(
            """
            SELECT \(sql: Self.columns) FROM \(sql: Self.from) WHERE \(sql: condition) ORDER BY s.name, s.id
            """
        ).map { try Self.strategy($0) }
    }

    /// Those that a portal offers: its default, and those of what is published to it.
    package func offered(on portal: ID<Portal>, _ query: ListQuery) throws -> Page<AuthStrategy> {
        try tx.page(Self.offeredSource(portal), query, AuthStrategy.offeredList).map { try Self.strategy($0) }
    }

    package func isOffered(_ id: ID<AuthStrategy>, on portal: ID<Portal>) throws -> Bool {
        try tx.first(
            """
            SELECT 1 AS found FROM auth_strategies s
            WHERE s.id = \(id) AND \(sql: Self.isOffered(on: portal))
            """) != nil
    }
}

extension StrategyStore {
    private static let columns: SQL = """
        s.*, d.name AS dcr_name, d.display_name AS dcr_display_name, d.provider_type AS dcr_type,
        EXISTS (SELECT 1 FROM publication_strategies u WHERE u.strategy_id = s.id) AS is_active
        """
    private static let from: SQL = "auth_strategies s LEFT JOIN dcr_providers d ON d.id = s.dcr_provider_id"

    private static func isOffered(on portal: ID<Portal>) -> SQL {
        """
        (EXISTS (SELECT 1 FROM publication_strategies u WHERE u.portal_id = \(portal) AND u.strategy_id = s.id)
        OR EXISTS (
            SELECT 1 FROM portals p
            WHERE p.id = \(portal) AND p.default_application_auth_strategy_id = s.id
        ))
        """
    }

    static let source = ListSource(
        columns, from: from, id: "s.id",
        fields: [
            "strategy_type": .string("s.strategy_type"), "name": .string("s.name"),
            "display_name": .string("s.display_name"), "created_at": .dateTime("s.created_at"),
            "updated_at": .dateTime("s.updated_at"),
            "dcr_provider_id": .uuid("s.dcr_provider_id", nullable: true),
            "dcr_provider_name": .string("d.name", nullable: true),
            "dcr_provider_type": .string("d.provider_type", nullable: true),
        ])

    static func offeredSource(_ portal: ID<Portal>) -> ListSource {
        let type: SQL = """
            CASE WHEN s.strategy_type = 'key_auth' THEN 'key_auth'
                WHEN d.provider_type = 'http' THEN 'client_credentials' ELSE 'self_managed_client_credentials' END
            """
        return ListSource(
            columns, from: from, where: [isOffered(on: portal)], id: "s.id",
            fields: ["name": .string("s.display_name"), "credential_type": .string(type)])
    }

    private static func values(_ strategy: AuthStrategy) -> KeyValuePairs<StaticString, SQL> {
        [
            "id": "\(strategy.id)", "name": "\(strategy.name)", "display_name": "\(strategy.displayName)",
            "strategy_type": "\(strategy.kindName)", "configuration": "\(configuration(strategy.kind))",
            "labels": "\(labels: strategy.labels)", "principals_enabled": "\(strategy.principalsEnabled)",
            "is_built_in": "\(strategy.isBuiltIn)", "dcr_provider_id": "\(strategy.dcrProvider?.id)",
            "created_at": "\(strategy.createdAt)",
            "updated_at": "\(strategy.updatedAt)",
        ]
    }

    private static func configuration(_ kind: AuthStrategy.Kind) -> JSON {
        switch kind {
        case .openIDConnect(let json): return json
        case .keyAuth(let keyAuth):
            let ttl = keyAuth.timeToLive.map { ttl -> JSON in
                ["value": .integer(Int64(ttl.value)), "unit": .string(ttl.unit.rawValue)]
            }
            return ["key_names": .array(keyAuth.keyNames.map(JSON.string)), "ttl": ttl ?? .null]
        }
    }

    /// What the columns `strategy_type` and `configuration` hold.
    static func kind(_ name: AuthStrategy.KindName, _ configuration: JSON) -> AuthStrategy.Kind {
        guard name == .keyAuth else { return .openIDConnect(configuration) }
        let names = configuration["key_names"]?.array?.compactMap(\.string) ?? []
        var ttl: TimeToLive?
        if let value = configuration["ttl"]?["value"]?.integer, let text = configuration["ttl"]?["unit"]?.string {
            ttl = TimeToLive.Unit(rawValue: text).map { TimeToLive(Int(value), $0) }
        }
        return .keyAuth(KeyAuth(keyNames: names, timeToLive: ttl))
    }

    /// Reads a row with the strategy's columns and `is_active`.
    static func strategy(_ row: Row) throws -> AuthStrategy {
        var strategy = AuthStrategy(
            id: try row.id("id"), name: try row.text("name"), displayName: try row.text("display_name"),
            kind: kind(try row.choice("strategy_type"), try row.json("configuration")),
            labels: try row.labels("labels"),
            principalsEnabled: try row.bool("principals_enabled"), isBuiltIn: try row.bool("is_built_in"),
            isActive: try row.bool("is_active"), createdAt: try row.instant("created_at"),
            updatedAt: try row.instant("updated_at"))
        if let provider: ID<DCRProvider> = try row.idOrNil("dcr_provider_id") {
            strategy.dcrProvider = DCRProviderReference(
                id: provider, name: try row.text("dcr_name"), displayName: try row.text("dcr_display_name"),
                kind: try row.choice("dcr_type"))
        }
        return strategy
    }
}
