import Core
import Hummingbird
import Model
import Site
import Synchronization
import TestKit
import Testing
import Web

@Suite struct ApplicationPagesTests {
    private func signIn(_ home: ApplicationWorld, _ email: String = "ada@example.com") async throws -> TestClient {
        let router = Router(context: AppContext.self), product = home.world.product
        SiteDoor.open(product, proxies: .none).mount(SitePages.endpoints(product), on: router)
        SiteDoor.signedIn(product, proxies: .none).mount(SitePages.signedInEndpoints(product), on: router)
        let client = TestServer(router).client(host: home.host)
        let login: KeyValuePairs = ["email": email, "password": TestPassword.good, "return_to": "/apps"]
        #expect(try await client.submit("/login", login).location == "/apps")
        return client
    }

    private func hidden(_ name: String, in page: TestReply) -> String {
        let parts = page.text.split(separator: "name=\"\(name)\" value=\"")
        return parts.count > 1 ? String(parts[1].prefix { $0 != "\"" }) : ""
    }

    @Test func fromAnAPIToAKeyIsOneForm() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), ada = try await signIn(home)
            #expect(try await ada.open("/apps").text.contains("No applications yet"))
            let page = try await ada.open("/apis/\(home.api.slug)/use")
            #expect(page.text.contains("Create application and key"))
            let id = hidden("new_id", in: page), strategy = hidden("auth_strategy_id", in: page)
            let fields: KeyValuePairs = ["new_id": id, "auth_strategy_id": strategy, "name": "Shop"]
            let done = try await ada.submit("/apis/\(home.api.slug)/use", fields)
            #expect(done.status == 200)
            #expect(done.headers[.cacheControl] == "no-store")
            #expect(done.text.contains("Waiting for approval"))
            let key = try #require(done.text.firstMatch(of: #/ptk_\w{40}/#)).output
            #expect(APIKey.isWellFormed(String(key)))
            let again = try await ada.submit("/apis/\(home.api.slug)/use", fields)
            #expect(again.location == "/apps/\(id)")
            let shop = try await ada.open("/apps/\(id)")
            #expect(!shop.text.contains(key))
            #expect(shop.text.contains("Pending"))
            #expect(try await ada.open("/apps").text.contains("Shop"))
        }
    }

    @Test func fromAnAPIToAClientIsOneForm() async throws {
        try await ClientWorld.on(.sqlite) { stage in
            let ada = try await signIn(stage.home), path = "/apis/\(stage.api.slug)/use"
            let page = try await ada.open(path)
            #expect(page.text.contains("Create application</"))
            #expect(!page.text.contains("name=\"client_id\""))
            let id = hidden("new_id", in: page)
            let fields: KeyValuePairs = [
                "new_id": id, "auth_strategy_id": stage.strategy.text, "name": "Shop",
            ]
            stage.bridge.state.withLock { $0.isDown = true }
            let refused = try await ada.submit(path, fields)
            #expect(refused.status == 400)
            #expect(refused.text.contains("The identity provider did not do it: no route to host"))
            stage.bridge.state.withLock { $0.isDown = false }
            let done = try await ada.submit(path, fields)
            #expect(done.status == 200)
            #expect(done.headers[.cacheControl] == "no-store")
            #expect(done.text.contains("client/1"))
            #expect(done.text.contains("secret-1"))
            #expect(done.text.contains("Waiting for approval"))
            #expect(try await ada.submit(path, fields).location == "/apps/\(id)")
            #expect(stage.bridge.clients == ["client/1": "secret-1"])
            let shop = try await ada.open("/apps/\(id)")
            #expect(shop.text.contains("client/1"))
            #expect(!shop.text.contains("secret-1"))
        }
    }

    @Test func sendingTheKeyFormTwiceMakesOneKey() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), ada = try await signIn(home)
            let shop = try await home.application(), path = "/apps/\(shop.id)"
            let id = hidden("key_id", in: try await ada.open(path))
            let fields: KeyValuePairs = ["key_id": id, "display_name": "Production"]
            #expect(try await ada.submit("\(path)/keys", fields).text.contains("ptk_"))
            let again = try await ada.submit("\(path)/keys", fields)
            #expect(again.status == 409)
            #expect(again.text.contains("This key has been created already"))
            let keys = try await world.product.credentials.list(
                of: shop.id, on: home.portal.id, ListQuery(), as: home.ada)
            #expect(keys.total == 1)
            #expect(try await ada.submit("\(path)/keys/\(id)/delete").location == path)
            #expect(try await ada.submit("\(path)/keys/\(id)/delete").status == 404)
        }
    }

    @Test func registeringTwiceFromAPageIsNoError() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), ada = try await signIn(home)
            let shop = try await home.application(), path = "/apps/\(shop.id)"
            #expect(try await ada.open("\(path)/register").text.contains(home.api.name))
            let fields: KeyValuePairs = ["api_id": home.api.id.text]
            #expect(try await ada.submit("\(path)/register", fields).location == path)
            #expect(try await ada.submit("\(path)/register", fields).location == path)
            let list = try await world.product.registrations.list(
                on: home.portal.id, ListQuery(), as: world.root)
            #expect(list.total == 1)
        }
    }

    @Test func scriptInNamesShowsAsText() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), ada = try await signIn(home)
            let script = "<script>alert(1)</script>\" onload=\"x"
            let made = try await ada.submit("/apps/new", ["name": script, "description": script])
            let path = try #require(made.location)
            _ = try await ada.submit("\(path)/keys", ["display_name": script])
            for page in ["/apps", path, "\(path)/edit", "\(path)/register", "/apis/\(home.api.slug)/use"] {
                let text = try await ada.open(page).text
                #expect(!text.contains("<script>alert"), "\(page)")
                #expect(!text.contains("\" onload=\"x"), "\(page)")
            }
        }
    }

    @Test func strangersVisitorsAndOtherSitesGetNowhere() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), shop = try await home.application()
            _ = try await home.colleague()
            let ada = try await signIn(home), grace = try await signIn(home, "grace@example.com")
            for path in ["/apps/\(shop.id)", "/apps/\(shop.id)/edit", "/apps/\(shop.id)/register", "/apps/nothing"] {
                #expect(try await grace.open(path).status == 404, "\(path)")
            }
            for path in ["/apps/\(shop.id)/delete", "/apps/\(shop.id)/keys", "/apps/\(shop.id)/edit"] {
                #expect(try await grace.submit(path).status == 404, "\(path)")
                #expect(try await ada.submit(path, site: "cross-site").status == 403, "\(path)")
            }
            #expect(try await world.product.applications.find(shop.id, as: world.root).application.name == "Shop")
        }
    }

    @Test func aReaderIsToldWhatIsMissing() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world) { $0.rbacEnabled = true }, ada = try await signIn(home)
            #expect(try await ada.open("/apis/\(home.api.slug)/use").status == 404)
            _ = try await home.team(role: .viewer)
            let page = try await ada.open("/apis/\(home.api.slug)/use")
            #expect(page.text.contains("You may read about"))
            #expect(try await ada.open("/account/teams").text.contains("Partners"))
        }
    }
}
