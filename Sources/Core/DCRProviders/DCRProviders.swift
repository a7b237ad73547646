package import Model
import Storage

/// The providers at which clients are registered: what operators do with them.
package struct DCRProviders: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    package func create(_ draft: DCRProviderDraft, as actor: Actor) async throws -> DCRProvider {
        try Refusal.check(draft.problems())
        let now = kernel.now
        let provider = DCRProvider(
            id: kernel.newID(), name: draft.name, displayName: draft.displayName ?? draft.name, kind: draft.kind,
            issuer: draft.issuer, configuration: draft.configuration,
            sealedSecret: try draft.secret.map(kernel.vault.seal), labels: Labels.merged([:], with: draft.labels),
            createdAt: now, updatedAt: now)
        let event = self.event("dcr-provider.created", provider.id, actor)
        try await kernel.database.write { tx in
            try actor.may(.create, .every(.dcrProviders), in: tx)
            try tx.dcrProviders.insert(provider)
            try kernel.makeOwner(actor, of: .dcrProvider(provider.id), in: tx)
            try tx.audit.record(event)
        }
        return provider
    }

    package func find(_ id: ID<DCRProvider>, as actor: Actor) async throws -> DCRProvider {
        return try await kernel.database.read { tx in
            try actor.may(.view, .dcrProvider(id), in: tx)
            return try Self.find(id, tx)
        }
    }

    package func list(_ query: ListQuery, as actor: Actor) async throws -> Page<DCRProvider> {
        try await kernel.database.read { tx in
            try tx.dcrProviders.list(query.limited(to: actor.sees(.dcrProviders, in: tx)))
        }
    }

    /// All of them by name, for choices.
    package func all(as actor: Actor) async throws -> [DCRProvider] {
        try await kernel.database.read { tx in
            try tx.dcrProviders.all(seen: actor.sees(.dcrProviders, in: tx))
        }
    }

    /// Alters what the change names, and nothing else.
    package func update(
        _ id: ID<DCRProvider>, _ change: DCRProviderChange, as actor: Actor
    ) async throws -> DCRProvider {
        let now = kernel.now
        let event = self.event("dcr-provider.updated", id, actor)
        return try await kernel.database.write { tx in
            try actor.may(.update, .dcrProvider(id), in: tx)
            let old = try Self.find(id, tx)
            var provider = try change.applied(to: old)
            if let secret = change.secret {
                provider.sealedSecret = try kernel.vault.seal(secret, instead: old.sealedSecret)
            }
            if provider == old { return old }
            provider.updatedAt = now
            try tx.dcrProviders.update(provider)
            try tx.audit.record(event)
            return provider
        }
    }

    /// Refuses a conflict while a strategy names it.
    package func delete(_ id: ID<DCRProvider>, as actor: Actor) async throws {
        let event = self.event("dcr-provider.deleted", id, actor)
        try await kernel.database.write { tx in
            try actor.may(.delete, .dcrProvider(id), in: tx)
            _ = try Self.find(id, tx)
            try tx.dcrProviders.delete(id)
            try tx.audit.record(event)
        }
    }

    /// Why the provider cannot be used: registers a client there, and removes it again.
    package func verify(_ id: ID<DCRProvider>, as actor: Actor) async throws -> [String] {
        let provider = try await find(id, as: actor), registrar = ClientRegistrar(kernel: kernel)
        guard provider.kind.registersClients else {
            return ["Portico registers clients over HTTP bridges; here applications bring a client id of their own"]
        }
        do {
            let draft = ApplicationDraft(name: "Portico verification")
            let client = try await registrar.register(draft, of: nil, on: nil, at: provider)
            try await registrar.remove(client.id, at: provider)
            return []
        } catch Refusal.invalid(let problems, _) {
            return problems.map(\.reason)
        }
    }

    private static func find(_ id: ID<DCRProvider>, _ tx: Transaction) throws -> DCRProvider {
        guard let provider = try tx.dcrProviders.find(id) else { throw Refusal.notFound }
        return provider
    }

    private func event(_ action: String, _ id: ID<DCRProvider>, _ actor: Actor) -> AuditEvent {
        kernel.audit(action, of: AuditTarget("dcr-provider", id.text), by: actor)
    }
}
