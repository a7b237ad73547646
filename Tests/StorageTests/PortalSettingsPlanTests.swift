import Model
import Storage
import TestKit
import Testing

@Suite struct PortalSettingsPlanTests {
    @Test(arguments: Engines.all) func noListOfPortalSettingsReadsAWholeTable(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let portal = Samples.portal("Acme")
            let provider = IdentityProvider(
                id: FixedRandom(seed: 3).id(), portalID: portal.id, isEnabled: true,
                configuration: .oidc(.init(issuerURL: "https://login.example.com", clientID: "portal")),
                createdAt: FixedClock.start, updatedAt: FixedClock.start)
            try await database.write { tx in
                try tx.portals.insert(portal)
                try tx.identityProviders.insert(provider)
            }
            #expect(try await database.read { try $0.identityProviders.find(provider.id, on: portal.id) } == provider)
            let plans = try await database.plans { tx in
                _ = try tx.identityProviders.list(on: portal.id)
                _ = try tx.teamGroupMappings.list(of: provider.id, ListQuery())
                for field in ["team_id", "group"] {
                    let query = ListQuery(filters: [ListFilter(field, .eq, ["x"])])
                    _ = try tx.teamGroupMappings.list(of: provider.id, query)
                }
                _ = try tx.teamGroupMappings.teams(of: provider, ListQuery())
            }
            #expect(plans.filter { !$0.scans.isEmpty }.map(\.statement) == [])
        }
    }
}
