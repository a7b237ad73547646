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

    /// How the gateway knows the API.
    package enum ImplementationMode: String, Sendable, CaseIterable {
        /// By a service of its own.
        case gatewayEntityBinding = "gateway_entity_binding"
        /// By a whole control plane.
        case accessControlEnforcement = "access_control_enforcement"
    }

    package var api: API
    /// The version that carries the API's own version string, else the newest.
    package var currentVersion: APIVersion?
    /// All versions, the newest first.
    package var versionIDs: [ID<APIVersion>]
    package var portals: [PublishedTo]
    /// Nil when it is not linked.
    package var implementationMode: ImplementationMode?

    package init(
        api: API, currentVersion: APIVersion?, versionIDs: [ID<APIVersion>], portals: [PublishedTo],
        implementationMode: ImplementationMode? = nil
    ) {
        self.implementationMode = implementationMode
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
    package var registrations: Int
    package var isLinked: Bool
    package var portals: [APIOverview.PublishedTo]

    package init(
        versions: Int, documents: Int, registrations: Int, isLinked: Bool, portals: [APIOverview.PublishedTo]
    ) {
        self.registrations = registrations
        self.isLinked = isLinked
        self.versions = versions
        self.documents = documents
        self.portals = portals
    }
}
