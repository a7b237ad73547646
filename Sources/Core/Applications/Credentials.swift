package import Model
import Storage

/// The keys of applications. Developers make them and see each once; operators see that they exist.
package struct Credentials: Sendable {
    let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// A key that was just made: its text is here and nowhere else.
    package struct Issued: Sendable {
        package let credential: Credential
        package let key: String
    }

    /// Makes a key, which expires as the strategy of the application says. A given id makes a repetition a conflict.
    /// Refuses the application's 21st key, and applications whose credentials an identity provider issues.
    package func create(
        _ displayName: String?, for application: ID<Application>, on portal: ID<Portal>,
        id: ID<Credential>? = nil, as actor: Actor
    ) async throws -> Issued {
        _ = try actor.requireDeveloper(of: portal)
        try Self.check(displayName)
        let id = id ?? kernel.newID(), now = kernel.now, random = kernel.random
        let event = self.event("credential.created", id, portal, actor)
        let issued = try await kernel.database.write { tx in
            let found = try ApplicationAccess.find(application, on: portal, actor, tx)
            let issued = try Self.make(
                id, displayName, for: found.application, found.strategy, at: now, random, tx)
            try tx.audit.record(event)
            return issued
        }
        kernel.gatewayBell.ring()
        return issued
    }

    /// Newest first.
    package func list(
        of application: ID<Application>, on portal: ID<Portal>, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<Credential> {
        try await kernel.database.read { tx in
            let found = try ApplicationAccess.find(application, on: portal, actor, tx)
            return try tx.credentials.list(of: found.application, query)
        }
    }

    package func find(
        _ id: ID<Credential>, of application: ID<Application>, on portal: ID<Portal>, as actor: Actor
    ) async throws -> Credential {
        try await kernel.database.read { tx in try Self.find(id, of: application, on: portal, actor, tx) }
    }

    package func rename(
        _ id: ID<Credential>, to displayName: String, of application: ID<Application>, on portal: ID<Portal>,
        as actor: Actor
    ) async throws {
        _ = try actor.requireDeveloper(of: portal)
        try Self.check(displayName)
        let event = self.event("credential.renamed", id, portal, actor)
        try await kernel.database.write { tx in
            _ = try Self.find(id, of: application, on: portal, actor, tx)
            try tx.credentials.rename(id, to: displayName)
            try tx.audit.record(event)
        }
    }

    /// The key stops working.
    package func delete(
        _ id: ID<Credential>, of application: ID<Application>, on portal: ID<Portal>, as actor: Actor
    ) async throws {
        _ = try actor.requireDeveloper(of: portal)
        let event = self.event("credential.deleted", id, portal, actor)
        try await kernel.database.write { tx in
            _ = try Self.find(id, of: application, on: portal, actor, tx)
            try tx.credentials.delete(id)
            try tx.audit.record(event)
        }
        kernel.gatewayBell.ring()
    }

    package func status(of credential: Credential) -> Credential.Status { credential.status(at: kernel.now) }

    private func event(_ action: String, _ id: ID<Credential>, _ portal: ID<Portal>, _ actor: Actor) -> AuditEvent {
        kernel.audit(action, of: AuditTarget("credential", id.text), portal: portal, by: actor)
    }
}

extension Credentials {
    static func check(_ displayName: String?) throws {
        let problem = displayName.flatMap { Credential.displayNameRule.problem("display_name", $0) }
        try Refusal.check([problem].compactMap(\.self))
    }

    /// Writes a new key for an application whose strategy it is.
    static func make(
        _ id: ID<Credential>, _ displayName: String?, for application: Application, _ strategy: AuthStrategy,
        at now: Instant, _ random: Randomness, _ tx: Transaction
    ) throws -> Issued {
        guard let keyAuth = strategy.keyAuth else {
            throw Refusal.invalid("application", .invalid, "Credentials of this application come from its provider")
        }
        if try tx.credentials.find(id, of: application) != nil {
            throw Refusal.conflict("This key has been created already")
        }
        let count = try tx.credentials.count(of: application)
        guard count < Credential.limitPerApplication else {
            let limit = Credential.limitPerApplication
            throw Refusal.forbidden("Maximum number of Credentials exceeded. Max Allowed: \(limit)")
        }
        let key = APIKey.make(random.base62(APIKey.randomLength))
        guard let hash = KeyHash(bytes: Secret.hash(key)) else { throw Refusal.unavailable("No key could be made") }
        let credential = Credential(
            id: id, portalID: application.portalID, applicationID: application.id, keyHash: hash,
            displayName: displayName ?? "Key \(count + 1)", lastFour: String(key.suffix(4)),
            expiresAt: keyAuth.timeToLive?.end(from: now), createdAt: now)
        try tx.credentials.insert(credential)
        return Issued(credential: credential, key: key)
    }

    private static func find(
        _ id: ID<Credential>, of application: ID<Application>, on portal: ID<Portal>, _ actor: Actor,
        _ tx: Transaction
    ) throws -> Credential {
        let found = try ApplicationAccess.find(application, on: portal, actor, tx)
        guard let credential = try tx.credentials.find(id, of: found.application) else { throw Refusal.notFound }
        return credential
    }
}
