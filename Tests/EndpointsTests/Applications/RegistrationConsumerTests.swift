import Core
import HTTPTypes
import Model
import TestKit
import Testing

/// Registrations that are mapped to consumers of the control plane which their API is linked to.
@Suite struct RegistrationConsumerTests {
    private struct Place {
        let root: TestClient
        let registration: String
        let entities: String

        init(_ home: ApplicationWorld) async throws {
            root = home.world.managementAPI().client(token: try await home.world.account().token)
            let shop = try await home.application(), made = try await home.register(shop)
            registration = "/v3/portals/\(home.portal.id)/applications/\(shop.id)/registrations/\(made.id)"
            let plane = try await root.call(.post, "/v2/control-planes", ["name": "edge"]).json["id"] ?? .null
            entities = "/v2/control-planes/\(plane.string ?? "")/core-entities"
            let service = try await root.call(.post, "\(entities)/services", ["host": "h"]).json["id"] ?? .null
            let link: JSON = ["service": ["control_plane_id": plane, "id": service]]
            #expect(try await root.call(.post, "/v3/apis/\(home.api.id)/implementations", link).status == 201)
        }
    }

    @Test(arguments: Engines.all) func aMappedRegistrationTellsItsConsumer(engine: Engines) async throws {
        try await World.on(engine) { world in
            let place = try await Place(try await ApplicationWorld(world)), root = place.root
            #expect(try await root.call(.get, place.registration).json["consumer"] == nil)
            let body: JSON = ["username": "shop", "custom_id": "4200"]
            let consumer = try await root.call(.post, "\(place.entities)/consumers", body).json["id"] ?? .null
            #expect(try await root.call(.put, "\(place.registration)/consumer", ["id": consumer]).status == 204)
            let mapped = try await root.call(.get, place.registration).json["consumer"]
            #expect(mapped?["id"] == consumer)
            #expect(mapped?["username"] == "shop")
            #expect(mapped?["custom_id"] == "4200")
            #expect(try await root.call(.delete, "\(place.registration)/consumer").status == 204)
            #expect(try await root.call(.get, place.registration).json["consumer"] == nil)
        }
    }

    @Test func aConsumerOfNobodyOrOfAnotherPlaneIsRefused() async throws {
        try await World.on(.sqlite) { world in
            let place = try await Place(try await ApplicationWorld(world)), root = place.root
            let other = try await root.call(.post, "/v2/control-planes", ["name": "other"]).json["id"]?.string ?? ""
            let consumers = "/v2/control-planes/\(other)/core-entities/consumers"
            let foreign = try await root.call(.post, consumers, ["username": "shop"]).json["id"] ?? .null
            for id in [foreign, "38eee707-e174-436e-8c0e-a9fc54baac87"] {
                let reply = try await root.call(.put, "\(place.registration)/consumer", ["id": id])
                #expect(reply.status == 400)
                #expect(
                    reply.json["invalid_parameters"]?[0]?["reason"] == "this gateway consumer id does not exist")
            }
        }
    }
}
