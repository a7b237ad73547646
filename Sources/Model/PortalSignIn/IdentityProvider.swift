/// Where developers of one portal may sign in with an account that they have elsewhere.
package struct IdentityProvider: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case oidc, saml
    }

    package enum Configuration: Sendable, Equatable {
        case oidc(OIDC)
        case saml(SAML)
    }

    package struct OIDC: Sendable, Equatable {
        package static let defaultScopes = ["email", "openid", "profile"]

        package var issuerURL: String
        package var clientID: String
        package var scopes: [String]
        package var claims: ClaimMappings

        package init(
            issuerURL: String, clientID: String, scopes: [String] = defaultScopes,
            claims: ClaimMappings = ClaimMappings()
        ) {
            self.issuerURL = issuerURL
            self.clientID = clientID
            self.scopes = scopes
            self.claims = claims
        }
    }

    /// Which claims of a token tell what about a developer.
    package struct ClaimMappings: Sendable, Equatable {
        package var name = "name"
        package var email = "email"
        package var groups = "groups"

        package init() {}
    }

    /// The metadata of the provider: an address to read it from, or the document itself.
    package struct SAML: Sendable, Equatable {
        package var metadataURL: String?
        package var metadata: String?

        package init(metadataURL: String? = nil, metadata: String? = nil) {
            self.metadataURL = metadataURL
            self.metadata = metadata
        }
    }

    package var id: ID<IdentityProvider>
    package var portalID: ID<Portal>
    /// At most one provider of a portal is.
    package var isEnabled: Bool
    package var configuration: Configuration
    /// The secret of an OpenID Connect client, under the master key; never shown.
    package var sealedSecret: [UInt8]?
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<IdentityProvider>, portalID: ID<Portal>, isEnabled: Bool, configuration: Configuration,
        sealedSecret: [UInt8]? = nil, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.portalID = portalID
        self.isEnabled = isEnabled
        self.configuration = configuration
        self.sealedSecret = sealedSecret
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension IdentityProvider {
    package static let list = ListRules(filters: ["type": .stringEquals], defaultSort: [ListSort("type")])
    package static let textRule = TextRule(1...1_024)
    package static let urlRule = TextRule(1...2_048, pattern: WebAddress.pattern)
    package static let scopeCount = 1...50
    /// A SAML metadata document with a few certificates weighs far less.
    package static let metadataRule = TextRule(1...262_144)

    package var kind: Kind { configuration.kind }

    package var oidc: OIDC? {
        if case .oidc(let configuration) = configuration { configuration } else { nil }
    }

    package var saml: SAML? {
        if case .saml(let configuration) = configuration { configuration } else { nil }
    }
}

extension IdentityProvider.Configuration {
    package var kind: IdentityProvider.Kind {
        switch self {
        case .oidc: .oidc
        case .saml: .saml
        }
    }

    package func problems(_ field: String = "config") -> [FieldProblem] {
        switch self {
        case .oidc(let oidc): oidc.problems(field)
        case .saml(let saml): saml.problems(field)
        }
    }
}

extension IdentityProvider.OIDC {
    func problems(_ field: String) -> [FieldProblem] {
        let rule = IdentityProvider.textRule
        var problems = [
            IdentityProvider.urlRule.problem("\(field).issuer_url", issuerURL),
            rule.problem("\(field).client_id", clientID), rule.problem("\(field).claim_mappings.name", claims.name),
            rule.problem("\(field).claim_mappings.email", claims.email),
            rule.problem("\(field).claim_mappings.groups", claims.groups),
        ]
        problems += scopes.enumerated().map { rule.problem("\(field).scopes[\($0.offset)]", $0.element) }
        if scopes.isEmpty {
            let reason = "\"\(field).scopes\" must contain at least 1 items"
            problems.append(FieldProblem("\(field).scopes", .minItems(1), reason))
        }
        return problems.compactMap(\.self)
    }
}

extension IdentityProvider.SAML {
    func problems(_ field: String) -> [FieldProblem] {
        if metadataURL == nil, metadata == nil {
            let name = "\(field).idp_metadata_url"
            return [FieldProblem(name, .required, "\"\(name)\" or \"\(field).idp_metadata_xml\" is required")]
        }
        var problems = [metadataURL.flatMap { IdentityProvider.urlRule.problem("\(field).idp_metadata_url", $0) }]
        if let metadata {
            let name = "\(field).idp_metadata_xml"
            let problem = IdentityProvider.metadataRule.problem(name, metadata)
            // The whole document is read when somebody signs in; this tells a page of HTML from metadata.
            let isMetadata = metadata.contains("EntityDescriptor") && metadata.contains("<")
            problems.append(
                problem ?? (isMetadata ? nil : FieldProblem(name, .invalid, "\(name) must be SAML 2.0 metadata")))
        }
        return problems.compactMap(\.self)
    }
}
