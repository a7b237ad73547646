import Core
import Model
import TestKit
import Testing

@Suite struct SignInPagesTests {
    @Test func aProviderIsAddedMappedAndDeleted() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), root = try await world.console()
            let team = try await world.product.teams.create(
                TeamDraft(name: "Partners"), on: portal.id, as: world.root)
            let path = "/portals/\(portal.id)/settings/sign-in"
            #expect(try await root.open(path).text.contains("No identity provider yet"))
            #expect(try await root.submit(path, ["idp_mapping_enabled": "true"]).status == 400)
            let fields: KeyValuePairs = [
                "issuer_url": "https://login.example.com/<b>", "client_id": "portal", "client_secret": "s3cret-value",
                "scopes": "openid email", "claim_name": "name", "claim_email": "email", "claim_groups": "groups",
                "enabled": "true",
            ]
            let made = try await root.submit("\(path)/new-oidc", fields)
            let item = try #require(made.location)
            let page = try await root.open(item)
            #expect(page.text.contains("https://login.example.com/&lt;b&gt;"))
            #expect(!page.text.contains("s3cret"))
            #expect(try await root.submit("\(path)/new-oidc", fields).status == 409)
            _ = try await root.submit("\(item)/groups", ["group": "<i>staff</i>", "team": team.id.text])
            #expect(try await root.open(item).text.contains("&lt;i&gt;staff&lt;/i&gt;"))
            let wrong = try await root.submit(item, ["issuer_url": "nowhere", "client_id": "x", "scopes": "openid"])
            #expect(wrong.status == 400)
            #expect(try await root.submit("\(item)/delete").location == path)
            #expect(try await root.open(item).status == 404)
        }
    }
}

@Suite struct CustomDomainPagesTests {
    @Test func aDomainIsAddedSwitchedOffAndRemoved() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), root = try await world.console()
            let path = "/portals/\(portal.id)/settings/domain"
            #expect(try await root.open(path).text.contains("payments.localhost"))
            let wrong = try await root.submit(path, ["hostname": "<b>", "method": "http"])
            #expect(wrong.status == 400)
            #expect(!wrong.text.contains("<b>\""))
            #expect(try await root.submit(path, ["hostname": " Docs.Example.com "]).location == path)
            let page = try await root.open(path).text
            #expect(page.contains("docs.example.com"))
            #expect(page.contains("Waiting for the first request"))
            _ = try await root.submit("\(path)/state", ["enabled": ""])
            #expect(try await root.open(path).text.contains("Disabled"))
            #expect(try await root.submit("\(path)/delete").location == path)
            #expect(try await root.open(path).text.contains("Add a custom domain"))
        }
    }
}

@Suite struct IPAllowListPagesTests {
    @Test func addressesAreAllowedAndTheListIsPutInForce() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), root = try await world.console()
            let path = "/portals/\(portal.id)/settings/ip-allow-list"
            #expect(try await root.open(path).text.contains("No address is allowed yet"))
            let wrong = try await root.submit(path, ["addresses": "<b>here</b>"])
            #expect(wrong.status == 400)
            #expect(wrong.text.contains("&lt;b&gt;here"))
            #expect(try await root.submit(path, ["addresses": "192.0.2.7\n198.51.100.0/24"]).location == path)
            _ = try await root.submit("\(path)/state", ["enabled": "true"])
            let page = try await root.open(path).text
            #expect(page.contains("198.51.100.0/24"))
            #expect(page.contains("In force"))
            #expect(try await world.product.portals.find(portal.id, as: world.root).ipAllowListEnabled)
        }
    }
}
