import Core
import HTTPTypes
import Model
import Storage
import TestKit
import Testing
import Web

/// Several writers at once: whoever is told that it worked finds what they wrote, and rules hold for all together.
@Suite struct SettingsRaceTests {
    /// Makes calls at once; their statuses, sorted.
    private static func atOnce(
        _ calls: [@Sendable () async throws -> TestReply]
    ) async throws -> [Int] {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for call in calls { group.addTask { try await call().status } }
            return try await group.reduce(into: []) { $0.append($1) }.sorted()
        }
    }

    private static func once(_ created: Int, of count: Int) -> [Int] {
        [created] + Array(repeating: 409, count: count - 1)
    }

    @Test(arguments: Engines.all) func ofManyWhoCreateTheSameOneDoes(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal().id, root = try await Self.root(world)
            let team = try await world.product.teams.create(TeamDraft(name: "T"), on: portal, as: world.root).id.text
            let base = "/v3/portals/\(portal)"
            let provider = try await root.call(.post, "\(base)/identity-providers", Self.oidc)
            #expect(provider.status == 201)
            let mappings = "\(base)/identity-providers/\(provider.json["id"]?.string ?? "")/team-group-mappings"
            let saml: JSON = ["type": "saml", "config": ["idp_metadata_url": "https://login.example.com"]]
            let domain: JSON = [
                "hostname": "docs.example.com", "enabled": true, "ssl": ["domain_verification_method": "http"],
            ]
            let creations: [(String, JSON)] = [
                ("\(base)/identity-providers", saml), (mappings, ["team_id": .string(team), "group": "g"]),
                ("\(base)/custom-domain", domain), ("\(base)/email-config", ["from_name": "Docs"]),
                ("/v3/portals/email-domains", ["domain": "mail.example.com"]),
            ]
            for (path, body) in creations {
                let statuses = try await Self.atOnce(
                    Array(repeating: { try await root.call(.post, path, body) }, count: 6))
                #expect(statuses == Self.once(201, of: 6), "\(path)")
            }
        }
    }

    @Test(arguments: Engines.all) func aHostNameIsGivenToOneOfManyPortals(engine: Engines) async throws {
        try await World.on(engine) { world in
            let root = try await Self.root(world)
            var paths: [String] = []
            for number in 1...5 {
                paths.append("/v3/portals/\(try await world.portal("P\(number)").id)/custom-domain")
            }
            let domain: JSON = [
                "hostname": "docs.example.com", "enabled": true, "ssl": ["domain_verification_method": "http"],
            ]
            let statuses = try await Self.atOnce(paths.map { path in { try await root.call(.post, path, domain) } })
            #expect(statuses == Self.once(201, of: 5))
        }
    }

    @Test(arguments: Engines.all) func writersOfDifferentPartsLoseNothing(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal().id, root = try await Self.root(world)
            let base = "/v3/portals/\(portal)"
            let oidc = try await root.call(.post, "\(base)/identity-providers", Self.oidc).json["id"]?.string ?? ""
            let dcr =
                try await root.call(
                    .post, "/v2/dcr-providers",
                    [
                        "name": "a", "provider_type": "okta", "issuer": "https://a.example",
                        "dcr_config": ["dcr_token": "t"],
                    ]
                ).json["id"]?.string ?? ""
            _ = try await root.call(.post, "\(base)/email-config", [:])
            for (path, changes) in Self.parts(base, oidc: oidc, dcr: dcr) {
                let statuses = try await Self.atOnce(
                    changes.map { change in { try await root.call(.patch, path, change) } })
                #expect(Set(statuses) == [200], "\(path) \(statuses)")
                let found = try await root.call(.get, path)
                for change in changes where change["oidc_client_id"] == nil {
                    #expect(change.isPart(of: found.json), "\(path): \(change.text) is not in \(found.text)")
                }
            }
        }
    }

    /// Places with changes that do not touch each other.
    private static func parts(_ base: String, oidc: String, dcr: String) -> [(String, [JSON])] {
        [
            (
                "\(base)/identity-providers/\(oidc)",
                [
                    ["config": ["client_id": "new"]], ["config": ["scopes": ["openid", "new"]]],
                    ["config": ["claim_mappings": ["groups": "new"]]], ["enabled": true],
                ]
            ),
            (
                "/v2/dcr-providers/\(dcr)",
                [["name": "new"], ["display_name": "New"], ["labels": ["x": "1"]], ["labels": ["y": "2"]]]
            ),
            (
                "\(base)/email-config",
                [["from_name": "New"], ["from_email": "new@example.com"], ["reply_to_email": "re@example.com"]]
            ),
            (
                "\(base)/email-templates/reset-password",
                [
                    ["content": ["subject": "New"]], ["content": ["title": "New"]],
                    ["content": ["body": "New"]], ["enabled": false],
                ]
            ),
            (
                "\(base)/authentication-settings",
                [["basic_auth_enabled": false], ["konnect_mapping_enabled": false], ["oidc_client_id": "newer"]]
            ),
        ]
    }

    @Test(arguments: Engines.all) func oneProviderIsEnabledHoweverManySwitch(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal().id, root = try await Self.root(world)
            let path = "/v3/portals/\(portal)/identity-providers"
            let saml: JSON = ["type": "saml", "config": ["idp_metadata_url": "https://login.example.com"]]
            let ids = try await [Self.oidc, saml].asyncMap { try await root.call(.post, path, $0).json["id"]?.string }
            for _ in 1...5 {
                let statuses = try await Self.atOnce(
                    ids.compactMap(\.self).map { id in
                        { try await root.call(.patch, "\(path)/\(id)", ["enabled": true]) }
                    })
                #expect(statuses == [200, 409])
                let enabled = try await root.call(.get, path).json.array?.filter { $0["enabled"] == true } ?? []
                #expect(enabled.count == 1)
                for id in ids.compactMap(\.self) {
                    _ = try await root.call(.patch, "\(path)/\(id)", ["enabled": false])
                }
            }
        }
    }

    @Test(arguments: Engines.all) func groupsNeverDecideWithoutAProvider(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal().id, root = try await Self.root(world)
            let settings = "/v3/portals/\(portal)/authentication-settings"
            for _ in 1...5 {
                let path = "/v3/portals/\(portal)/identity-providers"
                let made = try await root.call(.post, path, Self.oidc.with("enabled", true)).json["id"]?.string ?? ""
                let statuses = try await Self.atOnce([
                    { try await root.call(.patch, settings, ["idp_mapping_enabled": true]) },
                    { try await root.call(.delete, "\(path)/\(made)") },
                ])
                #expect([[200, 204], [204, 400]].contains(statuses))
                #expect(try await root.call(.get, settings).json["idp_mapping_enabled"] == false)
            }
        }
    }

    @Test(arguments: Engines.all) func whatIsNamedIsNotDeletedMeanwhile(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal().id, root = try await Self.root(world)
            let config = "/v3/portals/\(portal)/email-config", domain = "/v3/portals/email-domains"
            for number in 1...5 {
                let name = "m\(number).example.com"
                _ = try await root.call(.post, domain, ["domain": .string(name)])
                _ = try await root.call(.delete, config)
                let statuses = try await Self.atOnce([
                    { try await root.call(.post, config, ["domain_name": .string(name)]) },
                    { try await root.call(.delete, "\(domain)/\(name)") },
                ])
                #expect([[201, 409], [204, 400]].contains(statuses), "\(statuses)")
            }
        }
    }

    @Test(arguments: Engines.all) func aPortalHasNoMoreEntriesThanItMay(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), root = try await Self.root(world)
            try await world.database.write { tx in
                for number in 0..<(IPAllowEntry.maximumCount - 1) {
                    let id: ID<IPAllowEntry> = FixedRandom(seed: UInt64(number)).id()
                    try tx.ipAllowEntries.insert(
                        IPAllowEntry(
                            id: id, portalID: portal.id, addresses: ["192.0.2.1"], createdAt: FixedClock.start))
                }
            }
            let path = "/v3/portals/\(portal.id)/ip-allow-list"
            let statuses = try await Self.atOnce(
                Array(repeating: { try await root.call(.post, path, ["allowed_ips": ["192.0.2.9"]]) }, count: 4))
            #expect(statuses == [201, 400, 400, 400])
        }
    }

    private static func root(_ world: World) async throws -> TestClient {
        world.managementAPI().client(token: try await world.account().token)
    }

    private static let oidc: JSON = [
        "type": "oidc", "config": ["issuer_url": "https://login.example.com", "client_id": "hub"],
    ]
}

extension JSON {
    fileprivate func with(_ name: String, _ value: JSON) -> JSON {
        .object((members ?? []).filter { $0.name != name } + [JSON.Member(name, value)])
    }

    /// Whether another text says all that this one says.
    fileprivate func isPart(of whole: JSON?) -> Bool {
        guard let members, let whole else { return self == whole }
        return members.allSatisfy { $0.value.isPart(of: whole[$0.name]) }
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
