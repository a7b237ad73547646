import Core
import HTTPTypes
import Model
import TestKit
import Testing

/// What every resource has in common on the wire, and where contracts want words of their own.
@Suite struct WireRuleTests {
    private func root(_ world: World) async throws -> TestClient {
        world.managementAPI().client(token: try await world.account().token)
    }

    private func complaint(_ reply: TestReply) -> [String?] {
        let first = reply.json["invalid_parameters"]?[0]
        return [first?["field"]?.string, first?["rule"]?.string]
    }

    @Test func otherMethodsOfAnAddressAreNotAllowed() async throws {
        try await World.on(.sqlite) { world in
            _ = try await world.portal()
            let root = try await root(world), stranger = world.managementAPI().client()
            let visitor = world.developerAPI().client(host: "payments.localhost")
            let cases: [(TestClient, HTTPRequest.Method, String, String)] = [
                (root, .put, "/v3/portals", "GET, HEAD, POST, OPTIONS"),
                (stranger, .delete, "/v3/portals", "GET, HEAD, POST, OPTIONS"),
                (root, .get, "/v3/apis/validate-specification", "POST, OPTIONS"),
                (root, .post, "/v2/control-planes/x", "GET, HEAD, PATCH, DELETE, OPTIONS"),
                (visitor, .put, "/api/v3/portal", "GET, HEAD, OPTIONS"),
                (visitor, .get, "/api/v3/developer/authenticate", "POST, OPTIONS"),
            ]
            for (client, method, path, allowed) in cases {
                let reply = try await client.call(method, path)
                #expect(reply.status == 405, "\(method) \(path)")
                #expect(reply.headers[.allow] == allowed, "\(method) \(path)")
                #expect(reply.headers[.contentType] == "application/problem+json")
                let options = try await client.call(.options, path)
                #expect(options.status == 204)
                #expect(options.headers[.allow] == allowed)
            }
            #expect(try await root.call(.put, "/v3/nothing").status == 404)
        }
    }

    @Test func aRequestWithoutABodySaysNothing() async throws {
        try await World.on(.sqlite) { world in
            let root = try await root(world), portal = try await world.portal()
            #expect(try await root.call(.put, "/v3/portals/\(portal.id)/customization").status == 200)
            #expect(complaint(try await root.call(.post, "/v3/portals")) == ["name", "required"])
            let text = try await root.call(.post, "/v3/portals", ["name": "x"], headers: [.contentType: "text/plain"])
            #expect(text.status == 415)
        }
    }

    @Test(arguments: Engines.all) func typedFiltersOfLabelsAndAttributesWork(engine: Engines) async throws {
        try await World.on(engine) { world in
            let root = try await root(world)
            for (name, place) in [("One", "eu"), ("Two", "us")] {
                let body: JSON = [
                    "name": .string(name), "labels": ["place": .string(place)],
                    "attributes": ["area": [.string(place)]],
                ]
                #expect(try await root.call(.post, "/v3/apis", body).status == 201)
                let plane: JSON = ["name": .string(name), "labels": ["place": .string(place)]]
                #expect(try await root.call(.post, "/v2/control-planes", plane).status == 201)
            }
            let cases: [(String, Int)] = [
                ("/v3/apis?filter[labels][eq]=place:eu", 1), ("/v3/apis?filter[labels][eq]=place", 2),
                ("/v3/apis?filter[labels][oeq]=place:eu,place:us", 2), ("/v3/apis?filter[labels][eq]=other", 0),
                ("/v3/apis?filter[attributes][eq]=area:us", 1), ("/v3/apis?filter[attributes][eq]=other", 0),
                ("/v2/control-planes?labels=place:eu", 1), ("/v2/control-planes?labels=place", 2),
                ("/v2/control-planes?labels=place:eu,other", 0), ("/v2/control-planes?labels=other", 0),
            ]
            for (address, count) in cases {
                let reply = try await root.call(.get, address)
                #expect(reply.status == 200, "\(address)")
                #expect(reply.json["data"]?.array?.count == count, "\(address)")
            }
        }
    }

    @Test func whatIsWrongIsNamed() async throws {
        try await World.on(.sqlite) { world in
            let root = try await root(world), portal = try await world.portal()
            let api = try await root.call(.post, "/v3/apis", ["name": "A"]).json["id"]?.string ?? ""
            let plane = try await root.call(.post, "/v2/control-planes", ["name": "edge"]).json["id"]?.string ?? ""
            let teams = "/v3/portals/\(portal.id)/teams", entities = "/v2/control-planes/\(plane)/core-entities"
            let config: JSON = ["key-auth": [:]]
            let strategy = { (type: JSON, configs: JSON) -> JSON in
                ["name": "n", "display_name": "d", "strategy_type": type, "configs": configs]
            }
            let cases: [(String, JSON, String, String)] = [
                (teams, ["name": "T", "more": 1], "more", "unknown_property"),
                (teams, ["name": "T", "description": ""], "description", "min_length"),
                ("/v3/apis/\(api)/specifications", ["content": "{}", "type": "wsdl"], "type", "enum"),
                ("/v2/application-auth-strategies", strategy("magic", config), "strategy_type", "enum"),
                ("/v2/application-auth-strategies", strategy("key_auth", 1), "configs", "is_object"),
                ("\(entities)/services", [], "body", "is_object"),
                ("\(entities)/services", ["host": "h", "id": 7], "id", "is_uuid"),
                ("\(entities)/services", ["host": "h", "port": 70_000], "port", "max"),
                ("\(entities)/services", ["host": "h", "retries": -1], "retries", "min"),
                ("\(entities)/services", ["host": "h", "tags": ["a", 7]], "tags[1]", "is_string"),
                ("\(entities)/services", ["url": 7], "url", "is_string"),
                ("\(entities)/routes", ["paths": ["/"], "service": 7], "service", "is_object"),
                ("\(entities)/routes", ["paths": ["/"], "protocols": ["smtp"]], "protocols[0]", "enum"),
                ("\(entities)/upstreams", ["name": "u"], "body", "invalid"),
            ]
            for (path, body, field, rule) in cases {
                let reply = try await root.call(.post, path, body)
                #expect(reply.status == 400, "\(body.text)")
                #expect(complaint(reply) == [field, rule], "\(body.text)")
                #expect(reply.json["invalid_parameters"]?.array?.count == 1, "\(body.text)")
            }
            let filter = "filter[name][contains]"
            #expect(complaint(try await root.call(.get, "/v3/portals?\(filter)=%00")) == [filter, "is_string"])
            #expect(complaint(try await root.call(.get, "\(entities)/routes?offset=x")) == ["offset", "invalid"])
        }
    }

    @Test func teamsReadAsTheyWereWrittenAlsoWithoutADescription() async throws {
        try await World.on(.sqlite) { world in
            let root = try await root(world), portal = try await world.portal()
            let kinds: [(String, JSON?)] = [("/v3/portals/\(portal.id)/teams", nil), ("/v3/teams", JSON.null)]
            for (teams, none) in kinds {
                let made = try await root.call(.post, teams, ["name": "Crew"])
                #expect(made.status == 201)
                #expect(made.json["description"] == none)
                let team = "\(teams)/\(try #require(made.json["id"]?.string))"
                let renamed = try await root.call(.patch, team, ["name": "Staff"])
                #expect(renamed.json["description"] == none)
                let described = try await root.call(.patch, team, ["description": "All of us"])
                #expect(described.json["description"] == "All of us")
                #expect(try await root.call(.get, team).json == described.json)
            }
            let made = try await root.call(.post, "/v3/teams", ["name": "Others", "description": "Not us"])
            let team = "/v3/teams/\(try #require(made.json["id"]?.string))"
            #expect(try await root.call(.patch, team, ["description": .null]).json["description"] == .null)
            #expect(try await root.call(.get, team).json["description"] == .null)
        }
    }

    @Test func strangersToCoreEntitiesGetTheShapeOfTheirContract() async throws {
        try await World.on(.sqlite) { world in
            let plane = ID<ControlPlane>.make(at: Instant(milliseconds: 1), random: (1, 1))
            let path = "/v2/control-planes/\(plane)/core-entities/services"
            let reply = try await world.managementAPI().client().call(.get, path)
            #expect(reply.status == 401)
            #expect(reply.json == ["message": "Unauthorized", "status": 401])
            #expect(reply.headers[.contentType]?.hasPrefix("application/json") == true)
        }
    }

    @Test func mailedTokensAndFormsAreRefusedInTheWordsOfTheContract() async throws {
        try await World.on(.sqlite) { world in
            _ = try await world.portal()
            let visitor = world.developerAPI().client(host: "payments.localhost")
            let token: JSON = ["token": "38eee707-e174-436e-8c0e-a9fc54baac87"]
            let unknown = try await visitor.call(.post, "/api/v3/developer/verify-email", token)
            #expect(unknown.status == 404)
            #expect(unknown.json["detail"] == "The provided token was not found")
            let half = try await visitor.call(.post, "/api/v3/developer/authenticate", ["username": "a@example.com"])
            #expect(half.json["title"] == "Bad Request")
            #expect(half.json["detail"] == "Required fields are missing")
        }
    }

    @Test func documentsTakeTheirOptionsFromTheirFrontMatter() async throws {
        try await World.on(.sqlite) { world in
            let root = try await root(world)
            let api = try await root.call(.post, "/v3/apis", ["name": "A"]).json["id"]?.string ?? ""
            let path = "/v3/apis/\(api)/documents", matter = "---\ntitle: T\nslug: s\nstatus: published\n---\n"
            let made = try await root.call(.post, path, ["content": .string(matter)])
            #expect(made.json["status"] == "published")
            let parent = made.json["id"]?.string ?? ""
            let below: JSON = ["content": .string("---\nparent_document_id: \(parent)\n---\n# B"), "slug": "b"]
            #expect(try await root.call(.post, path, below).json["parent_document_id"]?.string == parent)
            let own = try await root.call(
                .post, path, ["content": .string(matter), "slug": "c", "title": "C", "status": "unpublished"])
            #expect(own.json["status"] == "unpublished", "the request wins")
        }
    }
}
