import Logging
import Model
import Storage

/// What identity providers are told about clients once the change that causes it is written: removals, and events for
/// those that want them. Kept in the outbox and tried until the provider has taken it; what is told about one client
/// goes in the order in which it happened, and nothing overtakes what could not be told yet.
package struct ClientErrands: Sendable {
    /// What a bridge is told about; the names are those of its interface.
    enum Event: String, Sendable {
        case applicationUpdated = "update_application"
        case registrationAdded = "add_registration"
        case registrationRemoved = "remove_registration"
    }

    private static let kind = "client"
    /// How long a worker has an errand for itself.
    private static let claim = Duration.minutes(2)

    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// Rung after each commit that may have left an errand.
    package var bell: Bell { kernel.outboxBell }

    /// Removes the clients of all applications of a portal, or of one developer of it, which are just being deleted.
    func removeClients(on portal: ID<Portal>, of developer: ID<Developer>? = nil, _ tx: Transaction) throws {
        for (client, provider) in try tx.applications.clients(on: portal, ownedBy: developer) {
            try remove(client, at: provider, tx)
        }
    }

    func remove(_ client: String, at provider: ID<DCRProvider>, _ tx: Transaction) throws {
        try enqueue(["client": .string(client), "provider": .string(provider.text)], client, provider, tx)
    }

    /// Drops what was to be told about a client that its provider does not have any more.
    func forget(_ client: String, at provider: ID<DCRProvider>, _ tx: Transaction) throws {
        try tx.outbox.clear(lane: Self.lane(client, provider))
    }

    private static func lane(_ client: String, _ provider: ID<DCRProvider>) -> String {
        "\(kind) \(provider.text) \(client)"
    }

    /// Tells the provider of an application's client, if it has one that wants to know.
    func tell(
        _ event: Event, about application: ApplicationDetail, api: ID<API>? = nil, organization: String,
        _ tx: Transaction
    ) throws {
        let told = application.application
        guard let client = told.clientID, let provider = try ClientRegistrar.provider(of: application.strategy, tx),
            provider.configuration.disablesEventHooks != true
        else { return }
        var body: [JSON.Member] = [
            .init("event_type", .string(event.rawValue)), .init("portal_id", .string(told.portalID.text)),
            .init("organization_id", .string(organization)),
            .init("developer_id", .string(told.owner.developerID?.text ?? "")),
            .init("application_id", .string(told.id.text)),
        ]
        if let api {
            // What the interface calls so since APIs were versions of products.
            body.append(.init("api_product_version_id", .string(api.text)))
            body.append(.init("api_id", .string(api.text)))
        } else {
            body.append(.init("client_name", .string(told.name)))
            body.append(.init("application_description", .string(told.description ?? "")))
            body.append(.init("redirect_uris", .array([told.redirectURI].compactMap { $0.map(JSON.string) })))
        }
        try enqueue(
            ["client": .string(client), "provider": .string(provider.id.text), "event": .object(body)], client,
            provider.id, tx)
    }

    private func enqueue(
        _ payload: JSON, _ client: String, _ provider: ID<DCRProvider>, _ tx: Transaction
    ) throws {
        try tx.outbox.enqueue(
            OutboxEntry(
                id: kernel.newID(), kind: Self.kind, payload: payload, lane: Self.lane(client, provider),
                createdAt: kernel.now))
    }

    /// Runs the errand that is due for longest; false when none is. Safe with any number of instances.
    package func runNext() async throws -> Bool {
        let now = kernel.now
        let due = try await kernel.database.claim { tx in
            try tx.outbox.claim(kinds: [Self.kind], limit: 1, at: now, until: now + Self.claim)
        }
        guard let entry = due.first else { return false }
        do {
            try await run(entry.payload)
        } catch {
            let isFinal = error is Hopeless, at = kernel.now
            kernel.logger.warning(
                "an identity provider was not told about a client",
                metadata: ["client": "\(entry.payload["client"]?.string ?? "")", "error": "\(error)"])
            _ = try await kernel.database.write { tx in
                try tx.outbox.fail(entry, error: String("\(error)".prefix(500)), isFinal: isFinal, at: at)
            }
            return true
        }
        let at = kernel.now
        _ = try await kernel.database.write { tx in try tx.outbox.complete(entry, at: at) }
        return true
    }

    /// There is no provider any more that could be told.
    private struct Hopeless: Error, CustomStringConvertible {
        let description = "the identity provider was deleted"
    }

    private func run(_ payload: JSON) async throws {
        guard let client = payload["client"]?.string,
            let id = payload["provider"]?.string.flatMap(ID<DCRProvider>.init),
            let provider = try await kernel.database.read({ tx in try tx.dcrProviders.find(id) })
        else { throw Hopeless() }
        let registrar = ClientRegistrar(kernel: kernel)
        if let event = payload["event"] {
            try await registrar.tell(event, about: client, at: provider)
        } else {
            try await registrar.remove(client, at: provider)
        }
    }
}
