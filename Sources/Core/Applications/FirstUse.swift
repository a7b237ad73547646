package import Model
import Storage

/// From nothing to a credential in one step: an application, its first key or its client, and its registration for an
/// API.
extension Applications {
    package struct FirstUse: Sendable {
        package let application: ApplicationDetail
        /// Nil when an identity provider issues the credentials.
        package let issued: Credentials.Issued?
        /// The client that was registered for it; its secret is shown now and never again.
        package let client: RegisteredClient?
        package let registration: RegistrationDetail
    }

    /// Does all of it or nothing. The id makes a repetition a conflict. Where the strategy has a provider that
    /// registers clients, it does so first, and not for what would be refused.
    package func use(
        _ api: ID<API>, with draft: ApplicationDraft, id: ID<Application>, on portal: ID<Portal>, as actor: Actor
    ) async throws -> FirstUse {
        _ = try actor.requireDeveloper(of: portal)
        try Refusal.check(draft.problems())
        let step = FirstStep(
            kernel, api, id: id, on: portal, actor, hook: try await RegistrationHook(kernel))
        let plan = try await kernel.database.read { tx in try step.plan(draft, tx) }
        let (made, client) = try await withClient(draft, plan, on: portal) { named in
            try await kernel.database.write { tx in try step.write(named, tx) }
        }
        kernel.gatewayBell.ring()
        kernel.outboxBell.ring()
        return FirstUse(
            application: made.application, issued: made.issued, client: client, registration: made.registration)
    }

    /// An id for a form, so that sending it twice has one effect.
    package func newID() -> ID<Application> { kernel.newID() }
}

/// What the transactions of a first use do.
private struct FirstStep: Sendable {
    private let api: ID<API>
    private let id: ID<Application>
    private let portal: ID<Portal>
    private let actor: Actor
    private let hook: RegistrationHook
    private let random: Randomness
    private let mailer: Mailer
    private let registrationID: ID<Registration>
    private let credentialID: ID<Credential>
    private let now: Instant
    private let events: [AuditEvent]
    private let issuedEvent: AuditEvent

    init(
        _ kernel: Kernel, _ api: ID<API>, id: ID<Application>, on portal: ID<Portal>, _ actor: Actor,
        hook: RegistrationHook
    ) {
        (self.api, self.id, self.portal, self.actor, self.hook) = (api, id, portal, actor, hook)
        (random, mailer, now) = (kernel.random, Mailer(kernel), kernel.now)
        registrationID = kernel.newID()
        credentialID = kernel.newID()
        func event(_ action: String, _ target: AuditTarget) -> AuditEvent {
            kernel.audit(action, of: target, portal: portal, by: actor)
        }
        events = [
            event("application.created", AuditTarget("application", id.text)),
            event("registration.created", AuditTarget("registration", registrationID.text)),
        ]
        issuedEvent = event("credential.created", AuditTarget("credential", credentialID.text))
    }

    func plan(_ draft: ApplicationDraft, _ tx: Transaction) throws -> Applications.ClientPlan {
        try refuseRepetition(tx)
        let plan = try Applications.clientPlan(draft, on: portal, actor, tx)
        guard plan.provider != nil, let home = try tx.portals.find(portal) else { return plan }
        let application = try Applications.planned(draft, id, on: portal, at: now, actor, tx)
        _ = try RegistrationRule.check(api, for: application, on: home, actor, tx)
        return plan
    }

    func write(_ draft: ApplicationDraft, _ tx: Transaction) throws -> (
        application: ApplicationDetail, issued: Credentials.Issued?, registration: RegistrationDetail
    ) {
        try refuseRepetition(tx)
        let application = try Applications.make(draft, id, on: portal, at: now, actor, tx)
        try Registrations.make(registrationID, api, for: application, at: now, actor, tx)
        let detail = try Applications.reread(id, on: portal, tx)
        var issued: Credentials.Issued?
        if detail.strategy.keyAuth != nil {
            issued = try Credentials.make(
                credentialID, nil, for: application, detail.strategy, at: now, random, tx)
            try tx.audit.record(issuedEvent)
        }
        for event in events { try tx.audit.record(event) }
        let registration = try Registrations.announced(registrationID, of: id, on: portal, mailer, actor, tx)
        try hook.tell(registration.registration, before: nil, tx)
        return (detail, issued, registration)
    }

    private func refuseRepetition(_ tx: Transaction) throws {
        if try tx.applications.find(id) != nil { throw Refusal.conflict("This application exists already") }
    }
}

/// An API as a developer who wants to use it finds it.
package struct APIOffer: Sendable {
    /// Why there is no way in for this developer.
    package enum Obstacle: Sendable, Equatable {
        /// The API takes no credential: there is nothing to register for.
        case open
        /// The role API Consumer is missing.
        case readOnly
    }

    package let item: CatalogItem
    package let obstacle: Obstacle?
    /// How the API lets applications in.
    package let strategies: [AuthStrategy]
    /// The developer's applications with a fitting strategy, each with what became of its wish to call the API.
    package let candidates: [(detail: ApplicationDetail, registration: Registration?)]
    /// The developer's teams that may own applications.
    package let teams: [Team]
}

extension Applications {
    /// The API with this id or slug, as the developer may use it.
    package func offer(_ idOrSlug: String, on portal: ID<Portal>, as actor: Actor) async throws -> APIOffer {
        let developer = try actor.requireDeveloper(of: portal)
        return try await kernel.database.read { tx in
            let home = try ApplicationAccess.portal(portal, actor, tx)
            guard let item = try tx.catalog.find(idOrSlug, on: portal, CatalogAccess.scope(of: actor, on: home)) else {
                throw Refusal.notFound
            }
            let strategyIDs = item.publication.strategyIDs
            let everything = ListQuery(page: PageRequest(size: PageRequest.maximumSize))
            let page = try tx.applications.list(
                usableBy: developer, on: portal, for: item.api.id, unregistered: false, everything)
            let mine = try tx.teams.list(of: developer, on: portal, everything).items.filter(\.canOwnApplications)
            let mayConsume = try RegistrationRule.mayConsume(item.api.id, .developer(developer), on: home, tx)
            return APIOffer(
                item: item, obstacle: strategyIDs.isEmpty ? .open : mayConsume ? nil : .readOnly,
                strategies: try strategyIDs.compactMap { try tx.strategies.find($0) },
                candidates: page.items.filter { strategyIDs.contains($0.0.strategy.id) }, teams: mine)
        }
    }

    /// The APIs that an application could still be registered for: at most a hundred, by name.
    package func openAPIs(
        for id: ID<Application>, on portal: ID<Portal>, as actor: Actor
    ) async throws -> [CatalogItem] {
        _ = try actor.requireDeveloper(of: portal)
        return try await kernel.database.read { tx in
            let home = try ApplicationAccess.portal(portal, actor, tx)
            let application = try ApplicationAccess.find(id, on: portal, actor, tx).application
            let registered = Set(try tx.registrations.apis(of: id))
            let query = ListQuery(page: PageRequest(size: PageRequest.maximumSize))
            let scope = CatalogAccess.scope(of: actor, on: home)
            return try tx.catalog.list(query, on: portal, scope).items.filter { item in
                guard item.publication.strategyIDs.contains(application.strategyID),
                    !registered.contains(item.api.id)
                else { return false }
                return try RegistrationRule.mayConsume(item.api.id, application.owner, on: home, tx)
            }
        }
    }

    /// The developer's teams that may own applications.
    package func owningTeams(on portal: ID<Portal>, as actor: Actor) async throws -> [Team] {
        let developer = try actor.requireDeveloper(of: portal)
        return try await kernel.database.read { tx in
            let query = ListQuery(page: PageRequest(size: PageRequest.maximumSize))
            return try tx.teams.list(of: developer, on: portal, query).items.filter(\.canOwnApplications)
        }
    }
}
