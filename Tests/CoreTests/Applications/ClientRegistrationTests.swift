import Core
import Model
import Storage
import Synchronization
import TestKit
import Testing

/// An identity provider behind an HTTP bridge.
private final class Bridge: OutgoingCalls {
    struct State {
        var clients: [String: String] = [:]
        var made = 0
        var isDown = false
        var keys: Set<String> = []
        var bodies: [JSON] = []
        var events: [String] = []
    }

    let state = Mutex(State())

    var clients: [String: String] { state.withLock { $0.clients } }

    func perform(_ call: OutgoingCall) async throws -> OutgoingCallAnswer {
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

@Suite struct ClientRegistrationTests {
    private static let key = "bridge_key_0123456789"

    private struct Stage {
        let world: World, home: ApplicationWorld, bridge: Bridge, strategy: ID<AuthStrategy>, provider: ID<DCRProvider>
    }

    private func on(_ engine: Engines, _ body: @Sendable (Stage) async throws -> Void) async throws {
        try await engine.withDatabase { database in
            let bridge = Bridge(), world = World(database, calls: bridge)
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
            let home = try await ApplicationWorld(world)
            _ = try await ApplicationWorld.publish("Bookings", on: home.portal, world) {
                $0.strategies = .some([strategy.id])
            }
            try await body(
                Stage(world: world, home: home, bridge: bridge, strategy: strategy.id, provider: provider.id))
        }
    }

    private func create(_ stage: Stage, _ name: String = "Shop", as actor: Actor? = nil) async throws
        -> CreatedApplication
    {
        var draft = ApplicationDraft(name: name)
        draft.strategyID = stage.strategy
        return try await stage.world.product.applications.createWithClient(
            draft, on: stage.home.portal.id, as: actor ?? stage.home.ada)
    }

    @Test(arguments: Engines.all) func anApplicationGetsAClientThatGoesWithIt(engine: Engines) async throws {
        try await on(engine) { stage in
            let made = try await create(stage), applications = stage.world.product.applications
            let portal = stage.home.portal.id
            #expect(made.client == RegisteredClient(id: "client/1", secret: "secret-1"))
            #expect(made.detail.application.clientID == "client/1")
            #expect(stage.bridge.state.withLock { $0.keys } == [Self.key])
            #expect(
                stage.bridge.state.withLock { $0.bodies.first?["developer_id"]?.string }
                    == stage.home.developer.id.text)
            let renewed = try await applications.newClientSecret(of: made.detail.id, on: portal, as: stage.home.ada)
            #expect(renewed.secret == "secret-1-new")
            try await applications.delete(made.detail.id, on: portal, as: stage.home.ada)
            #expect(stage.bridge.clients.isEmpty)
        }
    }

    @Test(arguments: Engines.all) func withoutTheProviderNothingIsMade(engine: Engines) async throws {
        try await on(engine) { stage in
            let applications = stage.world.product.applications, portal = stage.home.portal.id
            let first = try await create(stage, "First")
            stage.bridge.state.withLock { $0.isDown = true }
            await #expect(throws: Refusal.self) { try await create(stage, "Second") }
            #expect(try await applications.list(on: portal, ListQuery(), as: stage.home.ada).total == 1)
            await #expect(throws: Refusal.self) {
                try await applications.delete(first.detail.id, on: portal, as: stage.home.ada)
            }
            // Operators are not held up by a provider that is gone.
            try await applications.delete(first.detail.id, on: portal, as: stage.world.root)
            #expect(try await applications.list(on: portal, ListQuery(), as: stage.home.ada).total == 0)
        }
    }

    /// Runs errands as a worker does, until none is due.
    private func runErrands(_ stage: Stage) async throws {
        while try await stage.world.product.clientErrands.runNext() {}
    }

    @Test(arguments: Engines.all, ["developer", "portal", "application"])
    func clientsAreRemovedWhenTheProviderIsBack(engine: Engines, gone: String) async throws {
        try await on(engine) { stage in
            let product = stage.world.product, portal = stage.home.portal.id, root = stage.world.root
            let made = try await create(stage, "First")
            if gone != "application" { _ = try await create(stage, "Second") }
            stage.bridge.state.withLock { $0.isDown = true }
            switch gone {
            case "developer": try await product.developers.delete(stage.home.developer.id, of: portal, as: root)
            case "portal": try await product.portals.delete(portal, force: true, as: root)
            default: try await product.applications.delete(made.detail.id, on: portal, as: root)
            }
            try await runErrands(stage)
            #expect(!stage.bridge.clients.isEmpty)
            stage.bridge.state.withLock { $0.isDown = false }
            // Not before it is due again.
            try await runErrands(stage)
            #expect(!stage.bridge.clients.isEmpty)
            stage.world.clock.advance(by: .seconds(60))
            try await runErrands(stage)
            #expect(stage.bridge.clients.isEmpty)
        }
    }

    @Test(arguments: Engines.all) func clientsOfOthersStay(engine: Engines) async throws {
        try await on(engine) { stage in
            _ = try await create(stage, "Mine")
            _ = try await create(stage, "Hers", as: try await stage.home.colleague())
            let portal = stage.home.portal.id
            try await stage.world.product.developers.delete(stage.home.developer.id, of: portal, as: stage.world.root)
            try await runErrands(stage)
            #expect(stage.bridge.clients == ["client/2": "secret-2"])
        }
    }

    @Test(arguments: Engines.all, [true, false]) func theBridgeIsToldUnlessItDoesNotWant(
        engine: Engines, wants: Bool
    ) async throws {
        try await on(engine) { stage in
            let product = stage.world.product, portal = stage.home.portal.id, root = stage.world.root
            var quiet = DCRProviderChange()
            quiet.disablesEventHooks = .set(!wants)
            _ = try await product.dcrProviders.update(stage.provider, quiet, as: root)
            let made = try await create(stage), api = try await product.apis.list(ListQuery(), as: root).items
            var change = ApplicationChange()
            change.name = .set("Store")
            _ = try await product.applications.update(made.detail.id, on: portal, change, as: stage.home.ada)
            stage.world.clock.advance(by: .seconds(1))
            let bookings = try #require(api.first { $0.api.name == "Bookings" }).api.id
            let registration = try await product.registrations.create(
                bookings, for: made.detail.id, on: portal, as: stage.home.ada)
            for status: Registration.Status in [.approved, .approved, .revoked, .approved] {
                _ = try await product.registrations.setStatus(
                    status, of: registration.id, application: made.detail.id, on: portal, as: root)
                stage.world.clock.advance(by: .seconds(1))
            }
            try await product.registrations.delete(
                registration.id, of: made.detail.id, on: portal, as: stage.home.ada)
            try await runErrands(stage)
            let told = [
                "update_application", "add_registration", "remove_registration", "add_registration",
                "remove_registration",
            ].map { "\($0) of client%2F1" }
            #expect(stage.bridge.state.withLock { $0.events } == (wants ? told : []))
        }
    }

    @Test(arguments: Engines.all) func nobodyElseTouchesAClient(engine: Engines) async throws {
        try await on(engine) { stage in
            let made = try await create(stage), applications = stage.world.product.applications
            let portal = stage.home.portal.id, grace = try await stage.home.colleague()
            for actor in [grace, .visitor(portal: portal)] {
                await #expect(throws: Refusal.self) {
                    try await applications.newClientSecret(of: made.detail.id, on: portal, as: actor)
                }
                await #expect(throws: Refusal.self) {
                    try await applications.delete(made.detail.id, on: portal, as: actor)
                }
            }
            var change = ApplicationChange()
            change.clientID = .set("client/of-somebody-else")
            let stolen = change
            await #expect(throws: Refusal.self) {
                try await applications.update(made.detail.id, on: portal, stolen, as: stage.home.ada)
            }
            #expect(stage.bridge.clients == ["client/1": "secret-1"])
            var draft = ApplicationDraft(name: "Mine")
            draft.strategyID = stage.strategy
            draft.clientID = "client/1"
            let foreign = draft
            await #expect(throws: Refusal.self) {
                try await applications.createWithClient(foreign, on: portal, as: grace)
            }
            let events = try await stage.world.database.read { tx in try tx.audit.recent(limit: 100) }
            #expect(!"\(events)".contains("secret-1"))
            #expect(!"\(events)".contains(Self.key))
        }
    }

    @Test func aProviderIsTriedAndLeavesNothingBehind() async throws {
        try await on(.sqlite) { stage in
            let providers = stage.world.product.dcrProviders
            let none = try await providers.verify(stage.provider, as: stage.world.root)
            #expect(none == [])
            #expect(stage.bridge.clients.isEmpty)
            stage.bridge.state.withLock { $0.isDown = true }
            let down = try await providers.verify(stage.provider, as: stage.world.root)
            #expect(down == ["The identity provider did not do it: no route to host"])
        }
    }

    @Test func anApplicationWithKeysHasNoSecretToReplace() async throws {
        try await on(.sqlite) { stage in
            let shop = try await stage.home.application()
            await #expect(throws: Refusal.self) {
                try await stage.world.product.applications.newClientSecret(
                    of: shop.id, on: stage.home.portal.id, as: stage.home.ada)
            }
        }
    }
}
