import Core
import HTTPTypes
import Model
import TestKit
import Testing
import Web

@Suite struct CatalogManagementTests {
    private static let description = """
        {"openapi":"3.0.3","info":{"title":"Orders","version":"2.1.0","description":"All about orders"},\
        "paths":{"/orders":{"get":{"operationId":"listOrders","summary":"List orders",\
        "responses":{"200":{"description":"OK"}}}}}}
        """

    private func manager(_ world: World) async throws -> TestClient {
        world.managementAPI().client(token: try await world.account().token)
    }

    @Test(arguments: Engines.all) func anAPIIsMadeFromItsDescription(engine: Engines) async throws {
        try await World.on(engine) { world in
            let client = try await manager(world)
            let created = try await client.call(
                .post, "/v3/apis", ["name": "Orders", "spec_content": .string(Self.description)])
            #expect(created.status == 201)
            #expect(created.json["version"] == "2.1.0")
            #expect(created.json["slug"] == "orders-2")
            #expect(created.json["description"] == "All about orders")
            #expect(created.json["current_version_summary"]?["spec"]?["type"] == "oas3")
            let id = created.json["id"]?.string ?? ""
            let again = try await client.call(.get, "/v3/apis/\(id)")
            #expect(again.json == created.json)
            let second = try await client.call(
                .post, "/v3/apis", ["name": "Orders", "version": "2.2", "slug": "mine"])
            #expect(second.json["slug"] == "mine")
            let third = try await client.call(.post, "/v3/apis", ["name": "orders", "version": "2.3"])
            #expect(third.json["slug"] == "orders-2-2")
        }
    }

    @Test func eightMegabytesAreAcceptedAndNineAreNot() async throws {
        try await World.on(.sqlite) { world in
            let client = try await manager(world)
            let padding = { (size: Int) in String(repeating: "x", count: size - Self.description.utf8.count - 40) }
            let document = { (size: Int) -> JSON in
                let text = Self.description.replacing("All about orders", with: padding(size))
                return ["name": .string("Large \(size)"), "spec_content": .string(text)]
            }
            let accepted = try await client.call(.post, "/v3/apis", document(8 << 20))
            #expect(accepted.status == 201)
            let refused = try await client.call(.post, "/v3/apis", document(9 << 20))
            #expect(refused.status == 413)
            #expect(refused.headers[.contentType] == "application/problem+json")
            #expect(try await client.call(.get, "/v3/apis").json["meta"]?["page"]?["total"] == 1)
        }
    }

    @Test(arguments: [
        "{\"openapi\": \"3.0.3\", \"info\": {", "openapi: 3.0.3\ninfo: [\n", "just text", "", "[1, 2",
        "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
            + "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e]\n",
    ]) func whatIsNoDescriptionIsKeptWithWhatIsWrongWithIt(content: String) async throws {
        try await World.on(.sqlite) { world in
            let client = try await manager(world)
            let body: JSON = ["name": "Broken", "version": "1", "spec_content": .string(content)]
            let created = try await client.call(.post, "/v3/apis", body)
            #expect(created.status == 201)
            let api = created.json["id"]?.string ?? "", version = created.json["api_spec_ids"]?[0]?.string ?? ""
            let found = try await client.call(.get, "/v3/apis/\(api)/versions/\(version)")
            #expect(found.json["spec"]?["content"] == .string(content))
            #expect(found.json["spec"]?["validation_messages"]?.array?.isEmpty == false)
            let judged = try await client.call(.post, "/v3/apis/validate-specification", ["content": .string(content)])
            #expect(judged.status == 400)
            #expect(judged.json["validation_errors"]?.array != nil)
        }
    }

    @Test(arguments: ["../../etc/passwd", "a/b", "..", "a b", "<script>", "a%2Fb", ""])
    func noSlugLeadsElsewhere(slug: String) async throws {
        try await World.on(.sqlite) { world in
            let client = try await manager(world)
            let body: JSON = ["name": "Orders", "slug": .string(slug)]
            let refused = try await client.call(.post, "/v3/apis", body)
            #expect(refused.status == 400)
            #expect(refused.json["invalid_parameters"]?[0]?["field"] == "slug")
            let named = try await client.call(.post, "/v3/apis", ["name": .string("/\(slug)/")])
            let made = named.json["slug"]?.string ?? "/"
            #expect(made.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
        }
    }

    private static let wrong: [(String, JSON)] = [
        ("name", 1), ("labels", ["kong": "x"]), ("attributes", ["a": "x"]), ("version", [:]),
        ("spec_content", nil), ("unknown", true), ("slug", 2),
    ]

    @Test(arguments: wrong) func wrongTypesAndUnknownPropertiesAreRefusedByName(field: String, value: JSON) async throws
    {
        try await World.on(.sqlite) { world in
            var members = [JSON.Member("name", "Orders")]
            members.removeAll { $0.name == field }
            members.append(.init(field, value))
            let refused = try await manager(world).call(.post, "/v3/apis", .object(members))
            #expect(refused.status == 400)
            #expect(refused.json["invalid_parameters"]?[0]?["field"]?.string?.hasPrefix(field) == true)
        }
    }

    @Test func withoutATokenNothingIsTold() async throws {
        try await World.on(.sqlite) { world throws in
            let stranger = world.managementAPI().client()
            let id = "01a1fab3-d18f-7c4b-950d-5567b17da81a"
            for path in ["/v3/apis", "/v3/apis/\(id)", "/v3/api-publications", "/v3/apis/\(id)/images/icon/content"] {
                #expect(try await stranger.call(.get, path).status == 401)
            }
            #expect(try await stranger.call(.post, "/v3/apis", ["name": "x"]).status == 401)
        }
    }

    @Test func aPortalWithPublishedAPIsIsDeletedOnlyByForce() async throws {
        try await World.on(.sqlite) { world in
            let client = try await manager(world), portal = try await world.portal()
            let api = try await world.product.apis.create(APIDraft(name: "Orders"), as: world.root).api
            let path = "/v3/apis/\(api.id)/publications/\(portal.id)"
            #expect(try await client.call(.put, path, [:]).status == 200)
            let refused = try await client.call(.delete, "/v3/portals/\(portal.id)")
            #expect(refused.status == 400)
            #expect(refused.json["invalid_parameters"]?[0]?["field"] == "force")
            #expect(refused.text.contains("published"))
            #expect(try await client.call(.delete, "/v3/portals/\(portal.id)?force=true").status == 204)
            #expect(try await client.call(.get, path).status == 404)
        }
    }

    @Test func anIconIsWhatItSaysAndDoesNotAct() async throws {
        try await World.on(.sqlite) { world in
            let client = try await manager(world)
            let api = try await world.product.apis.create(APIDraft(name: "Orders"), as: world.root).api
            let path = "/v3/apis/\(api.id)/images/icon"
            let png = "data:image/png;base64,"
            for data in [
                "no uri", png + "AAAA", png + "!!", "data:text/html;base64,PGI+", "data:image/gif;base64,R0lGODlh",
            ] {
                #expect(try await client.call(.put, path, ["data": .string(data)]).status == 400)
            }
            // <svg onload="x"><script>alert(1)</script><rect width="1"/></svg>
            let drawing = "PHN2ZyBvbmxvYWQ9IngiPjxzY3JpcHQ+YWxlcnQoMSk8L3NjcmlwdD48cmVjdCB3aWR0aD0iMSIvPjwvc3ZnPg=="
            let body: JSON = ["data": .string("data:image/svg+xml;base64,\(drawing)")]
            #expect(try await client.call(.put, path, body).status == 201)
            #expect(try await client.call(.put, path, body).status == 200)
            let content = try await client.call(.get, path + "/content")
            #expect(content.headers[.contentType] == "image/svg+xml")
            #expect(content.headers[.contentSecurityPolicy]?.contains("sandbox") == true)
            #expect(content.text.contains("<rect"))
            #expect(!content.text.contains("script") && !content.text.contains("onload"))
        }
    }
}
