import Core
import HTTPTypes
import Model
import TestKit
import Testing
import Web

@Suite struct SignInSettingsTests {
    private static let config: JSON = [
        "issuer_url": "https://login.example.com", "client_id": "portal", "client_secret": "s3cret-value",
    ]

    private func root(_ world: World) async throws -> TestClient {
        world.managementAPI().client(token: try await world.account().token)
    }

    @Test(arguments: Engines.all) func aProviderReadsBackWithoutItsSecret(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), root = try await root(world)
            let path = "/v3/portals/\(portal.id)/identity-providers"
            let made = try await root.call(.post, path, ["type": "oidc", "config": Self.config])
            #expect(made.status == 201)
            #expect(!made.text.contains("s3cret"))
            #expect(made.json["enabled"] == false)
            #expect(made.json["config"]?["scopes"] == ["email", "openid", "profile"])
            let id = try #require(made.json["id"]?.string)
            #expect(try await root.call(.get, "\(path)/\(id)").text == made.text)
            #expect(try await root.call(.get, "\(path)?filter[type][eq]=saml").json == [])
            #expect(try await root.call(.get, "\(path)?filter[type][eq]=oidc").json.array?.count == 1)
            let stored = try await world.product.identityProviders.list(
                on: portal.id, ListQuery(), as: world.root)
            let sealed = try #require(stored.first?.sealedSecret)
            #expect(world.product.kernel.vault.open(sealed) == "s3cret-value")
            #expect(try await root.call(.post, path, ["type": "oidc", "config": Self.config]).status == 409)
            let change: JSON = ["config": ["client_id": "other"], "enabled": true]
            let changed = try await root.call(.patch, "\(path)/\(id)", change)
            #expect(changed.json["config"]?["client_id"] == "other")
            let kept = try await world.product.identityProviders.list(on: portal.id, ListQuery(), as: world.root)
            #expect(kept.first?.sealedSecret == sealed)
        }
    }

    @Test(arguments: Engines.all) func onlyOneProviderIsEnabled(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), root = try await root(world)
            let path = "/v3/portals/\(portal.id)/identity-providers"
            let saml: JSON = ["idp_metadata_url": "https://login.example.com/metadata"]
            let first = try await root.call(.post, path, ["type": "saml", "config": saml, "enabled": true])
            #expect(first.status == 201)
            #expect(first.json["config"]?["callback_url"] == "/api/v2/developer/authenticate/saml/acs")
            let second: JSON = ["type": "oidc", "config": Self.config, "enabled": true]
            #expect(try await root.call(.post, path, second).status == 409)
            // By the older settings both switches turn at once.
            let turn: JSON = [
                "saml_auth_enabled": false, "oidc_auth_enabled": true, "oidc_issuer": "https://old.example.com",
                "oidc_client_id": "old", "idp_mapping_enabled": true,
            ]
            let settings = "/v3/portals/\(portal.id)/authentication-settings"
            let turned = try await root.call(.patch, settings, turn)
            #expect(turned.status == 200)
            #expect(turned.json["saml_auth_enabled"] == false)
            #expect(turned.json["oidc_auth_enabled"] == true)
            #expect(turned.json["idp_mapping_enabled"] == true)
            #expect(turned.json["oidc_config"]?["client_id"] == "old")
            let off = try await root.call(.patch, settings, ["oidc_auth_enabled": false])
            #expect(off.json["idp_mapping_enabled"] == false)
            #expect(try await root.call(.patch, settings, ["idp_mapping_enabled": true]).status == 400)
        }
    }

    @Test(arguments: Engines.all) func groupsAreMappedToTeamsOfThePortal(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), other = try await world.portal("Other")
            let root = try await root(world)
            let team = try await world.product.teams.create(TeamDraft(name: "A"), on: portal.id, as: world.root)
            let foreign = try await world.product.teams.create(TeamDraft(name: "B"), on: other.id, as: world.root)
            let path = "/v3/portals/\(portal.id)/identity-providers"
            let made = try await root.call(.post, path, ["type": "oidc", "config": Self.config])
            let provider = "\(path)/\(made.json["id"]?.string ?? "")", mappings = "\(provider)/team-group-mappings"
            for group in ["one", "two", "three"] {
                let body: JSON = ["team_id": .string(team.id.text), "group": .string(group)]
                #expect(try await root.call(.post, mappings, body).status == 201)
                world.clock.advance(by: .seconds(1))
            }
            let strange: JSON = ["team_id": .string(foreign.id.text), "group": "one"]
            #expect(try await root.call(.post, mappings, strange).status == 400)
            let first = try await root.call(.get, "\(mappings)?page[size]=2")
            #expect(first.json["data"]?.array?.map { $0["group"] } == ["one", "two"])
            #expect(first.json["meta"]?["page"]?["previous"] == .null)
            let next = try #require(first.json["meta"]?["page"]?["next"]?.string)
            let second = try await root.call(.get, next)
            #expect(second.json["data"]?.array?.map { $0["group"] } == ["three"])
            #expect(second.json["meta"]?["page"]?["next"] == .null)
            #expect(try await root.call(.get, "\(mappings)?page[after]=!").status == 400)
            #expect(
                try await root.call(.get, "\(mappings)?filter[group][eq]=two").json["data"]?.array?.count == 1)
            let groups = "/v3/portals/\(portal.id)/identity-provider/team-group-mappings"
            let replaced: JSON = ["data": [["team_id": .string(team.id.text), "groups": ["x", "x", "y"]]]]
            let answer = try await root.call(.patch, groups, replaced)
            #expect(answer.json["data"]?[0]?["groups"] == ["x", "y"])
            let wrong: JSON = ["data": [["team_id": .string(foreign.id.text), "groups": ["z"]]]]
            #expect(try await root.call(.patch, groups, wrong).status == 400)
            try await world.product.teams.delete(team.id, on: portal.id, as: world.root)
            #expect(try await root.call(.get, groups).json["data"] == [])
        }
    }

    @Test func malformedProvidersAreRefused() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), root = try await root(world)
            let path = "/v3/portals/\(portal.id)/identity-providers"
            let faults: [JSON] = [
                [:], ["type": "ldap", "config": [:]], ["type": "oidc"], ["type": "oidc", "config": [:]],
                ["type": "oidc", "config": ["issuer_url": "login", "client_id": "x"]],
                ["type": "oidc", "config": ["issuer_url": "javascript:alert(1)", "client_id": "x"]],
                ["type": "oidc", "config": ["issuer_url": "https://a.example", "client_id": ""]],
                ["type": "oidc", "config": ["issuer_url": "https://a.example", "client_id": "x", "scopes": []]],
                ["type": "oidc", "config": ["issuer_url": "https://a.example", "client_id": "x", "odd": 1]],
                ["type": "saml", "config": [:]], ["type": "saml", "config": ["idp_metadata_xml": "<html></html>"]],
            ]
            for fault in faults { #expect(try await root.call(.post, path, fault).status == 400, "\(fault.text)") }
            #expect(try await root.call(.get, path).json == [])
        }
    }

    @Test func nobodyButOperatorsSeesOrChangesHowAPortalIsEntered() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), developer = try await world.developer(on: portal)
            let stranger = world.managementAPI().client()
            for path in ["authentication-settings", "identity-providers"] {
                #expect(try await stranger.call(.get, "/v3/portals/\(portal.id)/\(path)").status == 401)
            }
            let callers: [Actor] = [.visitor(portal: portal.id), .developer(developer.id, portal: portal.id)]
            for actor in callers {
                await #expect(throws: Refusal.notFound) {
                    _ = try await world.product.identityProviders.settings(of: portal.id, as: actor)
                }
                await #expect(throws: Refusal.notFound) {
                    _ = try await world.product.identityProviders.update(
                        settingsOf: portal.id, SignInChange(), as: actor)
                }
            }
        }
    }

    @Test func withoutPasswordsNobodySignsInOrUpWithOne() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), developer = try await world.developer(on: portal)
            let site = world.developerAPI().client(host: world.product.portals.domain(of: portal))
            var change = SignInChange()
            change.passwordsEnabled = .set(false)
            _ = try await world.product.identityProviders.update(
                settingsOf: portal.id, change, as: world.root)
            #expect(try await site.call(.get, "/api/v3/portal").json["basic_auth_enabled"] == false)
            let credentials: JSON = ["username": .string(developer.email), "password": .string(TestPassword.good)]
            #expect(try await site.call(.post, "/api/v3/developer/authenticate", credentials).status == 400)
            let newcomer: JSON = ["email": "new@example.com", "full_name": "New"]
            #expect(try await site.call(.post, "/api/v3/developer", newcomer).status == 400)
            let forgetful: JSON = ["email": .string(developer.email)]
            #expect(try await site.call(.post, "/api/v3/developer/forgot-password", forgetful).status == 400)
        }
    }
}
