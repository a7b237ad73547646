/// The wish of an application to call an API, and what became of it. There is one for each pair.
package struct Registration: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable {
        /// Only this one lets calls through.
        case approved
        case pending, revoked, rejected
    }

    package var id: ID<Registration>
    package var portalID: ID<Portal>
    package var applicationID: ID<Application>
    package var apiID: ID<API>
    package var status: Status
    /// A consumer of a gateway that an operator has mapped it to.
    package var consumerID: ID<CoreEntity>?
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<Registration>, portalID: ID<Portal>, applicationID: ID<Application>, apiID: ID<API>, status: Status,
        consumerID: ID<CoreEntity>? = nil, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.portalID = portalID
        self.applicationID = applicationID
        self.apiID = apiID
        self.status = status
        self.consumerID = consumerID
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension Registration {
    /// All of a portal.
    package static let list = ListRules(
        filters: ["developer_id": .uuid, "application_name": .string, "status": .string],
        sorts: ["created_at", "updated_at", "developer_id", "status"])
    /// Those of one application, for operators.
    package static let applicationList = ListRules(
        filters: ["status": .string], sorts: ["created_at", "updated_at", "status"])
    /// Those of one application, for its developer.
    package static let ownList = ListRules(
        filters: ["id": .uuid, "status": .choice(Status.allCases.map(\.rawValue)), "api_name": .string],
        defaultSort: [ListSort("created_at")])
    /// Those for one API, on every portal.
    package static let apiList = ListRules(
        filters: [
            "status": .string, "portal_id": .uuid, "portal_name": .string, "application_id": .uuid,
            "application_name": .string, "application_owner_type": .string, "application_owner_id": .uuid,
        ])
}

/// The consumer of a gateway that stands for an application there.
package struct RegistrationConsumer: Sendable, Equatable {
    package var id: ID<CoreEntity>
    package var controlPlaneID: ID<ControlPlane>
    package var username: String?
    package var customID: String?

    package init(id: ID<CoreEntity>, controlPlaneID: ID<ControlPlane>, username: String?, customID: String?) {
        self.id = id
        self.controlPlaneID = controlPlaneID
        self.username = username
        self.customID = customID
    }
}

/// A registration with the names of what it joins.
package struct RegistrationDetail: Sendable, Equatable {
    package var registration: Registration
    package var apiKind: API.Kind
    package var apiName: String
    package var apiVersion: String?
    package var apiSlug: String
    package var applicationName: String
    package var applicationDescription: String?
    package var owner: Application.Owner
    /// The full name of the developer, or the name of the team.
    package var ownerName: String
    package var portalName: String
    /// Nil when it is mapped to none that is still there.
    package var consumer: RegistrationConsumer?

    package init(
        registration: Registration, apiKind: API.Kind, apiName: String, apiVersion: String?, apiSlug: String,
        applicationName: String, applicationDescription: String?, owner: Application.Owner, ownerName: String,
        portalName: String, consumer: RegistrationConsumer?
    ) {
        self.registration = registration
        self.apiKind = apiKind
        self.consumer = consumer
        self.apiName = apiName
        self.apiVersion = apiVersion
        self.apiSlug = apiSlug
        self.applicationName = applicationName
        self.applicationDescription = applicationDescription
        self.owner = owner
        self.ownerName = ownerName
        self.portalName = portalName
    }

    package var id: ID<Registration> { registration.id }
}
