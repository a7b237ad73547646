import Core
import Model
import Storage
import Synchronization
import TestKit
import Testing

@Suite struct ClientRegistrationTests {
    private func on(_ engine: Engines, _ body: @Sendable (ClientWorld) async throws -> Void) async throws {
        try await ClientWorld.on(engine, body)
    }

    @Test(arguments: Engines.all) func anApplicationGetsAClientThatGoesWithIt(engine: Engines) async throws {
        try await on(engine) { stage in
            let made = try await stage.create(), applications = stage.world.product.applications
            let portal = stage.home.portal.id
            #expect(made.client == RegisteredClient(id: "client/1", secret: "secret-1"))
            #expect(made.detail.application.clientID == "client/1")
            #expect(stage.bridge.state.withLock { $0.keys } == [ClientWorld.key])
            #expect(
                stage.bridge.state.withLock { $0.bodies.first?["developer_id"]?.string }
                    == stage.home.developer.id.text)
            let renewed = try await applications.newClientSecret(of: made.detail.id, on: portal, as: stage.home.ada)
            #expect(renewed.secret == "secret-1-new")
            try await applications.delete(made.detail.id, on: portal, as: stage.home.ada)
            #expect(stage.bridge.clients.isEmpty)
        }
    }

    @Test(arguments: Engines.all) func theFirstUseOfAnAPIMakesAClientToo(engine: Engines) async throws {
        try await on(engine) { stage in
            let product = stage.world.product, portal = stage.home.portal.id, ada = stage.home.ada
            func use(_ api: API, _ id: ID<Application>, as actor: Actor) async throws -> Applications.FirstUse {
                try await product.applications.use(
                    api.id, with: stage.draft(), id: id, on: portal, as: actor)
            }
            let id = product.applications.newID(), made = try await use(stage.api, id, as: ada)
            #expect(made.client == RegisteredClient(id: "client/1", secret: "secret-1"))
            #expect(made.application.application.clientID == "client/1")
            #expect(made.issued == nil)
            #expect(made.registration.registration.status == .pending)
            // A repetition, and what would be refused anyhow, make no client.
            await #expect(throws: Refusal.self) { try await use(stage.api, id, as: ada) }
            await #expect(throws: Refusal.self) {
                try await use(stage.home.api, product.applications.newID(), as: ada)
            }
            #expect(stage.bridge.state.withLock { $0.made } == 1)
            stage.bridge.state.withLock { $0.isDown = true }
            await #expect(throws: Refusal.self) {
                try await use(stage.api, product.applications.newID(), as: ada)
            }
            #expect(try await product.applications.list(on: portal, ListQuery(), as: ada).total == 1)
        }
    }

    @Test(arguments: Engines.all) func anApprovedFirstUseIsToldToTheProvider(engine: Engines) async throws {
        try await on(engine) { stage in
            var draft = PublicationDraft()
            draft.strategies = .some([stage.strategy])
            draft.autoApproveRegistrations = true
            let product = stage.world.product, portal = stage.home.portal.id
            _ = try await product.publications.publish(stage.api.id, to: portal, draft, as: stage.world.root)
            let made = try await product.applications.use(
                stage.api.id, with: stage.draft(), id: product.applications.newID(), on: portal, as: stage.home.ada)
            #expect(made.registration.registration.status == .approved)
            try await stage.runErrands()
            #expect(stage.bridge.state.withLock { $0.events } == ["add_registration of client%2F1"])
        }
    }

    @Test(arguments: Engines.all) func withoutTheProviderNothingIsMade(engine: Engines) async throws {
        try await on(engine) { stage in
            let applications = stage.world.product.applications, portal = stage.home.portal.id
            let first = try await stage.create("First")
            stage.bridge.state.withLock { $0.isDown = true }
            await #expect(throws: Refusal.self) { try await stage.create("Second") }
            #expect(try await applications.list(on: portal, ListQuery(), as: stage.home.ada).total == 1)
            await #expect(throws: Refusal.self) {
                try await applications.delete(first.detail.id, on: portal, as: stage.home.ada)
            }
            // Operators are not held up by a provider that is gone.
            try await applications.delete(first.detail.id, on: portal, as: stage.world.root)
            #expect(try await applications.list(on: portal, ListQuery(), as: stage.home.ada).total == 0)
        }
    }

    @Test(arguments: Engines.all, ["developer", "portal", "application"])
    func clientsAreRemovedWhenTheProviderIsBack(engine: Engines, gone: String) async throws {
        try await on(engine) { stage in
            let product = stage.world.product, portal = stage.home.portal.id, root = stage.world.root
            let made = try await stage.create("First")
            if gone != "application" { _ = try await stage.create("Second") }
            stage.bridge.state.withLock { $0.isDown = true }
            switch gone {
            case "developer": try await product.developers.delete(stage.home.developer.id, of: portal, as: root)
            case "portal": try await product.portals.delete(portal, force: true, as: root)
            default: try await product.applications.delete(made.detail.id, on: portal, as: root)
            }
            try await stage.runErrands()
            #expect(!stage.bridge.clients.isEmpty)
            stage.bridge.state.withLock { $0.isDown = false }
            // Not before it is due again.
            try await stage.runErrands()
            #expect(!stage.bridge.clients.isEmpty)
            stage.world.clock.advance(by: .seconds(60))
            try await stage.runErrands()
            #expect(stage.bridge.clients.isEmpty)
        }
    }

    @Test(arguments: Engines.all) func clientsOfOthersStay(engine: Engines) async throws {
        try await on(engine) { stage in
            _ = try await stage.create("Mine")
            _ = try await stage.create("Hers", as: try await stage.home.colleague())
            let portal = stage.home.portal.id
            try await stage.world.product.developers.delete(stage.home.developer.id, of: portal, as: stage.world.root)
            try await stage.runErrands()
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
            let made = try await stage.create(), api = try await product.apis.list(ListQuery(), as: root).items
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
            try await stage.runErrands()
            let told = [
                "update_application", "add_registration", "remove_registration", "add_registration",
                "remove_registration",
            ].map { "\($0) of client%2F1" }
            #expect(stage.bridge.state.withLock { $0.events } == (wants ? told : []))
        }
    }

    @Test(arguments: Engines.all) func nobodyElseTouchesAClient(engine: Engines) async throws {
        try await on(engine) { stage in
            let made = try await stage.create(), applications = stage.world.product.applications
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
            #expect(!"\(events)".contains(ClientWorld.key))
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
