import Core
import Model
import Storage
import TestKit
import Testing

@Suite struct GuessingTests {
    private static let invalid = Refusal.unauthenticated(
        title: "Invalid Credentials", "You have entered an invalid email or password.")

    /// Failures from another address each time, of which only the last is tried: each costs what a password costs.
    private func guess(_ world: World, _ portal: Portal, times: Int, from network: Int = 0) async throws {
        try await fail(world, "developer:\(portal.id):ada@example.com", times: times - 1, from: network)
        await #expect(throws: Self.invalid) {
            try await world.product.developers.signIn(
                email: "ada@example.com", password: "guess", on: portal.id, throttleKey: "10.\(network).1.1")
        }
    }

    private func fail(_ world: World, _ account: String, times: Int, from network: Int = 0) async throws {
        let now = world.clock.now
        try await world.database.write { tx in
            for number in 0..<times {
                try tx.throttle.record(account: account, address: "10.\(network).0.\(number)", at: now)
            }
        }
    }

    private func elapsed(_ world: World, since before: Instant) -> Duration {
        .milliseconds(world.clock.now.milliseconds - before.milliseconds)
    }

    private func signIn(_ world: World, _ portal: Portal, browser: String? = nil) async throws -> Duration {
        let before = world.clock.now
        _ = try await world.product.developers.signIn(
            email: "ada@example.com", password: TestPassword.good, on: portal.id, throttleKey: "home",
            browser: browser)
        return elapsed(world, since: before)
    }

    @Test(arguments: Engines.all) func aHundredFailuresSlowStrangersDownAndNotTheOwner(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), ada = try await world.developer(on: portal)
            #expect(try await signIn(world, portal) == .zero)
            let own = try world.product.developers.browser(of: "ADA@example.com", on: portal.id)
            try await guess(world, portal, times: 99)
            #expect(try await signIn(world, portal) == .zero)
            #expect(try await world.mails(to: ada.email).filter { $0.template == .signInFailures }.isEmpty)
            try await guess(world, portal, times: 1, from: 1)
            #expect(try await signIn(world, portal) == .seconds(2))
            #expect(try await signIn(world, portal, browser: own) == .zero)
            let foreign = try world.product.developers.browser(of: "eve@example.com", on: portal.id)
            for forged in [foreign, "", "x", String(own.dropLast(4)) + "AAAA"] {
                #expect(try await signIn(world, portal, browser: forged) == .seconds(2), "\(forged)")
            }
        }
    }

    @Test func theOwnerIsToldOncePerWave() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), ada = try await world.developer(on: portal)
            func told() async throws -> Int {
                try await world.mails(to: ada.email).filter { $0.template == .signInFailures }.count
            }
            try await guess(world, portal, times: 101)
            #expect(try await told() == 1)
            for wave in 1...3 {
                world.clock.advance(by: .days(2))
                try await guess(world, portal, times: 100, from: wave)
            }
            #expect(try await told() == 1)
            world.clock.advance(by: .days(8))
            try await guess(world, portal, times: 100, from: 4)
            #expect(try await told() == 2)
            let mail = try await world.mails(to: ada.email)[0]
            #expect(mail.link == "http://payments.localhost:8080/forgot-password")
        }
    }

    @Test func guessesOfAnAddressThatNobodyHasTakeAsLongAndTellNobody() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal()
            try await guess(world, portal, times: 100)
            let before = world.clock.now
            try await guess(world, portal, times: 1, from: 1)
            #expect(elapsed(world, since: before) == .seconds(2))
            #expect(try await world.mails(to: "ada@example.com").isEmpty)
        }
    }

    @Test func operatorsAreProtectedAlike() async throws {
        try await World.on(.sqlite) { world in
            let operators = world.product.operators, (account, _) = try await world.account()
            try await fail(world, "operator:\(account.email)", times: 99)
            await #expect(throws: Self.invalid) {
                _ = try await operators.signIn(email: account.email, password: "guess", throttleKey: "elsewhere")
            }
            let before = world.clock.now, own = try operators.browser(of: account.email)
            _ = try await operators.signIn(
                email: account.email, password: TestPassword.good, throttleKey: "home", browser: own)
            #expect(world.clock.now == before)
            _ = try await operators.signIn(email: account.email, password: TestPassword.good, throttleKey: "home")
            #expect(elapsed(world, since: before) == .seconds(2))
            let mails = try await world.mails(to: account.email)
            #expect(mails.map(\.template) == [.signInFailures])
            #expect(mails[0].from == Mailbox(name: "Portico", address: "no-reply@localhost"))
        }
    }

    @Test(arguments: Engines.all) func manyGuessesAtOnceAreCountedToo(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), developers = world.product.developers
            _ = try await world.developer(on: portal)
            let tried = await withTaskGroup(of: Bool.self) { group in
                for _ in 1...60 {
                    group.addTask {
                        do {
                            _ = try await developers.signIn(
                                email: "ada@example.com", password: "guess", on: portal.id, throttleKey: "attacker")
                        } catch {
                            return error as? Refusal == Self.invalid
                        }
                        return false
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            // One that is just being counted counts twice for a moment.
            #expect((1...10).contains(tried))
        }
    }
}
