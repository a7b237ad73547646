/// A group of developers of one portal; roles are given to teams, never to developers.
package struct Team: Sendable, Equatable {
    package var id: ID<Team>
    package var portalID: ID<Portal>
    /// Unique on the portal.
    package var name: String
    package var description: String
    /// Whether applications may belong to the team as a whole.
    package var canOwnApplications: Bool
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<Team>, portalID: ID<Portal>, name: String, description: String, canOwnApplications: Bool,
        createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.portalID = portalID
        self.name = name
        self.description = description
        self.canOwnApplications = canOwnApplications
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension Team {
    package static let nameRule = TextRule(1...250)
    package static let descriptionRule = TextRule(0...250)

    package static let list = ListRules(
        filters: ["name": .string, "can_own_applications": .boolean], defaultSort: [ListSort("name")])
    package static let memberList = ListRules(
        filters: ["email": .string, "full_name": .string, "attributes": .string, "active": .boolean],
        defaultSort: [ListSort("email")])
}

/// What to create a team from.
package struct TeamDraft: Sendable {
    package var name: String
    package var description: String
    package var canOwnApplications: Bool

    package init(name: String, description: String = "", canOwnApplications: Bool = false) {
        self.name = name
        self.description = description
        self.canOwnApplications = canOwnApplications
    }

    package func problems() -> [FieldProblem] {
        [Team.nameRule.problem("name", name), Team.descriptionRule.problem("description", description)]
            .compactMap(\.self)
    }
}

/// What to alter about a team.
package struct TeamChange: Sendable {
    package var name: Change<String> = .unchanged
    package var description: Change<String> = .unchanged
    package var canOwnApplications: Change<Bool> = .unchanged

    package init() {}

    package func problems() -> [FieldProblem] {
        [
            name.value.flatMap { Team.nameRule.problem("name", $0) },
            description.value.flatMap { Team.descriptionRule.problem("description", $0) },
        ].compactMap(\.self)
    }

    /// The team after the change; its `updatedAt` is left alone.
    package func applied(to old: Team) -> Team {
        var team = old
        name.apply(to: &team.name)
        description.apply(to: &team.description)
        canOwnApplications.apply(to: &team.canOwnApplications)
        return team
    }
}

/// A developer as other members of a team and its operators see them.
package struct TeamMember: Sendable, Equatable {
    package var id: ID<Developer>
    package var email: String
    package var fullName: String
    /// Whether the account is approved.
    package var isActive: Bool
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<Developer>, email: String, fullName: String, isActive: Bool, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.email = email
        self.fullName = fullName
        self.isActive = isActive
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
