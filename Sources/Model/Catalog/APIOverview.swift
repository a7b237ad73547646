/// An API with what lists of APIs tell beside it.
package struct APIOverview: Sendable, Equatable {
    package struct PublishedTo: Sendable, Equatable {
        package var id: ID<Portal>
        package var name: String
        package var displayName: String

        package init(id: ID<Portal>, name: String, displayName: String) {
            self.id = id
            self.name = name
            self.displayName = displayName
        }
    }

    package var api: API
    /// The version that carries the API's own version string, else the newest.
    package var currentVersion: APIVersion?
    /// All versions, the newest first.
    package var versionIDs: [ID<APIVersion>]
    package var portals: [PublishedTo]

    package init(api: API, currentVersion: APIVersion?, versionIDs: [ID<APIVersion>], portals: [PublishedTo]) {
        self.api = api
        self.currentVersion = currentVersion
        self.versionIDs = versionIDs
        self.portals = portals
    }
}

/// What goes with an API when it is deleted.
package struct APIDependents: Sendable, Equatable {
    package var versions: Int
    package var documents: Int
    package var portals: [APIOverview.PublishedTo]

    package init(versions: Int, documents: Int, portals: [APIOverview.PublishedTo]) {
        self.versions = versions
        self.documents = documents
        self.portals = portals
    }
}
