package import Model
import Storage

/// Application auth strategies: what operators do with them, and what portals offer.
package struct Strategies: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// Makes the strategy `key-auth` if there is no built-in one; run at every start.
    @discardableResult
    package func ensureBuiltIn() async throws -> ID<AuthStrategy> {
        let id = kernel.newID(AuthStrategy.self), now = kernel.now
        let event = kernel.audit("strategy.created", of: AuditTarget("strategy", id.text), by: .system)
        return try await kernel.database.write { tx in
            if let existing = try tx.strategies.builtIn() { return existing }
            try tx.strategies.insert(
                AuthStrategy(
                    id: id, name: AuthStrategy.builtInName, displayName: "API key", kind: .keyAuth(KeyAuth()),
                    isBuiltIn: true, createdAt: now, updatedAt: now))
            try tx.audit.record(event)
            return id
        }
    }

    package func create(_ draft: AuthStrategyDraft, as actor: Actor) async throws -> AuthStrategy {
        try Refusal.check(draft.problems())
        let now = kernel.now
        let empty = AuthStrategy(
            id: kernel.newID(), name: "", displayName: "", kind: draft.kind, createdAt: now, updatedAt: now)
        let made = draft.replacing(empty)
        let event = self.event("strategy.created", made.id, actor)
        return try await kernel.database.write { tx in
            try actor.may(.create, .every(.strategies), in: tx)
            var strategy = made
            strategy.dcrProvider = try Self.provider(draft.dcrProviderID, for: strategy, actor, tx)
            try tx.strategies.insert(strategy)
            try kernel.makeOwner(actor, of: .strategy(strategy.id), in: tx)
            try tx.audit.record(event)
            return strategy
        }
    }

    package func find(_ id: ID<AuthStrategy>, as actor: Actor) async throws -> AuthStrategy {
        return try await kernel.database.lookup { tx in
            try actor.may(.view, .strategy(id), in: tx)
            guard let strategy = try tx.strategies.find(id) else { throw Refusal.notFound }
            return strategy
        }
    }

    package func list(_ query: ListQuery, as actor: Actor) async throws -> Page<AuthStrategy> {
        return try await kernel.database.read { tx in
            return try tx.strategies.list(query.limited(to: actor.sees(.strategies, in: tx)))
        }
    }

    /// All of them by name, for choices.
    package func all(as actor: Actor) async throws -> [AuthStrategy] {
        return try await kernel.database.read { tx in
            return try tx.strategies.all(seen: actor.sees(.strategies, in: tx))
        }
    }

    /// Replaces everything but the id. Keys that exist keep their expiry.
    package func replace(
        _ id: ID<AuthStrategy>, with draft: AuthStrategyDraft, as actor: Actor
    ) async throws -> AuthStrategy {
        try Refusal.check(draft.problems())
        return try await alter(id, as: actor) { old, tx in
            var strategy = draft.replacing(old)
            strategy.dcrProvider = try Self.provider(draft.dcrProviderID, for: strategy, actor, tx)
            guard strategy.kindName == old.kindName else {
                throw Refusal.invalid("strategy_type", .invalid, "strategy_type cannot be changed")
            }
            return strategy
        }
    }

    /// Alters what the change names, and nothing else. Keys that exist keep their expiry.
    package func update(
        _ id: ID<AuthStrategy>, _ change: AuthStrategyChange, as actor: Actor
    ) async throws -> AuthStrategy {
        try await alter(id, as: actor) { old, tx in
            var strategy = try change.applied(to: old)
            if case .set(let provider) = change.dcrProviderID {
                strategy.dcrProvider = try Self.provider(provider, for: strategy, actor, tx)
            }
            return strategy
        }
    }

    /// Refuses a conflict while anything uses it, and for the built-in one.
    package func delete(_ id: ID<AuthStrategy>, as actor: Actor) async throws {
        let event = self.event("strategy.deleted", id, actor)
        try await kernel.database.write { tx in
            try actor.may(.delete, .strategy(id), in: tx)
            guard let strategy = try tx.strategies.find(id) else { throw Refusal.notFound }
            if strategy.isBuiltIn { throw Refusal.conflict("The built-in strategy cannot be deleted") }
            let uses = try tx.strategies.uses(of: id)
            if uses.publications > 0 { throw Refusal.conflict("The strategy is in use by published APIs") }
            if uses.portals > 0 { throw Refusal.conflict("The strategy is the default of a portal") }
            try tx.strategies.delete(id)
            try tx.audit.record(event)
        }
        kernel.gatewayBell.ring()
    }

    /// What the developers of a portal may choose from when they create an application.
    package func offered(on portal: ID<Portal>, _ query: ListQuery, as actor: Actor) async throws -> Page<AuthStrategy>
    {
        _ = try actor.requireDeveloper(of: portal)
        return try await kernel.database.read { tx in
            try Portals.requireAuthentication(on: portal, tx)
            return try tx.strategies.offered(on: portal, query)
        }
    }

    private func alter(
        _ id: ID<AuthStrategy>, as actor: Actor,
        _ change: @Sendable @escaping (AuthStrategy, Transaction) throws -> AuthStrategy
    ) async throws -> AuthStrategy {
        let now = kernel.now, event = self.event("strategy.updated", id, actor)
        let altered = try await kernel.database.write { tx in
            try actor.may(.update, .strategy(id), in: tx)
            guard let old = try tx.strategies.find(id) else { throw Refusal.notFound }
            var strategy = try change(old, tx)
            if strategy == old { return old }
            strategy.updatedAt = now
            try tx.strategies.update(strategy)
            for portal in try tx.strategies.portals(using: id) { try tx.portals.bump(portal, .catalog) }
            try tx.audit.record(event)
            return strategy
        }
        kernel.gatewayBell.ring()
        return altered
    }

    /// The provider that a strategy names; refuses `invalid` when the actor sees none, and for keys.
    private static func provider(
        _ id: ID<DCRProvider>?, for strategy: AuthStrategy, _ actor: Actor, _ tx: Transaction
    ) throws -> DCRProviderReference? {
        guard let id else { return nil }
        let isSeen = try strategy.dcrProvider?.id == id || actor.acts(on: .dcrProvider(id), in: tx).contains(.view)
        guard isSeen, let provider = try tx.dcrProviders.find(id) else {
            throw Refusal.invalid("dcr_provider_id", .missingReference, "DCR provider not found")
        }
        guard strategy.kindName == .openIDConnect else {
            throw Refusal.invalid("dcr_provider_id", .invalid, "dcr_provider_id needs the type openid_connect")
        }
        return provider.reference
    }

    private func event(_ action: String, _ id: ID<AuthStrategy>, _ actor: Actor) -> AuditEvent {
        kernel.audit(action, of: AuditTarget("strategy", id.text), by: actor)
    }
}
