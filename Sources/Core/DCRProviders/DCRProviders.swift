package import Model
import Storage

/// The providers at which clients are registered: what operators do with them.
package struct DCRProviders: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    package func create(_ draft: DCRProviderDraft, as actor: Actor) async throws -> DCRProvider {
        try actor.requireOperator()
        try Refusal.check(draft.problems())
        let now = kernel.now
        let provider = DCRProvider(
            id: kernel.newID(), name: draft.name, displayName: draft.displayName ?? draft.name, kind: draft.kind,
            issuer: draft.issuer, configuration: draft.configuration,
            sealedSecret: try draft.secret.map(kernel.vault.seal), labels: Labels.merged([:], with: draft.labels),
            createdAt: now, updatedAt: now)
        let event = self.event("dcr-provider.created", provider.id, actor)
        try await kernel.database.write { tx in
            try tx.dcrProviders.insert(provider)
            try tx.audit.record(event)
        }
        return provider
    }

    package func find(_ id: ID<DCRProvider>, as actor: Actor) async throws -> DCRProvider {
        try actor.requireOperator()
        return try await kernel.database.read { tx in try Self.find(id, tx) }
    }

    package func list(_ query: ListQuery, as actor: Actor) async throws -> Page<DCRProvider> {
        try actor.requireOperator()
        return try await kernel.database.read { tx in try tx.dcrProviders.list(query) }
    }

    /// All of them by name, for choices.
    package func all(as actor: Actor) async throws -> [DCRProvider] {
        try actor.requireOperator()
        return try await kernel.database.read { tx in try tx.dcrProviders.all() }
    }

    /// Alters what the change names, and nothing else.
    package func update(
        _ id: ID<DCRProvider>, _ change: DCRProviderChange, as actor: Actor
    ) async throws -> DCRProvider {
        try actor.requireOperator()
        let now = kernel.now, secret = try change.secret.map(kernel.vault.seal)
        let event = self.event("dcr-provider.updated", id, actor)
        return try await kernel.database.write { tx in
            let old = try Self.find(id, tx)
            var provider = try change.applied(to: old)
            if let secret { provider.sealedSecret = secret }
            if provider == old { return old }
            provider.updatedAt = now
            try tx.dcrProviders.update(provider)
            try tx.audit.record(event)
            return provider
        }
    }

    /// Refuses a conflict while a strategy names it.
    package func delete(_ id: ID<DCRProvider>, as actor: Actor) async throws {
        try actor.requireOperator()
        let event = self.event("dcr-provider.deleted", id, actor)
        try await kernel.database.write { tx in
            _ = try Self.find(id, tx)
            try tx.dcrProviders.delete(id)
            try tx.audit.record(event)
        }
    }

    /// Why the provider cannot be used. Until clients are registered at providers, none can.
    package func verify(_ id: ID<DCRProvider>, as actor: Actor) async throws -> [String] {
        _ = try await find(id, as: actor)
        return ["This version of Portico keeps providers and does not register clients with them"]
    }

    private static func find(_ id: ID<DCRProvider>, _ tx: Transaction) throws -> DCRProvider {
        guard let provider = try tx.dcrProviders.find(id) else { throw Refusal.notFound }
        return provider
    }

    private func event(_ action: String, _ id: ID<DCRProvider>, _ actor: Actor) -> AuditEvent {
        kernel.audit(action, of: AuditTarget("dcr-provider", id.text), by: actor)
    }
}
