package import Model
package import Storage

/// Valid strategies, teams, applications and what belongs to them.
extension Samples {
    private static let applicationRandom = FixedRandom(seed: 44)

    package static func strategy(
        _ name: String, _ kind: AuthStrategy.Kind = .keyAuth(KeyAuth()), isBuiltIn: Bool = false,
        at now: Instant = FixedClock.start
    ) -> AuthStrategy {
        AuthStrategy(
            id: applicationRandom.id(at: now), name: name, displayName: name, kind: kind, isBuiltIn: isBuiltIn,
            createdAt: now, updatedAt: now)
    }

    package static func team(
        _ name: String, on portal: Portal, canOwnApplications: Bool = false, at now: Instant = FixedClock.start
    ) -> Team {
        Team(
            id: applicationRandom.id(at: now), portalID: portal.id, name: name, description: name,
            canOwnApplications: canOwnApplications, createdAt: now, updatedAt: now)
    }

    package static func role(
        _ name: TeamRole.Name, _ scope: TeamRole.Scope, of team: Team, at now: Instant = FixedClock.start
    ) -> TeamRole {
        TeamRole(
            id: applicationRandom.id(at: now), portalID: team.portalID, teamID: team.id, name: name, scope: scope,
            region: .all, createdAt: now)
    }

    package static func application(
        _ name: String, of owner: Application.Owner, on portal: Portal, with strategy: AuthStrategy,
        at now: Instant = FixedClock.start
    ) -> Application {
        Application(
            id: applicationRandom.id(at: now), portalID: portal.id, owner: owner, name: name,
            strategyID: strategy.id, createdAt: now, updatedAt: now)
    }

    package static func registration(
        of application: Application, for api: API, _ status: Registration.Status = .approved,
        at now: Instant = FixedClock.start
    ) -> Registration {
        Registration(
            id: applicationRandom.id(at: now), portalID: application.portalID, applicationID: application.id,
            apiID: api.id, status: status, createdAt: now, updatedAt: now)
    }

    package static func credential(
        of application: Application, expiresAt: Instant? = nil, at now: Instant = FixedClock.start
    ) -> Credential {
        let words = (applicationRandom.next(), applicationRandom.next(), applicationRandom.next(), UInt64(1))
        return Credential(
            id: applicationRandom.id(at: now), portalID: application.portalID, applicationID: application.id,
            keyHash: KeyHash(words: words), displayName: "Key", lastFour: "abcd", expiresAt: expiresAt,
            createdAt: now)
    }
}

/// A developer with an application, an approved registration and a key: everything that a call needs.
package struct GrantedWorld: Sendable {
    package let portal: Portal
    package let developer: Developer
    package let strategy: AuthStrategy
    package let api: API
    package let publication: Publication
    package let application: Application
    package let registration: Registration
    package let credential: Credential

    package init(_ name: String = "Acme", rbac: Bool = false) {
        var portal = Samples.portal(name)
        portal.rbacEnabled = rbac
        var developer = Samples.developer("ada@example.com", on: portal)
        developer.status = .approved
        strategy = Samples.strategy("\(name) keys")
        api = Samples.api("\(name) flights")
        var publication = Samples.publication(of: api, on: portal, .private)
        publication.strategyIDs = [strategy.id]
        application = Samples.application(
            "\(name) app", of: .developer(developer.id), on: portal, with: strategy)
        registration = Samples.registration(of: application, for: api)
        credential = Samples.credential(of: application)
        self.portal = portal
        self.developer = developer
        self.publication = publication
    }

    /// Writes all of it.
    package func insert(_ tx: Transaction) throws {
        try tx.portals.insert(portal)
        try tx.developers.insert(developer)
        try tx.strategies.insert(strategy)
        try tx.apis.insert(api)
        try tx.publications.put(publication)
        try tx.applications.insert(application)
        try tx.registrations.insert(registration)
        try tx.credentials.insert(credential)
    }

    /// What the gateway is told while all of it stands.
    package var grant: GatewayGrantRow {
        GatewayGrantRow(
            application: GatewayApplication(
                id: application.id, name: application.name, slug: Slug.make(application.name),
                developerID: application.owner.developerID, portalID: portal.id, grants: [api.id]),
            credentials: [
                GatewayCredential(
                    id: credential.id, keyHash: credential.keyHash, strategyID: strategy.id,
                    applicationID: application.id, expiresAt: credential.expiresAt)
            ])
    }
}
