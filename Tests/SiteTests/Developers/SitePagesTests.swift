import Core
import Hummingbird
import Model
import Site
import TestKit
import Testing
import Web

@Suite struct SitePagesTests {
    private static let home = "payments.localhost"

    private func site(_ world: World) -> TestServer {
        let router = Router(context: AppContext.self)
        let product = world.product
        router.addMiddleware {
            Fallback { refusal, request, id in await SiteErrorPage.reply(refusal, request, id, product) }
        }
        SiteDoor.open(product, proxies: .none).mount(SitePages.endpoints(product), on: router)
        SiteDoor.signedIn(product, proxies: .none).mount(SitePages.signedInEndpoints(product), on: router)
        return TestServer(router)
    }

    @Test func aDeveloperWalksFromSigningUpToTheirAccount() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), ada = site(world).client(host: Self.home)
            let sent = try await ada.submit(
                "/register", ["full_name": "Ada Lovelace", "email": "ada@example.com"])
            #expect(sent.location == "/register/sent")
            let token = try await world.token(mailedTo: "ada@example.com")
            let choose = try await ada.open("/verify-email?token=\(token)")
            #expect(choose.text.contains("Choose a password"))
            #expect(try await ada.open("/verify-email?token=\(token)").status == 200)
            let weak = try await ada.submit("/verify-email", ["token": token, "password": "short"])
            #expect(weak.status == 400)
            let chosen = try await ada.submit("/verify-email", ["token": token, "password": TestPassword.good])
            #expect(chosen.location == "/register/waiting")
            #expect(try await ada.open("/register/waiting").text.contains("you will get an e-mail"))
            let login: KeyValuePairs = [
                "email": "ada@example.com", "password": TestPassword.good, "return_to": "/account",
            ]
            let early = try await ada.submit("/login", login)
            #expect(early.status == 401)
            #expect(early.text.contains("Your account is disabled or pending approval"))
            let found = try await world.product.developers.list(ListQuery(), of: portal.id, as: world.root).items[0]
            _ = try await world.product.developers.update(
                found.id, DeveloperChange(status: .approved), of: portal.id, as: world.root)
            #expect(try await ada.submit("/login", login).location == "/account")
            #expect(try await ada.open("/account").text.contains("ada@example.com"))
            #expect(try await ada.open("/").text.contains("Welcome, Ada Lovelace"))
            #expect(try await ada.submit("/logout").location == "/")
            #expect(try await ada.open("/account").location == "/login?return_to=%2Faccount")
        }
    }

    @Test func signingInLeadsNowhereElse() async throws {
        try await World.on(.sqlite) { world in
            _ = try await world.developer(on: try await world.portal())
            for target in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"] {
                let ada = site(world).client(host: Self.home)
                let reply = try await ada.submit(
                    "/login", ["email": "ada@example.com", "password": TestPassword.good, "return_to": target])
                #expect(reply.location == "/", "\(target)")
            }
        }
    }

    @Test func anotherSitesFormsAreRefused() async throws {
        try await World.on(.sqlite) { world in
            _ = try await world.developer(on: try await world.portal())
            let ada = site(world).client(host: Self.home)
            for path in ["/register", "/login", "/logout", "/forgot-password", "/verify-email"] {
                #expect(try await ada.submit(path, [:], site: "cross-site").status == 403)
                #expect(try await ada.call(.post, path).status == 403)
            }
        }
    }

    @Test func linksThatDoNotWorkOfferANewOne() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), ada = site(world).client(host: Self.home)
            try await world.product.developers.register(
                SignUpDraft(email: "ada@example.com", fullName: "Ada"), on: portal.id, throttleKey: "here")
            let token = try await world.token(mailedTo: "ada@example.com")
            world.clock.advance(by: .hours(25))
            let old = try await ada.open("/verify-email?token=\(token)")
            #expect(old.status == 410)
            #expect(old.text.contains("This link has expired") && old.text.contains("action=\"/forgot-password\""))
            for nonsense in ["1", "00000000-0000-4000-8000-000000000000", "%3Cscript%3E"] {
                let reply = try await ada.open("/reset-password?token=\(nonsense)")
                #expect(reply.text.contains("This link does not work"))
                #expect(!reply.text.contains("<script>"))
            }
            #expect(
                try await ada.submit("/forgot-password", ["email": "ada@example.com"]).location
                    == "/forgot-password/sent")
            #expect(
                try await ada.submit("/forgot-password", ["email": "nobody@example.com"]).location
                    == "/forgot-password/sent")
        }
    }

    @Test func markupInWhatWasTypedIsShownAsText() async throws {
        try await World.on(.sqlite) { world in
            let evil = "<script>alert(1)</script>"
            let portal = try await world.portal { $0.displayName = evil }
            let ada = site(world).client(host: Self.home)
            let again = try await ada.submit("/register", ["full_name": evil, "email": evil])
            #expect(again.status == 400)
            _ = try await world.product.developers.register(
                SignUpDraft(email: "eve@example.com", fullName: evil), on: portal.id, throttleKey: "here")
            let mail = try await world.mails(to: "eve@example.com")[0]
            let pages = [
                again.text, try await ada.open("/").text, try await ada.open("/login").text,
                try await ada.open("/\(evil)").text, mail.html,
            ]
            for page in pages {
                #expect(!page.contains(evil))
            }
        }
    }

    @Test func aPrivatePortalTellsVisitorsItsNameAndNothingElse() async throws {
        try await World.on(.sqlite) { world in
            _ = try await world.portal { $0.description = "Everything about our secret bank" }
            let visitor = site(world).client(host: Self.home)
            let home = try await visitor.open("/")
            #expect(home.status == 200)
            #expect(home.text.contains("Payments") && home.text.contains("Sign up"))
            #expect(!home.text.contains("secret bank") && !home.text.contains("/apis"))
        }
    }

    @Test func whatIsAbsentOffersSigningInAndAWayBack() async throws {
        try await World.on(.sqlite) { world in
            _ = try await world.portal()
            let server = site(world)
            let lost = try await server.client(host: Self.home).open("/guides/secret?a=b")
            #expect(lost.status == 404)
            #expect(lost.text.contains("/login?return_to=%2Fguides%2Fsecret%3Fa%3Db"))
            let nowhere = try await server.client(host: "nowhere.localhost").open("/")
            #expect(nowhere.status == 404)
        }
    }

    @Test func portalsWithoutAccountsHaveNoPagesForThem() async throws {
        try await World.on(.sqlite) { world in
            _ = try await world.portal { $0.authenticationEnabled = false }
            let visitor = site(world).client(host: Self.home)
            for path in ["/login", "/register", "/logout", "/account", "/forgot-password", "/verify-email?token=1"] {
                #expect(try await visitor.open(path).status == 404, "\(path)")
            }
            let home = try await visitor.open("/")
            #expect(home.status == 200)
            #expect(!home.text.contains("Sign in"))
        }
    }
}
