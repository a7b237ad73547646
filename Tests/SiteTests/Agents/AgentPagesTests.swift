import Core
import HTTPTypes
import Hummingbird
import Model
import Site
import TestKit
import Testing
import Web

@Suite struct AgentPagesTests {
    private static let description = """
        {"openapi":"3.0.3","info":{"title":"Flights","version":"2"},"paths":{"/flights":{"get":{"tags":["Sky"],\
        "operationId":"listFlights","summary":"List flights","responses":{"200":{"description":"OK","content":\
        {"application/json":{"schema":{"$ref":"#/components/schemas/Flight"}}}}}}}},"components":{"schemas":\
        {"Flight":{"type":"object","required":["number"],"properties":{"number":{"type":"string"},"from":\
        {"$ref":"#/components/schemas/Airport"}}},"Airport":{"description":"Where it | begins","properties":\
        {"code":{"type":"string"}}}}}}
        """

    private func server(_ world: World) -> TestServer {
        let router = Router(context: AppContext.self), product = world.product
        SiteDoor.open(product, proxies: .none).mount(SitePages.endpoints(product), on: router)
        SiteDoor.signedIn(product, proxies: .none).mount(SitePages.signedInEndpoints(product), on: router)
        return TestServer(router)
    }

    /// An API with a description and a document.
    @discardableResult
    private func publish(
        _ name: String, _ visibility: Portal.Visibility, on portal: Portal, _ world: World
    ) async throws -> API {
        var draft = APIDraft(name: name)
        draft.specification = Self.description
        draft.description = "Where to fly"
        let api = try await world.product.apis.create(draft, as: world.root).api
        var document = APIDocumentDraft(content: "# Start\n\nHow to begin with \(name)")
        document.slug = "start"
        document.status = .published
        _ = try await world.product.apiDocuments.create(document, of: api.id, as: world.root)
        var publication = PublicationDraft()
        publication.visibility = visibility
        _ = try await world.product.publications.publish(api.id, to: portal.id, publication, as: world.root)
        return api
    }

    private func page(
        _ slug: String, _ content: String, _ visibility: Portal.Visibility, on portal: Portal, _ world: World
    ) async throws {
        var draft = PortalPageDraft(slug: slug, content: content)
        draft.visibility = visibility
        draft.status = .published
        _ = try await world.product.portalPages.create(draft, on: portal.id, as: world.root)
    }

    @Test(arguments: Engines.all) func theFilesHoldWhatTheReaderMaySee(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), server = server(world)
            let open = try await publish("Flights", .public, on: portal, world)
            let secret = try await publish("Secret", .private, on: portal, world)
            try await page("/guides", "# Guides\n\nOpen words", .public, on: portal, world)
            try await page("/inner", "# Inner\n\nHidden words", .private, on: portal, world)
            let visitor = server.client(host: "payments.localhost"), reader = server.client(host: "payments.localhost")
            _ = try await world.developer(on: portal)
            _ = try await reader.submit("/login", ["email": "ada@example.com", "password": TestPassword.good])
            for file in ["/llms.txt", "/llms-full.txt"] {
                let seen = try await visitor.open(file), all = try await reader.open(file)
                #expect(seen.status == 200 && all.status == 200)
                #expect(seen.headers[.contentType] == "text/plain; charset=utf-8")
                #expect(seen.text.contains("/apis/\(open.slug).md") && seen.text.contains("/guides.md"))
                for hidden in [secret.slug, "Secret", "inner", "Inner"] {
                    #expect(!seen.text.contains(hidden), "\(file) \(hidden)")
                    #expect(all.text.contains(hidden), "\(file) \(hidden)")
                }
            }
            let full = try await visitor.open("/llms-full.txt").text
            for words in ["Open words", "How to begin with Flights", "# List flights", "GET /flights"] {
                #expect(full.contains(words), "\(words)")
            }
            #expect(!full.contains("Hidden words"))
        }
    }

    @Test func theIndexIsInTheFormatOfAgents() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), visitor = server(world).client(host: "payments.localhost")
            let before = try await visitor.open("/llms.txt").text
            #expect(before.hasPrefix("# ") && !before.contains("## "))
            let api = try await publish("Flights", .public, on: portal, world)
            let lines = try await visitor.open("/llms.txt").text.split(separator: "\n").map(String.init)
            #expect(lines.count(where: { $0.hasPrefix("# ") }) == 1)
            #expect(lines[0].hasPrefix("# ") && lines[1].hasPrefix("> "))
            #expect(lines.contains("## APIs") && lines.contains("## Optional"))
            let links = lines.filter { $0.hasPrefix("- [") }
            #expect(links.count == 3)
            for link in links {
                let address = String(try #require(link.firstMatch(of: /\]\(([^)]*)\)/)).1)
                #expect(try await visitor.open(address).status == 200, "\(address)")
            }
            let page = try await visitor.open("/apis/\(api.slug)").text
            #expect(page.contains("type=\"text/plain\" title=\"For agents\" href=\"/llms.txt\""))
            let start = try await visitor.call(.get, "/", headers: [.accept: "text/markdown"]).text
            #expect(start.split(separator: "\n").map(String.init) == lines)
        }
    }

    @Test func namesOfOthersMakeNoLinksInTheIndex() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal { $0.displayName = "Pay [x](https://evil.example)\n# Two" }
            try await publish("A](https://evil.example) [b", .public, on: portal, world)
            let text = try await server(world).client(host: "payments.localhost").open("/llms.txt").text
            #expect(!text.contains("](https://evil.example)"))
            #expect(!text.contains("\n# Two"))
        }
    }

    @Test func everyPageOfAReferenceIsMarkdownToo() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), visitor = server(world).client(host: "payments.localhost")
            let api = try await publish("Flights", .public, on: portal, world)
            let base = "/apis/\(api.slug)/reference", pointer = "?pointer=%2Fcomponents%2Fschemas%2FAirport"
            let places = [
                ("", "# Flights"), ("/operations/list-flights", "# List flights"), ("/groups/sky", "# Sky"),
                ("/schemas/flight", "# Flight"), ("/nodes/at", "# Airport"),
            ]
            for (path, title) in places {
                let query = path.hasPrefix("/nodes") ? pointer : ""
                let page = try await visitor.open(base + path + query)
                #expect(page.text.contains("type=\"text/markdown\" href=\"\(base)\(path).md\(query)\""), "\(path)")
                let accept: HTTPFields = [.accept: "text/markdown"]
                let asked = try await visitor.call(.get, base + path + query, headers: accept)
                let addressed = try await visitor.open("\(base)\(path).md\(query)")
                #expect(asked.text == addressed.text && asked.text.hasPrefix(title + "\n"), "\(path)")
            }
            let schema = try await visitor.open(base + "/schemas/flight.md").text
            #expect(schema.contains("| `number` | string | yes |"))
            #expect(schema.contains("[Airport](\(base)/schemas/airport.md)"))
            #expect(try await visitor.open(base + "/schemas/nothing.md").status == 404)
        }
    }

    @Test func theFullTextEndsAtItsLimitAndSaysSo() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), visitor = server(world).client(host: "payments.localhost")
            let long = String(repeating: "All work and no play. ", count: 10_000)
            for number in 0..<4 { try await page("/long-\(number)", "# L\n\n\(long)", .public, on: portal, world) }
            let text = try await visitor.open("/llms-full.txt").text
            #expect(text.utf8.count <= 513 * 1_024)
            #expect(text.hasSuffix("/llms.txt links to the rest.\n"))
        }
    }

    @Test func whatWasKeptOfTheFilesIsForgottenWithAChange() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), site = KeptSite(world), visitor = site.visitor
            try await site.versions.refresh()
            let first = try await visitor.open("/llms.txt"), again = try await visitor.open("/llms.txt")
            #expect(first.headers[.eTag] != nil && first.headers[.eTag] == again.headers[.eTag])
            try await publish("Flights", .public, on: portal, world)
            try await site.versions.refresh()
            #expect(try await visitor.open("/llms.txt").text.contains("Flights"))
        }
    }
}
