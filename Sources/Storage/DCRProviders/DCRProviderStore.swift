package import Model

extension Transaction {
    package var dcrProviders: DCRProviderStore { DCRProviderStore(tx: self) }
}

/// The providers of the organisation at which clients are registered.
package struct DCRProviderStore {
    let tx: Transaction

    package func insert(_ provider: DCRProvider) throws {
        try tx.run(.insert("dcr_providers", Self.values(provider)))
    }

    /// Refuses `notFound` when it is gone.
    package func update(_ provider: DCRProvider) throws {
        let update = SQL.update("dcr_providers", Self.values(provider), where: "id = \(provider.id)")
        guard try tx.run(update) == 1 else { throw Refusal.notFound }
    }

    /// Refuses a conflict while a strategy names it.
    package func delete(_ id: ID<DCRProvider>) throws {
        let inUse = Refusal.conflict("The provider is in use by an application auth strategy")
        try tx.mapping(.foreignKey(inUse)) { _ = try tx.run("DELETE FROM dcr_providers WHERE id = \(id)") }
    }

    package func find(_ id: ID<DCRProvider>) throws -> DCRProvider? {
        try tx.first("SELECT \(sql: Self.columns) FROM dcr_providers d WHERE d.id = \(id)").map {
            try Self.provider($0)
        }
    }

    package func list(_ query: ListQuery) throws -> Page<DCRProvider> {
        try tx.page(Self.source, query, DCRProvider.list).map { try Self.provider($0) }
    }

    /// All that may be seen, by name.
    package func all(seen: Seen = .everything) throws -> [DCRProvider] {
        let condition = SQL.isSeen("d.id", seen)
        return try tx.all(
            "SELECT \(sql: Self.columns) FROM dcr_providers d WHERE \(sql: condition) ORDER BY d.name, d.id"
        ).map { try Self.provider($0) }
    }

    private static let columns: SQL = """
        d.*, EXISTS (
            SELECT 1 FROM auth_strategies s JOIN publication_strategies u ON u.strategy_id = s.id
            WHERE s.dcr_provider_id = d.id
        ) AS is_active
        """

    private static let source = ListSource(
        columns, from: "dcr_providers d", id: "d.id",
        fields: [
            "id": .uuid("d.id"), "name": .string("d.name"), "issuer": .string("d.issuer"),
            "provider_type": .string("d.provider_type"),
            "initial_client_id": .string(SQL.member("d.configuration", "initial_client_id"), nullable: true),
            "initial_client_audience": .string(
                SQL.member("d.configuration", "initial_client_audience"), nullable: true),
            "created_at": .dateTime("d.created_at"), "updated_at": .dateTime("d.updated_at"),
        ])

    private static func values(_ provider: DCRProvider) -> KeyValuePairs<StaticString, SQL> {
        [
            "id": "\(provider.id)", "name": "\(provider.name)", "display_name": "\(provider.displayName)",
            "provider_type": "\(provider.kind)", "issuer": "\(provider.issuer)",
            "configuration": "\(json(provider.configuration))", "secret": "\(provider.sealedSecret)",
            "labels": "\(labels: provider.labels)", "created_at": "\(provider.createdAt)",
            "updated_at": "\(provider.updatedAt)",
        ]
    }

    private static func json(_ configuration: DCRProvider.Configuration) -> JSON {
        func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
        func flag(_ value: Bool?) -> JSON { value.map(JSON.bool) ?? .null }
        return [
            "initial_client_id": text(configuration.clientID), "initial_client_audience": text(configuration.audience),
            "use_developer_managed_scopes": flag(configuration.usesDeveloperScopes),
            "dcr_base_url": text(configuration.baseURL),
            "disable_event_hooks": flag(configuration.disablesEventHooks),
            "disable_refresh_secret": flag(configuration.disablesRefreshSecret),
            "allow_multiple_credentials": flag(configuration.allowsMultipleCredentials),
        ]
    }

    private static func configuration(_ json: JSON) -> DCRProvider.Configuration {
        var configuration = DCRProvider.Configuration()
        configuration.clientID = json["initial_client_id"]?.string
        configuration.audience = json["initial_client_audience"]?.string
        configuration.usesDeveloperScopes = json["use_developer_managed_scopes"]?.bool
        configuration.baseURL = json["dcr_base_url"]?.string
        configuration.disablesEventHooks = json["disable_event_hooks"]?.bool
        configuration.disablesRefreshSecret = json["disable_refresh_secret"]?.bool
        configuration.allowsMultipleCredentials = json["allow_multiple_credentials"]?.bool
        return configuration
    }

    private static func provider(_ row: Row) throws -> DCRProvider {
        DCRProvider(
            id: try row.id("id"), name: try row.text("name"), displayName: try row.text("display_name"),
            kind: try row.choice("provider_type"), issuer: try row.text("issuer"),
            configuration: configuration(try row.json("configuration")), sealedSecret: try row.bytesOrNil("secret"),
            labels: try row.labels("labels"), isActive: try row.bool("is_active"),
            createdAt: try row.instant("created_at"), updatedAt: try row.instant("updated_at"))
    }
}
