/// Operators and system accounts who share roles.
package struct OperatorTeam: Sendable, Equatable {
    package var id: ID<OperatorTeam>
    /// Unique in the organization.
    package var name: String
    package var description: String
    /// Comes with the product: its name and roles are fixed, its members are not.
    package var isPredefined: Bool
    package var labels: [String: String]
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<OperatorTeam>, name: String, description: String, isPredefined: Bool = false,
        labels: [String: String] = [:], createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.name = name
        self.description = description
        self.isPredefined = isPredefined
        self.labels = labels
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension OperatorTeam {
    /// The predefined team whose members may do everything; at least one operator is always in it.
    package static let admins = ID<OperatorTeam>(stored: "00000000-0000-7000-8000-000000000001")

    package static let nameRule = TextRule(1...250)
    package static let descriptionRule = TextRule(0...250)

    package static let list = ListRules(
        filters: ["name": .string, "labels": .map], defaultSort: [ListSort("name")])
    package static let memberList = ListRules(filters: ["name": .string], defaultSort: [ListSort("name")])
}

/// What to create a team from.
package struct OperatorTeamDraft: Sendable {
    package var name: String
    package var description: String
    package var labels: [String: String?]

    package init(name: String, description: String = "", labels: [String: String?] = [:]) {
        self.name = name
        self.description = description
        self.labels = labels
    }

    package func problems() -> [FieldProblem] {
        [
            OperatorTeam.nameRule.problem("name", name),
            OperatorTeam.descriptionRule.problem("description", description),
        ].compactMap(\.self) + Labels.problems(labels)
    }
}

/// What to alter about a team.
package struct OperatorTeamChange: Sendable {
    package var name: Change<String> = .unchanged
    package var description: Change<String> = .unchanged
    /// Merged into the labels; nil clears all.
    package var labels: Change<[String: String?]?> = .unchanged

    package init() {}

    package func problems() -> [FieldProblem] {
        [
            name.value.flatMap { OperatorTeam.nameRule.problem("name", $0) },
            description.value.flatMap { OperatorTeam.descriptionRule.problem("description", $0) },
        ].compactMap(\.self) + Labels.problems((labels.value ?? nil) ?? [:])
    }

    /// The team after the change; its `updatedAt` is left alone.
    package func applied(to old: OperatorTeam) -> OperatorTeam {
        var team = old
        name.apply(to: &team.name)
        description.apply(to: &team.description)
        if case .set(let update) = labels { team.labels = update.map { Labels.merged(old.labels, with: $0) } ?? [:] }
        return team
    }
}
