import Core
import Model
import Storage
import Synchronization
import TestKit
import Testing

/// What a provider is told about a client, in the order in which it happened.
@Suite struct ClientErrandTests {
    private static let told = ["update_application", "add_registration"].map { "\($0) of client%2F1" }

    /// The application of a world is renamed, and somewhat later let into the API.
    private func changes(_ stage: ClientWorld, of made: CreatedApplication) async throws {
        let product = stage.world.product, portal = stage.home.portal.id
        try await rename(made, stage)
        stage.world.clock.advance(by: .seconds(1))
        let asked = try await product.registrations.create(
            stage.api.id, for: made.detail.id, on: portal, as: stage.home.ada)
        _ = try await product.registrations.setStatus(
            .approved, of: asked.id, application: made.detail.id, on: portal, as: stage.world.root)
    }

    private func rename(_ made: CreatedApplication, _ stage: ClientWorld) async throws {
        var change = ApplicationChange()
        change.name = .set("Store of \(made.detail.application.name)")
        _ = try await stage.world.product.applications.update(
            made.detail.id, on: stage.home.portal.id, change, as: stage.world.root)
    }

    private func events(_ stage: ClientWorld) -> [String] { stage.bridge.state.withLock { $0.events } }

    @Test(arguments: Engines.all) func aLaterErrandWaitsForOneThatFails(engine: Engines) async throws {
        try await ClientWorld.on(engine) { stage in
            let made = try await stage.create()
            stage.bridge.state.withLock { $0.isDown = true }
            try await rename(made, stage)
            try await stage.runErrands()
            stage.bridge.state.withLock { $0.isDown = false }
            try await changes(stage, of: made)
            try await stage.runErrands()
            #expect(events(stage) == [])
            stage.world.clock.advance(by: .seconds(60))
            try await stage.runErrands()
            // The second change of the name is the same as the first.
            #expect(events(stage) == Self.told)
        }
    }

    @Test(arguments: Engines.all) func aSecondInstanceDoesNotOvertakeTheFirst(engine: Engines) async throws {
        try await ClientWorld.on(engine) { stage in
            let made = try await stage.create(), other = try await stage.create("Other")
            try await changes(stage, of: made)
            try await rename(other, stage)
            let elsewhere = stage.world.product.clientErrands
            // Of the client that is just told about nothing may be taken; others need not wait.
            let meanwhile: @Sendable () async throws -> Void = {
                let first = try await elsewhere.runNext(), second = try await elsewhere.runNext()
                #expect(first && !second)
            }
            stage.bridge.state.withLock { $0.meanwhile = meanwhile }
            try await stage.runErrands()
            #expect(events(stage) == ["update_application of client%2F2"] + Self.told)
        }
    }

    @Test(arguments: Engines.all) func whatIsGivenUpHoldsNothingUp(engine: Engines) async throws {
        try await ClientWorld.on(engine) { stage in
            let made = try await stage.create(), clock = stage.world.clock
            stage.bridge.state.withLock { $0.isDown = true }
            try await rename(made, stage)
            for _ in 1...OutboxEntry.mostAttempts {
                try await stage.runErrands()
                clock.advance(by: .hours(1))
            }
            stage.bridge.state.withLock { $0.isDown = false }
            try await changes(stage, of: made)
            try await stage.runErrands()
            #expect(events(stage) == ["add_registration of client%2F1"])
        }
    }

    @Test(arguments: Engines.all) func nothingIsToldAboutAClientThatWasRemoved(engine: Engines) async throws {
        try await ClientWorld.on(engine) { stage in
            let made = try await stage.create()
            try await changes(stage, of: made)
            try await stage.world.product.applications.delete(
                made.detail.id, on: stage.home.portal.id, as: stage.home.ada)
            try await stage.runErrands()
            stage.world.clock.advance(by: .days(1))
            try await stage.runErrands()
            #expect(events(stage) == [])
        }
    }
}
