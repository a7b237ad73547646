/// Where operators may sign in with an account that they have elsewhere.
package struct OperatorIdentityProvider: Sendable, Equatable {
    package static let list = IdentityProvider.list
    package static let loginPathRule = TextRule(
        1...255,
        pattern: TextRule.Pattern("^[A-Za-z0-9_-]+$") { text in
            text.utf8.allSatisfy { byte in
                switch byte {
                case 48...57, 65...90, 97...122, 0x2D, 0x5F: true
                default: false
                }
            }
        })
    /// What stands in the address of the sign-in unless somebody says otherwise.
    package static let standardLoginPath = "portico"

    package var id: ID<OperatorIdentityProvider>
    /// At most one provider is.
    package var isEnabled: Bool
    package var loginPath: String
    package var configuration: IdentityProvider.Configuration
    /// The secret of an OpenID Connect client, under the master key; never shown.
    package var sealedSecret: [UInt8]?
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<OperatorIdentityProvider>, isEnabled: Bool, loginPath: String = standardLoginPath,
        configuration: IdentityProvider.Configuration, sealedSecret: [UInt8]? = nil, createdAt: Instant,
        updatedAt: Instant
    ) {
        self.id = id
        self.isEnabled = isEnabled
        self.loginPath = loginPath
        self.configuration = configuration
        self.sealedSecret = sealedSecret
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    package var kind: IdentityProvider.Kind { configuration.kind }
}

/// What to create an identity provider of operators from.
package struct OperatorIdentityProviderDraft: Sendable {
    package var provider: IdentityProviderDraft
    package var loginPath: String

    package init(
        _ provider: IdentityProviderDraft, loginPath: String = OperatorIdentityProvider.standardLoginPath
    ) {
        self.provider = provider
        self.loginPath = loginPath
    }

    package func problems() -> [FieldProblem] {
        let path = OperatorIdentityProvider.loginPathRule.problem("login_path", loginPath)
        return [path].compactMap(\.self) + provider.problems()
    }
}

/// What to alter about an identity provider of operators; its kind stays.
package struct OperatorIdentityProviderChange: Sendable {
    package var provider: IdentityProviderChange
    package var loginPath: Change<String>

    package init(_ provider: IdentityProviderChange, loginPath: Change<String> = .unchanged) {
        self.provider = provider
        self.loginPath = loginPath
    }

    /// The provider after the change, but for its secret; refuses what breaks a rule.
    package func applied(to old: OperatorIdentityProvider) throws -> OperatorIdentityProvider {
        var changed = old
        provider.isEnabled.apply(to: &changed.isEnabled)
        loginPath.apply(to: &changed.loginPath)
        let path = OperatorIdentityProvider.loginPathRule.problem("login_path", changed.loginPath)
        try Refusal.check([path].compactMap(\.self))
        changed.configuration = try provider.applied(to: old.configuration)
        return changed
    }
}

/// Members of a group at an identity provider are members of a team of operators.
package struct OperatorGroupMapping: Sendable, Equatable {
    package static let list = TeamGroupMapping.list

    package var id: ID<OperatorGroupMapping>
    package var providerID: ID<OperatorIdentityProvider>
    package var teamID: ID<OperatorTeam>
    /// The group's name, exactly as the provider writes it.
    package var group: String
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<OperatorGroupMapping>, providerID: ID<OperatorIdentityProvider>, teamID: ID<OperatorTeam>,
        group: String, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.providerID = providerID
        self.teamID = teamID
        self.group = group
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// All groups of one team of operators.
package struct OperatorTeamGroups: Sendable, Equatable {
    package static let list = TeamGroups.list

    package var teamID: ID<OperatorTeam>
    package var groups: [String]

    package init(teamID: ID<OperatorTeam>, groups: [String]) {
        self.teamID = teamID
        self.groups = groups
    }
}

/// All teams of operators of one group.
package struct OperatorGroupTeams: Sendable, Equatable {
    package static let list = ListRules(filters: [:], defaultSort: [ListSort("group")])

    package var group: String
    package var teamIDs: [ID<OperatorTeam>]

    package init(group: String, teamIDs: [ID<OperatorTeam>]) {
        self.group = group
        self.teamIDs = teamIDs
    }
}
