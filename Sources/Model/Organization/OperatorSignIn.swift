/// How operators sign in, with the identity providers that there are, and who puts them into teams.
package struct OperatorSignIn: Sendable, Equatable {
    /// Whether groups of the enabled identity provider decide about teams.
    package var groupsAssignTeams: Bool
    package var operatorsAssignTeams: Bool
    package var providers: [OperatorIdentityProvider]

    package init(
        groupsAssignTeams: Bool = false, operatorsAssignTeams: Bool = true,
        providers: [OperatorIdentityProvider] = []
    ) {
        self.groupsAssignTeams = groupsAssignTeams
        self.operatorsAssignTeams = operatorsAssignTeams
        self.providers = providers
    }

    /// Passwords always do: nobody shall stand before a door without any way in.
    package var takesPasswords: Bool { true }

    package func isEnabled(_ kind: IdentityProvider.Kind) -> Bool {
        providers.contains { $0.kind == kind && $0.isEnabled }
    }
}

/// What to alter about how operators sign in.
package struct OperatorSignInChange: Sendable {
    package var takesPasswords: Change<Bool> = .unchanged
    package var groupsAssignTeams: Change<Bool> = .unchanged
    package var operatorsAssignTeams: Change<Bool> = .unchanged
    /// Switches the provider of a kind.
    package var oidcEnabled: Change<Bool> = .unchanged
    package var samlEnabled: Change<Bool> = .unchanged

    package init() {}
}
