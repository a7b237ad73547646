/// An API as a portal shows it.
package struct CatalogItem: Sendable, Equatable {
    package var api: API
    package var publication: Publication
    package var currentVersion: APIVersion?
    package var hasIcon: Bool

    package init(api: API, publication: Publication, currentVersion: APIVersion?, hasIcon: Bool) {
        self.api = api
        self.publication = publication
        self.currentVersion = currentVersion
        self.hasIcon = hasIcon
    }
}

extension CatalogItem {
    package static let list = ListRules(
        filters: [
            "id": .uuid, "name": .string, "version": .string, "description": .string, "attributes": .map,
            "created_at": .dateTime, "updated_at": .dateTime,
        ], sorts: ["name", "version", "created_at", "updated_at"], defaultSort: [ListSort("name")])

    /// The attribute keys of a portal.
    package static let attributeList = ListRules(
        filters: ["key": .string], sorts: [], defaultSort: [ListSort("key")])
}

/// Which of a portal's APIs somebody sees.
package enum CatalogScope: Sendable, Equatable {
    case publicOnly
    case everything
    /// The public ones, and those that the developer's teams were given.
    case granted(to: ID<Developer>)
}

/// What search found in the APIs of a portal.
package struct CatalogHit: Sendable, Equatable {
    package enum Found: Sendable, Equatable {
        case operation(SpecificationOperation, version: ID<APIVersion>)
        /// With the slugs that lead to it.
        case document(APIDocument, path: [String])
    }

    package var api: API
    package var found: Found

    package init(api: API, found: Found) {
        self.api = api
        self.found = found
    }
}
