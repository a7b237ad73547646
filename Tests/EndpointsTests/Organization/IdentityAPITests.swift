import Core
import HTTPTypes
import Model
import TestKit
import Testing
import Web

/// The identity and organization operations on the wire.
@Suite struct IdentityAPITests {
    @Test(arguments: Engines.all) func aSystemAccountWorksWithItsRolesAlone(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal("Payments")
            _ = try await world.portal("Other")
            let root = world.managementAPI().client(token: try await world.account().token)
            let made = try await root.call(
                .post, "/v3/system-accounts", ["name": "ci", "description": "CI", "konnect_managed": false])
            #expect(made.status == 201)
            let account = "/v3/system-accounts/\(made.json["id"]?.string ?? "")"
            let token = try await root.call(
                .post, "\(account)/access-tokens", ["name": "t", "expires_at": "2999-01-01T00:00:00Z"])
            let robot = world.managementAPI().client(token: token.json["token"]?.string)
            #expect(try await robot.call(.get, "/v3/portals").json["meta"]?["page"]?["total"] == 0)
            #expect(try await robot.call(.get, "/v3/portals/\(portal.id)").status == 404)
            let role: JSON = [
                "role_name": "Viewer", "entity_type_name": "Portals", "entity_id": .string(portal.id.text),
                "entity_region": "us",
            ]
            let assigned = try await root.call(.post, "\(account)/assigned-roles", role)
            #expect(assigned.status == 201)
            #expect(assigned.json["entity_region"] == "us")
            #expect(try await root.call(.post, "\(account)/assigned-roles", role).status == 409)
            #expect(try await robot.call(.get, "/v3/portals").json["meta"]?["page"]?["total"] == 1)
            #expect(try await robot.call(.get, "/v3/portals/\(portal.id)").status == 200)
            let refused = try await robot.call(.patch, "/v3/portals/\(portal.id)", ["name": "Mine"])
            #expect(refused.status == 403)
            #expect(refused.json["detail"] == "You do not have permission to perform this action")
            #expect(try await robot.call(.get, "/v3/users/me").status == 404)
            #expect(try await robot.call(.get, "/v3/organizations/me").status == 200)
            let roles = "\(account)/assigned-roles/\(assigned.json["id"]?.string ?? "")"
            #expect(try await root.call(.delete, roles).status == 204)
            #expect(try await robot.call(.get, "/v3/portals/\(portal.id)").status == 404)
            #expect(try await root.call(.delete, account).status == 204)
            #expect(try await robot.call(.get, "/v3/organizations/me").status == 401)
        }
    }

    @Test func rolesThatDoNotExistAreRefused() async throws {
        try await World.on(.sqlite) { world in
            let (account, token) = try await world.account()
            let root = world.managementAPI().client(token: token), path = "/v3/users/\(account.id)/assigned-roles"
            let good: [(JSON, Int)] = [
                (["role_name": "Admin", "entity_type_name": "Organization", "entity_id": "*"], 400),
                (["role_name": "Owner", "entity_type_name": "Portals", "entity_id": "*"], 400),
                (["role_name": "Viewer", "entity_type_name": "Portals", "entity_id": "x"], 400),
                (
                    [
                        "role_name": "Viewer", "entity_type_name": "Portals",
                        "entity_id": "00000000-0000-7000-8000-00000000abcd",
                    ], 400
                ), (["role_name": "Viewer", "entity_type_name": "Portals", "entity_id": "*"], 201),
            ]
            for (body, status) in good {
                #expect(try await root.call(.post, path, body).status == status, "\(body.text)")
            }
        }
    }

    @Test(arguments: Engines.all) func everybodysTokensAreReadPageByPage(engine: Engines) async throws {
        try await World.on(engine) { world in
            let (account, token) = try await world.account(), root = world.managementAPI().client(token: token)
            for number in 1...4 {
                let body: JSON = ["name": .string("token \(number)"), "ttl_seconds": 86_400]
                let made = try await root.call(.post, "/v3/users/\(account.id)/access-tokens", body)
                #expect(made.status == 201)
                #expect(made.json["konnect_token"]?.string?.hasPrefix("kpat_") == true)
                world.clock.advance(by: .seconds(1))
            }
            let organization = try await root.call(.get, "/v3/organizations/me").json["id"]?.string ?? ""
            var path: String? = "/v3/organizations/\(organization)/personal-access-tokens?page[size]=2"
            var names: [String] = [], last: JSON = .null
            while let next = path {
                last = try await root.call(.get, next).json
                names += (last["data"]?.array ?? []).compactMap { $0["name"]?.string }
                path = last["meta"]?["next"]?.string
            }
            #expect(names == ["token 4", "token 3", "token 2", "token 1", "test"])
            let back = try await root.call(.get, last["meta"]?["previous"]?.string ?? "").json
            #expect((back["data"]?.array ?? []).compactMap { $0["name"]?.string } == ["token 2", "token 1"])
            #expect(
                try await root.call(.get, "/v3/organizations/\(account.id)/personal-access-tokens").status == 403)
        }
    }

    @Test func settingsReadBackAndTheAllowListIsEnforced() async throws {
        try await World.on(.sqlite) { world in
            let root = world.managementAPI().client(token: try await world.account().token)
            let id = try await root.call(.get, "/v3/organizations/me").json["id"]?.string ?? ""
            let list = "/v3/organizations/\(id)/ip-allow-list"
            #expect(try await root.call(.get, list).status == 404)
            let off: JSON = ["enabled": false, "allowed_ips": ["10.0.0.0/8"]]
            #expect(try await root.call(.put, list, off).status == 201)
            #expect(try await root.call(.get, list).json == off)
            #expect(try await root.call(.patch, list, ["enabled": true]).status == 409)
            #expect(try await root.call(.put, list, ["enabled": false, "allowed_ips": ["x"]]).status == 400)
            let settings = "/v3/organizations/\(id)/personal-access-token-settings"
            #expect(try await root.call(.patch, settings, ["max_expiration_period_days": 400]).status == 400)
            #expect(
                try await root.call(.patch, settings, ["max_expiration_period_days": 30]).json == [
                    "pats_enabled": true, "max_expiration_period_days": 30,
                ])
            let ways = "/v3/authentication-settings"
            #expect(try await root.call(.patch, ways, ["idp_mapping_enabled": true]).status == 400)
            #expect(try await root.call(.patch, ways, ["basic_auth_enabled": true]).status == 200)
            #expect(try await root.call(.patch, "/v3/organizations/impersonation", ["enabled": true]).status == 200)
            #expect(try await root.call(.get, "/v3/organizations/impersonation").json == ["enabled": true])
            #expect(try await root.call(.get, "/v2/dashboards").json["data"] == [])
            #expect(try await root.call(.post, "/v2/dashboards", [:]).status == 400)
        }
    }
}
