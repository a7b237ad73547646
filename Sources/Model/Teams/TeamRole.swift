/// What the developers of a team may do with one API, or with every API of the portal.
package struct TeamRole: Sendable, Equatable {
    package enum Name: String, Sendable, CaseIterable {
        /// Sees the API and reads about it.
        case viewer = "API Viewer"
        /// Registers applications for it and calls it, too.
        case consumer = "API Consumer"
    }

    package enum Scope: Sendable, Hashable {
        case everyAPI
        case api(ID<API>)

        /// As the wire has it: an id, or `*`.
        package var text: String {
            switch self {
            case .everyAPI: "*"
            case .api(let id): id.text
            }
        }

        package var apiID: ID<API>? {
            if case .api(let id) = self { id } else { nil }
        }
    }

    /// Kept and given back; this product has one region.
    package enum Region: String, Sendable, CaseIterable {
        case us, eu, au, me, `in`, sg
        case all = "*"
    }

    package static let entityTypeName = "Services"

    package var id: ID<TeamRole>
    package var portalID: ID<Portal>
    package var teamID: ID<Team>
    package var name: Name
    package var scope: Scope
    package var region: Region
    package var createdAt: Instant

    package init(
        id: ID<TeamRole>, portalID: ID<Portal>, teamID: ID<Team>, name: Name, scope: Scope, region: Region,
        createdAt: Instant
    ) {
        self.id = id
        self.portalID = portalID
        self.teamID = teamID
        self.name = name
        self.scope = scope
        self.region = region
        self.createdAt = createdAt
    }
}

extension TeamRole {
    package static let list = ListRules(filters: [:], defaultSort: [ListSort("created_at")])
}

/// What to give a team.
package struct TeamRoleDraft: Sendable {
    package var name: TeamRole.Name
    package var scope: TeamRole.Scope
    package var region: TeamRole.Region

    package init(name: TeamRole.Name, scope: TeamRole.Scope, region: TeamRole.Region = .all) {
        self.name = name
        self.scope = scope
        self.region = region
    }
}
