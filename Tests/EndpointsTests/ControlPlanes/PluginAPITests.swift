import Core
import HTTPTypes
import Model
import Storage
import TestKit
import Testing

/// Plugins as clients write them: what the gateway would not run is refused, and nothing stands twice in one place.
@Suite struct PluginAPITests {
    private struct Place {
        let client: TestClient
        let entities: String
        let service: JSON
        let route: JSON

        init(_ world: World) async throws {
            client = world.managementAPI().client(token: try await world.account().token)
            let plane = try await client.call(.post, "/v2/control-planes", ["name": "edge"]).json["id"]
            entities = "/v2/control-planes/\(plane?.string ?? "")/core-entities"
            service = try await client.call(.post, "\(entities)/services", ["host": "h"]).json["id"] ?? .null
            let body: JSON = ["paths": ["/"], "service": ["id": service]]
            route = try await client.call(.post, "\(entities)/routes", body).json["id"] ?? .null
        }

        func post(_ body: JSON, to path: String = "plugins") async throws -> TestReply {
            try await client.call(.post, "\(entities)/\(path)", body)
        }
    }

    @Test(arguments: Engines.all) func onePluginOfANameStandsInAPlace(engine: Engines) async throws {
        try await World.on(engine) { world in
            let place = try await Place(world)
            let scopes: [JSON] = [
                ["name": "cors"], ["name": "cors", "service": ["id": place.service]],
                ["name": "cors", "route": ["id": place.route]],
                ["name": "cors", "service": ["id": place.service], "route": ["id": place.route]],
            ]
            for body in scopes {
                #expect(try await place.post(body).status == 201)
                let again = try await place.post(body)
                #expect(again.status == 409)
                #expect(again.json["detail"]?.string?.contains("already exists") == true)
            }
            let nested = "services/\(place.service.string ?? "")/plugins"
            #expect(try await place.post(["name": "cors"], to: nested).status == 409)
            #expect(try await place.post(["name": "key-auth"], to: nested).status == 201)
            let fresh = "\(place.entities)/plugins/0190f6d1-5d1f-7cc6-a1f7-8d2a7b7f2c11"
            #expect(try await place.client.call(.put, fresh, ["name": "cors"]).status == 409)
            #expect(try await place.client.call(.get, "\(place.entities)/plugins").json["data"]?.array?.count == 5)
        }
    }

    @Test(arguments: Engines.all) func aPluginMovesToAPlaceThatIsFree(engine: Engines) async throws {
        try await World.on(engine) { world in
            let place = try await Place(world)
            let id = try await place.post(["name": "cors"]).json["id"]?.string ?? ""
            let one = "\(place.entities)/plugins/\(id)", moved: JSON = ["name": "cors", "route": ["id": place.route]]
            #expect(try await place.client.call(.put, one, moved).status == 200)
            #expect(try await place.post(moved).status == 409)
            #expect(try await place.post(["name": "cors"]).status == 201)
            #expect(try await place.client.call(.put, one, ["name": "cors"]).status == 409)
        }
    }

    @Test func whatTheGatewayWouldNotRunIsRefused() async throws {
        try await World.on(.sqlite) { world in
            let place = try await Place(world)
            let consumer = try await place.post(["username": "shop"], to: "consumers").json["id"] ?? .null
            let bodies: [(JSON, String)] = [
                (["name": "rate-limiting", "config": ["minute": 5]], "name"),
                (["name": "request-transformer", "enabled": false], "name"),
                (["name": "cors", "consumer": ["id": consumer]], "consumer"),
                (["name": "cors", "consumer_group": ["id": consumer]], "consumer_group"),
                (["name": "cors", "condition": "http.path == \"/\""], "condition"),
                (["name": "cors", "ordering": ["before": ["access": ["key-auth"]]]], "ordering"),
                (["name": "cors", "partials": [["id": consumer]]], "partials"),
            ]
            for (body, field) in bodies {
                let reply = try await place.post(body)
                #expect(reply.status == 400, "\(body.text)")
                #expect(reply.json["invalid_parameters"]?[0]?["field"]?.string == field, "\(reply.text)")
            }
            let nested = "consumers/\(consumer.string ?? "")/plugins"
            #expect(try await place.post(["name": "cors"], to: nested).status == 400)
            #expect(try await place.client.call(.get, "\(place.entities)/\(nested)").json["data"] == [])
        }
    }

    @Test(arguments: Engines.all) func whatIsUnknownIsRefusedBeforeTheParentIsMissed(engine: Engines) async throws {
        try await World.on(engine) { world in
            let place = try await Place(world), unknown: JSON = ["name": "cors", "colour": "blue"]
            let nobody = "0190f6d1-5d1f-7cc6-a1f7-8d2a7b7f2c11"
            let services = ["services/\(place.service.string ?? "")", "services/nobody", "services/\(nobody)"]
            for parent in services + ["routes/\(place.route.string ?? "")", "routes/nobody"] {
                for key in ["strange", nobody] {
                    let one = "\(place.entities)/\(parent)/plugins/\(key)"
                    let reply = try await place.client.call(.put, one, unknown)
                    #expect(reply.status == 400, "\(parent) \(key)")
                    #expect(reply.json["invalid_parameters"]?[0]?["field"]?.string == "colour")
                }
                #expect(try await place.post(unknown, to: "\(parent)/plugins").status == 400)
                let isThere = !parent.contains("nobody") && !parent.contains(nobody)
                #expect(try await place.post(["name": "cors"], to: "\(parent)/plugins").status == (isThere ? 201 : 404))
            }
        }
    }

    @Test func whatNoRouteIsChosenByIsRefused() async throws {
        try await World.on(.sqlite) { world in
            let place = try await Place(world)
            let bodies: [(JSON, String)] = [
                (["expression": "http.path == \"/\""], "expression"), (["paths": ["/"], "priority": 5], "priority"),
                (["paths": ["/"], "sources": [["ip": "10.0.0.1"]]], "sources"),
                (["paths": ["/"], "destinations": [["port": 1]]], "destinations"),
            ]
            for (body, field) in bodies {
                let reply = try await place.post(body, to: "routes")
                #expect(reply.status == 400, "\(body.text)")
                #expect(reply.json["invalid_parameters"]?[0]?["field"]?.string == field)
            }
        }
    }

    @Test(arguments: Engines.all) func aCustomIdBelongsToOneConsumer(engine: Engines) async throws {
        try await World.on(engine) { world in
            let place = try await Place(world)
            #expect(try await place.post(["username": "a", "custom_id": "7"], to: "consumers").status == 201)
            #expect(try await place.post(["username": "b", "custom_id": "7"], to: "consumers").status == 409)
            #expect(try await place.post(["username": "b"], to: "consumers").status == 201)
            #expect(try await place.post(["username": "c"], to: "consumers").status == 201)
        }
    }
}
