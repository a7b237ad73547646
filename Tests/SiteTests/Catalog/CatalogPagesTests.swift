import Core
import HTTPTypes
import Hummingbird
import Model
import Site
import TestKit
import Testing
import Web

@Suite struct CatalogPagesTests {
    private static let script = "<script>alert(1)</script>"

    private func site(_ world: World) -> TestServer {
        let router = Router(context: AppContext.self)
        SiteDoor.open(world.product, proxies: .none).mount(SitePages.endpoints(world.product), on: router)
        SiteDoor.signedIn(world.product, proxies: .none).mount(SitePages.signedInEndpoints(world.product), on: router)
        return TestServer(router)
    }

    private func publish(_ draft: APIDraft, _ portal: Portal, _ world: World) async throws -> API {
        let api = try await world.product.apis.create(draft, as: world.root).api
        var publication = PublicationDraft()
        publication.visibility = .public
        _ = try await world.product.publications.publish(api.id, to: portal.id, publication, as: world.root)
        return api
    }

    @Test func scriptInEveryTextOfAnAPIShowsAsText() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal { $0.displayName = Self.script }
            var draft = APIDraft(name: Self.script)
            draft.version = Self.script
            draft.slug = "evil"
            draft.description = "\(Self.script) [x](javascript:alert(1))"
            draft.attributes = ["a": ["\" onclick=\"alert(1)"]]
            draft.specification = """
                {"openapi":"3.0.3","info":{"title":"\(Self.script)","version":"1","description":"\(Self.script)"},\
                "paths":{"/\(Self.script)":{"get":{"summary":"\(Self.script)","description":"\(Self.script)"}}}}
                """
            let api = try await publish(draft, portal, world)
            var document = APIDocumentDraft(content: "\(Self.script)\n\n<img src=x onerror=alert(1)>")
            (document.title, document.slug, document.status) = (Self.script, "doc", .published)
            _ = try await world.product.apiDocuments.create(document, of: api.id, as: world.root)
            let visitor = site(world).client(host: "payments.localhost")
            for path in ["/apis", "/apis/evil", "/apis/evil/docs/doc", "/apis/evil/reference", "/search?q=script"] {
                let page = try await visitor.open(path)
                #expect(page.status == 200, "\(path)")
                #expect(!page.text.contains("<script>alert"), "\(path)")
                #expect(!page.text.contains("href=\"javascript:"), "\(path)")
                #expect(!page.text.contains(" onclick=\"") && !page.text.contains("<img src=\"x\" onerror"), "\(path)")
            }
        }
    }

    @Test func theStartPageShowsTheAPIsThatItsReaderMaySee() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal { $0.defaultPageVisibility = .public }
            let visitor = site(world).client(host: "payments.localhost")
            #expect(!(try await visitor.open("/").text.contains("band-title")))
            let open = try await publish(APIDraft(name: "Orders"), portal, world)
            let hidden = try await world.product.apis.create(APIDraft(name: "Ledger"), as: world.root).api
            var publication = PublicationDraft()
            publication.visibility = .private
            _ = try await world.product.publications.publish(hidden.id, to: portal.id, publication, as: world.root)
            let page = try await visitor.open("/").text
            #expect(page.contains("href=\"/apis/\(open.slug)\""))
            #expect(!page.contains("Ledger"))
        }
    }

    @Test func anEmptyCatalogExplainsItself() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), server = site(world)
            let visitor = server.client(host: "payments.localhost")
            #expect(try await visitor.open("/apis").text.contains("Sign in to see the APIs"))
            _ = try await world.developer(on: portal)
            let login: KeyValuePairs = ["email": "ada@example.com", "password": TestPassword.good]
            _ = try await visitor.submit("/login", login)
            #expect(try await visitor.open("/apis").text.contains("No APIs yet"))
            var change = PortalChange()
            change.rbacEnabled = .set(true)
            _ = try await world.product.portals.update(portal.id, change, as: world.root)
            #expect(try await visitor.open("/apis").text.contains("add you to a team"))
            _ = try await world.portal("Open") { $0.authenticationEnabled = false }
            let open = server.client(host: "open.localhost")
            #expect(try await open.open("/apis").text.contains("Come back soon"))
        }
    }

    @Test func theCatalogIsNarrowedByWordsAndAttributes() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal()
            for (name, domain) in [("Flights", "travel"), ("Hotels", "travel"), ("Payments", "money")] {
                var draft = APIDraft(name: name)
                draft.attributes = ["domain": [domain]]
                _ = try await publish(draft, portal, world)
            }
            let visitor = site(world).client(host: "payments.localhost")
            let shown = { (path: String) in
                let text = try await visitor.open(path).text
                return ["flights", "hotels", "payments"].filter { text.contains("href=\"/apis/\($0)\"") }
            }
            #expect(try await shown("/apis") == ["flights", "hotels", "payments"])
            #expect(try await shown("/apis?attr.domain=travel") == ["flights", "hotels"])
            #expect(try await shown("/apis?attr.domain=travel&q=HOT") == ["hotels"])
            #expect(try await visitor.open("/apis?q=nothing").text.contains("Nothing found"))
        }
    }

    @Test func aReaderWhoAsksForMarkdownGetsIt() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal()
            var draft = APIDraft(name: "Flights")
            draft.description = "Where to fly"
            let api = try await publish(draft, portal, world)
            var document = APIDocumentDraft(content: "# Start\n\nHello")
            document.status = .published
            _ = try await world.product.apiDocuments.create(document, of: api.id, as: world.root)
            let visitor = site(world).client(host: "payments.localhost")
            let accept: HTTPFields = [.accept: "text/markdown"]
            for path in ["/apis", "/apis/flights", "/apis/flights/docs/start"] {
                let asked = try await visitor.call(.get, path, headers: accept)
                let addressed = try await visitor.open(path + ".md")
                #expect(asked.headers[.contentType] == "text/markdown; charset=utf-8")
                #expect(asked.text == addressed.text)
            }
            #expect(try await visitor.open("/apis/flights.md").text.contains("[Start](/apis/flights/docs/start.md)"))
            #expect(try await visitor.open("/apis/flights/docs/start.md").text == "# Start\n\nHello")
        }
    }

    @Test func whatIsKeptForOneWishIsNotGivenToAnother() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal()
            _ = try await publish(APIDraft(name: "Flights"), portal, world)
            let site = KeptSite(world), visitor = site.visitor
            try await site.versions.refresh()
            for _ in 0..<2 {
                let mixed = try await visitor.call(.get, "/apis", headers: [.accept: "text/html, text/markdown"])
                #expect(mixed.text.hasPrefix("<!doctype html>"))
                let plain = try await visitor.call(.get, "/apis", headers: [.accept: "text/markdown"])
                #expect(plain.text.hasPrefix("# APIs"))
            }
            _ = try await publish(APIDraft(name: "Hotels"), portal, world)
            try await site.versions.refresh()
            let fresh = try await visitor.call(.get, "/apis", headers: [.accept: "text/markdown"])
            #expect(fresh.text.contains("Hotels"))
        }
    }

    @Test func aKeptPageIsCompressedForThoseWhoTakeIt() async throws {
        try await World.on(.sqlite) { world in
            _ = try await world.portal()
            let site = KeptSite(world), visitor = site.visitor
            try await site.versions.refresh()
            var tags: Set<String?> = []
            for (wish, encoding) in [("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("gzip, br", "br"), ("zstd", nil)] {
                let reply = try await visitor.call(.get, "/", headers: [.acceptEncoding: wish])
                #expect(reply.headers[.contentEncoding] == encoding, "\(wish)")
                #expect(reply.headers[.vary]?.contains("Accept-Encoding") == true)
                tags.insert(reply.headers[.eTag])
                let again: HTTPFields = [.acceptEncoding: wish, .ifNoneMatch: reply.headers[.eTag] ?? ""]
                #expect(try await visitor.call(.get, "/", headers: again).status == 304)
            }
            #expect(tags.count == 3)
        }
    }

    @Test func theVersionInTheAddressIsTheOneThatIsShown() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal()
            var draft = APIDraft(name: "Flights")
            draft.specification = "openapi: 3.0.3\ninfo: {title: Old, version: '1'}\npaths: {}\n"
            let api = try await publish(draft, portal, world)
            let newer = "openapi: 3.0.3\ninfo: {title: New, version: '2'}\npaths: {}\n"
            _ = try await world.product.apiVersions.create(
                APIVersionDraft(version: nil, content: newer), of: api.id, as: world.root)
            let visitor = site(world).client(host: "payments.localhost")
            #expect(try await visitor.open("/apis/flights-1/reference").text.contains(">Old"))
            #expect(try await visitor.open("/apis/flights-1/reference?version=2").text.contains(">New"))
            #expect(try await visitor.open("/apis/flights-1/reference?version=3").status == 404)
            let file = try await visitor.open("/apis/flights-1/specification?version=2")
            #expect(file.text == newer)
            #expect(file.headers[.contentDisposition] == "attachment; filename=\"flights-1.yaml\"")
        }
    }
}
