import Core
import HTTPTypes
import Model
import TestKit
import Testing
import Web

@Suite struct CustomDomainTests {
    private static func body(_ hostname: String, ssl: JSON = ["domain_verification_method": "http"]) -> JSON {
        ["hostname": .string(hostname), "enabled": true, "ssl": ssl]
    }

    @Test(arguments: Engines.all) func aPortalAnswersAtItsCustomDomain(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal()
            let root = world.managementAPI().client(token: try await world.account().token)
            let path = "/v3/portals/\(portal.id)/custom-domain", host = "docs.example.com"
            #expect(try await root.call(.get, path).status == 404)
            #expect(!(try await world.product.customDomains.isServed(host)))
            let made = try await root.call(.post, path, Self.body(host))
            #expect(made.status == 201)
            #expect(made.json["cname_status"] == "pending")
            #expect(try await root.call(.get, path).text == made.text)
            let item = "/v3/portals/\(portal.id)"
            #expect(try await root.call(.get, item).json["canonical_domain"] == .string(host))
            #expect(try await root.call(.get, item).json["default_domain"] == "payments.localhost")
            // Links do not lead there before requests arrive.
            let fresh = try await world.product.portals.find(portal.id, as: world.root)
            #expect(world.product.portals.siteURL(of: fresh) == "http://payments.localhost:8080")
            #expect(try await world.product.customDomains.isServed(host))
            let site = world.developerAPI().client(host: host)
            #expect(try await site.call(.get, "/api/v3/portal").json["canonical_domain"] == .string(host))
            #expect(try await root.call(.get, path).json["cname_status"] == "verified")
            let reached = try await world.product.portals.find(portal.id, as: world.root)
            #expect(world.product.portals.siteURL(of: reached) == "http://docs.example.com:8080")
            try await world.product.siteVersions.refresh()
            #expect(world.product.siteVersions.current(host: host) != nil)
            #expect(try await root.call(.patch, path, ["enabled": false]).json["enabled"] == false)
            #expect(try await site.call(.get, "/api/v3/portal").status == 404)
            #expect(try await root.call(.delete, path).status == 204)
            #expect(try await root.call(.delete, path).status == 404)
            let filter = "/v3/portals?filter[canonical_domain][eq]=payments.localhost"
            #expect(try await root.call(.get, filter).json["data"]?.array?.count == 1)
        }
    }

    @Test(arguments: Engines.all) func aHostNameBelongsToOnePortal(engine: Engines) async throws {
        try await World.on(engine) { world in
            let first = try await world.portal(), second = try await world.portal("Other")
            let root = world.managementAPI().client(token: try await world.account().token)
            let path = "/v3/portals/\(first.id)/custom-domain"
            #expect(try await root.call(.post, path, Self.body("docs.example.com")).status == 201)
            #expect(try await root.call(.post, path, Self.body("more.example.com")).status == 409)
            let other = "/v3/portals/\(second.id)/custom-domain"
            #expect(try await root.call(.post, other, Self.body("docs.example.com")).status == 409)
            try await world.product.portals.delete(first.id, force: true, as: world.root)
            #expect(try await root.call(.post, other, Self.body("docs.example.com")).status == 201)
        }
    }

    @Test func hostNamesThatAreNoneOrOursAreRefused() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal()
            let root = world.managementAPI().client(token: try await world.account().token)
            let path = "/v3/portals/\(portal.id)/custom-domain"
            let names = [
                "localhost", "a.localhost", "other.localhost", "127.0.0.1", "", "docs", "Docs.example.com",
                "https://docs.example.com", "docs.example.com/x", "docs.example.com:80", "-a.example.com",
                "a..example.com", "docs.example.com.", "*.example.com", "ex ample.com",
            ]
            for name in names { #expect(try await root.call(.post, path, Self.body(name)).status == 400, "\(name)") }
            let wrong: [JSON] = [
                ["domain_verification_method": "pigeon"], [:],
                ["domain_verification_method": "custom_certificate"],
                ["domain_verification_method": "http", "custom_certificate": "x", "custom_private_key": "y"],
                [
                    "domain_verification_method": "custom_certificate", "custom_certificate": "x",
                    "custom_private_key": "y",
                ],
            ]
            for ssl in wrong {
                let reply = try await root.call(.post, path, Self.body("docs.example.com", ssl: ssl))
                #expect(reply.status == 400, "\(ssl.text)")
            }
        }
    }

    @Test func aCertificateIsKeptSealedWhenItsKeyFits() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), other = try await world.portal("Other")
            let root = world.managementAPI().client(token: try await world.account().token)
            func ssl(_ key: String) -> JSON {
                [
                    "domain_verification_method": "custom_certificate",
                    "custom_certificate": .string(TestCertificate.chain), "custom_private_key": .string(key),
                ]
            }
            let made = try await root.call(
                .post, "/v3/portals/\(portal.id)/custom-domain",
                Self.body("docs.example.com", ssl: ssl(TestCertificate.key)))
            #expect(made.status == 201)
            #expect(made.json["ssl"]?["verification_status"] == "verified")
            #expect(made.json["ssl"]?["expires_at"]?.string?.hasPrefix("2") == true)
            #expect(!made.text.contains("PRIVATE"))
            let misfit = try await root.call(
                .post, "/v3/portals/\(other.id)/custom-domain",
                Self.body("more.example.com", ssl: ssl(TestCertificate.otherKey)))
            #expect(misfit.status == 400)
        }
    }
}
