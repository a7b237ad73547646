/// How developers sign in to a portal, and who puts them into teams.
package struct PortalSignIn: Sendable, Equatable {
    package static let standard = PortalSignIn(
        passwordsEnabled: true, operatorsAssignTeams: true, groupsAssignTeams: false)

    /// Whether e-mail address and password work.
    package var passwordsEnabled: Bool
    package var operatorsAssignTeams: Bool
    /// Whether groups of the enabled identity provider decide about teams.
    package var groupsAssignTeams: Bool

    package init(passwordsEnabled: Bool, operatorsAssignTeams: Bool, groupsAssignTeams: Bool) {
        self.passwordsEnabled = passwordsEnabled
        self.operatorsAssignTeams = operatorsAssignTeams
        self.groupsAssignTeams = groupsAssignTeams
    }
}

/// How developers sign in to a portal, with the identity providers that it has.
package struct SignInSettings: Sendable, Equatable {
    package var signIn: PortalSignIn
    package var providers: [IdentityProvider]

    package init(signIn: PortalSignIn, providers: [IdentityProvider]) {
        self.signIn = signIn
        self.providers = providers
    }

    /// Whether an identity provider of the kind lets developers in.
    package func isEnabled(_ kind: IdentityProvider.Kind) -> Bool {
        providers.contains { $0.kind == kind && $0.isEnabled }
    }

    package func provider(_ kind: IdentityProvider.Kind) -> IdentityProvider? {
        providers.first { $0.kind == kind }
    }
}

/// What to alter about how developers sign in.
package struct SignInChange: Sendable {
    package var passwordsEnabled: Change<Bool> = .unchanged
    package var operatorsAssignTeams: Change<Bool> = .unchanged
    package var groupsAssignTeams: Change<Bool> = .unchanged
    /// Switches the provider of a kind; see `IdentityProviders` for its configuration.
    package var oidcEnabled: Change<Bool> = .unchanged
    package var samlEnabled: Change<Bool> = .unchanged
    /// Alters the OpenID Connect provider, or makes it.
    package var oidc: IdentityProviderChange.OIDC?

    package init() {}
}
