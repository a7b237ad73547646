import Console
import Core
import Hummingbird
import Model
import TestKit
import Testing
import Web

@Suite struct PackagePagesTests {
    private func console(_ world: World) async throws -> TestClient {
        let router = Router(context: AppContext.self)
        ConsoleDoor.signedIn(world.product, proxies: .none).mount(ConsolePages.endpoints(world.product), on: router)
        ConsoleDoor.open(proxies: .none).mount(ConsolePages.openEndpoints(world.product), on: router)
        let client = TestServer(router).client()
        _ = try await client.submit(
            "/sign-in", ["email": try await world.account().0.email, "password": TestPassword.good])
        return client
    }

    @Test func aPackageIsMadeFilledDescribedAndDeleted() async throws {
        try await World.on(.sqlite) { world in
            let client = try await console(world)
            #expect(try await client.open("/packages").text.contains("Bundle operations"))
            var draft = APIDraft(name: "Orders")
            draft.specification = """
                {"openapi":"3.0.3","info":{"title":"Orders","version":"1"},\
                "paths":{"/orders":{"get":{"responses":{}}}}}
                """
            let api = try await world.product.apis.create(draft, as: world.root).api.id
            let plane = try await world.product.controlPlanes.ensureBuiltIn().id
            let linked = try await client.submit("/apis/\(api)/gateway", ["service": plane.text])
            #expect(linked.status == 303)
            let made = try await client.submit("/packages/new", ["name": "Shop", "limit": "10", "span": "minutes"])
            #expect(made.status == 303)
            let id = try #require(try await world.product.packages.all(as: world.root).first).id
            let path = "/packages/\(id)"
            #expect(try await client.open("\(path)/operations").text.contains("/orders"))
            let operation = try #require(try await world.product.gatewayOperations.offered(as: world.root).first)
                .operation.id
            #expect(try await client.submit("\(path)/operations", [:]).status == 400)
            #expect(try await client.submit("\(path)/operations", ["operation": operation.text]).status == 303)
            let one = "\(path)/operations/\(operation)"
            #expect(try await client.submit(one, ["limit": "many", "span": "minutes"]).status == 400)
            #expect(try await client.submit(one, ["limit": "3", "span": "hours"]).status == 303)
            #expect(try await client.submit("\(path)/specification/generate").status == 303)
            for page in ["", "/operations", "/specification", "/documents", "/portals", "/edit", "/delete"] {
                #expect(try await client.open(path + page).status == 200, "\(page)")
            }
            #expect(try await client.open(one).text.contains("value=\"3\""))
            #expect(try await client.submit("\(path)/delete").status == 303)
            #expect(try await client.open(path).status == 404)
        }
    }

    @Test func theSourceStandsBesideWhatWasFoundInIt() async throws {
        try await World.on(.sqlite) { world in
            let client = try await console(world)
            var draft = APIDraft(name: "Orders")
            draft.specification = "openapi: 3.0.3\ninfo: {title: <b>, version: '1'}\npaths: {/a/: {get: {}}}\n"
            let overview = try await world.product.apis.create(draft, as: world.root)
            let version = try #require(overview.currentVersion).id
            let page = try await client.open("/apis/\(overview.api.id)/specification/\(version)/source")
            #expect(page.status == 200)
            #expect(page.text.contains("path-keys-no-trailing-slash"))
            #expect(page.text.contains("id=\"line-3\""))
            #expect(page.text.contains("href=\"#line-3\""))
            #expect(!page.text.contains("<b>, version"))
        }
    }
}
