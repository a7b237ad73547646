import Core
import HTTPTypes
import Model
import TestKit
import Testing
import Web

/// Applications through the developer API and the management API, as their several callers.
@Suite struct ApplicationAPITests {
    private static let path = "/api/v3/applications"

    private func signIn(_ home: ApplicationWorld, _ email: String = "ada@example.com") async throws -> TestClient {
        let client = home.world.developerAPI().client(host: home.host)
        let body: JSON = ["username": .string(email), "password": .string(TestPassword.good)]
        #expect(try await client.call(.post, "/api/v3/developer/authenticate", body).status == 204)
        return client
    }

    @Test(arguments: Engines.all) func aDeveloperGetsAKeyAndSeesItOnce(engine: Engines) async throws {
        try await World.on(engine) { world in
            let home = try await ApplicationWorld(world), ada = try await signIn(home)
            let made = try await ada.call(.post, Self.path, ["name": "Shop"])
            #expect(made.status == 201)
            #expect(made.json["auth_strategy"]?["key_names"] == ["apikey"])
            let id = made.json["id"]?.string ?? ""
            let body: JSON = ["api_id": .string(home.api.id.text)]
            let registered = try await ada.call(.post, "\(Self.path)/\(id)/registrations", body)
            #expect(registered.status == 201)
            #expect(registered.json["status"] == "pending")
            #expect(try await ada.call(.post, "\(Self.path)/\(id)/registrations", body).status == 409)
            let key = try await ada.call(.post, "\(Self.path)/\(id)/credentials", ["display_name": "first"])
            #expect(key.status == 201)
            #expect(key.headers[.cacheControl] == "no-store")
            let secret = key.json["credential"]?.string ?? ""
            #expect(APIKey.isWellFormed(secret))
            let listed = try await ada.call(.get, "\(Self.path)/\(id)/credentials")
            #expect(!listed.text.contains(secret))
            #expect(listed.json["data"]?[0]?["display_name"] == "first")
        }
    }

    @Test func visitorsStrangersAndOtherPortalsLearnNothing() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), shop = try await home.application()
            let issued = try await world.product.credentials.create(
                nil, for: shop.id, on: home.portal.id, as: home.ada)
            let registration = try await home.register(shop)
            _ = try await home.colleague()
            let other = try await ApplicationWorld(world, "Travel", email: "eve@example.com")
            let grace = try await signIn(home, "grace@example.com"), eve = try await signIn(other, "eve@example.com")
            let item = "\(Self.path)/\(shop.id)"
            let calls: [(HTTPRequest.Method, String, JSON?)] = [
                (.get, item, nil), (.patch, item, ["name": "Mine"]), (.delete, item, nil),
                (.get, "\(item)/credentials", nil), (.post, "\(item)/credentials", [:]),
                (.put, "\(item)/credentials/\(issued.credential.id)", ["display_name": "Mine"]),
                (.delete, "\(item)/credentials/\(issued.credential.id)", nil),
                (.get, "\(item)/registrations", nil),
                (.get, "\(item)/registrations/\(registration.id)", nil),
                (.delete, "\(item)/registrations/\(registration.id)", nil),
                (.post, "\(item)/registrations", ["api_id": .string(home.api.id.text)]),
                (.get, "\(item)/granted-scopes", nil), (.post, "\(item)/regenerate-secret", nil),
            ]
            for (method, path, body) in calls {
                #expect(try await grace.call(method, path, body).status == 404, "\(method) \(path)")
                #expect(try await eve.call(method, path, body).status == 404, "\(method) \(path)")
                let visitor = world.developerAPI().client(host: home.host)
                #expect(try await visitor.call(method, path, body).status == 401, "\(method) \(path)")
            }
            #expect(try await world.product.applications.find(shop.id, as: world.root).application.name == "Shop")
        }
    }

    @Test func wrongTypesAndUnknownPropertiesAreNamed() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), ada = try await signIn(home)
            let faults: [(JSON, String)] = [
                ([:], "name"), (["name": 1], "name"), (["name": ""], "name"), (["name": "a", "x": 1], "x"),
                (["name": "a", "auth_strategy_id": "1"], "auth_strategy_id"),
                (["name": "a", "redirect_uri": "javascript:alert(1)"], "redirect_uri"),
                (["name": "a", "team_id": "00000000-0000-4000-8000-000000000000"], "team_id"),
                (["name": "a", "client_id": "c"], "client_id"),
                (["name": .string(String(repeating: "x", count: 256))], "name"),
            ]
            for (body, field) in faults {
                let reply = try await ada.call(.post, Self.path, body)
                #expect(reply.status == 400)
                let fields = reply.json["invalid_parameters"]?.array?.compactMap { $0["field"]?.string } ?? []
                #expect(fields.contains(field), "\(body.text)")
            }
        }
    }

    @Test func onePortalsTokenHolderDecidesThroughTheManagementAPI() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), shop = try await home.application()
            let registration = try await home.register(shop), (_, token) = try await world.account()
            let root = world.managementAPI().client(token: token)
            let base = "/v3/portals/\(home.portal.id)/applications/\(shop.id)"
            let approved = try await root.call(
                .patch, "\(base)/registrations/\(registration.id)", ["status": "approved"])
            #expect(approved.json["status"] == "approved")
            #expect(approved.json["api"]?["entity_type"] == "api")
            let detail = try await root.call(.get, base)
            #expect(detail.json["registration_count"] == 1)
            #expect(detail.json["owner"]?["type"] == "developer")
            let other = try await world.portal("Travel")
            let foreign = "/v3/portals/\(other.id)/applications/\(shop.id)"
            #expect(try await root.call(.get, foreign).status == 404)
            #expect(try await root.call(.delete, foreign).status == 404)
            let wrong = try await root.call(
                .patch, "\(base)/registrations/\(registration.id)", ["status": "gone"])
            #expect(wrong.status == 400)
            #expect(try await world.managementAPI().client().call(.get, base).status == 401)
        }
    }
}
