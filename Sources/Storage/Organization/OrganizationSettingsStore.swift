package import Model

/// What the organization has set, as values instead of JSON.
extension SettingsStore {
    package func tokenPolicy() throws -> TokenPolicy {
        guard let json = try value("token_policy") else { return TokenPolicy() }
        return TokenPolicy(
            isEnabled: json["enabled"]?.bool ?? true,
            longestLifeInDays: json["days"]?.integer.map { Int($0) } ?? TokenPolicy.days.upperBound)
    }

    package func set(_ policy: TokenPolicy) throws {
        try set(
            "token_policy",
            ["enabled": .bool(policy.isEnabled), "days": .integer(Int64(policy.longestLifeInDays))])
    }

    /// Nil when there has never been one.
    package func allowList() throws -> OrganizationAllowList? {
        guard let json = try value("allow_list") else { return nil }
        return OrganizationAllowList(
            isEnabled: json["enabled"]?.bool ?? false, networks: (json["networks"]?.array ?? []).compactMap(\.string))
    }

    package func set(_ list: OrganizationAllowList) throws {
        try set(
            "allow_list",
            ["enabled": .bool(list.isEnabled), "networks": .array(list.networks.map(JSON.string))])
    }

    /// Who puts operators into teams; without the identity providers.
    package func signIn() throws -> OperatorSignIn {
        let json = try value("sign_in")
        return OperatorSignIn(
            groupsAssignTeams: json?["groups_assign"]?.bool ?? false,
            operatorsAssignTeams: json?["operators_assign"]?.bool ?? true)
    }

    /// Keeps who puts operators into teams.
    package func set(_ signIn: OperatorSignIn) throws {
        try set(
            "sign_in",
            [
                "groups_assign": .bool(signIn.groupsAssignTeams),
                "operators_assign": .bool(signIn.operatorsAssignTeams),
            ])
    }

    package func isImpersonationAllowed() throws -> Bool { try value("impersonation")?.bool ?? false }

    package func setImpersonationAllowed(_ isAllowed: Bool) throws { try set("impersonation", .bool(isAllowed)) }

    /// The id of the organization; nil before the first start.
    package func organization() throws -> String? { try value("organization_id")?.string }
}
