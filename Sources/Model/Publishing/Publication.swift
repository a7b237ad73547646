/// An API on a portal: who sees it there, and how applications get in.
package struct Publication: Sendable, Equatable {
    package var id: ID<Publication>
    package var portalID: ID<Portal>
    package var apiID: ID<API>
    package var visibility: Portal.Visibility
    /// Approves registrations, even where the portal does not.
    package var autoApproveRegistrations: Bool
    /// None: applications need no credential.
    package var strategyIDs: [ID<AuthStrategy>]
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<Publication>, portalID: ID<Portal>, apiID: ID<API>, visibility: Portal.Visibility,
        autoApproveRegistrations: Bool, strategyIDs: [ID<AuthStrategy>], createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.portalID = portalID
        self.apiID = apiID
        self.visibility = visibility
        self.autoApproveRegistrations = autoApproveRegistrations
        self.strategyIDs = strategyIDs
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension Publication {
    package static let list = ListRules(
        filters: [
            "portal_id": .uuid, "portal_name": .string, "api_id": .uuid, "api_name": .string,
            "auth_strategy_id": .uuid, "entity_type": .string,
        ], sorts: ["portal_id", "portal_name", "api_id", "api_name", "created_at", "updated_at"])

    package static let portalList = ListRules(
        filters: ["api_id": .uuid, "api_name": .string, "auth_strategy_id": .uuid, "entity_type": .string],
        sorts: ["api_id", "api_name", "created_at", "updated_at"])
}

/// How an API is to be published; it replaces what was said before.
package struct PublicationDraft: Sendable {
    package enum Strategies: Sendable, Equatable {
        case portalDefault
        case none
        case some([ID<AuthStrategy>])
    }

    /// Nil takes the portal's default.
    package var visibility: Portal.Visibility?
    package var strategies: Strategies = .portalDefault
    package var autoApproveRegistrations = false

    package init() {}
}

/// A publication with the names of its two sides.
package struct PublicationEntry: Sendable, Equatable {
    package var publication: Publication
    package var kind: API.Kind
    package var apiName: String
    package var apiVersion: String?
    package var portalName: String

    package init(
        _ publication: Publication, kind: API.Kind, apiName: String, apiVersion: String?, portalName: String
    ) {
        self.publication = publication
        self.kind = kind
        self.apiName = apiName
        self.apiVersion = apiVersion
        self.portalName = portalName
    }
}
