import Core
import HTTPTypes
import Model
import TestKit
import Testing
import Web

@Suite struct DCRProviderTests {
    private static let path = "/v2/dcr-providers"

    private static func body(_ type: JSON, _ config: JSON, issuer: JSON = "https://login.example.com") -> JSON {
        ["name": "idp", "provider_type": type, "issuer": issuer, "dcr_config": config]
    }

    @Test(arguments: Engines.all) func everyKindKeepsItsPartAndHidesItsSecret(engine: Engines) async throws {
        try await World.on(engine) { world in
            let root = world.managementAPI().client(token: try await world.account().token)
            let client: JSON = ["initial_client_id": "admin", "initial_client_secret": "s3cret_0123456789"]
            let kinds: [(JSON, JSON)] = [
                ("auth0", client), ("azureAd", client), ("curity", client),
                ("okta", ["dcr_token": "s3cret_0123456789"]),
                ("http", ["dcr_base_url": "https://bridge.example.com", "api_key": "s3cret_0123456789"]),
                ("kongIdentity", [:]),
            ]
            for (kind, config) in kinds {
                let made = try await root.call(.post, Self.path, Self.body(kind, config))
                #expect(made.status == 201, "\(kind)")
                #expect(made.json["display_name"] == "idp")
                #expect(made.json["active"] == false)
                #expect(!made.text.contains("s3cret"))
                let item = "\(Self.path)/\(made.json["id"]?.string ?? "")"
                #expect(try await root.call(.get, item).text == made.text)
                #expect(try await root.call(.patch, item, ["provider_type": "okta"]).status == 400)
                let verdict = try await root.call(.post, "\(item)/verify")
                #expect(verdict.json["status"] == "failed")
            }
            let found = try await root.call(.get, "\(Self.path)?filter[initial_client_id][eq]=admin&sort=name")
            #expect(found.json["meta"]?["page"]?["total"] == 3)
            let okta = try await root.call(.get, "\(Self.path)?filter[provider_type]=okta")
            #expect(okta.json["meta"]?["page"]?["total"] == 1)
        }
    }

    @Test(arguments: Engines.all) func aProviderInUseIsNotDeleted(engine: Engines) async throws {
        try await World.on(engine) { world in
            let root = world.managementAPI().client(token: try await world.account().token)
            let made = try await root.call(.post, Self.path, Self.body("okta", ["dcr_token": "t"]))
            let id = try #require(made.json["id"])
            let openID: JSON = [
                "issuer": "https://login.example.com", "credential_claim": ["sub"], "scopes": ["openid"],
                "auth_methods": ["bearer"],
            ]
            func strategy(_ type: JSON, _ configs: JSON, _ provider: JSON) -> JSON {
                [
                    "name": "s", "display_name": "S", "strategy_type": type, "configs": configs,
                    "dcr_provider_id": provider,
                ]
            }
            let path = "/v2/application-auth-strategies"
            let named = try await root.call(
                .post, path, strategy("openid_connect", ["openid-connect": openID], id))
            #expect(named.status == 201)
            #expect(named.json["dcr_provider"]?["name"] == "idp")
            #expect(try await root.call(.post, path, strategy("key_auth", ["key-auth": [:]], id)).status == 400)
            let unknown: JSON = "00000000-0000-7000-8000-000000000000"
            let nobody = strategy("openid_connect", ["openid-connect": openID], unknown)
            #expect(try await root.call(.post, path, nobody).status == 400)
            let listed = try await root.call(.get, "\(path)?filter[dcr_provider_name]=idp")
            #expect(listed.json["meta"]?["page"]?["total"] == 1)
            let item = "\(Self.path)/\(id.string ?? "")"
            #expect(try await root.call(.delete, item).status == 409)
            let strategyID = named.json["id"]?.string ?? ""
            let freed = try await root.call(.patch, "\(path)/\(strategyID)", ["dcr_provider_id": nil])
            #expect(freed.json["dcr_provider"] == .null)
            #expect(try await root.call(.delete, item).status == 204)
            #expect(try await root.call(.get, item).status == 404)
        }
    }

    @Test func malformedProvidersAreRefused() async throws {
        try await World.on(.sqlite) { world in
            let root = world.managementAPI().client(token: try await world.account().token)
            let faults: [JSON] = [
                [:], Self.body("pigeon", [:]), Self.body("okta", [:]), Self.body("okta", ["dcr_token": ""]),
                Self.body("okta", ["dcr_token": "t", "odd": 1]), Self.body("auth0", ["initial_client_id": "a"]),
                Self.body("http", ["dcr_base_url": "nowhere", "api_key": "s3cret_0123456789"]),
                Self.body("http", ["dcr_base_url": "https://a.example", "api_key": "short"]),
                Self.body("okta", ["dcr_token": "t"], issuer: "file:///etc/passwd"),
            ]
            for fault in faults { #expect(try await root.call(.post, Self.path, fault).status == 400, "\(fault.text)") }
            let stranger = world.managementAPI().client()
            #expect(try await stranger.call(.get, Self.path).status == 401)
        }
    }
}
