import Core
import HTTPTypes
import Model
import TestKit
import Testing
import Web

/// Search ranks what it finds, and finds only what the caller may see.
@Suite struct SearchAPITests {
    private static func description(_ operations: [(path: String, id: String, summary: String)]) -> String {
        let paths = operations.map { operation in
            """
            "\(operation.path)":{"get":{"operationId":"\(operation.id)","summary":"\(operation.summary)",\
            "responses":{"200":{"description":"OK"}}}}
            """
        }.joined(separator: ",")
        return #"{"openapi":"3.0.3","info":{"title":"T","version":"1"},"paths":{\#(paths)}}"#
    }

    private func publish(
        _ name: String, _ operations: [(String, String, String)], _ visibility: Portal.Visibility,
        on portal: Portal, _ world: World
    ) async throws -> API {
        var draft = APIDraft(name: name)
        draft.specification = Self.description(operations.map { (path: $0.0, id: $0.1, summary: $0.2) })
        let api = try await world.product.apis.create(draft, as: world.root).api
        var document = APIDocumentDraft(content: "# \(name) guide\n\nHow to refund a booking.")
        document.title = "\(name) guide"
        document.status = .published
        _ = try await world.product.apiDocuments.create(document, of: api.id, as: world.root)
        var publication = PublicationDraft()
        publication.visibility = visibility
        _ = try await world.product.publications.publish(api.id, to: portal.id, publication, as: world.root)
        return api
    }

    private func names(_ client: TestClient, _ text: String) async throws -> [String] {
        let found = try await client.call(.get, "/api/v3/search?page[size]=50&q=\(QueryString.encoded(text))")
        #expect(found.status == 200)
        return found.json["data"]?.array?.compactMap { $0["name"]?.string } ?? []
    }

    @Test(arguments: Engines.all) func theBestComesFirst(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal { $0.authenticationEnabled = false }
            _ = try await publish(
                "Airline", [("/a", "a", "Nothing"), ("/refunds", "other", "List of things")], .public, on: portal, world
            )
            _ = try await publish(
                "Zeppelin",
                [("/z", "z", "Refund"), ("/y", "y", "Refund a ticket"), ("/x", "makeRefund", "Money back")], .public,
                on: portal, world)
            let visitor = world.developerAPI().client(host: world.product.portals.domain(of: portal))
            let found = try await names(visitor, "REFUND")
            #expect(found.first == "Refund")
            #expect(Set(found).isSuperset(of: ["Refund a ticket", "Money back", "List of things", "Zeppelin guide"]))
            #expect(try await names(visitor, "refund ticket").first == "Refund a ticket")
            #expect(try await names(visitor, "zeppelin guide").first == "Zeppelin guide")
            for hostile in ["%", "_", "\"", "' OR 1=1", "\\", String(repeating: "z", count: 3_000)] {
                _ = try await names(visitor, hostile)
            }
        }
    }

    @Test(arguments: Engines.all) func pagesOfHitsFollowEachOther(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal { $0.authenticationEnabled = false }
            let operations = (1...7).map { ("/p\($0)", "op\($0)", "Refund \($0)") }
            _ = try await publish("Airline", operations, .public, on: portal, world)
            let visitor = world.developerAPI().client(host: world.product.portals.domain(of: portal))
            let all = try await names(visitor, "refund")
            var seen: [String] = [], path: String? = "/api/v3/search?q=refund&page[size]=3"
            while let next = path {
                let page = try await visitor.call(.get, next).json
                seen += page["data"]?.array?.compactMap { $0["name"]?.string } ?? []
                path = page["meta"]?["page"]?["next"]?.string
            }
            #expect(seen == all)
            #expect(all.count >= 7)
        }
    }

    @Test(arguments: Engines.all) func nobodyFindsWhatTheyMayNotSee(engine: Engines) async throws {
        try await World.on(engine) { base in
            let world = try await ApplicationWorld(base) { $0.rbacEnabled = true }
            let operation = ("/secret", "op", "Zanzibar")
            let open = try await publish("Open", [operation], .public, on: world.portal, base)
            let closed = try await publish("Closed", [operation], .private, on: world.portal, base)
            _ = try await base.developer("grace@example.com", on: world.portal)
            let team = try await base.product.teams.create(
                TeamDraft(name: "Viewers"), on: world.portal.id, as: base.root)
            try await base.product.teams.add(world.developer.id, to: team.id, on: world.portal.id, as: base.root)
            _ = try await base.product.teams.assign(
                TeamRoleDraft(name: .viewer, scope: .api(closed.id)), to: team.id, on: world.portal.id, as: base.root)
            let other = try await base.portal("Elsewhere")
            _ = try await base.developer("eve@example.com", on: other)
            let found = { (email: String?, portal: Portal) -> [String] in
                let client = base.developerAPI().client(host: base.product.portals.domain(of: portal))
                if let email {
                    let body: JSON = ["username": .string(email), "password": .string(TestPassword.good)]
                    #expect(try await client.call(.post, "/api/v3/developer/authenticate", body).status == 204)
                }
                var all: [String] = []
                for text in ["zanzibar", "guide"] {
                    let reply = try await client.call(.get, "/api/v3/search?q=\(text)")
                    all += reply.json["data"]?.array?.compactMap { $0["relations"]?["api_id"]?.string } ?? []
                }
                return all.sorted()
            }
            let both = [open, closed].flatMap { [$0.id.text, $0.id.text] }.sorted()
            #expect(try await found(nil, world.portal) == [open.id.text, open.id.text])
            #expect(try await found("ada@example.com", world.portal) == both)
            #expect(try await found("grace@example.com", world.portal) == [open.id.text, open.id.text])
            #expect(try await found("eve@example.com", other) == [])
            _ = try await base.product.publications.unpublish(closed.id, from: world.portal.id, as: base.root)
            #expect(try await found("ada@example.com", world.portal) == [open.id.text, open.id.text])
        }
    }
}
