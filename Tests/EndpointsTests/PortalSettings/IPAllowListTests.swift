import Core
import HTTPTypes
import Model
import TestKit
import Testing
import Web

@Suite struct IPAllowListTests {
    @Test(arguments: Engines.all) func entriesAreKeptListedChangedAndDeleted(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), other = try await world.portal("Other")
            let root = world.managementAPI().client(token: try await world.account().token)
            let path = "/v3/portals/\(portal.id)/ip-allow-list"
            let made = try await root.call(.post, path, ["allowed_ips": ["192.0.2.1", "2001:db8::/32"]])
            #expect(made.status == 201)
            let id = try #require(made.json["id"]?.string)
            #expect(try await root.call(.get, "\(path)/\(id)").text == made.text)
            #expect(try await root.call(.get, "/v3/portals/\(other.id)/ip-allow-list/\(id)").status == 404)
            _ = try await root.call(.post, path, ["allowed_ips": ["203.0.113.0/24"]])
            let first = try await root.call(.get, "\(path)?page[size]=1")
            #expect(first.json["data"]?.array?.count == 1)
            #expect(first.json["meta"]?["previous"] == .null)
            let next = try #require(first.json["meta"]?["next"]?.string)
            #expect(try await root.call(.get, next).json["meta"]?["next"] == .null)
            let changed = try await root.call(.patch, "\(path)/\(id)", ["allowed_ips": ["::1"]])
            #expect(changed.json["allowed_ips"] == ["::1"])
            #expect(try await root.call(.put, "\(path)/\(id)", [:]).status == 400)
            #expect(try await root.call(.delete, "\(path)/\(id)").status == 204)
            #expect(try await root.call(.delete, "\(path)/\(id)").status == 404)
            let faults: [JSON] = [
                [], ["nowhere"], ["192.0.2.1", "192.0.2.1"], ["10.0.0.0/33"], ["10.0.0.0/"], ["10.0.0.0/8/8"],
                ["fe80::1%eth0"], ["0x7f.1"], .array((0...25).map { .string("192.0.2.\($0)") }), "192.0.2.1", [1],
            ]
            for fault in faults {
                #expect(
                    try await root.call(.post, path, ["allowed_ips": fault]).status == 400, "\(fault.text)")
            }
        }
    }

    @Test(arguments: Engines.all) func theListDecidesAtOnceWhoMayOpenThePortal(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), lists = world.product.ipAllowLists
            let host = world.product.portals.domain(of: portal)
            // With and without what memory vouches for.
            for isRemembered in [false, true] {
                func refresh() async throws { if isRemembered { try await world.product.siteVersions.refresh() } }
                var change = PortalChange()
                change.ipAllowListEnabled = .set(false)
                _ = try await world.product.portals.update(portal.id, change, as: world.root)
                try await refresh()
                #expect((try await lists.enforced(on: host)?.admits("198.51.100.9") ?? true))
                change.ipAllowListEnabled = .set(true)
                _ = try await world.product.portals.update(portal.id, change, as: world.root)
                try await refresh()
                #expect(try await lists.enforced(on: host)?.admits("198.51.100.9") == false)
                let entry = try await lists.create(
                    ["198.51.100.0/24", "2001:db8::/32"], on: portal.id, as: world.root)
                try await refresh()
                for address in ["198.51.100.9", "::ffff:198.51.100.9", "2001:db8:1::7"] {
                    #expect((try await lists.enforced(on: host)?.admits(address) ?? true), "\(address)")
                }
                for address in ["198.51.101.9", "2001:db9::1", "unknown", ""] {
                    #expect(!(try await lists.enforced(on: host)?.admits(address) ?? true), "\(address)")
                }
                #expect((try await lists.enforced(on: "localhost")?.admits("198.51.101.9") ?? true))
                try await lists.delete(entry.id, of: portal.id, as: world.root)
                #expect(try await lists.enforced(on: host)?.admits("198.51.100.9") == false)
            }
        }
    }

    @Test func onlyOperatorsChangeTheList() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), lists = world.product.ipAllowLists
            for actor in [Actor.visitor(portal: portal.id), .developer(.init(stored: "x"), portal: portal.id)] {
                await #expect(throws: Refusal.notFound) {
                    _ = try await lists.create(["192.0.2.1"], on: portal.id, as: actor)
                }
            }
        }
    }
}
