import Core
import HTTPTypes
import Hummingbird
import Model
import Site
import TestKit
import Testing
import Web

@Suite struct SearchPagesTests {
    private static let description = """
        {"openapi":"3.1.0","info":{"title":"Harbour","version":"1"},"paths":{"/ships/{shipId}":{"get":{\
        "operationId":"findShip","summary":"Find a ship","tags":["Ships"],"parameters":[\
        {"name":"shipId","in":"path","required":true},{"name":"berth_code","in":"query"}],"responses":{}},\
        "delete":{"summary":"Scuttle a ship","x-internal":true,"responses":{}}}},\
        "components":{"schemas":{"Anchor":{"type":"object","properties":{"chainLength":{"type":"number"}}}}}}
        """

    private func site(_ world: World) -> TestServer {
        let router = Router(context: AppContext.self)
        SiteDoor.open(world.product, proxies: .none).mount(SitePages.endpoints(world.product), on: router)
        return TestServer(router)
    }

    /// An open portal with an API, a document and two pages, of which one is private.
    private func stage(_ world: World) async throws -> (portal: Portal, api: API, visitor: TestClient) {
        let portal = try await world.portal("Open") {
            $0.authenticationEnabled = false
            $0.defaultPageVisibility = .public
        }
        var draft = APIDraft(name: "Harbour")
        draft.slug = "harbour"
        draft.specification = Self.description
        let api = try await world.product.apis.create(draft, as: world.root).api
        var document = APIDocumentDraft(content: "# Mooring\n\nHow to tie a **bowline** in the rain.")
        (document.slug, document.status) = ("mooring", .published)
        _ = try await world.product.apiDocuments.create(document, of: api.id, as: world.root)
        var publication = PublicationDraft()
        publication.visibility = .public
        _ = try await world.product.publications.publish(api.id, to: portal.id, publication, as: world.root)
        for (slug, visibility) in [("/tides", Portal.Visibility.public), ("/smugglers", .private)] {
            var page = PortalPageDraft(slug: slug, content: "# Lantern \(slug.dropFirst())")
            page.status = .published
            page.visibility = visibility
            _ = try await world.product.portalPages.create(page, on: portal.id, as: world.root)
        }
        return (portal, api, site(world).client(host: "open.localhost"))
    }

    @Test(arguments: Engines.all) func everythingOfAPortalIsFound(engine: Engines) async throws {
        try await World.on(engine) { world in
            let visitor = try await stage(world).visitor
            for (query, link) in [
                ("find ship", "/apis/harbour/reference/operations/find-ship"),
                ("GET+/ships", "/apis/harbour/reference/operations/find-ship"),
                ("berth_code", "/apis/harbour/reference/operations/find-ship"),
                ("anchor", "/apis/harbour/reference/schemas/anchor"),
                ("chainLength", "/apis/harbour/reference/schemas/anchor"), ("harbour", "/apis/harbour"),
                ("ships", "/apis/harbour/reference/groups/ships"), ("bowline", "/apis/harbour/docs/mooring"),
                ("lantern", "/tides"), ("bowlnie", "/apis/harbour/docs/mooring"),
            ] {
                let page = try await visitor.open("/search?q=\(query.replacing(" ", with: "+"))")
                #expect(page.status == 200 && page.text.contains("href=\"\(link)\""), "\(query)")
                let box = try await visitor.open("/search?part=hits&q=\(query.replacing(" ", with: "+"))")
                #expect(box.text.hasPrefix("<ul") && box.text.contains("<mark>"), "\(query)")
            }
            #expect(try await visitor.open("/search?q=zeppelin").text.contains("Nothing found"))
            #expect(try await visitor.open("/search?part=hits&q=zeppelin").text.isEmpty)
            #expect(try await visitor.open("/search").text.contains("What are you looking for?"))
        }
    }

    @Test func whatTheReaderMayNotSeeIsNotFound() async throws {
        try await World.on(.sqlite) { world in
            let (portal, api, visitor) = try await stage(world)
            #expect(try await !visitor.open("/search?q=smugglers").text.contains("href=\"/smugglers\""))
            #expect(try await visitor.open("/search?q=scuttle").text.contains("Scuttle"))
            var change = PortalCustomizationChange()
            change.specRenderer = [.hideInternal: true, .showSchemas: false]
            _ = try await world.product.customizations.update(portal.id, change, as: world.root)
            #expect(try await visitor.open("/search?q=scuttle").text.contains("Nothing found"))
            #expect(try await visitor.open("/search?q=anchor").text.contains("Nothing found"))
            _ = try await world.product.publications.unpublish(api.id, from: portal.id, as: world.root)
            for query in ["find+ship", "harbour", "bowline"] {
                #expect(try await visitor.open("/search?q=\(query)").text.contains("Nothing found"), "\(query)")
            }
        }
    }

    @Test func aReplacedDescriptionIsFoundAnew() async throws {
        try await World.on(.sqlite) { world in
            let (_, api, visitor) = try await stage(world)
            #expect(try await visitor.open("/search?q=anchor").text.contains("schemas/anchor"))
            let version = try #require(try await world.product.apiVersions.all(of: api.id, as: world.root).first)
            world.clock.advance(by: .seconds(1))
            var change = APIVersionChange()
            change.content = .set(Self.description.replacing("Anchor", with: "Rudder"))
            _ = try await world.product.apiVersions.update(version.id, of: api.id, change, as: world.root)
            #expect(try await visitor.open("/search?q=rudder").text.contains("schemas/rudder"))
            #expect(try await visitor.open("/search?q=anchor").text.contains("Nothing found"))
        }
    }
}
