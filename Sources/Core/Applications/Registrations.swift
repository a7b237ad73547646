package import Model
import Storage

/// Registrations of applications for APIs: asked for by developers, decided by operators or automatically.
package struct Registrations: Sendable {
    let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// Registers an application for an API, as `RegistrationRule` allows. It is approved at once when the portal or
    /// the publication says so, or the operator does. Refuses a conflict when it is registered, whatever became of it.
    package func create(
        _ api: ID<API>, for application: ID<Application>, on portal: ID<Portal>, status: Registration.Status? = nil,
        as actor: Actor
    ) async throws -> RegistrationDetail {
        let id = kernel.newID(Registration.self), now = kernel.now
        let event = self.event("registration.created", id, portal, actor), mailer = Mailer(kernel)
        let hook = try await RegistrationHook(kernel)
        let created = try await kernel.database.write { tx in
            let found = try ApplicationAccess.find(application, on: portal, actor, tx, to: .decideRegistrations)
            try Self.make(id, api, for: found.application, status: status, at: now, actor, tx)
            try tx.audit.record(event)
            let made = try Self.announced(id, of: application, on: portal, mailer, actor, tx)
            try hook.tell(made.registration, before: nil, tx)
            return made
        }
        kernel.gatewayBell.ring()
        kernel.outboxBell.ring()
        return created
    }

    /// One of an application's own.
    package func find(
        _ id: ID<Registration>, of application: ID<Application>, on portal: ID<Portal>, as actor: Actor
    ) async throws -> RegistrationDetail {
        try await kernel.database.read { tx in
            _ = try ApplicationAccess.find(application, on: portal, actor, tx)
            return try Self.find(id, of: application, on: portal, tx)
        }
    }

    /// All of a portal; for operators.
    package func list(
        on portal: ID<Portal>, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<RegistrationDetail> {
        return try await kernel.database.read { tx in
            try actor.may(.viewDevelopers, .portal(portal), in: tx)
            guard try tx.portals.find(portal) != nil else { throw Refusal.notFound }
            return try tx.registrations.list(on: portal, query)
        }
    }

    /// Those for one API on every portal; for operators.
    package func list(
        for api: ID<API>, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<RegistrationDetail> {
        return try await kernel.database.read { tx in
            try actor.may(.viewRegistrations, .api(api), in: tx)
            guard try tx.apis.find(api, .api) != nil else { throw Refusal.notFound }
            return try tx.registrations.list(for: api, query)
        }
    }

    /// Those of one application. The rules are `Registration.applicationList` or `ownList`.
    package func list(
        of application: ID<Application>, on portal: ID<Portal>, _ query: ListQuery, _ rules: ListRules,
        as actor: Actor
    ) async throws -> Page<RegistrationDetail> {
        try await kernel.database.read { tx in
            let found = try ApplicationAccess.find(application, on: portal, actor, tx)
            return try tx.registrations.list(of: found.application, query, rules)
        }
    }

    /// The applications that the developer may use, each with what became of its wish to call the API (by id or slug).
    package func candidates(
        for api: String, on portal: ID<Portal>, unregistered: Bool, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<(ApplicationDetail, Registration?)> {
        let developer = try actor.requireDeveloper(of: portal)
        return try await kernel.database.read { tx in
            let home = try ApplicationAccess.portal(portal, actor, tx)
            guard let item = try tx.catalog.find(api, on: portal, CatalogAccess.scope(of: actor, on: home)) else {
                throw Refusal.notFound
            }
            return try tx.applications.list(
                usableBy: developer, on: portal, for: item.api.id, unregistered: unregistered, query)
        }
    }

    /// How many of a portal wait for an operator.
    package func pendingCount(on portal: ID<Portal>, as actor: Actor) async throws -> Int {
        return try await kernel.database.read { tx in
            try actor.may(.viewDevelopers, .portal(portal), in: tx)
            return try tx.registrations.pendingCount(on: portal)
        }
    }

    /// Approves, rejects, revokes, or sets back to pending. Whoever may use the application is told by e-mail.
    package func setStatus(
        _ status: Registration.Status, of id: ID<Registration>, application: ID<Application>,
        on portal: ID<Portal>, as actor: Actor
    ) async throws -> RegistrationDetail {
        let now = kernel.now
        let event = self.event("registration.\(status.rawValue)", id, portal, actor)
        let mailer = Mailer(kernel), hook = try await RegistrationHook(kernel)
        let updated = try await kernel.database.write { tx in
            var detail = try Self.find(id, of: application, on: portal, tx)
            try Self.mayDecide(detail, actor, tx)
            let old = detail.registration.status
            if old == status { return detail }
            detail.registration.status = status
            detail.registration.updatedAt = now
            try tx.registrations.update(detail.registration)
            try mailer.tell(about: detail, in: tx)
            try hook.tell(detail.registration, before: old, tx)
            try tx.audit.record(event)
            return detail
        }
        kernel.gatewayBell.ring()
        kernel.outboxBell.ring()
        return updated
    }

    /// Takes it back; the application may be registered again.
    package func delete(
        _ id: ID<Registration>, of application: ID<Application>, on portal: ID<Portal>, as actor: Actor
    ) async throws {
        let event = self.event("registration.deleted", id, portal, actor)
        let hook = try await RegistrationHook(kernel)
        try await kernel.database.write { tx in
            _ = try ApplicationAccess.find(application, on: portal, actor, tx, to: .decideRegistrations)
            var gone = try Self.find(id, of: application, on: portal, tx).registration
            try tx.registrations.delete(id)
            let old = gone.status
            gone.status = .revoked
            try hook.tell(gone, before: old, tx)
            try tx.audit.record(event)
        }
        kernel.gatewayBell.ring()
        kernel.outboxBell.ring()
    }

    /// Maps it to a consumer of the control plane that its API is linked to, or to none, and with it whatever else the
    /// application is registered for there.
    package func setConsumer(
        _ consumer: ID<CoreEntity>?, of id: ID<Registration>, application: ID<Application>, on portal: ID<Portal>,
        as actor: Actor
    ) async throws {
        let now = kernel.now, event = self.event("registration.updated", id, portal, actor)
        try await kernel.database.write { tx in
            let detail = try Self.find(id, of: application, on: portal, tx)
            try Self.mayDecide(detail, actor, tx)
            let registration = detail.registration
            guard let owner = try tx.applications.find(application, on: portal)?.application else {
                throw Refusal.notFound
            }
            let plane = try tx.implementations.find(api: registration.apiID)?.controlPlaneID
            if let consumer {
                let found = try plane.flatMap { try tx.coreEntities.find(consumer, .consumer, of: $0) }
                guard found != nil else {
                    throw Refusal.invalid("id", .invalid, "this gateway consumer id does not exist")
                }
            }
            if let plane { try tx.registrations.setConsumer(consumer, of: owner, on: plane, at: now) }
            try tx.audit.record(event)
        }
        kernel.gatewayBell.ring()
    }

    private func event(
        _ action: String, _ id: ID<Registration>, _ portal: ID<Portal>, _ actor: Actor
    ) -> AuditEvent {
        kernel.audit(action, of: AuditTarget("registration", id.text), portal: portal, by: actor)
    }
}

/// Tells identity providers which APIs an application may call from now on, and which no more.
struct RegistrationHook: Sendable {
    private let errands: ClientErrands
    private let organization: String

    init(_ kernel: Kernel) async throws {
        errands = ClientErrands(kernel)
        organization = try await Portals(kernel).organizationID()
    }

    func tell(_ registration: Registration, before: Registration.Status?, _ tx: Transaction) throws {
        let isApproved = registration.status == .approved
        guard isApproved != (before == .approved),
            let application = try tx.applications.find(registration.applicationID, on: registration.portalID)
        else { return }
        try errands.tell(
            isApproved ? .registrationAdded : .registrationRemoved, about: application, api: registration.apiID,
            organization: organization, tx)
    }
}

extension Registrations {
    /// Writes a new registration, if the application may have it.
    static func make(
        _ id: ID<Registration>, _ api: ID<API>, for application: Application, status: Registration.Status? = nil,
        at now: Instant, _ actor: Actor, _ tx: Transaction
    ) throws {
        guard let portal = try tx.portals.find(application.portalID) else { throw Refusal.notFound }
        let publication = try RegistrationRule.check(api, for: application, on: portal, actor, tx)
        let isAutomatic = portal.autoApproveApplications || publication.autoApproveRegistrations
        try tx.registrations.insert(
            Registration(
                id: id, portalID: portal.id, applicationID: application.id, apiID: api,
                status: status ?? (isAutomatic ? .approved : .pending), createdAt: now, updatedAt: now))
    }

    /// The new registration; operators are told when a developer's waits for them.
    static func announced(
        _ id: ID<Registration>, of application: ID<Application>, on portal: ID<Portal>, _ mailer: Mailer,
        _ actor: Actor, _ tx: Transaction
    ) throws -> RegistrationDetail {
        let detail = try find(id, of: application, on: portal, tx)
        if case .developer = actor, detail.registration.status == .pending, let home = try tx.portals.find(portal) {
            try mailer.announcePending(detail, on: home, in: tx)
        }
        return detail
    }

    /// Whoever may decide on the portal or for the API.
    private static func mayDecide(_ detail: RegistrationDetail, _ actor: Actor, _ tx: Transaction) throws {
        let registration = detail.registration
        try actor.mayAny(
            [
                (.decideRegistrations, .portal(registration.portalID)),
                (.decideRegistrations, .api(registration.apiID)),
            ], in: tx)
    }

    static func find(
        _ id: ID<Registration>, of application: ID<Application>, on portal: ID<Portal>, _ tx: Transaction
    ) throws -> RegistrationDetail {
        guard let found = try tx.registrations.find(id, on: portal),
            found.registration.applicationID == application
        else { throw Refusal.notFound }
        return found
    }
}
