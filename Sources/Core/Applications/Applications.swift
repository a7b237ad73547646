package import Model
import Storage

/// Applications: developers have their own and those of their teams, operators see all of a portal.
///
/// Somebody else's application, or another portal's, does not exist for the one who asks.
package struct Applications: Sendable {
    let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// Creates an application. A developer gets it for themselves, or for a team of theirs that may own applications,
    /// with a strategy that the portal offers; an operator names the owner. Refuses the developer's 501st.
    package func create(
        _ draft: ApplicationDraft, on portal: ID<Portal>, as actor: Actor
    ) async throws -> ApplicationDetail {
        try Refusal.check(draft.problems())
        let id = kernel.newID(Application.self), now = kernel.now
        let event = self.event("application.created", id, portal, actor)
        return try await kernel.database.write { tx in
            let application = try Self.make(draft, id, on: portal, at: now, actor, tx)
            try tx.audit.record(event)
            return try Self.reread(application.id, on: portal, tx)
        }
    }

    package func find(
        _ id: ID<Application>, on portal: ID<Portal>, as actor: Actor
    ) async throws -> ApplicationDetail {
        try await kernel.database.read { tx in try ApplicationAccess.find(id, on: portal, actor, tx) }
    }

    /// On whatever portal it is; for operators.
    package func find(_ id: ID<Application>, as actor: Actor) async throws -> ApplicationDetail {
        return try await kernel.database.read { tx in
            guard let found = try tx.applications.find(id) else { throw Refusal.notFound }
            try actor.may(.viewDevelopers, .portal(found.application.portalID), in: tx)
            return found
        }
    }

    /// All of a portal for an operator; for a developer their own and those of their teams.
    package func list(
        on portal: ID<Portal>, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<ApplicationDetail> {
        try await kernel.database.read { tx in
            _ = try ApplicationAccess.portal(portal, actor, tx)
            if case .developer(let developer, _) = actor {
                return try tx.applications.list(usableBy: developer, on: portal, query)
            }
            return try tx.applications.list(on: portal, query)
        }
    }

    /// Those of one developer and of their teams; for operators.
    package func list(
        usableBy developer: ID<Developer>, on portal: ID<Portal>, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<ApplicationDetail> {
        try await kernel.database.read { tx in
            try actor.may(.viewDevelopers, .portal(portal), in: tx)
            guard try tx.developers.find(developer, of: portal) != nil else { throw Refusal.notFound }
            return try tx.applications.list(usableBy: developer, on: portal, query)
        }
    }

    /// Alters what the change names, and nothing else; ownership moves as `ApplicationAccess.transfer` allows.
    package func update(
        _ id: ID<Application>, on portal: ID<Portal>, _ change: ApplicationChange, as actor: Actor
    ) async throws -> ApplicationDetail {
        try Refusal.check(change.problems())
        let now = kernel.now, event = self.event("application.updated", id, portal, actor)
        let errands = ClientErrands(kernel), organization = try await Portals(kernel).organizationID()
        let updated = try await kernel.database.write { tx in
            let found = try ApplicationAccess.find(id, on: portal, actor, tx, to: .manageApplications)
            let old = found.application
            var application = change.applied(to: old)
            if application == old { return found }
            if application.clientID != old.clientID, found.strategy.kindName == .keyAuth {
                throw Refusal.invalid("client_id", .invalid, "client_id is not used with key authentication")
            }
            if application.clientID != old.clientID, found.strategy.registersClients {
                throw Refusal.invalid("client_id", .invalid, "client_id is given by the identity provider")
            }
            if application.owner != old.owner {
                try ApplicationAccess.transfer(old, to: application.owner, actor, tx)
            }
            application.updatedAt = now
            try tx.applications.update(application)
            try tx.audit.record(event)
            let updated = try Self.reread(id, on: portal, tx)
            try errands.tell(.applicationUpdated, about: updated, organization: organization, tx)
            return updated
        }
        kernel.gatewayBell.ring()
        kernel.outboxBell.ring()
        return updated
    }

    /// Its registrations and credentials go with it: its keys stop working.
    package func delete(_ id: ID<Application>, on portal: ID<Portal>, as actor: Actor) async throws {
        let client = try await removeClient(of: id, on: portal, actor), errands = ClientErrands(kernel)
        let event = self.event("application.deleted", id, portal, actor)
        try await kernel.database.write { tx in
            _ = try ApplicationAccess.find(id, on: portal, actor, tx, to: .manageApplications)
            try tx.applications.delete(id)
            if let client, client.isGone { try errands.forget(client.id, at: client.provider, tx) }
            if let client, !client.isGone { try errands.remove(client.id, at: client.provider, tx) }
            try tx.audit.record(event)
        }
        kernel.gatewayBell.ring()
        kernel.outboxBell.ring()
    }

    /// The developers who may use the application; for operators.
    package func developers(
        of id: ID<Application>, on portal: ID<Portal>, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<TeamMember> {
        return try await kernel.database.read { tx in
            try actor.may(.viewDevelopers, .portal(portal), in: tx)
            let found = try ApplicationAccess.find(id, on: portal, actor, tx)
            return try tx.applications.developers(of: found.application, query)
        }
    }

    func event(_ action: String, _ id: ID<Application>, _ portal: ID<Portal>, _ actor: Actor) -> AuditEvent {
        kernel.audit(action, of: AuditTarget("application", id.text), portal: portal, by: actor)
    }

    /// Writes a new application, if the actor may have it.
    static func make(
        _ draft: ApplicationDraft, _ id: ID<Application>, on portal: ID<Portal>, at now: Instant, _ actor: Actor,
        _ tx: Transaction
    ) throws -> Application {
        let application = try planned(draft, id, on: portal, at: now, actor, tx)
        try tx.applications.insert(application)
        return application
    }

    /// A new application that is not written yet, if the actor may have it.
    static func planned(
        _ draft: ApplicationDraft, _ id: ID<Application>, on portal: ID<Portal>, at now: Instant, _ actor: Actor,
        _ tx: Transaction
    ) throws -> Application {
        let (owner, strategy) = try check(draft, on: portal, actor, tx)
        return Application(
            id: id, portalID: portal, owner: owner, name: draft.name, description: draft.description,
            clientID: draft.clientID, redirectURI: draft.redirectURI, strategyID: strategy.id,
            labels: Labels.merged([:], with: draft.labels), createdAt: now, updatedAt: now)
    }

    /// Whose the application would be, and its strategy; refuses what the actor may not create.
    static func check(
        _ draft: ApplicationDraft, on portal: ID<Portal>, _ actor: Actor, _ tx: Transaction
    ) throws -> (Application.Owner, AuthStrategy) {
        let home = try ApplicationAccess.portal(portal, actor, tx, to: .manageApplications)
        let owner = try ApplicationAccess.owner(draft.owner, on: portal, actor, tx)
        let strategy = try strategy(draft, on: home, actor, tx)
        if draft.clientID != nil, strategy.kindName == .keyAuth {
            throw Refusal.invalid("client_id", .invalid, "client_id is not used with key authentication")
        }
        if case .developer(let developer) = owner,
            try tx.applications.count(ownedBy: developer, on: portal) >= Application.limitPerDeveloper
        {
            throw Refusal.conflict("A developer may have \(Application.limitPerDeveloper) applications")
        }
        return (owner, strategy)
    }

    private static func strategy(
        _ draft: ApplicationDraft, on portal: Portal, _ actor: Actor, _ tx: Transaction
    ) throws -> AuthStrategy {
        let missing = Refusal.invalid("auth_strategy_id", .missingReference, "Application auth strategy not found")
        guard let id = draft.strategyID ?? portal.defaultStrategyID else {
            let reason = "\"auth_strategy_id\" is required: the portal has no default strategy"
            throw Refusal.invalid("auth_strategy_id", .required, reason)
        }
        if case .developer = actor, try !tx.strategies.isOffered(id, on: portal.id) { throw missing }
        guard let strategy = try tx.strategies.find(id) else { throw missing }
        return strategy
    }

    static func reread(
        _ id: ID<Application>, on portal: ID<Portal>, _ tx: Transaction
    ) throws -> ApplicationDetail {
        guard let detail = try tx.applications.find(id, on: portal) else { throw Refusal.notFound }
        return detail
    }
}
