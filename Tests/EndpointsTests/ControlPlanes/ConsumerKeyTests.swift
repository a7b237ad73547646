import Core
import Endpoints
import HTTPTypes
import Model
import Storage
import TestKit
import Testing

/// Consumers with their keys, and the entities that the gateway does not run.
@Suite struct ConsumerKeyTests {
    private struct Place {
        let client: TestClient
        let plane: String
        let entities: String
        let consumer: String
        let keys: String
    }

    private func place(_ world: World) async throws -> Place {
        let client = world.managementAPI().client(token: try await world.account().token)
        let made = try await client.call(.post, "/v2/control-planes", ["name": "edge"])
        let plane = "/v2/control-planes/\(made.json["id"]?.string ?? "")", entities = plane + "/core-entities"
        let consumer = try await client.call(
            .post, "\(entities)/consumers", ["username": "shop", "custom_id": "4200", "tags": ["gold", "eu"]])
        #expect(consumer.status == 201)
        let id = consumer.json["id"]?.string ?? ""
        return Place(
            client: client, plane: plane, entities: entities, consumer: id,
            keys: "\(entities)/consumers/\(id)/key-auth")
    }

    @Test(arguments: Engines.all) func aKeyReadsBackAsItWasWritten(engine: Engines) async throws {
        try await World.on(engine) { world in
            let place = try await place(world)
            let made = try await place.client.call(.post, place.keys, ["key": "s3cret", "tags": ["a"]])
            #expect(made.status == 201)
            #expect(made.json["key"] == "s3cret")
            #expect(made.json["consumer"]?["id"]?.string == place.consumer)
            #expect(made.json["updated_at"] == nil)
            let id = made.json["id"]?.string ?? ""
            for path in ["\(place.keys)/\(id)", "\(place.entities)/key-auths/\(id)", "\(place.keys)/s3cret"] {
                #expect(try await place.client.call(.get, path).json == made.json)
            }
            let list = try await place.client.call(.get, "\(place.entities)/key-auths")
            #expect(list.json["data"] == [made.json])
            #expect(try await place.client.call(.get, place.keys).json["data"] == [made.json])
            let stored = try await world.database.read { tx in
                try tx.count("SELECT COUNT(*) FROM core_entities WHERE fields LIKE '%s3cret%'")
            }
            #expect(stored == 0, "keys are sealed at rest")
        }
    }

    @Test(arguments: Engines.all) func aControlPlaneGoesWithItsConsumersAndKeys(engine: Engines) async throws {
        try await World.on(engine) { world in
            let place = try await place(world)
            #expect(try await place.client.call(.post, place.keys, ["key": "s3cret"]).status == 201)
            #expect(try await place.client.call(.delete, place.plane).status == 204)
            #expect(try await place.client.call(.get, place.plane).status == 404)
        }
    }

    @Test(arguments: Engines.all) func aKeyBelongsToOneConsumerAndGoesWithIt(engine: Engines) async throws {
        try await World.on(engine) { world in
            let place = try await place(world)
            _ = try await place.client.call(.post, place.keys, ["key": "mine"])
            let other = try await place.client.call(.post, "\(place.entities)/consumers", ["username": "other"])
            let others = "\(place.entities)/consumers/\(other.json["id"]?.string ?? "")/key-auth"
            #expect(try await place.client.call(.post, others, ["key": "mine"]).status == 409)
            #expect(try await place.client.call(.get, "\(others)/mine").status == 404)
            let made = try await place.client.call(.post, others, [:])
            #expect(made.json["key"]?.string?.count ?? 0 >= 32, "a key is made where none is named")
            #expect(try await place.client.call(.delete, "\(place.entities)/consumers/shop").status == 204)
            let left = try await place.client.call(.get, "\(place.entities)/key-auths").json["data"]?.array
            #expect(left?.count == 1)
        }
    }

    @Test(arguments: Engines.all) func puttingTheSameTwiceChangesNothing(engine: Engines) async throws {
        try await World.on(engine) { world in
            let place = try await place(world)
            let id = "0190f6d1-5d1f-7cc6-a1f7-8d2a7b7f2c11"
            let first = try await place.client.call(.put, "\(place.keys)/\(id)", ["key": "k1", "ttl": 60])
            #expect(first.status == 200)
            world.clock.advance(by: .seconds(30))
            let again = try await place.client.call(.put, "\(place.keys)/\(id)", ["key": "k1", "ttl": 60])
            #expect(again.json == first.json)
            let unnamed = try await place.client.call(.put, "\(place.keys)/\(id)", [:])
            #expect(unnamed.json["key"] == "k1")
        }
    }

    @Test func listsAreFilteredByTagsNamesAndOtherIDs() async throws {
        try await World.on(.sqlite) { world in
            let place = try await place(world)
            _ = try await place.client.call(
                .post, "\(place.entities)/consumers", ["username": "depot", "tags": ["eu"]])
            let count = { (query: String) in
                let list = try await place.client.call(.get, "\(place.entities)/consumers?\(query)")
                return list.json["data"]?.array?.count
            }
            #expect(try await count("tags=gold,eu") == 1)
            #expect(try await count("tags=gold/eu") == 2)
            #expect(try await count("tags=silver") == 0)
            #expect(try await count("custom_id=4200") == 1)
            #expect(try await count("filter[name][contains]=o") == 2)
            #expect(try await count("filter[name][eq]=depot") == 1)
            #expect(try await count("size=1") == 1)
        }
    }

    @Test(arguments: [
        "upstreams", "vaults", "certificates", "consumer_groups", "custom-plugins", "key-sets", "keys", "partials",
        "snis", "ca_certificates",
    ])
    func whatTheGatewayDoesNotRunIsEmptyAndStaysSo(kind: String) async throws {
        try await World.on(.sqlite) { world in
            let place = try await place(world)
            let all = "\(place.entities)/\(kind)", one = all + "/0190f6d1-5d1f-7cc6-a1f7-8d2a7b7f2c11"
            let list = try await place.client.call(.get, all)
            #expect(list.status == 200)
            #expect(list.json == ["data": []])
            #expect(try await place.client.call(.get, one).status == 404)
            let refused = try await place.client.call(.post, all, ["name": "x"])
            #expect(refused.status == 400)
            #expect(refused.json["detail"]?.string?.contains("does not run") == true)
            #expect(try await place.client.call(.put, one, ["name": "x"]).status == 400)
            #expect(try await place.client.call(.delete, one).status == 404)
            let elsewhere = "/v2/control-planes/0190f6d1-5d1f-7cc6-a1f7-8d2a7b7f2c11/core-entities/\(kind)"
            #expect(try await place.client.call(.get, elsewhere).status == 404)
        }
    }

    @Test(arguments: ["config-stores", "dp-client-certificates", "core-entities/plugin-schemas"])
    func whatStandsBesideTheEntitiesIsEmptyAndStaysSo(kind: String) async throws {
        try await World.on(.sqlite) { world in
            let place = try await place(world)
            let all = "\(place.plane)/\(kind)", one = all + "/0190f6d1-5d1f-7cc6-a1f7-8d2a7b7f2c11"
            let list = try await place.client.call(.get, all)
            #expect(list.status == 200)
            #expect((list.json["data"] ?? list.json["items"]) == [])
            #expect(try await place.client.call(.post, all, ["name": "x"]).status == 400)
            #expect(try await place.client.call(.get, one).status == 404)
            #expect(try await place.client.call(.put, one, ["name": "x"]).status == 400)
            #expect(try await place.client.call(.delete, one).status == 404)
            #expect(try await place.client.call(.get, "\(place.plane)/config-stores/a/secrets").status == 404)
            #expect(try await place.client.call(.get, "\(place.plane)/nodes").json["page"]?["total_count"] == 0)
        }
    }

    @Test func nestedCollectionsNeedTheirParents() async throws {
        try await World.on(.sqlite) { world in
            let place = try await place(world)
            #expect(try await place.client.call(.get, "\(place.entities)/consumers/shop/acls").status == 200)
            #expect(try await place.client.call(.get, "\(place.entities)/consumers/nobody/acls").status == 404)
            #expect(try await place.client.call(.get, "\(place.entities)/upstreams/any/targets").status == 404)
        }
    }

    @Test func schemasAndVersionsAreTold() async throws {
        try await World.on(.sqlite) { world in
            let place = try await place(world)
            let schema = try await place.client.call(.get, "\(place.entities)/schemas/plugins/key-auth")
            let fields = schema.json["fields"]?[0]?["config"]?["fields"]?.array ?? []
            #expect(fields.contains { $0["key_names"]?["default"] == ["apikey"] })
            #expect(try await place.client.call(.get, "\(place.entities)/schemas/plugins/none").status == 404)
            let validate = "\(place.entities)/schemas/services/validate"
            #expect(try await place.client.call(.post, validate, ["host": "example.com"]).status == 200)
            #expect(try await place.client.call(.post, validate, ["port": 80]).status == 400)
            let version = try await place.client.call(.get, "\(place.plane)/expected-config-version")
            #expect(version.json["expected_config_version"]?.string?.isEmpty == false)
        }
    }

    @Test func keysInBodiesAreRefusedByThePlugin() async throws {
        try await World.on(.sqlite) { world in
            let place = try await place(world)
            let body: JSON = ["name": "key-auth", "config": ["key_in_body": true]]
            let refused = try await place.client.call(.post, "\(place.entities)/plugins", body)
            #expect(refused.status == 400)
            #expect(refused.json["invalid_parameters"]?[0]?["field"] == "config.key_in_body")
        }
    }

    @Test func membersThatClashAreTold() async throws {
        try await World.on(.sqlite) { world in
            let place = try await place(world)
            let group = try await place.client.call(
                .post, "/v2/control-planes", ["name": "group", "cluster_type": "CLUSTER_TYPE_CONTROL_PLANE_GROUP"])
            let path = "/v2/control-planes/\(group.json["id"]?.string ?? "")"
            var members: [JSON] = []
            for name in ["one", "two", "three"] {
                let plane = try await place.client.call(.post, "/v2/control-planes", ["name": .string(name)])
                let id = plane.json["id"] ?? .null
                members.append(["id": id])
                let service: JSON = ["name": name == "three" ? "own" : "shared", "host": "example.com"]
                _ = try await place.client.call(
                    .post, "/v2/control-planes/\(id.string ?? "")/core-entities/services", service)
            }
            let added = try await place.client.call(
                .post, "\(path)/group-memberships/add", ["members": .array(members)])
            #expect(added.status == 204)
            let status = try await place.client.call(.get, "\(path)/group-status").json["item"]
            #expect(status?["state"] == "CONFLICT")
            #expect(status?["conflicts"]?.array?.count == 1)
            let first = try await place.client.call(.get, "\(path)/group-memberships?page[size]=2")
            #expect(first.json["data"]?.array?.count == 2)
            #expect(first.json["meta"]?["page"]?["total"] == 3)
            let next = first.json["meta"]?["page"]?["next"]?.string ?? ""
            let second = try await place.client.call(.get, next)
            #expect(second.json["data"]?.array?.count == 1)
            #expect(second.json["meta"]?["page"]?["next"] == .null)
        }
    }
}
