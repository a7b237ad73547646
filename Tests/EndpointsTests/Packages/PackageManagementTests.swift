import Core
import HTTPTypes
import Model
import TestKit
import Testing
import Web

@Suite struct PackageManagementTests {
    private static let description = """
        {"openapi":"3.0.3","info":{"title":"Orders","version":"1.0.0"},"paths":{"/orders/":{"get":{"responses":{}}},\
        "/orders/{id}":{"get":{"responses":{}},"delete":{"responses":{}}}}}
        """
    private static let smaller = """
        {"openapi":"3.0.3","info":{"title":"Orders","version":"1.0.0"},"paths":{"/orders":{"get":{"responses":{}}}}}
        """

    private func manager(_ world: World) async throws -> TestClient {
        world.managementAPI().client(token: try await world.account().token)
    }

    /// An API that is linked to a whole control plane, with a route for some of its operations.
    private func linked(_ client: TestClient, _ world: World) async throws -> (api: String, link: String) {
        let plane = try await world.product.controlPlanes.ensureBuiltIn().id
        let api =
            try await client.call(
                .post, "/v3/apis", ["name": "Orders", "spec_content": .string(Self.description)]
            ).json["id"]?.string ?? ""
        let service = try await client.call(
            .post, "/v2/control-planes/\(plane)/core-entities/services",
            ["name": "orders", "url": "http://orders.internal"])
        let route: JSON = [
            "name": "orders", "paths": ["/orders"], "methods": ["GET"],
            "service": ["id": service.json["id"] ?? .null],
        ]
        _ = try await client.call(.post, "/v2/control-planes/\(plane)/core-entities/routes", route)
        let link = try await client.call(
            .post, "/v3/apis/\(api)/implementations",
            ["control_plane": ["control_plane_id": .string(plane.text)]])
        return (api, link.json["id"]?.string ?? "")
    }

    @Test(arguments: Engines.all) func aPackageIsMadeOfOperationsAndDescribed(engine: Engines) async throws {
        try await World.on(engine) { world in
            let client = try await manager(world)
            let (api, link) = try await linked(client, world)
            let offered = try await client.call(.get, "/v3/apis/\(api)/operations").json["data"]?.array ?? []
            try #require(offered.count == 3)
            #expect(offered.map { $0["path"]?.string } == ["/orders", "/orders/{id}", "/orders/{id}"])
            #expect(offered.map { $0["implementation_status"]?["matched"]?.bool } == [true, false, true])
            let package = try await client.call(
                .post, "/v3/api-packages",
                ["name": "Shop", "rate_limiting_config": ["limit": 5, "duration": "minutes"]])
            #expect(package.status == 201)
            let path = "/v3/api-packages/\(package.json["id"]?.string ?? "")"
            let steps = offered.prefix(2).map { operation -> JSON in
                ["op": "add", "path": .string("operations/\(operation["id"]?.string ?? "")")]
            }
            #expect(try await client.call(.patch, path + "/operations", .array(steps)).status == 204)
            let first = "\(path)/operations/\(offered[0]["id"]?.string ?? "")"
            let limit: JSON = [
                [
                    "op": "replace", "path": steps[0]["path"] ?? .null,
                    "value": ["rate_limiting_config": ["limit": 1, "duration": "hours"]],
                ]
            ]
            #expect(try await client.call(.patch, path + "/operations", limit).status == 204)
            #expect(try await client.call(.get, first).json["rate_limiting_config"]?["limit"] == 1)
            let made = try await client.call(.get, path + "/computed-specification")
            #expect(made.json["content"]?.string?.contains("/orders/{id}") == true)
            let content: JSON = ["content": made.json["content"] ?? .null]
            #expect(try await client.call(.put, path + "/current-specification", content).status == 200)
            #expect(try await client.call(.put, path + "/current-specification", content).status == 200)
            #expect(try await client.call(.delete, first).status == 204)
            #expect(try await client.call(.get, first).status == 404)
            #expect(try await client.call(.delete, "/v3/apis/\(api)/implementations/\(link)").status == 204)
            #expect(try await client.call(.get, path + "/operations").json["meta"]?["page"]?["total"] == 0)
            #expect(try await client.call(.get, "/v3/apis/\(api)/operations").status == 404)
        }
    }

    @Test func operationsThatTheGatewayEnforcesGoOnlyByForce() async throws {
        try await World.on(.sqlite) { world in
            let client = try await manager(world)
            let (api, _) = try await linked(client, world)
            let versions = try await client.call(.get, "/v3/apis/\(api)/versions").json["data"]
            let path = "/v3/apis/\(api)/versions/\(versions?[0]?["id"]?.string ?? "")"
            let change: JSON = ["spec": ["content": .string(Self.smaller)]]
            #expect(try await client.call(.patch, path, change).status == 409)
            #expect(try await client.call(.patch, path + "?force", change).status == 200)
            let left = try await client.call(.get, "/v3/apis/\(api)/operations")
            #expect(left.json["meta"]?["page"]?["total"] == 1)
        }
    }

    @Test func aPackageIsNoAPIAndAnAPIIsNoPackage() async throws {
        try await World.on(.sqlite) { world in
            let client = try await manager(world), portal = try await world.portal()
            let package = try await client.call(.post, "/v3/api-packages", ["name": "Shop"]).json["id"]?.string ?? ""
            let api = try await client.call(.post, "/v3/apis", ["name": "Shop"]).json
            #expect(api["slug"] == "shop-2")
            let id = api["id"]?.string ?? ""
            for (path, method) in [
                ("/v3/apis/\(package)", HTTPRequest.Method.get), ("/v3/api-packages/\(id)", .get),
                ("/v3/apis/\(package)/documents", .get), ("/v3/api-packages/\(id)/documents", .get),
                ("/v3/apis/\(package)/versions", .get), ("/v3/api-packages/\(id)/operations", .get),
                ("/v3/apis/\(package)/images/icon", .get), ("/v3/api-packages/\(id)/publications/\(portal.id)", .get),
                ("/v3/api-packages/\(id)", .delete), ("/v3/apis/\(package)", .delete),
            ] {
                #expect(try await client.call(method, path).status == 404, "\(path)")
            }
            let published = "/v3/api-packages/\(package)/publications/\(portal.id)"
            #expect(try await client.call(.put, published, ["visibility": "public"]).status == 200)
            let visitor = world.developerAPI().client(host: world.product.portals.domain(of: portal))
            let seen = try await visitor.call(.get, "/api/v3/apis")
            #expect(seen.json["data"]?.array?.map { $0["id"]?.string } == [package])
        }
    }

    private static let absent: JSON = "operations/01a1fab3-d18f-7c4b-950d-5567b17da81a"
    private static let crooked: [JSON] = [
        [], [:], [["op": "add"]], [["op": "move", "path": absent]], [["op": "add", "path": "operations/../x"]],
        [["op": "add", "path": absent]], [["op": "replace", "path": absent]], [["op": "remove", "path": absent]],
        [["op": "add", "path": absent, "value": ["rate_limiting_config": ["limit": -1, "duration": "days"]]]],
    ]

    @Test(arguments: crooked) func crookedChangesAreRefused(body: JSON) async throws {
        try await World.on(.sqlite) { world in
            let client = try await manager(world)
            let package = try await client.call(.post, "/v3/api-packages", ["name": "Shop"]).json["id"]?.string ?? ""
            let refused = try await client.call(
                .patch, "/v3/api-packages/\(package)/operations", body)
            #expect(refused.status == 400)
        }
    }

    @Test func withoutATokenNothingIsTold() async throws {
        try await World.on(.sqlite) { world throws in
            let stranger = world.managementAPI().client()
            #expect(try await stranger.call(.get, "/v3/api-packages").status == 401)
            #expect(try await stranger.call(.post, "/v3/api-packages", ["name": "x"]).status == 401)
        }
    }
}
