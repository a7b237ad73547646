import Core
import Model
import Storage
import TestKit
import Testing

/// An operator's own password.
@Suite struct OperatorPasswordTests {
    private static let next = "another horse battery"
    private static let wrong = Refusal.invalid("current_password", .invalid, "This is not your current password")

    private static let locked = Refusal.tooMany(
        "Too many failed attempts. Try again in 15 minutes.", retryAfter: .minutes(15))

    private struct Stage {
        let world: World
        let account: Operator
        let here: Secret
        let elsewhere: Secret

        init(_ world: World) async throws {
            self.world = world
            account = try await world.account().0
            here = try await world.product.operators.openSession(for: account)
            elsewhere = try await world.product.operators.openSession(for: account)
        }

        func change(
            _ current: String = TestPassword.good, to password: String = next, from address: String = "home"
        ) async throws {
            try await world.product.operators.changePassword(
                from: current, to: password, keeping: here.text, throttleKey: address, as: .operator(account.id))
        }

        func signIn(_ password: String) async throws {
            _ = try await world.product.operators.signIn(
                email: account.email, password: password, throttleKey: "elsewhere")
        }

        func isOpen(_ session: Secret) async throws -> Bool {
            try await world.product.operators.account(session: session.text) != nil
        }

        func actions() async throws -> [String] {
            try await world.database.read { try $0.audit.recent(limit: 100) }.map(\.action)
        }
    }

    @Test(arguments: Engines.all) func theNewOneCountsAndOtherSessionsEnd(engine: Engines) async throws {
        try await World.on(engine) { world in
            let stage = try await Stage(world)
            try await stage.change()
            try await stage.signIn(Self.next)
            await #expect(throws: Refusal.self) { try await stage.signIn(TestPassword.good) }
            #expect(try await stage.isOpen(stage.here))
            #expect(try await !stage.isOpen(stage.elsewhere))
            #expect(try await stage.actions().contains("operator.password-changed"))
        }
    }

    @Test(arguments: Engines.all) func whoDoesNotKnowTheOldOneChangesNothing(engine: Engines) async throws {
        try await World.on(engine) { world in
            let stage = try await Stage(world)
            await #expect(throws: Self.wrong) { try await stage.change("wrong horse battery") }
            try await stage.signIn(TestPassword.good)
            #expect(try await stage.isOpen(stage.elsewhere))
            let actions = try await stage.actions()
            #expect(actions.contains("operator.password-refused") && !actions.contains("operator.password-changed"))
            let stranger = Actor.systemAccount(ID(stored: "x"))
            await #expect(throws: Refusal.notFound) {
                try await world.product.operators.changePassword(
                    from: TestPassword.good, to: Self.next, keeping: nil, throttleKey: "home", as: stranger)
            }
        }
    }

    @Test(arguments: Engines.all) func guessesAreStoppedAsAtSignIn(engine: Engines) async throws {
        try await World.on(engine) { world in
            let stage = try await Stage(world), now = world.clock.now
            try await world.database.write { tx in
                for _ in 1...9 {
                    try tx.throttle.record(account: "operator:\(stage.account.email)", address: "home", at: now)
                }
            }
            await #expect(throws: Self.wrong) { try await stage.change("wrong horse battery") }
            for current in ["wrong horse battery", TestPassword.good] {
                await #expect(throws: Self.locked) { try await stage.change(current) }
            }
            // Nobody is locked out from elsewhere.
            try await stage.change(from: "office")
        }
    }

    @Test func aWeakOneIsRefused() async throws {
        try await World.on(.sqlite) { world in
            let stage = try await Stage(world)
            for weak in ["short", "", "aaaaaaaaaaaaaaaa", stage.account.email] {
                await #expect(throws: Refusal.self, "\(weak)") { try await stage.change(to: weak) }
            }
            try await stage.signIn(TestPassword.good)
        }
    }
}
