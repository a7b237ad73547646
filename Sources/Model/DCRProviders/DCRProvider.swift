/// An identity provider at which clients are registered for applications (dynamic client registration).
package struct DCRProvider: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case auth0, azureAd, curity, okta, http, kongIdentity
    }

    /// What is to be known about a provider beside its secret; each kind has its own part of it.
    package struct Configuration: Sendable, Equatable {
        /// The client that registers the others.
        package var clientID: String?
        package var audience: String?
        package var usesDeveloperScopes: Bool?
        /// The address of an HTTP bridge.
        package var baseURL: String?
        package var disablesEventHooks: Bool?
        package var disablesRefreshSecret: Bool?
        package var allowsMultipleCredentials: Bool?

        package init() {}
    }

    package var id: ID<DCRProvider>
    /// For operators.
    package var name: String
    /// What developers read.
    package var displayName: String
    package var kind: Kind
    package var issuer: String
    package var configuration: Configuration
    /// Client secret, token or key, under the master key; never shown.
    package var sealedSecret: [UInt8]?
    package var labels: [String: String]
    /// Whether a strategy that is published uses it: told by the store, never written.
    package var isActive: Bool
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<DCRProvider>, name: String, displayName: String, kind: Kind, issuer: String,
        configuration: Configuration, sealedSecret: [UInt8]?, labels: [String: String], isActive: Bool = false,
        createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.name = name
        self.displayName = displayName
        self.kind = kind
        self.issuer = issuer
        self.configuration = configuration
        self.sealedSecret = sealedSecret
        self.labels = labels
        self.isActive = isActive
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    package var reference: DCRProviderReference {
        DCRProviderReference(id: id, name: name, displayName: displayName, kind: kind)
    }
}

/// A provider as a strategy names it.
package struct DCRProviderReference: Sendable, Equatable {
    package var id: ID<DCRProvider>
    package var name: String
    package var displayName: String
    package var kind: DCRProvider.Kind

    package init(id: ID<DCRProvider>, name: String, displayName: String, kind: DCRProvider.Kind) {
        self.id = id
        self.name = name
        self.displayName = displayName
        self.kind = kind
    }
}

extension DCRProvider {
    package static let nameRule = TextRule(1...256)
    package static let issuerRule = TextRule(1...256, pattern: WebAddress.pattern)
    package static let textRule = TextRule(1...256)
    package static let keyRule = TextRule(
        12...256,
        pattern: TextRule.Pattern("^[a-zA-Z0-9_]+$") { text in
            text.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 0x5F
            }
        })

    package static let list = ListRules(
        filters: [
            "id": .string, "name": .string, "issuer": .string, "provider_type": .string, "initial_client_id": .string,
            "initial_client_audience": .string,
        ],
        sorts: ["created_at", "updated_at", "provider_type", "issuer", "name"])
}

extension DCRProvider.Kind {
    /// What the secret is called on the wire; nil for a provider that needs none.
    package var secretName: String? {
        switch self {
        case .auth0, .azureAd, .curity: "initial_client_secret"
        case .okta: "dcr_token"
        case .http: "api_key"
        case .kongIdentity: nil
        }
    }

    package var secretRule: TextRule { self == .http ? DCRProvider.keyRule : DCRProvider.textRule }

    /// Whether Portico registers clients there: it speaks to HTTP bridges.
    package var registersClients: Bool { self == .http }

    package var needsClientID: Bool { [.auth0, .azureAd, .curity].contains(self) }
}

/// What to create a provider from.
package struct DCRProviderDraft: Sendable {
    package var name: String
    /// Nil takes the name.
    package var displayName: String?
    package var kind: DCRProvider.Kind
    package var issuer: String
    package var configuration: DCRProvider.Configuration
    package var secret: String?
    package var labels: [String: String?]

    package init(
        name: String, displayName: String? = nil, kind: DCRProvider.Kind, issuer: String,
        configuration: DCRProvider.Configuration = .init(), secret: String? = nil, labels: [String: String?] = [:]
    ) {
        self.name = name
        self.displayName = displayName
        self.kind = kind
        self.issuer = issuer
        self.configuration = configuration
        self.secret = secret
        self.labels = labels
    }

    package func problems() -> [FieldProblem] {
        var problems = [
            DCRProvider.nameRule.problem("name", name),
            displayName.flatMap { DCRProvider.nameRule.problem("display_name", $0) },
            DCRProvider.issuerRule.problem("issuer", issuer),
        ].compactMap(\.self)
        if let field = kind.secretName {
            if let secret {
                problems += [kind.secretRule.problem("dcr_config.\(field)", secret)].compactMap(\.self)
            } else {
                problems.append(FieldProblem("dcr_config.\(field)", .required, "\"dcr_config.\(field)\" is required"))
            }
        }
        return problems + configuration.problems(of: kind) + Labels.problems(labels)
    }
}

extension DCRProvider.Configuration {
    func problems(of kind: DCRProvider.Kind) -> [FieldProblem] {
        func required(_ name: String, _ value: String?, _ rule: TextRule) -> FieldProblem? {
            let field = "dcr_config.\(name)"
            guard let value else { return FieldProblem(field, .required, "\"\(field)\" is required") }
            return rule.problem(field, value)
        }
        let problems = [
            kind.needsClientID ? required("initial_client_id", clientID, DCRProvider.textRule) : nil,
            kind == .http ? required("dcr_base_url", baseURL, DCRProvider.issuerRule) : nil,
            audience.flatMap { DCRProvider.textRule.problem("dcr_config.initial_client_audience", $0) },
        ]
        return problems.compactMap(\.self)
    }
}

/// What to alter about a provider; its kind stays.
package struct DCRProviderChange: Sendable {
    package var name: Change<String> = .unchanged
    package var displayName: Change<String> = .unchanged
    package var issuer: Change<String> = .unchanged
    /// Merged key by key; `set(nil)` clears all.
    package var labels: Change<[String: String?]?> = .unchanged
    package var clientID: Change<String?> = .unchanged
    package var audience: Change<String?> = .unchanged
    package var usesDeveloperScopes: Change<Bool?> = .unchanged
    package var baseURL: Change<String?> = .unchanged
    package var disablesEventHooks: Change<Bool?> = .unchanged
    package var disablesRefreshSecret: Change<Bool?> = .unchanged
    package var allowsMultipleCredentials: Change<Bool?> = .unchanged
    /// Replaces the old one; nil leaves that alone.
    package var secret: String?

    package init() {}

    /// The provider after the change, but for its secret; refuses what breaks a rule.
    package func applied(to old: DCRProvider) throws -> DCRProvider {
        var provider = old
        name.apply(to: &provider.name)
        displayName.apply(to: &provider.displayName)
        issuer.apply(to: &provider.issuer)
        if case .set(let update) = labels {
            provider.labels = update.map { Labels.merged(old.labels, with: $0) } ?? [:]
        }
        clientID.apply(to: &provider.configuration.clientID)
        audience.apply(to: &provider.configuration.audience)
        usesDeveloperScopes.apply(to: &provider.configuration.usesDeveloperScopes)
        baseURL.apply(to: &provider.configuration.baseURL)
        disablesEventHooks.apply(to: &provider.configuration.disablesEventHooks)
        disablesRefreshSecret.apply(to: &provider.configuration.disablesRefreshSecret)
        allowsMultipleCredentials.apply(to: &provider.configuration.allowsMultipleCredentials)
        let field = "dcr_config.\(old.kind.secretName ?? "")"
        let problems = [
            DCRProvider.nameRule.problem("name", provider.name),
            DCRProvider.nameRule.problem("display_name", provider.displayName),
            DCRProvider.issuerRule.problem("issuer", provider.issuer),
            secret.flatMap { old.kind.secretRule.problem(field, $0) },
        ]
        let labelProblems = Labels.problems(labels.value.flatMap(\.self) ?? [:])
        try Refusal.check(
            problems.compactMap(\.self) + provider.configuration.problems(of: old.kind) + labelProblems)
        return provider
    }
}
