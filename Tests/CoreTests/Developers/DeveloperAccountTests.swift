import Core
import Model
import TestKit
import Testing

@Suite struct DeveloperAccountTests {
    private static let draft = SignUpDraft(email: "Ada@Example.com", fullName: "Ada Lovelace")

    private func found(_ world: World, on portal: Portal) async throws -> [Developer] {
        try await world.product.developers.list(ListQuery(), of: portal.id, as: world.root).items
    }

    @Test(arguments: Engines.all) func whoSignsUpIsMailedALinkAndWaits(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal()
            try await world.product.developers.register(Self.draft, on: portal.id, throttleKey: "here")
            let mails = try await world.mails(to: "ada@example.com")
            #expect(mails.map(\.subject) == ["Please confirm your email address"])
            #expect(mails[0].link?.hasPrefix("http://payments.localhost:8080/verify-email?token=") == true)
            #expect(mails[0].text.contains(mails[0].link ?? "-"))
            let developer = try await found(world, on: portal).first
            #expect(developer?.status == .pending)
            #expect(developer?.emailVerifiedAt == nil)
        }
    }

    @Test func aKnownAddressGetsTheSameAnswerAndAnotherMail() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal()
            let ada = try await world.developer(on: portal)
            let again = SignUpDraft(email: ada.email, fullName: "Mallory")
            try await world.product.developers.register(again, on: portal.id, throttleKey: "here")
            #expect(try await world.mails(to: ada.email).first?.template == .accountExists)
            #expect(try await found(world, on: portal) == [ada])
        }
    }

    @Test func whoNeverConfirmedIsMailedAnotherConfirmation() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal()
            for _ in 1...2 {
                try await world.product.developers.register(Self.draft, on: portal.id, throttleKey: "here")
            }
            let templates = try await world.mails(to: "ada@example.com").map(\.template)
            #expect(templates == [.confirmEmailAddress, .confirmEmailAddress])
            #expect(try await found(world, on: portal).count == 1)
        }
    }

    @Test func nobodyIsFloodedWithLinks() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal()
            for round in 1...9 {
                try await world.product.developers.register(Self.draft, on: portal.id, throttleKey: "\(round)")
            }
            #expect(try await world.mails(to: "ada@example.com").count == 5)
        }
    }

    @Test func requestsForLinksAreThrottledPerAddress() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal()
            let refusal = await #expect(throws: Refusal.self) {
                for _ in 1...11 {
                    try await world.product.developers.forgotPassword(
                        email: "nobody@example.com", on: portal.id, throttleKey: "here")
                }
            }
            guard case .tooMany? = refusal else { Issue.record("\(String(describing: refusal))"); return }
            try await world.product.developers.forgotPassword(
                email: "nobody@example.com", on: portal.id, throttleKey: "elsewhere")
        }
    }

    @Test(arguments: Engines.all) func aConfirmationWorksOnceAndGivesATokenForAPassword(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), developers = world.product.developers
            try await developers.register(Self.draft, on: portal.id, throttleKey: "here")
            let token = try await world.token(mailedTo: "ada@example.com")
            let confirmed = try await developers.verifyEmail(token: token.uppercased(), on: portal.id)
            #expect(confirmed.email == "ada@example.com")
            await #expect(throws: Refusal.gone("The token has been used")) {
                try await developers.verifyEmail(token: token, on: portal.id)
            }
            try await developers.resetPassword(token: confirmed.token, password: TestPassword.good, on: portal.id)
            await #expect(throws: Refusal.gone("The token has been used")) {
                try await developers.resetPassword(
                    token: confirmed.token, password: TestPassword.good, on: portal.id)
            }
        }
    }

    @Test func linksExpire() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), developers = world.product.developers
            try await developers.register(Self.draft, on: portal.id, throttleKey: "here")
            let confirmation = try await world.token(mailedTo: "ada@example.com")
            world.clock.advance(by: .seconds(1))
            try await developers.forgotPassword(email: "ada@example.com", on: portal.id, throttleKey: "here")
            let reset = try await world.token(mailedTo: "ada@example.com")
            world.clock.advance(by: .hours(1))
            await #expect(throws: Refusal.gone("The token has expired")) {
                try await developers.resetPassword(token: reset, password: TestPassword.good, on: portal.id)
            }
            world.clock.advance(by: .hours(23))
            await #expect(throws: Refusal.gone("The token has expired")) {
                try await developers.verifyEmail(token: confirmation, on: portal.id)
            }
        }
    }

    @Test func aLinkOfAnotherPortalOrOfAnotherKindIsUnknown() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), other = try await world.portal("Travel")
            let developers = world.product.developers
            try await developers.register(Self.draft, on: portal.id, throttleKey: "here")
            let token = try await world.token(mailedTo: "ada@example.com")
            await #expect(throws: Refusal.unknown("The provided token was not found")) {
                try await developers.verifyEmail(token: token, on: other.id)
            }
            await #expect(throws: Refusal.unknown("The provided token was not found")) {
                try await developers.resetPassword(token: token, password: TestPassword.good, on: portal.id)
            }
            await #expect(throws: Refusal.self) { try await developers.verifyEmail(token: "1", on: portal.id) }
        }
    }

    @Test func aPasswordThatBreaksTheRuleDoesNotUseUpTheLink() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), developers = world.product.developers
            try await developers.register(Self.draft, on: portal.id, throttleKey: "here")
            let token = try await world.token(mailedTo: "ada@example.com")
            for password in ["short", "aaaaaaaaaaaaaaa", "ada@example.com"] {
                let refusal = await #expect(throws: Refusal.self) {
                    try await developers.resetPassword(
                        token: token, password: password, on: portal.id, accepting: [.confirm])
                }
                guard case .invalid? = refusal else { Issue.record("\(password)"); return }
            }
            try await developers.resetPassword(
                token: token, password: TestPassword.good, on: portal.id, accepting: [.confirm])
        }
    }

    @Test func aNewPasswordEndsSessionsAndOtherLinks() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), developers = world.product.developers
            let ada = try await world.developer(on: portal)
            let session = try await developers.signIn(
                email: ada.email, password: TestPassword.good, on: portal.id, throttleKey: "here")
            try await developers.forgotPassword(email: ada.email, on: portal.id, throttleKey: "here")
            let first = try await world.token(mailedTo: ada.email)
            world.clock.advance(by: .seconds(1))
            try await developers.forgotPassword(email: ada.email, on: portal.id, throttleKey: "here")
            let second = try await world.token(mailedTo: ada.email)
            try await developers.resetPassword(token: second, password: "another good one", on: portal.id)
            #expect(try await developers.session(session.access.text, on: portal) == nil)
            await #expect(throws: Refusal.gone("The token has been used")) {
                try await developers.resetPassword(token: first, password: TestPassword.good, on: portal.id)
            }
        }
    }

    @Test func operatorsAreToldWhoWaitsOnlyWhereThePortalShowsIt() async throws {
        try await World.on(.sqlite) { world in
            let (grace, _) = try await world.account()
            let silent = try await world.portal(),
                open = try await world.portal("Travel") {
                    $0.notificationsShowDeveloperPII = true
                }
            _ = try await world.developer("ada@example.com", on: silent, status: .pending)
            world.clock.advance(by: .seconds(1))
            _ = try await world.developer("alan@example.com", on: open, status: .pending)
            let mails = try await world.mails(to: grace.email)
            #expect(mails.map(\.template) == [.developerPending, .developerPending])
            #expect(mails[0].text.contains("alan@example.com"))
            #expect(!mails[1].text.contains("ada@example.com") && !mails[1].text.contains("Lovelace"))
        }
    }

    @Test func portalsWithoutAccountsKnowNothingOfThem() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal { $0.authenticationEnabled = false }
            let developers = world.product.developers
            await #expect(throws: Refusal.notFound) {
                try await developers.register(Self.draft, on: portal.id, throttleKey: "here")
            }
            await #expect(throws: Refusal.notFound) {
                try await developers.signIn(email: "a@b.c", password: "x", on: portal.id, throttleKey: "here")
            }
            await #expect(throws: Refusal.notFound) {
                try await developers.forgotPassword(email: "a@b.c", on: portal.id, throttleKey: "here")
            }
        }
    }
}
