import Core
import Endpoints
import HTTPTypes
import Hummingbird
import Model
import Site
import TestKit
import Testing
import Web

@Suite struct CatalogLeakTests {
    private static let secret = "Zanzibar"
    private static let description = """
        {"openapi":"3.0.3","info":{"title":"\(secret)","version":"1"},"paths":{"/zanzibar":{"get":\
        {"operationId":"listZanzibar","summary":"List Zanzibar","responses":{"200":{"description":"OK"}}}}},\
        "components":{"schemas":{"Zanzibar":{"type":"object"}}}}
        """

    private struct Stage {
        let world: World, portal: Portal, api: API, version: ID<APIVersion>, server: TestServer
    }

    /// A private API with all that an API may have, on a portal with a developer, beside another portal.
    private func stage(_ world: World) async throws -> Stage {
        let portal = try await world.portal(), product = world.product
        _ = try await world.portal("Elsewhere")
        var draft = APIDraft(name: Self.secret)
        draft.specification = Self.description
        draft.attributes = ["zanzibar": ["zanzibar"]]
        let overview = try await product.apis.create(draft, as: world.root), api = overview.api
        var document = APIDocumentDraft(content: "# Zanzibar guide")
        document.slug = "guide"
        document.status = .published
        _ = try await product.apiDocuments.create(document, of: api.id, as: world.root)
        let icon = "data:image/svg+xml;base64,PHN2Zz48cmVjdC8+PC9zdmc+"
        _ = try await product.apiIcons.put(dataURI: icon, of: api.id, as: world.root)
        var publication = PublicationDraft()
        publication.visibility = .private
        _ = try await product.publications.publish(api.id, to: portal.id, publication, as: world.root)
        let version = try #require(overview.currentVersion).id
        return Stage(world: world, portal: portal, api: api, version: version, server: server(product))
    }

    private func server(_ product: Product) -> TestServer {
        let router = Router(context: AppContext.self)
        router.addMiddleware {
            Fallback { refusal, request, id in await SiteErrorPage.reply(refusal, request, id, product) }
        }
        SiteDoor.open(product, proxies: .none).mount(SitePages.endpoints(product), on: router)
        SiteDoor.signedIn(product, proxies: .none).mount(SitePages.signedInEndpoints(product), on: router)
        DeveloperDoor.open(product, proxies: .none).mount(DeveloperAPI.endpoints(product), on: router)
        return TestServer(router)
    }

    private func addresses(_ stage: Stage) -> [String] {
        let slug = stage.api.slug, id = stage.api.id.text, version = stage.version.text
        let pages = [
            "", ".md", "/docs/guide", "/docs/guide.md", "/reference", "/reference.md", "/specification",
            "/reference/operations/list-zanzibar", "/reference/operations/list-zanzibar.md",
            "/reference/schemas/zanzibar", "/reference/schemas/zanzibar.md", "/reference/groups/zanzibar.md",
            "/reference/nodes/at?pointer=%2Finfo",
            "/reference/fragments/at?pointer=%2Finfo", "/reference?version=1",
        ].map { "/apis/\(slug)\($0)" }
        let calls = [
            "", "/actions", "/versions", "/versions/\(version)", "/versions/\(version)/raw", "/specifications",
            "/specifications/\(version)", "/specifications/\(version)/raw", "/documents", "/documents/guide",
            "/images/icon/raw",
        ].flatMap { ["/api/v3/apis/\(slug)\($0)", "/api/v3/apis/\(id)\($0)"] }
        return pages + calls + ["/_core/apis/\(id)/icon"]
    }

    @Test(arguments: Engines.all) func aPrivateAPIIsNotFoundAtAnyDoor(engine: Engines) async throws {
        try await World.on(engine) { world in
            let stage = try await stage(world)
            for host in ["payments.localhost", "elsewhere.localhost"] {
                let visitor = stage.server.client(host: host)
                for address in addresses(stage) {
                    let reply = try await visitor.open(address)
                    #expect(reply.status == 404, "\(host)\(address)")
                    #expect(!reply.text.contains("Zanzibar"), "\(host)\(address)")
                }
            }
        }
    }

    @Test func noListNamesAPrivateAPI() async throws {
        try await World.on(.sqlite) { world in
            let stage = try await stage(world)
            let lists = [
                "/llms.txt", "/llms-full.txt", "/apis", "/apis.md", "/apis?attr.zanzibar=zanzibar", "/api/v3/apis",
                "/api/v3/api-attributes",
                "/api/v3/search?q=List", "/search?q=List", "/api/v3/apis?filter%5Bname%5D=Zanzibar",
            ]
            for host in ["payments.localhost", "elsewhere.localhost"] {
                let visitor = stage.server.client(host: host)
                for address in lists {
                    let reply = try await visitor.open(address)
                    #expect(reply.status == 200, "\(host)\(address)")
                    #expect(!reply.text.contains("Zanzibar"), "\(host)\(address)")
                    #expect(!reply.text.contains(stage.api.id.text), "\(host)\(address)")
                }
            }
        }
    }

    @Test func aPrivateAPIAnswersAsAnAbsentOneDoes() async throws {
        try await World.on(.sqlite) { world in
            let stage = try await stage(world), visitor = stage.server.client(host: "payments.localhost")
            let hidden = try await visitor.open("/apis/zanzibar-1"), absent = try await visitor.open("/apis/zanzibar-2")
            #expect(hidden.text == absent.text.replacing("zanzibar-2", with: "zanzibar-1"))
            #expect(hidden.text.contains("/login?return_to="))
            let one = try await visitor.call(.get, "/api/v3/apis/zanzibar-1")
            #expect(one.json == (try await visitor.call(.get, "/api/v3/apis/zanzibar-2")).json)
        }
    }

    @Test func aSignedInDeveloperOpensAllOfIt() async throws {
        try await World.on(.sqlite) { world in
            let stage = try await stage(world)
            _ = try await world.developer(on: stage.portal)
            let ada = stage.server.client(host: "payments.localhost")
            let login = try await ada.submit("/login", ["email": "ada@example.com", "password": TestPassword.good])
            #expect(login.status == 303)
            for address in addresses(stage) {
                let status = try await ada.open(address).status
                #expect(status == (address.hasSuffix("/images/icon/raw") ? 302 : 200), "\(address)")
            }
            #expect(try await ada.open("/apis").text.contains("Zanzibar"))
            #expect(try await ada.open("/search?q=list+zanzibar").text.contains("<mark>Zanzibar</mark>"))
        }
    }

    @Test func anUnpublishedDocumentIsNotFound() async throws {
        try await World.on(.sqlite) { world in
            let stage = try await stage(world)
            var draft = APIDocumentDraft(content: "# Draft")
            draft.slug = "draft"
            _ = try await world.product.apiDocuments.create(draft, of: stage.api.id, as: world.root)
            _ = try await world.developer(on: stage.portal)
            let ada = stage.server.client(host: "payments.localhost")
            _ = try await ada.submit("/login", ["email": "ada@example.com", "password": TestPassword.good])
            for address in [
                "/apis/zanzibar-1/docs/draft", "/apis/zanzibar-1/docs/draft.md", "/apis/zanzibar-1/docs/guide/draft",
            ] {
                #expect(try await ada.open(address).status == 404)
            }
            #expect(try await ada.call(.get, "/api/v3/apis/zanzibar-1/documents/draft").status == 404)
        }
    }
}
