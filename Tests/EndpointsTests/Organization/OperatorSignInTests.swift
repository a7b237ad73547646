import Core
import HTTPTypes
import Model
import Storage
import TestKit
import Testing

/// Where operators may sign in: what is written is kept, read back, and checked.
@Suite struct OperatorSignInTests {
    private static let path = "/v3/identity-providers"
    private static let settings = "/v3/authentication-settings"
    private static let oidc: JSON = [
        "type": "oidc", "login_path": "shop", "enabled": true,
        "config": [
            "issuer_url": "https://id.example.com", "client_id": "console", "client_secret": "s3cret-value",
            "scopes": ["openid", "email"], "claim_mappings": ["groups": "roles"],
        ],
    ]
    private static let saml: JSON = ["type": "saml", "config": ["idp_metadata_url": "https://id.example.com/saml"]]

    private func root(_ world: World) async throws -> TestClient {
        world.managementAPI().client(token: try await world.account().token)
    }

    @Test(arguments: Engines.all) func aProviderReadsBackWithoutItsSecret(engine: Engines) async throws {
        try await World.on(engine) { world in
            let root = try await root(world), made = try await root.call(.post, Self.path, Self.oidc)
            #expect(made.status == 201)
            #expect(!made.text.contains("s3cret"))
            #expect(made.json["login_path"] == "shop")
            #expect(made.json["config"]?["scopes"] == ["openid", "email"])
            #expect(made.json["config"]?["claim_mappings"] == ["name": "name", "email": "email", "groups": "roles"])
            let one = "\(Self.path)/\(made.json["id"]?.string ?? "")"
            #expect(try await root.call(.get, one).text == made.text)
            world.clock.advance(by: .seconds(60))
            let change: JSON = ["config": ["client_id": "other"], "login_path": "desk"]
            let changed = try await root.call(.patch, one, change)
            #expect(changed.json["config"]?["client_id"] == "other")
            #expect(changed.json["config"]?["issuer_url"] == "https://id.example.com")
            #expect(changed.json["login_path"] == "desk")
            world.clock.advance(by: .seconds(60))
            #expect(try await root.call(.patch, one, change).text == changed.text)
            #expect(
                try await root.call(.patch, one, ["config": ["idp_metadata_url": "https://x.example"]]).status == 400)
            #expect(try await root.call(.post, Self.path, Self.oidc).status == 409)
            let saml = try await root.call(.post, Self.path, Self.saml)
            #expect(saml.json["config"]?["sp_metadata_url"]?.string?.hasSuffix("/saml/metadata") == true)
            let two = "\(Self.path)/\(saml.json["id"]?.string ?? "")"
            #expect(try await root.call(.patch, two, ["enabled": true]).status == 409)
            let found = try await root.call(.get, "\(Self.path)?filter[type]=saml")
            #expect(found.json.array?.count == 1)
            #expect(try await root.call(.get, Self.path).json.array?.count == 2)
            #expect(try await root.call(.delete, one).status == 204)
            #expect(try await root.call(.get, one).status == 404)
        }
    }

    @Test func whatIsWrongIsRefused() async throws {
        try await World.on(.sqlite) { world in
            let root = try await root(world)
            let bodies: [(JSON, String)] = [
                (["config": [:]], "type"), (["type": "oidc"], "config"),
                (["type": "oidc", "config": ["issuer_url": "x", "client_id": "y"]], "config.issuer_url"),
                (["type": "oidc", "config": ["issuer_url": "https://x.example"]], "config.client_id"),
                (
                    [
                        "type": "oidc", "login_path": "a/b",
                        "config": ["issuer_url": "https://x.example", "client_id": "y"],
                    ], "login_path"
                ),
                (["type": "saml", "config": [:]], "config.idp_metadata_url"),
                (["type": "saml", "config": ["idp_metadata_xml": "<html>"]], "config.idp_metadata_xml"),
            ]
            for (body, field) in bodies {
                let reply = try await root.call(.post, Self.path, body)
                #expect(reply.status == 400, "\(body.text)")
                #expect(reply.json["invalid_parameters"]?[0]?["field"]?.string == field, "\(reply.text)")
            }
        }
    }

    @Test(arguments: Engines.all) func theSettingsFollowTheProviders(engine: Engines) async throws {
        try await World.on(engine) { world in
            let root = try await root(world)
            let plain: JSON = [
                "basic_auth_enabled": true, "oidc_auth_enabled": false, "saml_auth_enabled": false,
                "idp_mapping_enabled": false, "konnect_mapping_enabled": true,
            ]
            #expect(try await root.call(.get, Self.settings).json == plain)
            for refused: JSON in [
                ["basic_auth_enabled": false], ["oidc_auth_enabled": true], ["saml_auth_enabled": true],
                ["idp_mapping_enabled": true],
            ] {
                #expect(try await root.call(.patch, Self.settings, refused).status == 400, "\(refused.text)")
            }
            let made = try await root.call(.post, Self.path, Self.oidc)
            #expect(try await root.call(.get, Self.settings).json["oidc_auth_enabled"] == true)
            let mapped: JSON = ["idp_mapping_enabled": true, "konnect_mapping_enabled": false]
            let changed = try await root.call(.patch, Self.settings, mapped)
            #expect(changed.json["idp_mapping_enabled"] == true && changed.json["konnect_mapping_enabled"] == false)
            #expect(try await root.call(.get, Self.settings).text == changed.text)
            // Passwords stay, because accounts from elsewhere do not let anybody in yet.
            #expect(try await root.call(.patch, Self.settings, ["basic_auth_enabled": false]).status == 400)
            _ = try await root.call(.post, Self.path, Self.saml)
            let swapped: JSON = ["oidc_auth_enabled": false, "saml_auth_enabled": true]
            #expect(try await root.call(.patch, Self.settings, swapped).json["saml_auth_enabled"] == true)
            let off = try await root.call(.patch, Self.settings, ["saml_auth_enabled": false])
            #expect(off.json["idp_mapping_enabled"] == false)
            let one = "\(Self.path)/\(made.json["id"]?.string ?? "")"
            #expect(try await root.call(.get, one).json["enabled"] == false)
        }
    }

    @Test(arguments: Engines.all) func groupsAreMappedToTeams(engine: Engines) async throws {
        try await World.on(engine) { world in
            let root = try await root(world), provider = try await root.call(.post, Self.path, Self.oidc).json["id"]
            let mappings = "\(Self.path)/\(provider?.string ?? "")/team-group-mappings"
            let team = try await root.call(.post, "/v3/teams", ["name": "Docs"]).json["id"] ?? .null
            let body: JSON = ["team_id": team, "group": "writers"]
            let made = try await root.call(.post, mappings, body)
            #expect(made.status == 201)
            #expect(try await root.call(.post, mappings, body).status == 409)
            let stranger: JSON = ["team_id": "0190f6d1-5d1f-7cc6-a1f7-8d2a7b7f2c11", "group": "writers"]
            #expect(try await root.call(.post, mappings, stranger).status == 400)
            let one = "\(mappings)/\(made.json["id"]?.string ?? "")"
            #expect(try await root.call(.get, one).text == made.text)
            let listed = try await root.call(.get, "\(mappings)?filter[group][eq]=writers")
            #expect(listed.json["data"]?.array?.count == 1)
            #expect(listed.json["meta"]?["page"]?["next"] == .null)
            #expect(try await root.call(.get, "\(mappings)?filter[group]=others").json["data"] == [])
            #expect(try await root.call(.delete, one).status == 204)
            #expect(try await root.call(.delete, one).status == 404)
        }
    }

    @Test(arguments: Engines.all) func theOlderShapesSayTheSame(engine: Engines) async throws {
        try await World.on(engine) { world in
            let root = try await root(world), former = "/v3/identity-provider"
            #expect(try await root.call(.get, former).status == 404)
            #expect(try await root.call(.get, "\(former)/team-mappings").status == 412)
            #expect(try await root.call(.put, "\(former)/team-mappings", ["mappings": []]).status == 412)
            #expect(try await root.call(.get, "\(former)/team-group-mappings").status == 400)
            let half = try await root.call(.patch, former, ["client_id": "console"])
            #expect(half.status == 400)
            #expect(half.json["invalid_parameters"]?[0]?["field"] == "issuer")
            let body: JSON = [
                "issuer": "https://id.example.com", "client_id": "console", "client_secret": "s3cret-value",
                "login_path": "shop",
            ]
            let made = try await root.call(.patch, former, body)
            #expect(made.status == 200)
            #expect(!made.text.contains("s3cret"))
            #expect(try await root.call(.get, former).text == made.text)
            #expect(try await root.call(.get, Self.path).json[0]?["config"]?["client_id"] == "console")
            #expect(try await root.call(.patch, former, ["client_id": "desk"]).json["issuer"] == body["issuer"])
            let docs = try await root.call(.post, "/v3/teams", ["name": "Docs"]).json["id"] ?? .null
            let desk = try await root.call(.post, "/v3/teams", ["name": "Desk"]).json["id"] ?? .null
            let groups: JSON = ["data": [["team_id": docs, "groups": ["writers", "editors"]]]]
            let replaced = try await root.call(.patch, "\(former)/team-group-mappings", groups)
            #expect(replaced.json["data"] == [["team_id": docs, "groups": ["editors", "writers"]]])
            let teams: JSON = ["mappings": [["group": "writers", "team_ids": [docs, desk]]]]
            let put = try await root.call(.put, "\(former)/team-mappings", teams)
            #expect(put.json["data"]?.array?.count == 1)
            #expect(put.json["data"]?[0]?["team_ids"]?.array?.count == 2)
            let listed = try await root.call(.get, "\(former)/team-mappings")
            #expect(listed.json["data"] == put.json["data"])
            #expect(listed.json["meta"]?["page"]?["total"] == 1)
            #expect(try await root.call(.get, "\(former)/team-group-mappings").json["meta"]?["page"]?["total"] == 2)
            let nobody: JSON = ["mappings": [["group": "g", "team_ids": ["0190f6d1-5d1f-7cc6-a1f7-8d2a7b7f2c11"]]]]
            #expect(try await root.call(.put, "\(former)/team-mappings", nobody).status == 400)
            #expect(try await root.call(.delete, "/v3/teams/\(desk.string ?? "")").status == 204)
            let left = try await root.call(.get, "\(former)/team-mappings").json["data"]?[0]?["team_ids"]
            #expect(left == [docs])
        }
    }

    @Test func whoMayNotManageTheOrganizationSeesNothingOfIt() async throws {
        try await World.on(.sqlite) { world in
            let root = try await root(world), id = try await root.call(.post, Self.path, Self.oidc).json["id"]
            let one = "\(Self.path)/\(id?.string ?? "")"
            let reader = world.managementAPI().client(
                token: try await world.account(
                    "reader@example.com", in: [ID(stored: "00000000-0000-7000-8000-000000000002")]
                ).token)
            let nobody = world.managementAPI().client(
                token: try await world.account("nobody@example.com", in: []).token)
            #expect(try await reader.call(.get, one).status == 200)
            #expect(try await reader.call(.patch, one, ["enabled": false]).status == 403)
            #expect(try await reader.call(.delete, one).status == 403)
            #expect(try await reader.call(.patch, Self.settings, ["konnect_mapping_enabled": false]).status == 403)
            let visitor = world.managementAPI().client(token: nil)
            for (client, isVisitor) in [(nobody, false), (visitor, true)] {
                for path in [one, Self.path, Self.settings, "/v3/identity-provider"] {
                    let status = try await client.call(.get, path).status
                    #expect(isVisitor ? status == 401 : [403, 404].contains(status), "\(path): \(status)")
                }
                #expect(try await client.call(.post, Self.path, Self.saml).status != 201)
                #expect(try await client.call(.delete, one).status != 204)
            }
            #expect(try await root.call(.get, one).json["enabled"] == true)
        }
    }
}
