package import Model

extension Transaction {
    package var operatorIdentityProviders: OperatorIdentityProviderStore { OperatorIdentityProviderStore(tx: self) }
}

/// The identity providers of operators.
package struct OperatorIdentityProviderStore {
    let tx: Transaction

    /// Refuses a conflict when there is one of the kind, or another that is enabled.
    package func insert(_ provider: OperatorIdentityProvider) throws {
        try mapping { try tx.run(.insert("operator_identity_providers", Self.values(provider))) }
    }

    /// Writes all fields; refuses `notFound` when it is gone and a conflict when another one is enabled.
    package func update(_ provider: OperatorIdentityProvider) throws {
        let update = SQL.update("operator_identity_providers", Self.values(provider), where: "id = \(provider.id)")
        guard try mapping({ try tx.run(update) }) == 1 else { throw Refusal.notFound }
    }

    /// Its group mappings go with it.
    package func delete(_ id: ID<OperatorIdentityProvider>) throws {
        try tx.run("DELETE FROM operator_identity_providers WHERE id = \(id)")
    }

    package func find(_ id: ID<OperatorIdentityProvider>) throws -> OperatorIdentityProvider? {
        try tx.first("SELECT * FROM operator_identity_providers WHERE id = \(id)").map(Self.provider)
    }

    package func list(_ query: ListQuery = ListQuery()) throws -> [OperatorIdentityProvider] {
        try tx.every(Self.source, query, OperatorIdentityProvider.list).map(Self.provider)
    }

    private static let source = ListSource(
        "p.*", from: "operator_identity_providers p", id: "p.id", fields: ["type": .string("p.kind")])

    @discardableResult
    private func mapping<T>(_ body: () throws -> T) throws -> T {
        try tx.mapping(
            .unique(
                "operator_identity_providers_kind",
                .conflict("The organization has an identity provider of this type already")),
            .unique(
                "operator_identity_providers_enabled",
                .conflict("Only one identity provider can be enabled: disable the other one first")),
            body: body)
    }

    private static func values(_ provider: OperatorIdentityProvider) -> KeyValuePairs<StaticString, SQL> {
        [
            "id": "\(provider.id)", "kind": "\(provider.kind)", "is_enabled": "\(provider.isEnabled)",
            "login_path": "\(provider.loginPath)",
            "configuration": "\(IdentityProviderStore.json(provider.configuration))",
            "client_secret": "\(provider.sealedSecret)", "created_at": "\(provider.createdAt)",
            "updated_at": "\(provider.updatedAt)",
        ]
    }

    private static func provider(_ row: Row) throws -> OperatorIdentityProvider {
        OperatorIdentityProvider(
            id: try row.id("id"), isEnabled: try row.bool("is_enabled"), loginPath: try row.text("login_path"),
            configuration: IdentityProviderStore.configuration(try row.choice("kind"), try row.json("configuration")),
            sealedSecret: try row.bytesOrNil("client_secret"), createdAt: try row.instant("created_at"),
            updatedAt: try row.instant("updated_at"))
    }
}
