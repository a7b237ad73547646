/// What to create a strategy from, or to replace one with.
package struct AuthStrategyDraft: Sendable {
    package var name: String
    package var displayName: String
    package var kind: AuthStrategy.Kind
    package var labels: [String: String?]
    package var principalsEnabled: Bool
    package var dcrProviderID: ID<DCRProvider>?

    package init(
        name: String, displayName: String, kind: AuthStrategy.Kind, labels: [String: String?] = [:],
        principalsEnabled: Bool = false, dcrProviderID: ID<DCRProvider>? = nil
    ) {
        self.dcrProviderID = dcrProviderID
        self.name = name
        self.displayName = displayName
        self.kind = kind
        self.labels = labels
        self.principalsEnabled = principalsEnabled
    }

    package func problems() -> [FieldProblem] {
        let texts = [
            AuthStrategy.nameRule.problem("name", name),
            AuthStrategy.displayNameRule.problem("display_name", displayName),
        ]
        return texts.compactMap(\.self) + kind.problems() + Labels.problems(labels)
    }

    /// A strategy in place of `old`.
    package func replacing(_ old: AuthStrategy) -> AuthStrategy {
        var strategy = old
        strategy.name = name
        strategy.displayName = displayName
        strategy.kind = kind
        strategy.labels = Labels.merged([:], with: labels)
        strategy.principalsEnabled = principalsEnabled
        return strategy
    }
}

/// What to alter about a strategy; its kind stays.
package struct AuthStrategyChange: Sendable {
    package enum Configuration: Sendable {
        case keyAuth(keyNames: Change<[String]>, timeToLive: Change<TimeToLive?>)
        /// Merged member by member.
        case openIDConnect(JSON)
    }

    package var name: Change<String> = .unchanged
    package var displayName: Change<String> = .unchanged
    /// Merged key by key; `set(nil)` clears all.
    package var labels: Change<[String: String?]?> = .unchanged
    package var principalsEnabled: Change<Bool> = .unchanged
    package var dcrProviderID: Change<ID<DCRProvider>?> = .unchanged
    package var configuration: Configuration?

    package init() {}

    /// The strategy after the change; refuses a configuration of the other kind, and one that breaks a rule.
    package func applied(to old: AuthStrategy) throws -> AuthStrategy {
        var strategy = old
        name.apply(to: &strategy.name)
        displayName.apply(to: &strategy.displayName)
        principalsEnabled.apply(to: &strategy.principalsEnabled)
        if case .set(let update) = labels {
            strategy.labels = update.map { Labels.merged(old.labels, with: $0) } ?? [:]
        }
        strategy.kind = try kind(of: old)
        let texts = [
            AuthStrategy.nameRule.problem("name", strategy.name),
            AuthStrategy.displayNameRule.problem("display_name", strategy.displayName),
        ]
        let labelProblems = Labels.problems(labels.value.flatMap(\.self) ?? [:])
        try Refusal.check(texts.compactMap(\.self) + strategy.kind.problems() + labelProblems)
        return strategy
    }

    private func kind(of old: AuthStrategy) throws -> AuthStrategy.Kind {
        switch (configuration, old.kind) {
        case (nil, let kind): return kind
        case (.keyAuth(let keyNames, let timeToLive), .keyAuth(var keyAuth)):
            keyNames.apply(to: &keyAuth.keyNames)
            timeToLive.apply(to: &keyAuth.timeToLive)
            return .keyAuth(keyAuth)
        case (.openIDConnect(let update), .openIDConnect(let configuration)):
            return .openIDConnect(OpenIDConnectConfiguration.merged(configuration, with: update))
        case (.keyAuth, .openIDConnect), (.openIDConnect, .keyAuth):
            throw Refusal.invalid("configs", .invalid, "configs must be those of the strategy's own type")
        }
    }
}

extension AuthStrategy.Kind {
    package func problems() -> [FieldProblem] {
        switch self {
        case .keyAuth(let keyAuth): keyAuth.problems("configs.key-auth")
        case .openIDConnect(let json): OpenIDConnectConfiguration.problems(json, field: "configs.openid-connect")
        }
    }
}
