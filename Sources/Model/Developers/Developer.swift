/// Somebody with an account on one portal.
package struct Developer: Sendable, Equatable {
    /// Where an account stands; only an approved one may sign in.
    package enum Status: String, Sendable, CaseIterable {
        case approved, pending, revoked, rejected
    }

    package var id: ID<Developer>
    package var portalID: ID<Portal>
    /// In lower case; unique on the portal.
    package var email: String
    package var fullName: String
    package var status: Status
    /// An encoded Argon2id hash; nil until a password has been set.
    package var passwordHash: String?
    /// When a mailed link proved the address; nil before.
    package var emailVerifiedAt: Instant?
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<Developer>, portalID: ID<Portal>, email: String, fullName: String, status: Status,
        passwordHash: String? = nil, emailVerifiedAt: Instant? = nil, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.portalID = portalID
        self.email = email
        self.fullName = fullName
        self.status = status
        self.passwordHash = passwordHash
        self.emailVerifiedAt = emailVerifiedAt
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension Developer {
    package static let list = ListRules(
        filters: ["name": .string, "email": .string, "status": .string],
        sorts: ["created_at", "updated_at", "email", "name", "status"])

    /// A name of up to so many characters, without line breaks and other control characters.
    package static func nameRule(max: Int) -> TextRule {
        TextRule(
            1...max,
            pattern: TextRule.Pattern(#"^[^\x00-\x1F\x7F]+$"#) { name in
                name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            })
    }
}

/// What an operator makes a developer from.
package struct DeveloperDraft: Sendable {
    package static let nameRule = Developer.nameRule(max: 255)

    package var email: String
    package var fullName: String
    /// Nil: what the portal's automatic approval says.
    package var status: Developer.Status?
    package var sendsInvitation = false

    package init(email: String, fullName: String) {
        self.email = email
        self.fullName = fullName
    }

    package func problems() -> [FieldProblem] {
        [EmailAddress.problem("email", email), Self.nameRule.problem("full_name", fullName)].compactMap(\.self)
    }
}

/// What somebody signs up with.
package struct SignUpDraft: Sendable {
    package static let nameRule = Developer.nameRule(max: 256)

    package var email: String
    package var fullName: String

    package init(email: String, fullName: String) {
        self.email = email
        self.fullName = fullName
    }

    package func problems() -> [FieldProblem] {
        [EmailAddress.problem("email", email), Self.nameRule.problem("full_name", fullName)].compactMap(\.self)
    }
}

/// What to alter about a developer.
package struct DeveloperChange: Sendable {
    package var status: Change<Developer.Status> = .unchanged

    package init() {}

    package init(status: Developer.Status) {
        self.status = .set(status)
    }

    /// The developer after the change; `updatedAt` is left alone.
    package func applied(to old: Developer) -> Developer {
        var developer = old
        status.apply(to: &developer.status)
        return developer
    }
}
