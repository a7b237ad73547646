package import Model
import Storage

/// Developers: their accounts and sessions on a portal, and what operators do with them.
package struct Developers: Sendable {
    let kernel: Kernel
    let passwords: Passwords
    let throttle: SignInThrottle
    let mailer: Mailer

    package init(_ kernel: Kernel) {
        self.kernel = kernel
        passwords = Passwords(random: kernel.random)
        throttle = SignInThrottle(kernel)
        mailer = Mailer(kernel)
    }

    package func find(_ id: ID<Developer>, of portal: ID<Portal>, as actor: Actor) async throws -> Developer {
        return try await kernel.database.lookup { tx in
            try actor.may(.viewDevelopers, .portal(portal), in: tx)
            guard let found = try tx.developers.find(id, of: portal) else { throw Refusal.notFound }
            return found
        }
    }

    package func list(_ query: ListQuery, of portal: ID<Portal>, as actor: Actor) async throws -> Page<Developer> {
        return try await kernel.database.read { tx in
            try actor.may(.viewDevelopers, .portal(portal), in: tx)
            guard try tx.portals.find(portal) != nil else { throw Refusal.notFound }
            return try tx.developers.list(query, of: portal)
        }
    }

    /// How many developers a portal has per status.
    package func counts(of portal: ID<Portal>, as actor: Actor) async throws -> [Developer.Status: Int] {
        return try await kernel.database.read { tx in
            try actor.may(.viewDevelopers, .portal(portal), in: tx)
            return try tx.developers.counts(of: portal)
        }
    }

    /// Adds a developer without their doing. Sends an e-mail only when an invitation is asked for. Refuses an address
    /// that has an account on the portal.
    package func create(
        _ draft: DeveloperDraft, on portalID: ID<Portal>, as actor: Actor
    ) async throws -> Developer {
        try Refusal.check(draft.problems())
        let id = kernel.newID(Developer.self), now = kernel.now, secret = LinkSecret.make(kernel.random)
        let event = audit("developer.created", id, portalID, by: actor)
        let created = try await kernel.database.write { tx in
            try actor.may(.manageDevelopers, .portal(portalID), in: tx)
            guard let portal = try tx.portals.find(portalID) else { throw Refusal.notFound }
            let developer = Developer(
                id: id, portalID: portalID, email: EmailAddress.normalized(draft.email), fullName: draft.fullName,
                status: draft.status ?? (portal.autoApproveDevelopers ? .approved : .pending), createdAt: now,
                updatedAt: now)
            try tx.developers.insert(developer)
            if draft.sendsInvitation {
                try insertToken(secret, .invite, for: developer, tx)
                try mailer.invite(developer, to: portal, secret: secret, in: tx)
            }
            try tx.audit.record(event)
            return developer
        }
        kernel.outboxBell.ring()
        return created
    }

    /// Alters a developer. A new status is told by e-mail; leaving `approved` ends the sessions.
    package func update(
        _ id: ID<Developer>, _ change: DeveloperChange, of portalID: ID<Portal>, as actor: Actor
    ) async throws -> Developer {
        let now = kernel.now
        let updated = try await kernel.database.write { tx in
            try actor.may(.manageDevelopers, .portal(portalID), in: tx)
            guard let portal = try tx.portals.find(portalID), let old = try tx.developers.find(id, of: portalID)
            else { throw Refusal.notFound }
            var developer = change.applied(to: old)
            if developer == old { return old }
            developer.updatedAt = now
            try tx.developers.update(developer)
            if developer.status != .approved { try tx.developerSessions.deleteAll(of: id, portal: portalID) }
            try mailer.tell(developer, of: portal, in: tx)
            try tx.portals.bump(portalID, .access)
            try tx.audit.record(audit("developer.\(developer.status.rawValue)", id, portalID, by: actor))
            return developer
        }
        kernel.gatewayBell.ring()
        kernel.outboxBell.ring()
        return updated
    }

    /// Deletes a developer with sessions, links and their own applications; the address is free again.
    package func delete(_ id: ID<Developer>, of portalID: ID<Portal>, as actor: Actor) async throws {
        let event = audit("developer.deleted", id, portalID, by: actor), errands = ClientErrands(kernel)
        try await kernel.database.write { tx in
            try actor.may(.manageDevelopers, .portal(portalID), in: tx)
            try errands.removeClients(on: portalID, of: id, tx)
            guard try tx.developers.delete(id, of: portalID) else { throw Refusal.notFound }
            try tx.portals.bump(portalID, .access)
            try tx.audit.record(event)
        }
        kernel.gatewayBell.ring()
        kernel.outboxBell.ring()
    }

    func audit(_ action: String, _ id: ID<Developer>, _ portal: ID<Portal>, by actor: Actor) -> AuditEvent {
        kernel.audit(action, of: AuditTarget("developer", id.text), portal: portal, by: actor)
    }

    func insertToken(
        _ secret: String, _ purpose: DeveloperToken.Purpose, for developer: Developer, _ tx: Transaction
    ) throws {
        let now = kernel.now
        try tx.developerTokens.insert(
            DeveloperToken(
                hash: try LinkSecret.hash(secret), portalID: developer.portalID, developerID: developer.id,
                purpose: purpose, createdAt: now, expiresAt: now + purpose.lifetime))
    }
}
