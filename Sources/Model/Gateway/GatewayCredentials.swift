/// Who may call, in one version: the base that a data plane starts from. Changes follow as `GatewayChange`.
///
/// Only what might open something is in it: the credentials of an application without any approved registration, of a
/// deleted application, or of a key that was taken back are absent, and answer 401. Those of an application that is
/// granted nothing, because its developer is not approved for instance, answer 403.
package struct GatewayCredentials: Codable, Equatable, Sendable {
    /// The number of the last change that is contained.
    package var version: Int64
    package var applications: [GatewayApplication]
    package var credentials: [GatewayCredential]

    package init(version: Int64, applications: [GatewayApplication] = [], credentials: [GatewayCredential] = []) {
        self.version = version
        self.applications = applications
        self.credentials = credentials
    }
}

/// A key, as a data plane knows it; it is identified by its hash.
package struct GatewayCredential: Codable, Equatable, Sendable {
    package var id: ID<Credential>
    package var keyHash: KeyHash
    package var strategyID: ID<AuthStrategy>
    package var applicationID: ID<Application>
    /// From this moment on the key is unknown.
    package var expiresAt: Instant?

    package init(
        id: ID<Credential>, keyHash: KeyHash, strategyID: ID<AuthStrategy>, applicationID: ID<Application>,
        expiresAt: Instant? = nil
    ) {
        self.id = id
        self.keyHash = keyHash
        self.strategyID = strategyID
        self.applicationID = applicationID
        self.expiresAt = expiresAt
    }
}

/// An application, as a data plane knows it.
package struct GatewayApplication: Codable, Equatable, Sendable {
    package var id: ID<Application>
    package var name: String
    package var slug: String
    /// The operator's or identity provider's own id of it.
    package var referenceID: String?
    /// Nil when a team owns it.
    package var developerID: ID<Developer>?
    package var portalID: ID<Portal>
    /// The APIs that it is approved for; for any other it gets 403.
    package var grants: Set<ID<API>>
    /// The consumers of control planes that stand for it when it calls an API; nil when there are none.
    package var consumers: [ID<API>: ID<CoreEntity>]?

    package init(
        id: ID<Application>, name: String, slug: String, referenceID: String? = nil,
        developerID: ID<Developer>? = nil, portalID: ID<Portal>, grants: Set<ID<API>>,
        consumers: [ID<API>: ID<CoreEntity>]? = nil
    ) {
        self.id = id
        self.name = name
        self.slug = slug
        self.referenceID = referenceID
        self.developerID = developerID
        self.portalID = portalID
        self.grants = grants
        self.consumers = consumers
    }
}

/// One step from a version of the credentials to the next. Each may be applied twice without harm.
package enum GatewayChange: Codable, Equatable, Sendable {
    case putCredential(GatewayCredential)
    case removeCredential(KeyHash)
    /// Replaces the application with all its grants; its credentials stay.
    case putApplication(GatewayApplication)
    /// Removes its credentials too: putting it again later means putting them again.
    case removeApplication(ID<Application>)
}
