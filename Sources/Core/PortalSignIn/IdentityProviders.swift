package import Model
import Storage

/// How developers sign in to a portal: the settings, and the identity providers.
package struct IdentityProviders: Sendable {
    let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    package func list(
        on portal: ID<Portal>, _ query: ListQuery, as actor: Actor
    ) async throws -> [IdentityProvider] {
        return try await kernel.database.read { tx in
            try actor.may(.view, .portal(portal), in: tx)
            _ = try Self.portal(portal, tx)
            return try tx.identityProviders.list(on: portal, query)
        }
    }

    package func find(
        _ id: ID<IdentityProvider>, on portal: ID<Portal>, as actor: Actor
    ) async throws -> IdentityProvider {
        return try await kernel.database.read { tx in
            try actor.may(.view, .portal(portal), in: tx)
            return try Self.find(id, on: portal, tx)
        }
    }

    /// Refuses a conflict when the portal has one of the kind, and an enabled one beside another enabled one.
    package func create(
        _ draft: IdentityProviderDraft, on portal: ID<Portal>, as actor: Actor
    ) async throws -> IdentityProvider {
        try Refusal.check(draft.problems())
        let now = kernel.now
        let provider = IdentityProvider(
            id: kernel.newID(), portalID: portal, isEnabled: draft.isEnabled, configuration: draft.configuration,
            sealedSecret: try draft.clientSecret.map(kernel.vault.seal), createdAt: now, updatedAt: now)
        let event = self.event("identity-provider.created", provider.id.text, portal, actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .portal(portal), in: tx)
            _ = try Self.portal(portal, tx)
            try tx.identityProviders.insert(provider)
            try tx.portals.bump(portal, .settings)
            try tx.audit.record(event)
        }
        return provider
    }

    /// Alters what the change names, and nothing else. Without an enabled provider groups decide about teams no more.
    package func update(
        _ id: ID<IdentityProvider>, on portal: ID<Portal>, _ change: IdentityProviderChange, as actor: Actor
    ) async throws -> IdentityProvider {
        let event = self.event("identity-provider.updated", id.text, portal, actor)
        return try await kernel.database.write { tx in
            try actor.may(.update, .portal(portal), in: tx)
            let old = try Self.find(id, on: portal, tx)
            return try update(old, change, event, tx)
        }
    }

    func update(
        _ old: IdentityProvider, _ change: IdentityProviderChange, _ event: AuditEvent, _ tx: Transaction
    ) throws -> IdentityProvider {
        var provider = try change.applied(to: old)
        if let secret = change.clientSecret {
            provider.sealedSecret = try kernel.vault.seal(secret, instead: old.sealedSecret)
        }
        if provider == old { return old }
        provider.updatedAt = kernel.now
        try tx.identityProviders.update(provider)
        try stopMappingWithoutProvider(on: old.portalID, tx)
        try tx.portals.bump(old.portalID, .settings)
        try tx.audit.record(event)
        return provider
    }

    /// Its group mappings go with it; the accounts of developers stay.
    package func delete(_ id: ID<IdentityProvider>, on portal: ID<Portal>, as actor: Actor) async throws {
        let event = self.event("identity-provider.deleted", id.text, portal, actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .portal(portal), in: tx)
            _ = try Self.find(id, on: portal, tx)
            try tx.identityProviders.delete(id)
            try stopMappingWithoutProvider(on: portal, tx)
            try tx.portals.bump(portal, .settings)
            try tx.audit.record(event)
        }
    }

    private func stopMappingWithoutProvider(on id: ID<Portal>, _ tx: Transaction) throws {
        var portal = try Self.portal(id, tx)
        let isMapped = try tx.identityProviders.list(on: id).contains(where: \.isEnabled)
        guard portal.signIn.groupsAssignTeams, !isMapped else { return }
        portal.signIn.groupsAssignTeams = false
        portal.updatedAt = kernel.now
        try tx.portals.update(portal)
    }

    func event(_ action: String, _ id: String, _ portal: ID<Portal>, _ actor: Actor) -> AuditEvent {
        kernel.audit(action, of: AuditTarget("identity-provider", id), portal: portal, by: actor)
    }

    static func portal(_ id: ID<Portal>, _ tx: Transaction) throws -> Portal {
        guard let portal = try tx.portals.find(id) else { throw Refusal.notFound }
        return portal
    }

    static func find(
        _ id: ID<IdentityProvider>, on portal: ID<Portal>, _ tx: Transaction
    ) throws -> IdentityProvider {
        guard let provider = try tx.identityProviders.find(id, on: portal) else { throw Refusal.notFound }
        return provider
    }
}
