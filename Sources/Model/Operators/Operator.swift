/// Somebody who runs portals: signs in to the Console and owns personal access tokens.
package struct Operator: Sendable, Equatable {
    package var id: ID<Operator>
    package var email: String
    package var name: String
    /// What they like to be called; may be empty.
    package var preferredName: String
    /// An encoded Argon2id hash; nil until a password has been set.
    package var passwordHash: String?
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<Operator>, email: String, name: String, preferredName: String = "", passwordHash: String?,
        createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.email = email
        self.name = name
        self.preferredName = preferredName
        self.passwordHash = passwordHash
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension Operator {
    package static let preferredNameRule = TextRule(0...250)

    package static let list = ListRules(
        filters: ["id": .stringEquals, "email": .string, "full_name": .string, "active": .boolean],
        defaultSort: [ListSort("email")])

    /// Whether they can sign in: not before they have accepted their invitation.
    package var isActive: Bool { passwordHash != nil }
}

/// What to alter about an operator.
package struct OperatorChange: Sendable {
    package var name: Change<String> = .unchanged
    package var preferredName: Change<String> = .unchanged

    package init() {}

    package func problems() -> [FieldProblem] {
        [
            name.value.flatMap { OperatorDraft.nameRule.problem("full_name", $0) },
            preferredName.value.flatMap { Operator.preferredNameRule.problem("preferred_name", $0) },
        ].compactMap(\.self)
    }

    /// The operator after the change; their `updatedAt` is left alone.
    package func applied(to old: Operator) -> Operator {
        var account = old
        name.apply(to: &account.name)
        preferredName.apply(to: &account.preferredName)
        return account
    }
}

/// What a new operator is made from.
package struct OperatorDraft: Sendable {
    package static let nameRule = TextRule(1...250)

    package var email: String
    package var name: String
    package var password: String

    package init(email: String, name: String, password: String) {
        self.email = email
        self.name = name
        self.password = password
    }

    package func problems() -> [FieldProblem] {
        [
            EmailAddress.problem("email", email), Self.nameRule.problem("name", name),
            PasswordRule.problem("password", password, email: email),
        ].compactMap(\.self)
    }
}
