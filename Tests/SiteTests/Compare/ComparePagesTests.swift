import Core
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Site
import TestKit
import Testing
import Web

@Suite struct ComparePagesTests {
    private func description(_ version: String, _ paths: String) -> String {
        "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"Flights\",\"version\":\"\(version)\"},\"paths\":{\(paths)}}"
    }

    /// An API with three versions on a portal, and a visitor's client.
    private func stage(
        _ world: World, _ visibility: Portal.Visibility = .public
    ) async throws -> (visitor: TestClient, base: String) {
        let portal = try await world.portal(), product = world.product
        var draft = APIDraft(name: "Flights")
        draft.specification = description("1", "\"/flights\":{\"get\":{}},\"/<script>alert(1)\":{\"get\":{}}")
        let api = try await product.apis.create(draft, as: world.root).api
        let later = [
            ("2", "\"/flights\":{\"get\":{},\"post\":{}}"),
            ("3", "\"/flights\":{\"get\":{\"deprecated\":true},\"post\":{}},\"/in\":{\"get\":{\"x-internal\":true}}"),
        ]
        for (version, paths) in later {
            let content = description(version, paths)
            world.clock.advance(by: .seconds(60))
            _ = try await product.apiVersions.create(
                APIVersionDraft(version: nil, content: content), of: api.id, as: world.root)
        }
        var publication = PublicationDraft()
        publication.visibility = visibility
        _ = try await product.publications.publish(api.id, to: portal.id, publication, as: world.root)
        let router = Router(context: AppContext.self)
        SiteDoor.open(product, proxies: .none).mount(SitePages.endpoints(product), on: router)
        return (TestServer(router).client(host: "payments.localhost"), "/apis/\(api.slug)")
    }

    @Test(arguments: Engines.all) func twoVersionsAreCompared(engine: Engines) async throws {
        try await World.on(engine) { world in
            let (visitor, base) = try await stage(world)
            let page = try await visitor.open("\(base)/compare?from=1&to=2")
            #expect(page.status == 200)
            #expect(page.text.contains("1 breaking") && page.text.contains("1 non-breaking"))
            #expect(!page.text.contains("<script>alert"))
            #expect(page.text.contains("/reference/operations/get-script-alert-1\""))
            let breaking = try await visitor.open("\(base)/compare?from=1&to=2&only=breaking").text
            #expect(breaking.contains("The operation is gone.") && !breaking.contains("The operation is new."))
            let markdown = try await visitor.open("\(base)/compare.md?from=1&to=2").text
            #expect(markdown.contains("- **breaking**: The operation is gone."))
            #expect(markdown.contains("reference/operations/post-flights.md?version=2"))
            #expect(try await visitor.open("\(base)/compare?from=2&to=2").text.contains("Nothing changed"))
            #expect(try await visitor.open("\(base)/compare?to=2").status == 200)
            #expect(try await visitor.open("\(base)/compare?from=9&to=2").status == 404)
            let reference = try await visitor.open("\(base)/reference?version=2").text
            #expect(reference.contains("Compare with…") && reference.contains("\(base)/compare?to=2"))
        }
    }

    @Test func theChangelogTellsOfEachVersionTheNewestFirst() async throws {
        try await World.on(.sqlite) { world in
            let (visitor, base) = try await stage(world)
            let text = try await visitor.open("\(base)/changelog").text
            let places = ["compare-version\">3", "compare-version\">2", "compare-version\">1"].map {
                text.range(of: $0)?.lowerBound
            }
            #expect(places.allSatisfy { $0 != nil } && places.compactMap(\.self).sorted() == places.compactMap(\.self))
            #expect(text.contains("The first version."))
            #expect(text.contains("The operation is deprecated."))
            let markdown = try await visitor.open("\(base)/changelog.md").text
            #expect(markdown.hasPrefix("# Changes of Flights\n\n## 3 ("))
            #expect(try await visitor.open("\(base)/changelog?from=2").text.contains("compare-version\">2"))
            #expect(try await visitor.open("\(base)/changelog?from=9").status == 404)
        }
    }

    @Test func aPrivateAPIIsNotComparedForVisitors() async throws {
        try await World.on(.sqlite) { world in
            let (visitor, base) = try await stage(world, .private)
            for path in ["/compare", "/compare.md", "/compare?from=1&to=2", "/changelog", "/changelog.md"] {
                let reply = try await visitor.open(base + path)
                #expect(reply.status == 404 && !reply.text.contains("Flights"), "\(path)")
            }
        }
    }
}
