import Core
import Model
import TestKit
import Testing

@Suite struct DeveloperSessionTests {
    private func signIn(_ world: World, _ portal: Portal, password: String = TestPassword.good) async throws
        -> SessionSecrets
    {
        try await world.product.developers.signIn(
            email: "ada@example.com", password: password, on: portal.id, throttleKey: "here")
    }

    @Test(arguments: Engines.all) func anApprovedDeveloperSignsIn(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), ada = try await world.developer(on: portal)
            let secrets = try await signIn(world, portal)
            #expect(try await world.product.developers.session(secrets.access.text, on: portal) == ada)
        }
    }

    @Test(arguments: [Developer.Status.pending, .rejected, .revoked])
    func nobodyElseDoesAndLearnsWhyOnlyWithThePassword(status: Developer.Status) async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal()
            _ = try await world.developer(on: portal, status: status)
            await #expect(throws: Developers.approvalRequired) { try await signIn(world, portal) }
            await #expect(throws: Self.invalid) { try await signIn(world, portal, password: "a wrong password") }
        }
    }

    private static let invalid = Refusal.unauthenticated(
        title: "Invalid Credentials", "You have entered an invalid email or password.")

    @Test func anUnknownAddressAndAWrongPasswordLookTheSame() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), developers = world.product.developers
            _ = try await world.developer(on: portal)
            await #expect(throws: Self.invalid) { try await signIn(world, portal, password: "a wrong password") }
            await #expect(throws: Self.invalid) {
                try await developers.signIn(
                    email: "nobody@example.com", password: "a wrong password", on: portal.id, throttleKey: "here")
            }
        }
    }

    @Test func guessingLocksOneAddressAndNotTheOwner() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), developers = world.product.developers
            _ = try await world.developer(on: portal)
            for _ in 1...10 {
                await #expect(throws: Self.invalid) {
                    try await developers.signIn(
                        email: "ada@example.com", password: "guess", on: portal.id, throttleKey: "attacker")
                }
            }
            let refusal = await #expect(throws: Refusal.self) {
                try await developers.signIn(
                    email: "ada@example.com", password: TestPassword.good, on: portal.id, throttleKey: "attacker")
            }
            guard case .tooMany? = refusal else { Issue.record("\(String(describing: refusal))"); return }
            _ = try await signIn(world, portal)
        }
    }

    @Test func aSessionEndsWhenIdleAndWhenOld() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), developers = world.product.developers
            _ = try await world.developer(on: portal)
            let idle = try await signIn(world, portal)
            world.clock.advance(by: .hours(12))
            #expect(try await developers.session(idle.access.text, on: portal) == nil)
            let used = try await signIn(world, portal)
            for _ in 1...60 {
                world.clock.advance(by: .hours(12) - .seconds(1))
                _ = try await developers.session(used.access.text, on: portal)
            }
            #expect(try await developers.session(used.access.text, on: portal) != nil)
            world.clock.advance(by: .hours(1))
            #expect(try await developers.session(used.access.text, on: portal) == nil)
        }
    }

    @Test func asessionOfAnotherPortalIsNone() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), other = try await world.portal("Travel")
            _ = try await world.developer(on: portal)
            let secrets = try await signIn(world, portal), developers = world.product.developers
            #expect(try await developers.session(secrets.access.text, on: other) == nil)
            #expect(try await developers.session(secrets.refresh.text, on: portal) == nil)
            await #expect(throws: Refusal.unauthenticated()) {
                try await developers.refresh(secrets.refresh.text, on: other.id)
            }
            try await developers.signOut([secrets.access.text], on: other.id)
            #expect(try await developers.session(secrets.access.text, on: portal) != nil)
        }
    }

    @Test func refreshingGivesNewSecretsAndEndsTheOldOnes() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), developers = world.product.developers
            _ = try await world.developer(on: portal)
            let old = try await signIn(world, portal)
            let new = try await developers.refresh(old.refresh.text, on: portal.id)
            #expect(try await developers.session(old.access.text, on: portal) == nil)
            #expect(try await developers.session(new.access.text, on: portal) != nil)
            await #expect(throws: Refusal.unauthenticated()) {
                try await developers.refresh(old.refresh.text, on: portal.id)
            }
        }
    }

    @Test(arguments: [Developer.Status.pending, .rejected, .revoked])
    func leavingApprovedEndsSessionsAtOnce(status: Developer.Status) async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), developers = world.product.developers
            let ada = try await world.developer(on: portal)
            let secrets = try await signIn(world, portal)
            for next in [status, .approved] {
                _ = try await developers.update(
                    ada.id, DeveloperChange(status: next), of: portal.id, as: world.root)
            }
            #expect(try await developers.session(secrets.access.text, on: portal) == nil)
        }
    }
}

@Suite struct DeveloperApprovalTests {
    @Test(arguments: Engines.all) func approvingTwiceWelcomesOnce(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal()
            let ada = try await world.developer(on: portal, status: .pending)
            for _ in 1...2 {
                _ = try await world.product.developers.update(
                    ada.id, DeveloperChange(status: .approved), of: portal.id, as: world.root)
            }
            let welcomes = try await world.mails(to: ada.email).filter { $0.template == .accountAccessApproved }
            #expect(welcomes.count == 1)
            #expect(welcomes[0].link == "http://payments.localhost:8080/login")
        }
    }

    @Test func theGatewayIsToldOfEachStatusAndOfADeletion() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), bell = world.product.kernel.gatewayBell
            let ada = try await world.developer(on: portal), before = bell.count
            _ = try await world.product.developers.update(
                ada.id, DeveloperChange(status: .revoked), of: portal.id, as: world.root)
            #expect(bell.count == before + 1)
            try await world.product.developers.delete(ada.id, of: portal.id, as: world.root)
            #expect(bell.count == before + 2)
        }
    }

    @Test func anOperatorsDeveloperIsMailedOnlyWhenInvited() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal { $0.autoApproveDevelopers = true }
            let developers = world.product.developers
            let quiet = DeveloperDraft(email: "alan@example.com", fullName: "Alan Turing")
            #expect(try await developers.create(quiet, on: portal.id, as: world.root).status == .approved)
            #expect(try await world.mails(to: quiet.email).isEmpty)
            var invited = DeveloperDraft(email: "ada@example.com", fullName: "Ada Lovelace")
            invited.sendsInvitation = true
            _ = try await developers.create(invited, on: portal.id, as: world.root)
            let token = try await world.token(mailedTo: invited.email)
            try await developers.resetPassword(token: token, password: TestPassword.good, on: portal.id)
            _ = try await developers.signIn(
                email: invited.email, password: TestPassword.good, on: portal.id, throttleKey: "here")
        }
    }

    @Test func onlyOperatorsDecide() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), developers = world.product.developers
            let ada = try await world.developer(on: portal)
            for actor in [Actor.developer(ada.id, portal: portal.id), .visitor(portal: portal.id)] {
                await #expect(throws: Refusal.notFound) {
                    try await developers.update(
                        ada.id, DeveloperChange(status: .approved), of: portal.id, as: actor)
                }
                await #expect(throws: Refusal.notFound) {
                    try await developers.delete(ada.id, of: portal.id, as: actor)
                }
                await #expect(throws: Refusal.notFound) {
                    try await developers.list(ListQuery(), of: portal.id, as: actor)
                }
                await #expect(throws: Refusal.notFound) {
                    try await world.product.messages.list(ListQuery(), as: actor)
                }
            }
        }
    }

    @Test func anotherPortalsDeveloperIsNotFound() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), other = try await world.portal("Travel")
            let ada = try await world.developer(on: portal), developers = world.product.developers
            await #expect(throws: Refusal.notFound) {
                try await developers.find(ada.id, of: other.id, as: world.root)
            }
            await #expect(throws: Refusal.notFound) {
                try await developers.update(
                    ada.id, DeveloperChange(status: .revoked), of: other.id, as: world.root)
            }
            await #expect(throws: Refusal.notFound) {
                try await developers.delete(ada.id, of: other.id, as: world.root)
            }
        }
    }

    @Test func aDeletedDevelopersAddressIsFree() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal()
            let ada = try await world.developer(on: portal)
            try await world.product.developers.delete(ada.id, of: portal.id, as: world.root)
            let again = try await world.developer(on: portal, status: .pending)
            #expect(again.id != ada.id)
        }
    }
}
