/// Somebody who runs portals: signs in to the Console and owns personal access tokens.
package struct Operator: Sendable, Equatable {
    package var id: ID<Operator>
    package var email: String
    package var name: String
    /// An encoded Argon2id hash; nil until a password has been set.
    package var passwordHash: String?
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<Operator>, email: String, name: String, passwordHash: String?, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.email = email
        self.name = name
        self.passwordHash = passwordHash
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// What a new operator is made from.
package struct OperatorDraft: Sendable {
    package static let nameRule = TextRule(1...255)

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

/// A token with which a client acts as an operator. The secret is shown once; its SHA-256 is kept.
package struct PersonalAccessToken: Sendable, Equatable {
    package static let prefix = "kpat_"
    package static let nameRule = TextRule(1...100)

    package var id: ID<PersonalAccessToken>
    package var operatorID: ID<Operator>
    package var name: String
    package var expiresAt: Instant?
    package var lastUsedAt: Instant?
    package var createdAt: Instant

    package init(
        id: ID<PersonalAccessToken>, operatorID: ID<Operator>, name: String, expiresAt: Instant?,
        lastUsedAt: Instant?, createdAt: Instant
    ) {
        self.id = id
        self.operatorID = operatorID
        self.name = name
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.createdAt = createdAt
    }
}
