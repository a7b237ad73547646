import Core
import HTTPTypes
import Model
import TestKit
import Testing
import Web

@Suite struct StrategyAPITests {
    private static let path = "/v2/application-auth-strategies"

    private static func body(_ configs: JSON, type: JSON = "key_auth") -> JSON {
        ["name": "keys", "display_name": "Keys", "strategy_type": type, "configs": configs]
    }

    @Test(arguments: Engines.all) func aStrategyReadsBackAsItWasWritten(engine: Engines) async throws {
        try await World.on(engine) { world in
            let (_, token) = try await world.account()
            let root = world.managementAPI().client(token: token)
            let config: JSON = ["key_names": ["apikey", "x-key"], "ttl": ["value": 30, "unit": "days"]]
            let made = try await root.call(.post, Self.path, Self.body(["key-auth": config]))
            #expect(made.status == 201)
            #expect(made.json["configs"]?["key-auth"] == config)
            #expect(made.json["active"] == false)
            let item = "\(Self.path)/\(made.json["id"]?.string ?? "")"
            #expect(try await root.call(.get, item).text == made.text)
            let change: JSON = ["configs": ["key-auth": ["ttl": nil]], "labels": ["env": "test"]]
            let changed = try await root.call(.patch, item, change)
            #expect(changed.status == 200)
            #expect(changed.json["configs"] == ["key-auth": ["key_names": ["apikey", "x-key"]]])
            let replaced = try await root.call(.put, item, Self.body(["key-auth": [:]]))
            #expect(replaced.status == 201)
            #expect(replaced.json["configs"] == ["key-auth": ["key_names": ["apikey"]]])
            #expect(replaced.json["labels"] == [:])
            #expect(try await root.call(.delete, item).status == 204)
            #expect(try await root.call(.get, item).status == 404)
        }
    }

    @Test func malformedStrategiesAreRefused() async throws {
        try await World.on(.sqlite) { world in
            let (_, token) = try await world.account()
            let root = world.managementAPI().client(token: token)
            let faults: [JSON] = [
                Self.body(["key-auth": [:]], type: "basic_auth"), Self.body(["key-auth": [:]], type: "openid_connect"),
                Self.body([:]), Self.body(["key-auth": 1]), Self.body(["key-auth": ["key_names": []]]),
                Self.body(["key-auth": ["key_names": ["a b"]]]), Self.body(["key-auth": ["key_names": "a"]]),
                Self.body(["key-auth": ["ttl": ["value": 0, "unit": "days"]]]),
                Self.body(["key-auth": ["ttl": ["value": 1, "unit": "hours"]]]),
                Self.body(["key-auth": ["odd": 1]]), Self.body(["key-auth": [:], "openid-connect": [:]]),
                Self.body(["openid-connect": ["scopes": ["openid"]]], type: "openid_connect"),
            ]
            for fault in faults {
                #expect(try await root.call(.post, Self.path, fault).status == 400, "\(fault.text)")
            }
            #expect(try await root.call(.get, Self.path).json["meta"]?["page"]?["total"] == 0)
        }
    }

    @Test func openIDConnectKeepsEveryProperty() async throws {
        try await World.on(.sqlite) { world in
            let (_, token) = try await world.account()
            let root = world.managementAPI().client(token: token)
            let config: JSON = [
                "issuer": "https://idp.example.com", "credential_claim": ["client_id"], "scopes": ["openid"],
                "auth_methods": ["bearer"], "cache_tokens": false,
            ]
            let made = try await root.call(
                .post, Self.path, Self.body(["openid-connect": config], type: "openid_connect"))
            #expect(made.json["configs"] == ["openid-connect": config])
            let item = "\(Self.path)/\(made.json["id"]?.string ?? "")"
            let changed = try await root.call(.patch, item, ["configs": ["openid-connect": ["scopes": ["read"]]]])
            #expect(changed.json["configs"]?["openid-connect"]?["scopes"] == ["read"])
            #expect(changed.json["configs"]?["openid-connect"]?["cache_tokens"] == false)
            #expect(try await root.call(.patch, item, ["configs": ["key-auth": [:]]]).status == 400)
        }
    }
}

@Suite struct TeamAPITests {
    @Test(arguments: Engines.all) func aTeamHasMembersAndRoles(engine: Engines) async throws {
        try await World.on(engine) { world in
            let home = try await ApplicationWorld(world), (_, token) = try await world.account()
            let root = world.managementAPI().client(token: token)
            let path = "/v3/portals/\(home.portal.id)/teams"
            let made = try await root.call(.post, path, ["name": "Partners", "description": "Outside"])
            #expect(made.status == 201)
            let team = "\(path)/\(made.json["id"]?.string ?? "")"
            let member: JSON = ["id": .string(home.developer.id.text)]
            #expect(try await root.call(.post, "\(team)/developers", member).status == 201)
            #expect(try await root.call(.post, "\(team)/developers", member).status == 409)
            let role: JSON = [
                "role_name": "API Viewer", "entity_id": .string(home.api.id.text), "entity_type_name": "Services",
                "entity_region": "*",
            ]
            let assigned = try await root.call(.post, "\(team)/assigned-roles", role)
            #expect(assigned.status == 201)
            #expect(assigned.json["entity_type_name"] == "Services")
            #expect(assigned.json["entity_id"] == .string(home.api.id.text))
            #expect(try await root.call(.post, "\(team)/assigned-roles", role).status == 409)
            let id = assigned.json["id"]?.string ?? ""
            #expect(try await root.call(.delete, "\(team)/assigned-roles/\(id)").status == 204)
            #expect(try await root.call(.delete, "\(team)/assigned-roles/\(id)").status == 404)
            #expect(try await root.call(.delete, team).status == 204)
            let teams = "/v3/portals/\(home.portal.id)/developers/\(home.developer.id)/teams"
            #expect(try await root.call(.get, teams).json["data"] == [])
        }
    }

    @Test func anotherPortalsDevelopersAndTeamsAreRefused() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), (_, token) = try await world.account()
            let other = try await ApplicationWorld(world, "Travel", email: "eve@example.com")
            let team = try await home.team(), root = world.managementAPI().client(token: token)
            let path = "/v3/portals/\(home.portal.id)/teams/\(team.id)/developers"
            let stranger: JSON = ["id": .string(other.developer.id.text)]
            #expect(try await root.call(.post, path, stranger).status == 400)
            let foreign = "/v3/portals/\(other.portal.id)/teams/\(team.id)"
            #expect(try await root.call(.get, foreign).status == 404)
            #expect(try await root.call(.patch, foreign, ["name": "Mine"]).status == 404)
            #expect(try await root.call(.delete, foreign).status == 404)
        }
    }

    @Test func unknownRolesAndEntitiesAreRefused() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), (_, token) = try await world.account()
            let team = try await home.team(), root = world.managementAPI().client(token: token)
            let path = "/v3/portals/\(home.portal.id)/teams/\(team.id)/assigned-roles"
            let entities: [(JSON, JSON, JSON)] = [
                ("API Owner", "*", "Services"), ("API Viewer", "everything", "Services"),
                ("API Viewer", "00000000-0000-4000-8000-000000000000", "Services"), ("API Viewer", "*", "APIs"),
            ]
            for (name, entity, type) in entities {
                let body: JSON = [
                    "role_name": name, "entity_id": entity, "entity_type_name": type, "entity_region": "*",
                ]
                #expect(try await root.call(.post, path, body).status == 400, "\(body.text)")
            }
        }
    }
}
