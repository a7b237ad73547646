import Console
import Core
import HTTPTypes
import Hummingbird
import Model
import TestKit
import Testing
import Web

@Suite struct APIPagesTests {
    private static let script = "<script>alert(1)</script>"

    private func console(_ world: World) async throws -> TestClient {
        let router = Router(context: AppContext.self)
        ConsoleDoor.signedIn(world.product, proxies: .none).mount(ConsolePages.endpoints(world.product), on: router)
        ConsoleDoor.open(proxies: .none).mount(ConsolePages.openEndpoints(world.product), on: router)
        let client = TestServer(router).client()
        let account = try await world.account().0
        let form: KeyValuePairs = ["email": account.email, "password": TestPassword.good]
        _ = try await client.submit("/sign-in", form)
        return client
    }

    private func upload(_ client: TestClient, _ path: String, file: String, fields: [String: String]) async throws
        -> TestReply
    {
        let boundary = "frontier"
        var body = ""
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"spec\"; filename=\"a.yaml\"\r\n"
        body += "Content-Type: application/yaml\r\n\r\n\(file)\r\n--\(boundary)--\r\n"
        return try await client.post(path, type: "multipart/form-data; boundary=\(boundary)", body)
    }

    @Test func anAPIIsMadeFromAFileAndFilledFromIt() async throws {
        try await World.on(.sqlite) { world in
            let client = try await console(world)
            #expect(try await client.open("/apis").text.contains("Describe your first API"))
            let file = "openapi: 3.0.3\ninfo: {title: Orders, version: 2.1.0, description: All of them}\npaths: {}\n"
            let made = try await upload(client, "/apis/new", file: file, fields: ["source": "file", "name": ""])
            #expect(made.status == 303)
            let api = try #require(try await world.product.apis.all(as: world.root).first)
            #expect(made.location == "/apis/\(api.id)")
            #expect(
                (api.name, api.version, api.slug, api.description) == ("Orders", "2.1.0", "orders-2", "All of them"))
            for path in ["", "/specification", "/documents", "/portals", "/edit", "/delete"] {
                #expect(try await client.open("/apis/\(api.id)\(path)").status == 200, "\(path)")
            }
        }
    }

    @Test func versionsAreComparedOnTheSpecificationTab() async throws {
        try await World.on(.sqlite) { world in
            let client = try await console(world), product = world.product
            var draft = APIDraft(name: "Orders")
            draft.specification = "openapi: 3.0.3\ninfo: {title: Orders, version: '1'}\npaths: {/a: {get: {}}}\n"
            let api = try await product.apis.create(draft, as: world.root)
            #expect(try await client.open("/apis/\(api.api.id)/compare").status == 404)
            let newer = "openapi: 3.0.3\ninfo: {title: Orders, version: '2'}\npaths: {}\n"
            let second = try await product.apiVersions.create(
                APIVersionDraft(version: nil, content: newer), of: api.api.id, as: world.root
            ).0
            let first = try #require(api.currentVersion)
            #expect(try await client.open("/apis/\(api.api.id)/specification").text.contains("Compare with…"))
            let page = try await client.open("/apis/\(api.api.id)/compare?from=\(first.id)&to=\(second.id)")
            #expect(page.text.contains("1 breaking") && page.text.contains("The operation is gone."))
            #expect(try await client.open("/apis/\(api.api.id)/compare?from=x").status == 404)
        }
    }

    @Test func aPageIsWrittenPublishedMovedAndDeleted() async throws {
        try await World.on(.sqlite) { world in
            let client = try await console(world), documents = world.product.apiDocuments
            let api = try await world.product.apis.create(APIDraft(name: "Orders"), as: world.root).api.id
            let first = try await client.submit("/apis/\(api)/documents", ["title": "doc1", "slug": "doc1"])
            let page = try #require(first.location)
            _ = try await client.submit(page, ["title": "doc1", "slug": "doc1", "content": "# Hello"])
            _ = try await client.submit(page + "/status", ["published": "true"])
            var tree = try await documents.tree(of: api, as: world.root)
            #expect(tree.map(\.document.status) == [.published])
            let taken = try await client.submit("/apis/\(api)/documents", ["title": "doc1", "slug": "doc1"])
            #expect(taken.status == 409)
            #expect(taken.text.contains("already exists here"))
            _ = try await client.submit("/apis/\(api)/documents", ["title": "doc2"])
            _ = try await client.submit(page + "/move", ["index": "-1"])
            tree = try await documents.tree(of: api, as: world.root)
            #expect(tree.map(\.document.slug) == ["doc2", "doc1"])
            _ = try await client.submit(page + "/delete")
            #expect(try await documents.tree(of: api, as: world.root).count == 1)
        }
    }

    @Test func anAPIIsPublishedChangedAndUnpublishedFromBothSides() async throws {
        try await World.on(.sqlite) { world in
            let client = try await console(world), portal = try await world.portal()
            let api = try await world.product.apis.create(APIDraft(name: "Orders"), as: world.root).api.id
            let path = "/apis/\(api)/portals"
            #expect(try await client.open(path).text.contains("Not published yet"))
            let form: KeyValuePairs = ["portal": portal.id.text, "visibility": "public", "strategy": "none"]
            #expect(try await client.submit(path, form).status == 303)
            #expect(try await client.open(path).text.contains("Everybody"))
            let change: KeyValuePairs = ["api": api.text, "visibility": "private", "strategy": "none"]
            #expect(try await client.submit("/portals/\(portal.id)/apis", change).status == 303)
            let found = try await world.product.publications.find(api, on: portal.id, as: world.root)
            #expect(found.visibility == .private)
            #expect(try await client.open("/portals/\(portal.id)/apis").text.contains("Signed-in developers"))
            _ = try await client.submit("\(path)/\(portal.id)/unpublish")
            #expect(try await world.product.publications.all(of: api, as: world.root).isEmpty)
        }
    }

    @Test func scriptInEveryTextShowsAsText() async throws {
        try await World.on(.sqlite) { world in
            let client = try await console(world)
            var draft = APIDraft(name: Self.script)
            draft.version = Self.script
            draft.description = Self.script
            draft.attributes = ["a": ["\" onclick=\"alert(1)"]]
            draft.specification =
                "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"\(Self.script)\"},\"paths\":{\"\(Self.script)\":1}}"
            let api = try await world.product.apis.create(draft, as: world.root).api.id
            var document = APIDocumentDraft(content: Self.script)
            (document.title, document.slug) = (Self.script, "doc")
            let page = try await world.product.apiDocuments.create(document, of: api, as: world.root).document
            let paths = ["", "/edit", "/delete", "/specification", "/documents", "/documents/\(page.id)", "/portals"]
            for path in ["/apis"] + paths.map({ "/apis/\(api)\($0)" }) {
                let reply = try await client.open(path)
                #expect(reply.status == 200, "\(path)")
                #expect(!reply.text.contains("<script>alert"), "\(path)")
                #expect(reply.text.firstMatch(of: /<[a-z](?:[^<>"]|"[^"]*")*\sonclick=/) == nil, "\(path)")
            }
        }
    }

    @Test func anotherSiteChangesNothing() async throws {
        try await World.on(.sqlite) { world in
            let client = try await console(world)
            let api = try await world.product.apis.create(APIDraft(name: "Orders"), as: world.root).api.id
            #expect(try await client.submit("/apis/\(api)/delete", site: "cross-site").status == 403)
            #expect(try await world.product.apis.find(api, as: world.root).api.name == "Orders")
            #expect(try await client.submit("/apis/\(api)/delete").location == "/apis")
            #expect(try await client.open("/apis/\(api)").status == 404)
        }
    }
}
