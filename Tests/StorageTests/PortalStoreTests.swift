import Model
import Storage
import TestKit
import Testing

@Suite struct PortalStoreTests {
    @Test(arguments: Engines.all) func aPortalComesBackAsItWasWritten(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let portal = Samples.portal("Payments", labels: ["env": "dev", "a.b": "1"])
            try await database.write { try $0.portals.insert(portal) }
            let (byID, bySlug) = try await database.read { tx in
                (try tx.portals.find(portal.id), try tx.portals.find(slug: portal.slug))
            }
            #expect(byID == portal)
            #expect(bySlug == portal)
        }
    }
}
