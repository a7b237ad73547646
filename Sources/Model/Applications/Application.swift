/// What a developer builds against APIs; it holds credentials and registrations.
package struct Application: Sendable, Equatable {
    /// To whom it belongs. Every member of an owning team may do everything with it.
    package enum Owner: Sendable, Hashable {
        case developer(ID<Developer>)
        case team(ID<Team>)

        package var developerID: ID<Developer>? {
            if case .developer(let id) = self { id } else { nil }
        }

        package var teamID: ID<Team>? {
            if case .team(let id) = self { id } else { nil }
        }
    }

    package var id: ID<Application>
    package var portalID: ID<Portal>
    package var owner: Owner
    package var name: String
    package var description: String?
    /// The id of its client at an identity provider; nil unless the strategy is OpenID Connect.
    package var clientID: String?
    package var redirectURI: String?
    /// Given once: all its credentials are of this strategy.
    package var strategyID: ID<AuthStrategy>
    package var labels: [String: String]
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<Application>, portalID: ID<Portal>, owner: Owner, name: String, description: String? = nil,
        clientID: String? = nil, redirectURI: String? = nil, strategyID: ID<AuthStrategy>,
        labels: [String: String] = [:], createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.portalID = portalID
        self.owner = owner
        self.name = name
        self.description = description
        self.clientID = clientID
        self.redirectURI = redirectURI
        self.strategyID = strategyID
        self.labels = labels
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension Application {
    /// How many one developer may have on a portal.
    package static let limitPerDeveloper = 500
    package static let nameRule = TextRule(1...255)
    package static let descriptionRule = TextRule(0...255)
    package static let clientIDRule = TextRule(1...255)
    package static let redirectURIRule = TextRule(
        1...2_048, pattern: TextRule.Pattern("^[a-z][a-z0-9+.-]*:[^\\s]+$", accepts: isAddress))

    package static let list = ListRules(
        filters: ["developer_id": .uuid, "name": .string, "team_id": .uuid],
        sorts: ["created_at", "developer_id", "name"])
    /// What developers may filter their own by.
    package static let ownList = ListRules(
        filters: ["name": .string, "auth_strategy_id": .uuid, "team_id": .uuid], defaultSort: [ListSort("name")])

    package static let developerList = ListRules(
        filters: ["id": .string], sorts: ["id"], defaultSort: [ListSort("id")])

    private static func isAddress(_ text: String) -> Bool {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), colon != text.startIndex else { return false }
        let scheme = text[..<colon].lowercased()
        let isScheme = scheme.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || "+.-".utf8.contains(byte)
        }
        let isSafe = !["javascript", "data", "vbscript"].contains(scheme)
        let rest = text[colon...].dropFirst()
        if ["http", "https"].contains(scheme) {
            guard rest.hasPrefix("//"), let first = rest.dropFirst(2).first, !"/?#:".contains(first) else {
                return false
            }
        }
        return isScheme && isSafe && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
    }
}

/// An application with what stands beside it in lists.
package struct ApplicationDetail: Sendable, Equatable {
    package var application: Application
    package var strategy: AuthStrategy
    /// Of any status.
    package var registrationCount: Int
    /// The full name of the developer, or the name of the team.
    package var ownerName: String

    package init(application: Application, strategy: AuthStrategy, registrationCount: Int, ownerName: String) {
        self.application = application
        self.strategy = strategy
        self.registrationCount = registrationCount
        self.ownerName = ownerName
    }

    package var id: ID<Application> { application.id }
}
