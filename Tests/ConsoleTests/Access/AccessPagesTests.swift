import Console
import Core
import Hummingbird
import Model
import TestKit
import Testing
import Web

@Suite struct AccessPagesTests {
    private func signIn(_ world: World) async throws -> TestClient {
        let (account, _) = try await world.account()
        let router = Router(context: AppContext.self), product = world.product
        ConsoleDoor.signedIn(product, proxies: .none).mount(ConsolePages.endpoints(product), on: router)
        ConsoleDoor.open(proxies: .none).mount(ConsolePages.openEndpoints(product), on: router)
        let client = TestServer(router).client()
        _ = try await client.submit("/sign-in", ["email": account.email, "password": TestPassword.good])
        return client
    }

    @Test func anOperatorApprovesAndRevokes() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), shop = try await home.application("<b>Shop</b>")
            let registration = try await home.register(shop), root = try await signIn(world)
            let path = "/portals/\(home.portal.id)/registrations"
            let list = try await root.open(path)
            #expect(list.status == 200)
            #expect(list.text.contains("&lt;b&gt;Shop&lt;/b&gt;"))
            #expect(list.text.contains("Approve"))
            for status in ["approved", "revoked"] {
                let reply = try await root.submit(
                    "\(path)/\(registration.id)", ["status": status, "application": shop.id.text])
                #expect(reply.location == path)
            }
            let found = try await world.product.registrations.find(
                registration.id, of: shop.id, on: home.portal.id, as: world.root)
            #expect(found.registration.status == .revoked)
            #expect(try await root.open("\(path)?status=pending").text.contains("No registration matches"))
            let detail = try await root.open("/portals/\(home.portal.id)/applications/\(shop.id)")
            #expect(detail.text.contains("Revoked"))
        }
    }

    @Test func aTeamIsMadeFilledAndGivenARole() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), root = try await signIn(world)
            let teams = "/portals/\(home.portal.id)/teams"
            #expect(try await root.open(teams).text.contains("No teams yet"))
            let made = try await root.submit("\(teams)/new", ["name": "<script>x</script>"])
            let team = try #require(made.location)
            let fresh = try await root.open(team)
            #expect(!fresh.text.contains("<script>x"))
            #expect(fresh.text.contains("Ada Lovelace"))
            _ = try await root.submit("\(team)/developers", ["developer": home.developer.id.text])
            _ = try await root.submit("\(team)/roles", ["api": home.api.id.text, "role": "API Consumer"])
            let filled = try await root.open(team)
            #expect(filled.text.contains("ada@example.com"))
            let again = try await root.submit("\(team)/roles", ["api": home.api.id.text, "role": "API Consumer"])
            #expect(again.location == team)
            #expect(try await root.submit("\(teams)/new", ["name": "<script>x</script>"]).status == 409)
            #expect(try await root.submit("\(team)/delete").location == teams)
        }
    }

    @Test func securitySettingsAreSavedAndRBACNeedsAccounts() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), root = try await signIn(world)
            let path = "/portals/\(home.portal.id)/settings/security"
            #expect(try await root.open(path).text.contains("RBAC"))
            let wrong = try await root.submit(path, ["rbac_enabled": "true"])
            #expect(wrong.status == 400)
            let saved = try await root.submit(
                path,
                [
                    "authentication_enabled": "true", "rbac_enabled": "true",
                    "default_strategy": home.strategy.text, "default_api_visibility": "public",
                    "default_page_visibility": "private",
                ])
            #expect(saved.location == path)
            let portal = try await world.product.portals.find(home.portal.id, as: world.root)
            #expect(portal.rbacEnabled)
            #expect(portal.defaultAPIVisibility == .public)
            #expect(portal.defaultStrategyID == home.strategy)
        }
    }

    @Test func aPortalIsDeletedOnlyByItsName() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), root = try await signIn(world)
            let path = "/portals/\(home.portal.id)/delete"
            _ = try await root.submit(path, ["confirmation": "wrong"])
            #expect(try await world.product.portals.find(home.portal.id, as: world.root) == home.portal)
            #expect(try await root.submit(path, ["confirmation": home.portal.name]).location == "/portals")
            await #expect(throws: Refusal.notFound) {
                _ = try await world.product.portals.find(home.portal.id, as: world.root)
            }
        }
    }

    @Test func strategiesAreMadeChangedAndDeleted() async throws {
        try await World.on(.sqlite) { world in
            _ = try await world.product.strategies.ensureBuiltIn()
            let root = try await signIn(world)
            #expect(try await root.open("/application-auth").text.contains("key-auth"))
            let made = try await root.submit(
                "/application-auth/new",
                [
                    "name": "<i>keys</i>", "display_name": "Keys", "kind": "key_auth", "key_names": "apikey, x-key",
                    "ttl_unit": "days", "ttl_value": "30",
                ])
            #expect(made.location == "/application-auth")
            let strategies = try await world.product.strategies.all(as: world.root)
            let strategy = try #require(strategies.first { $0.name == "<i>keys</i>" })
            #expect(strategy.keyAuth == KeyAuth(keyNames: ["apikey", "x-key"], timeToLive: TimeToLive(30, .days)))
            let page = try await root.open("/application-auth/\(strategy.id)")
            #expect(page.text.contains("&lt;i&gt;keys&lt;/i&gt;"))
            let wrong = try await root.submit(
                "/application-auth/\(strategy.id)", ["name": "", "display_name": "", "key_names": "bad name"])
            #expect(wrong.status == 400)
            #expect(
                try await root.submit("/application-auth/\(strategy.id)/delete").location == "/application-auth")
        }
    }
}
