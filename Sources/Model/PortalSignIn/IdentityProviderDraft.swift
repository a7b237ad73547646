/// What to create an identity provider from.
package struct IdentityProviderDraft: Sendable {
    package var isEnabled: Bool
    package var configuration: IdentityProvider.Configuration
    package var clientSecret: String?

    package init(
        _ configuration: IdentityProvider.Configuration, clientSecret: String? = nil, isEnabled: Bool = false
    ) {
        self.configuration = configuration
        self.clientSecret = clientSecret
        self.isEnabled = isEnabled
    }

    package func problems() -> [FieldProblem] {
        configuration.problems()
            + [clientSecret.flatMap { IdentityProvider.textRule.problem("config.client_secret", $0) }]
            .compactMap(\.self)
    }
}

/// What to alter about an identity provider; its kind stays.
package struct IdentityProviderChange: Sendable {
    package struct OIDC: Sendable {
        package var issuerURL: Change<String> = .unchanged
        package var clientID: Change<String> = .unchanged
        package var clientSecret: Change<String> = .unchanged
        package var scopes: Change<[String]> = .unchanged
        package var nameClaim: Change<String> = .unchanged
        package var emailClaim: Change<String> = .unchanged
        package var groupsClaim: Change<String> = .unchanged

        package init() {}

        func applied(to old: IdentityProvider.OIDC) -> IdentityProvider.OIDC {
            var oidc = old
            issuerURL.apply(to: &oidc.issuerURL)
            clientID.apply(to: &oidc.clientID)
            scopes.apply(to: &oidc.scopes)
            nameClaim.apply(to: &oidc.claims.name)
            emailClaim.apply(to: &oidc.claims.email)
            groupsClaim.apply(to: &oidc.claims.groups)
            return oidc
        }
    }

    package struct SAML: Sendable {
        package var metadataURL: Change<String?> = .unchanged
        package var metadata: Change<String?> = .unchanged

        package init() {}

        func applied(to old: IdentityProvider.SAML) -> IdentityProvider.SAML {
            var saml = old
            metadataURL.apply(to: &saml.metadataURL)
            metadata.apply(to: &saml.metadata)
            return saml
        }
    }

    package enum Configuration: Sendable {
        case oidc(OIDC)
        case saml(SAML)
    }

    package var isEnabled: Change<Bool> = .unchanged
    package var configuration: Configuration?

    package init() {}

    /// A secret that replaces the old one; nil leaves that alone.
    package var clientSecret: String? {
        if case .oidc(let oidc) = configuration { oidc.clientSecret.value } else { nil }
    }

    /// The provider after the change, but for its secret; refuses a configuration of the other kind, and one that
    /// breaks a rule.
    package func applied(to old: IdentityProvider) throws -> IdentityProvider {
        var provider = old
        isEnabled.apply(to: &provider.isEnabled)
        provider.configuration = try applied(to: old.configuration)
        return provider
    }

    /// The same, of a configuration alone.
    package func applied(
        to old: IdentityProvider.Configuration
    ) throws -> IdentityProvider.Configuration {
        let changed: IdentityProvider.Configuration
        switch (configuration, old) {
        case (nil, _): changed = old
        case (.oidc(let change), .oidc(let oidc)): changed = .oidc(change.applied(to: oidc))
        case (.saml(let change), .saml(let saml)): changed = .saml(change.applied(to: saml))
        case (.oidc, .saml), (.saml, .oidc):
            throw Refusal.invalid("config", .invalid, "config must be that of the provider's own type")
        }
        let secret = clientSecret.flatMap { IdentityProvider.textRule.problem("config.client_secret", $0) }
        try Refusal.check(changed.problems() + [secret].compactMap(\.self))
        return changed
    }
}
