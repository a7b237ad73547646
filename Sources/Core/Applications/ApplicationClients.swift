import Logging
package import Model
import Storage

/// An application that was just created, with the secret of its client where one was registered.
package struct CreatedApplication: Sendable {
    package let detail: ApplicationDetail
    /// Shown now and never again.
    package let client: RegisteredClient?
}

/// Applications whose client is registered at the DCR provider of their strategy.
extension Applications {
    private var registrar: ClientRegistrar { ClientRegistrar(kernel: kernel) }

    /// Like `create`. Where the strategy has a provider that registers clients, it does so first; what cannot be
    /// written then is taken back there.
    package func createWithClient(
        _ draft: ApplicationDraft, on portal: ID<Portal>, as actor: Actor
    ) async throws -> CreatedApplication {
        try Refusal.check(draft.problems())
        let plan = try await kernel.database.read { tx in try Self.clientPlan(draft, on: portal, actor, tx) }
        let (detail, client) = try await withClient(draft, plan, on: portal) { named in
            try await create(named, on: portal, as: actor)
        }
        return CreatedApplication(detail: detail, client: client)
    }

    /// Whose a new application would be, and the provider at which it gets a client; nil when it needs none.
    struct ClientPlan: Sendable {
        let owner: Application.Owner
        let provider: DCRProvider?
    }

    /// Refuses what the actor may not create.
    static func clientPlan(
        _ draft: ApplicationDraft, on portal: ID<Portal>, _ actor: Actor, _ tx: Transaction
    ) throws -> ClientPlan {
        let (owner, strategy) = try check(draft, on: portal, actor, tx)
        return ClientPlan(owner: owner, provider: try ClientRegistrar.provider(of: strategy, tx))
    }

    /// Registers the client that an application is to have, and writes the application with it. A client whose
    /// application cannot be written is removed again.
    func withClient<T: Sendable>(
        _ draft: ApplicationDraft, _ plan: ClientPlan, on portal: ID<Portal>,
        write: (ApplicationDraft) async throws -> T
    ) async throws -> (T, RegisteredClient?) {
        guard let provider = plan.provider else { return (try await write(draft), nil) }
        guard draft.clientID == nil else {
            throw Refusal.invalid("client_id", .invalid, "client_id is given by the identity provider")
        }
        let client = try await registrar.register(draft, of: plan.owner, on: portal, at: provider)
        var named = draft
        named.clientID = client.id
        do {
            return (try await write(named), client)
        } catch {
            do {
                try await registrar.remove(client.id, at: provider)
            } catch {
                try await removeLater(client.id, at: provider.id)
            }
            throw error
        }
    }

    /// Replaces the secret of the client. Refuses a conflict when it was not registered by us, or its provider does not
    /// replace secrets.
    package func newClientSecret(
        of id: ID<Application>, on portal: ID<Portal>, as actor: Actor
    ) async throws -> RegisteredClient {
        _ = try actor.requireDeveloper(of: portal)
        let (client, provider) = try await kernel.database.read { tx in
            let found = try ApplicationAccess.find(id, on: portal, actor, tx)
            return (found.application.clientID, try ClientRegistrar.provider(of: found.strategy, tx))
        }
        guard let client, let provider, provider.configuration.disablesRefreshSecret != true else {
            throw Refusal.conflict("The application has no client secret that could be regenerated")
        }
        let made = try await registrar.newSecret(of: client, at: provider)
        let event = self.event("application.secret-regenerated", id, portal, actor)
        _ = try await kernel.database.write { tx in try tx.audit.record(event) }
        return made
    }

    private func removeLater(_ client: String, at provider: ID<DCRProvider>) async throws {
        let errands = ClientErrands(kernel)
        _ = try await kernel.database.write { tx in try errands.remove(client, at: provider, tx) }
        kernel.outboxBell.ring()
    }

    /// A client of an application that is going, and whether its provider has removed it already.
    struct GoingClient: Sendable {
        let id: String
        let provider: ID<DCRProvider>
        var isGone = true
    }

    /// Removes the client of an application at its provider, before the application goes. Refuses developers when the
    /// provider does not answer; operators may delete all the same: a client that stays is to be removed later.
    func removeClient(
        of id: ID<Application>, on portal: ID<Portal>, _ actor: Actor
    ) async throws -> GoingClient? {
        let (client, provider) = try await kernel.database.read { tx in
            let found = try ApplicationAccess.find(id, on: portal, actor, tx)
            return (found.application.clientID, try ClientRegistrar.provider(of: found.strategy, tx))
        }
        guard let client, let provider else { return nil }
        var going = GoingClient(id: client, provider: provider.id)
        do {
            try await registrar.remove(client, at: provider)
        } catch {
            if case .developer = actor { throw error }
            going.isGone = false
        }
        return going
    }
}
