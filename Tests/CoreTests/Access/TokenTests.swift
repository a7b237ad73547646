import Core
import Model
import Storage
import TestKit
import Testing

/// Tokens of people and programs, and invitations.
@Suite struct TokenTests {
    @Test(arguments: Engines.all) func aRevokedTokenStopsAtOnceOnEveryInstance(engine: Engines) async throws {
        try await World.on(engine) { world in
            let other = World(world.database), product = world.product
            let (account, token) = try await world.account(), me = Actor.operator(account.id)
            #expect(try await other.product.operators.authenticate(token: token) == me)
            let known = try await product.operators.tokens(of: account.id, as: me)
            let revoked = try await product.operators.revokeToken(known[0].id, of: account.id, as: me)
            #expect(product.operators.state(of: revoked) == .revoked)
            #expect(revoked.revokedBy == account.id.text)
            await #expect(throws: Refusal.unauthenticated()) {
                try await other.product.operators.authenticate(token: token)
            }
            let robot = try await product.systemAccounts.create(SystemAccountDraft(name: "ci"), as: me)
            let (issued, secret) = try await product.systemAccounts.createToken(
                name: "pipeline", expiresAt: product.kernel.now + .days(1), for: robot.id, as: me)
            #expect(secret.text.hasPrefix("spat_"))
            #expect(try await other.product.operators.authenticate(token: secret.text) == .systemAccount(robot.id))
            try await product.systemAccounts.deleteToken(issued.id, of: robot.id, as: me)
            await #expect(throws: Refusal.unauthenticated()) {
                try await other.product.operators.authenticate(token: secret.text)
            }
        }
    }

    @Test func anExpiredTokenIsNone() async throws {
        try await World.on(.sqlite) { world in
            let product = world.product
            let (account, _) = try await world.account(), me = Actor.operator(account.id)
            let end = product.kernel.now + .days(1)
            let (made, secret) = try await product.operators.createToken(
                name: "short", expiresAt: end, for: account.id, as: me)
            #expect(try await product.operators.authenticate(token: secret.text) == me)
            world.clock.advance(by: .days(1))
            #expect(product.operators.state(of: made) == .expired)
            await #expect(throws: Refusal.unauthenticated()) {
                try await product.operators.authenticate(token: secret.text)
            }
        }
    }

    @Test func tokensObeyThePolicyOfTheOrganization() async throws {
        try await World.on(.sqlite) { world in
            let product = world.product
            let (account, token) = try await world.account(), me = Actor.operator(account.id)
            _ = try await product.operators.setTokenPolicy(isEnabled: nil, days: 30, as: me)
            await #expect(throws: Refusal.self) {
                try await product.operators.createToken(
                    name: "long", expiresAt: product.kernel.now + .days(31), for: account.id, as: me)
            }
            _ = try await product.operators.setTokenPolicy(isEnabled: false, days: nil, as: me)
            await #expect(throws: Refusal.unauthenticated()) {
                try await product.operators.authenticate(token: token)
            }
        }
    }

    @Test(arguments: Engines.all) func anInvitationLetsOneInOnce(engine: Engines) async throws {
        try await World.on(engine) { world in
            let product = world.product
            let (admin, _) = try await world.account(), root = Actor.operator(admin.id)
            let email = "ada@example.com"
            let first = try await product.operators.invite(email: email, as: root)
            #expect(!first.isActive)
            let old = try await world.token(mailedTo: email)
            world.clock.advance(by: .hours(1))
            #expect(try await product.operators.invite(email: "ADA@example.com", as: root).id == first.id)
            let link = try await world.token(mailedTo: email)
            await #expect(throws: Refusal.notFound) { try await product.operators.invited(by: old) }
            await #expect(throws: Refusal.self) {
                try await product.operators.accept(link: link, name: "Ada", password: "short")
            }
            let ada = try await product.operators.accept(link: link, name: "Ada", password: TestPassword.good)
            #expect(ada.isActive)
            await #expect(throws: Refusal.notFound) {
                try await product.operators.accept(link: link, name: "Eve", password: TestPassword.good)
            }
            _ = try await product.operators.signIn(email: email, password: TestPassword.good, throttleKey: "x")
            await #expect(throws: Refusal.conflict("\(email) works here already")) {
                try await product.operators.invite(email: email, as: root)
            }
            #expect(try await product.portals.list(ListQuery(), as: .operator(ada.id)).total == 0)
        }
    }

    @Test func anInvitationEndsAfterSevenDays() async throws {
        try await World.on(.sqlite) { world in
            let product = world.product
            _ = try await product.operators.invite(email: "ada@example.com", as: world.root)
            let link = try await world.token(mailedTo: "ada@example.com")
            world.clock.advance(by: .days(7))
            await #expect(throws: Refusal.gone("The invitation has expired. Ask for a new one.")) {
                try await product.operators.accept(link: link, name: "Ada", password: TestPassword.good)
            }
        }
    }

    @Test func theAllowListShutsNobodyOutWhoSetsIt() async throws {
        try await World.on(.sqlite) { world in
            let organizations = world.product.organizations
            await #expect(throws: Refusal.self) {
                try await organizations.setAllowList(
                    isEnabled: true, networks: ["10.0.0.0/8"], from: "192.0.2.1", as: world.root)
            }
            _ = try await organizations.setAllowList(
                isEnabled: true, networks: ["192.0.2.0/24"], from: "192.0.2.1", as: world.root)
            try await organizations.requireAdmitted("192.0.2.7")
            await #expect(throws: Refusal.self) { try await organizations.requireAdmitted("198.51.100.1") }
        }
    }
}
