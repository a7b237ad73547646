package import Model

extension Transaction {
    package var identityProviders: IdentityProviderStore { IdentityProviderStore(tx: self) }
}

/// The identity providers of the portals. Every address carries the portal: another portal's id finds nothing.
package struct IdentityProviderStore {
    let tx: Transaction

    /// Refuses a conflict when the portal has one of the kind, or another that is enabled.
    package func insert(_ provider: IdentityProvider) throws {
        try mapping { try tx.run(.insert("identity_providers", Self.values(provider))) }
    }

    /// Writes all fields; refuses `notFound` when it is gone and a conflict when another one is enabled.
    package func update(_ provider: IdentityProvider) throws {
        let update = SQL.update("identity_providers", Self.values(provider), where: "id = \(provider.id)")
        guard try mapping({ try tx.run(update) }) == 1 else { throw Refusal.notFound }
    }

    /// Its group mappings go with it.
    package func delete(_ id: ID<IdentityProvider>) throws {
        try tx.run("DELETE FROM identity_providers WHERE id = \(id)")
    }

    package func find(_ id: ID<IdentityProvider>, on portal: ID<Portal>) throws -> IdentityProvider? {
        try tx.first("SELECT * FROM identity_providers WHERE portal_id = \(portal) AND id = \(id)").map {
            try Self.provider($0)
        }
    }

    package func list(on portal: ID<Portal>, _ query: ListQuery = ListQuery()) throws -> [IdentityProvider] {
        try tx.every(Self.source(portal), query, IdentityProvider.list).map { try Self.provider($0) }
    }

    static func source(_ portal: ID<Portal>) -> ListSource {
        ListSource(
            "p.*", from: "identity_providers p", where: ["p.portal_id = \(portal)"], id: "p.id",
            fields: ["type": .string("p.kind")])
    }

    @discardableResult
    private func mapping<T>(_ body: () throws -> T) throws -> T {
        try tx.mapping(
            .unique(
                "identity_providers_kind", .conflict("The portal has an identity provider of this type already")),
            .unique(
                "identity_providers_enabled",
                .conflict("Only one identity provider can be enabled: disable the other one first")),
            body: body)
    }

    private static func values(_ provider: IdentityProvider) -> KeyValuePairs<StaticString, SQL> {
        [
            "id": "\(provider.id)", "portal_id": "\(provider.portalID)", "kind": "\(provider.kind)",
            "is_enabled": "\(provider.isEnabled)", "configuration": "\(json(provider.configuration))",
            "client_secret": "\(provider.sealedSecret)", "created_at": "\(provider.createdAt)",
            "updated_at": "\(provider.updatedAt)",
        ]
    }

    /// A configuration as it is kept.
    static func json(_ configuration: IdentityProvider.Configuration) -> JSON {
        switch configuration {
        case .oidc(let oidc):
            [
                "issuer_url": .string(oidc.issuerURL), "client_id": .string(oidc.clientID),
                "scopes": .array(oidc.scopes.map(JSON.string)), "name": .string(oidc.claims.name),
                "email": .string(oidc.claims.email), "groups": .string(oidc.claims.groups),
            ]
        case .saml(let saml):
            [
                "metadata_url": saml.metadataURL.map(JSON.string) ?? .null,
                "metadata": saml.metadata.map(JSON.string) ?? .null,
            ]
        }
    }

    /// A configuration that was kept.
    static func configuration(
        _ kind: IdentityProvider.Kind, _ json: JSON
    ) -> IdentityProvider.Configuration {
        switch kind {
        case .oidc:
            var oidc = IdentityProvider.OIDC(
                issuerURL: json["issuer_url"]?.string ?? "", clientID: json["client_id"]?.string ?? "",
                scopes: json["scopes"]?.array?.compactMap(\.string) ?? [])
            oidc.claims.name = json["name"]?.string ?? oidc.claims.name
            oidc.claims.email = json["email"]?.string ?? oidc.claims.email
            oidc.claims.groups = json["groups"]?.string ?? oidc.claims.groups
            return .oidc(oidc)
        case .saml:
            return .saml(.init(metadataURL: json["metadata_url"]?.string, metadata: json["metadata"]?.string))
        }
    }

    private static func provider(_ row: Row) throws -> IdentityProvider {
        IdentityProvider(
            id: try row.id("id"), portalID: try row.id("portal_id"), isEnabled: try row.bool("is_enabled"),
            configuration: configuration(try row.choice("kind"), try row.json("configuration")),
            sealedSecret: try row.bytesOrNil("client_secret"), createdAt: try row.instant("created_at"),
            updatedAt: try row.instant("updated_at"))
    }
}
