/// A program that works for the organization: it has roles and tokens, and never signs in.
package struct SystemAccount: Sendable, Equatable {
    package var id: ID<SystemAccount>
    /// Unique in the organization.
    package var name: String
    package var description: String
    /// Kept and given back; nothing but an operator manages accounts here.
    package var isManaged: Bool
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<SystemAccount>, name: String, description: String, isManaged: Bool = false, createdAt: Instant,
        updatedAt: Instant
    ) {
        self.id = id
        self.name = name
        self.description = description
        self.isManaged = isManaged
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension SystemAccount {
    package static let nameRule = TextRule(1...250)
    package static let descriptionRule = TextRule(0...1_000)

    package static let list = ListRules(
        filters: ["name": .string, "description": .string, "konnect_managed": .boolean],
        defaultSort: [ListSort("name")])
    package static let memberList = ListRules(filters: ["name": .string], defaultSort: [ListSort("name")])
}

/// What to create a system account from.
package struct SystemAccountDraft: Sendable {
    package var name: String
    package var description: String
    package var isManaged: Bool

    package init(name: String, description: String = "", isManaged: Bool = false) {
        self.name = name
        self.description = description
        self.isManaged = isManaged
    }

    package func problems() -> [FieldProblem] {
        [
            SystemAccount.nameRule.problem("name", name),
            SystemAccount.descriptionRule.problem("description", description),
        ].compactMap(\.self)
    }
}

/// What to alter about a system account.
package struct SystemAccountChange: Sendable {
    package var name: Change<String> = .unchanged
    package var description: Change<String> = .unchanged

    package init() {}

    package func problems() -> [FieldProblem] {
        [
            name.value.flatMap { SystemAccount.nameRule.problem("name", $0) },
            description.value.flatMap { SystemAccount.descriptionRule.problem("description", $0) },
        ].compactMap(\.self)
    }

    /// The account after the change; its `updatedAt` is left alone.
    package func applied(to old: SystemAccount) -> SystemAccount {
        var account = old
        name.apply(to: &account.name)
        description.apply(to: &account.description)
        return account
    }
}

/// A token with which a program acts as a system account. The secret is shown once; its SHA-256 is kept.
package struct SystemAccountToken: Sendable, Equatable {
    package static let prefix = "spat_"
    package static let nameRule = TextRule(1...250)
    package static let list = ListRules(filters: ["name": .string])

    package var id: ID<SystemAccountToken>
    package var accountID: ID<SystemAccount>
    /// Unique among the tokens of the account.
    package var name: String
    package var expiresAt: Instant
    package var lastUsedAt: Instant?
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<SystemAccountToken>, accountID: ID<SystemAccount>, name: String, expiresAt: Instant,
        lastUsedAt: Instant? = nil, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.accountID = accountID
        self.name = name
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
