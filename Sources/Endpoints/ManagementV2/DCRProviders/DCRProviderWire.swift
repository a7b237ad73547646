import Model
import Web

extension DCRProvider.Kind: WireChoice {}

/// Providers for dynamic client registration on the wire, version 2. Secrets are read, never written.
enum DCRProviderWire {
    static let shape = Shape<DCRProvider>(
        "DcrProvider",
        [
            .init("id") { $0.id }, .init("name") { $0.name }, .init("display_name") { $0.displayName },
            .init("provider_type") { $0.kind }, .init("issuer") { $0.issuer }, .init("active") { $0.isActive },
            .init("dcr_config", as: .map(.anything)) { config($0) }, .init("labels") { $0.labels },
            .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
        ])

    static let reference = Shape<DCRProviderReference>(
        "DcrProviderReference",
        [
            .init("id") { $0.id }, .init("name") { $0.name }, .init("display_name") { $0.displayName },
            .init("provider_type") { $0.kind },
        ])

    static let verdict = Schema.object(
        name: nil, [.init("status", .choice(["success", "failed"])), .init("errors", .array(.string()))])

    private static func config(_ provider: DCRProvider) -> JSON {
        let configuration = provider.configuration
        switch provider.kind {
        case .okta, .kongIdentity: return [:]
        case .azureAd, .curity: return ["initial_client_id": configuration.clientID.wire]
        case .auth0:
            return [
                "initial_client_id": configuration.clientID.wire,
                "initial_client_audience": configuration.audience.wire,
                "use_developer_managed_scopes": .bool(configuration.usesDeveloperScopes ?? false),
            ]
        case .http:
            return [
                "dcr_base_url": configuration.baseURL.wire,
                "disable_event_hooks": .bool(configuration.disablesEventHooks ?? false),
                "disable_refresh_secret": .bool(configuration.disablesRefreshSecret ?? false),
                "allow_multiple_credentials": .bool(configuration.allowsMultipleCredentials ?? false),
            ]
        }
    }

    static func draft(_ body: inout BodyReader) -> DCRProviderDraft {
        let kind: DCRProvider.Kind = body.required("provider_type", .choice())
        let name = body.required("name", .text(DCRProvider.nameRule))
        let displayName = body.optional("display_name", .text(DCRProvider.nameRule))
        let issuer = body.required("issuer", .text(DCRProvider.issuerRule))
        let labels = body.optional("labels", .labels) ?? [:]
        let change: DCRProviderChange
        if body.problems.contains(where: { $0.field == "provider_type" }) {
            // Of a type that is none nothing is known.
            body.ignore("dcr_config")
            change = DCRProviderChange()
        } else if kind.secretName == nil {
            change = body.optional("dcr_config", config(of: kind)) ?? DCRProviderChange()
        } else {
            change = body.required("dcr_config", config(of: kind))
        }
        var configuration = DCRProvider.Configuration()
        change.clientID.apply(to: &configuration.clientID)
        change.audience.apply(to: &configuration.audience)
        change.usesDeveloperScopes.apply(to: &configuration.usesDeveloperScopes)
        change.baseURL.apply(to: &configuration.baseURL)
        change.disablesEventHooks.apply(to: &configuration.disablesEventHooks)
        change.disablesRefreshSecret.apply(to: &configuration.disablesRefreshSecret)
        change.allowsMultipleCredentials.apply(to: &configuration.allowsMultipleCredentials)
        switch kind {
        case .auth0: configuration.usesDeveloperScopes = configuration.usesDeveloperScopes ?? false
        case .http:
            configuration.disablesEventHooks = configuration.disablesEventHooks ?? false
            configuration.disablesRefreshSecret = configuration.disablesRefreshSecret ?? false
            configuration.allowsMultipleCredentials = configuration.allowsMultipleCredentials ?? false
        case .okta, .kongIdentity, .azureAd, .curity: break
        }
        return DCRProviderDraft(
            name: name, displayName: displayName, kind: kind, issuer: issuer, configuration: configuration,
            secret: change.secret, labels: labels)
    }

    static func change(_ body: inout BodyReader, of kind: DCRProvider.Kind) -> DCRProviderChange {
        var change = body.optional("dcr_config", config(of: kind)) ?? DCRProviderChange()
        change.name = body.change("name", .text(DCRProvider.nameRule))
        change.displayName = body.change("display_name", .text(DCRProvider.nameRule))
        change.issuer = body.change("issuer", .text(DCRProvider.issuerRule))
        change.labels = body.nullableChange("labels", .labels)
        return change
    }

    /// The fields that a kind has; what must be there is decided where the provider is made.
    private static func config(of kind: DCRProvider.Kind) -> ValueReader<DCRProviderChange> {
        .object(standIn: { DCRProviderChange() }) { body in
            var change = DCRProviderChange()
            if let name = kind.secretName { change.secret = body.optional(name, .text(kind.secretRule)) }
            if kind.needsClientID {
                change.clientID = optional(body.change("initial_client_id", .text(DCRProvider.textRule)))
            }
            if kind == .auth0 {
                change.audience = body.nullableChange("initial_client_audience", .text(DCRProvider.textRule))
                change.usesDeveloperScopes = optional(body.change("use_developer_managed_scopes", .boolean))
            }
            if kind == .http {
                change.baseURL = optional(body.change("dcr_base_url", .text(DCRProvider.issuerRule)))
                change.disablesEventHooks = optional(body.change("disable_event_hooks", .boolean))
                change.disablesRefreshSecret = optional(body.change("disable_refresh_secret", .boolean))
                change.allowsMultipleCredentials = optional(body.change("allow_multiple_credentials", .boolean))
            }
            return change
        }
    }

    /// A field that cannot be cleared as one of those that may be nil.
    private static func optional<Value>(_ change: Change<Value>) -> Change<Value?> {
        change.value.map { .set($0) } ?? .unchanged
    }
}
