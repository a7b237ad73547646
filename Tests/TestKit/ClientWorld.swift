package import Core
package import Model
import Storage
package import Synchronization

/// An identity provider behind an HTTP bridge.
package final class ClientBridge: OutgoingCalls {
    package struct State: Sendable {
        package var clients: [String: String] = [:]
        package var made = 0
        package var isDown = false
        package var keys: Set<String> = []
        package var bodies: [JSON] = []
        package var events: [String] = []
        /// What happens elsewhere while it is being told of an event.
        package var meanwhile: (@Sendable () async throws -> Void)?
    }

    package let state = Mutex(State())

    package init() {}

    /// Each client with its secret.
    package var clients: [String: String] { state.withLock { $0.clients } }

    package func perform(_ call: OutgoingCall) async throws -> OutgoingCallAnswer {
        if call.url.hasSuffix("/event-hook"), let meanwhile = state.withLock({ $0.meanwhile }) {
            state.withLock { $0.meanwhile = nil }
            try await meanwhile()
        }
        return try answer(call)
    }

    private func answer(_ call: OutgoingCall) throws -> OutgoingCallAnswer {
        try state.withLock { state in
            if state.isDown { throw OutgoingCallFailure("no route to host") }
            state.keys.formUnion(call.headers.filter { $0.name == "X-API-KEY" }.map(\.value))
            let steps = call.url.split(separator: "/").dropFirst(2).map(String.init)
            switch (call.method, steps.count) {
            case ("POST", 0):
                state.bodies.append((try? JSON(parsing: String(decoding: call.body, as: UTF8.self))) ?? .null)
                state.made += 1
                let id = "client/\(state.made)"
                state.clients[id] = "secret-\(state.made)"
                return Self.answer(201, id, state.clients[id])
            case ("POST", 2) where steps[1] == "new-secret":
                let id = steps[0].replacing("%2F", with: "/")
                guard let old = state.clients[id] else { return Self.answer(404, id, nil) }
                state.clients[id] = old + "-new"
                return Self.answer(200, id, state.clients[id])
            case ("POST", 2) where steps[1] == "event-hook":
                let event = (try? JSON(parsing: String(decoding: call.body, as: UTF8.self))) ?? .null
                state.events.append("\(event["event_type"]?.string ?? "") of \(steps[0])")
                return OutgoingCallAnswer(status: 204, body: [])
            case ("DELETE", 1):
                let isKnown = state.clients.removeValue(forKey: steps[0].replacing("%2F", with: "/")) != nil
                return OutgoingCallAnswer(status: isKnown ? 204 : 404, body: [])
            default: return OutgoingCallAnswer(status: 400, body: Array(#"{"error":"what?"}"#.utf8))
            }
        }
    }

    private static func answer(_ status: Int, _ id: String, _ secret: String?) -> OutgoingCallAnswer {
        let json: JSON = ["client_id": .string(id), "client_secret": secret.map(JSON.string) ?? .null]
        return OutgoingCallAnswer(status: status, body: Array(json.text.utf8))
    }
}

/// A portal with an API that takes applications with clients of an identity provider.
package struct ClientWorld: Sendable {
    package static let key = "bridge_key_0123456789"

    package let world: World
    package let home: ApplicationWorld
    package let bridge: ClientBridge
    package let strategy: ID<AuthStrategy>
    package let provider: ID<DCRProvider>
    package let api: API

    /// Runs the body with a fresh world on an engine.
    package static func on(
        _ engine: Engines, _ body: @Sendable (ClientWorld) async throws -> Void
    ) async throws {
        try await engine.withDatabase { try await body(ClientWorld($0)) }
    }

    private init(_ database: Database) async throws {
        bridge = ClientBridge()
        world = World(database, calls: bridge)
        var configuration = DCRProvider.Configuration()
        configuration.baseURL = "https://bridge.example/"
        let provider = try await world.product.dcrProviders.create(
            DCRProviderDraft(
                name: "Bridge", kind: .http, issuer: "https://idp.example", configuration: configuration,
                secret: Self.key), as: world.root)
        let configured: JSON = [
            "issuer": "https://idp.example", "credential_claim": ["sub"], "scopes": ["openid"],
            "auth_methods": ["client_credentials"],
        ]
        let strategy = try await world.product.strategies.create(
            AuthStrategyDraft(
                name: "idp", displayName: "IdP", kind: .openIDConnect(configured), dcrProviderID: provider.id),
            as: world.root)
        home = try await ApplicationWorld(world)
        api = try await ApplicationWorld.publish("Bookings", on: home.portal, world) {
            $0.strategies = .some([strategy.id])
        }
        (self.provider, self.strategy) = (provider.id, strategy.id)
    }

    /// Creates an application with a client; the developer's own unless told otherwise.
    package func create(_ name: String = "Shop", as actor: Actor? = nil) async throws -> CreatedApplication {
        try await world.product.applications.createWithClient(
            draft(name), on: home.portal.id, as: actor ?? home.ada)
    }

    package func draft(_ name: String = "Shop") -> ApplicationDraft {
        var draft = ApplicationDraft(name: name)
        draft.strategyID = strategy
        return draft
    }

    /// Runs errands as a worker does, until none is due.
    package func runErrands() async throws {
        while try await world.product.clientErrands.runNext() {}
    }
}
