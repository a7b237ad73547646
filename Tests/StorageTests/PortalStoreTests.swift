import Model
import Storage
import TestKit
import Testing

@Suite struct PortalStoreTests {
    @Test(arguments: Engines.all) func aPortalComesBackAsItWasWritten(engine: Engines) async throws {
        try await engine.withDatabase { database in
            var portal = Samples.portal("Payments", labels: ["env": "dev", "a.b": "1"])
            portal.description = "Zahlungen – 支付"
            portal.defaultStrategyID = FixedRandom(seed: 3).id()
            portal.defaultPageVisibility = .public
            let written = portal
            try await database.write { try $0.portals.insert(written) }
            let (byID, bySlug) = try await database.read { tx in
                (try tx.portals.find(written.id), try tx.portals.find(slug: written.slug))
            }
            #expect(byID == written)
            #expect(bySlug == written)
        }
    }

    @Test(arguments: Engines.all) func anUpdateWritesEveryField(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let old = Samples.portal("Payments")
            try await database.write { try $0.portals.insert(old) }
            var new = Samples.portal("Billing", labels: ["a": "b"], at: FixedClock.start + .days(1))
            new.id = old.id
            new.rbacEnabled = true
            let written = new
            try await database.write { try $0.portals.update(written) }
            #expect(try await database.read { try $0.portals.find(old.id) } == written)
        }
    }

    @Test(arguments: Engines.all) func aPortalThatIsGoneCannotBeUpdated(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let portal = Samples.portal("Payments")
            await #expect(throws: Refusal.notFound) { try await database.write { try $0.portals.update(portal) } }
            let isDeleted = try await database.write { try $0.portals.delete(portal.id) }
            #expect(!isDeleted)
        }
    }

    @Test(arguments: Engines.all) func aChangeMovesOnlyItsOwnFacet(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let portal = Samples.portal("One"), other = Samples.portal("Two")
            try await database.write { tx in
                try tx.portals.insert(portal)
                try tx.portals.insert(other)
                try tx.portals.bump(portal.id, .content, .catalog)
                try tx.portals.bump(portal.id, .content)
            }
            let versions = try await database.read { try $0.portals.versions() }
            #expect(versions[portal.id] == [.settings: 1, .content: 3, .catalog: 2, .access: 1])
            #expect(versions[other.id] == [.settings: 1, .content: 1, .catalog: 1, .access: 1])
            let later = try await database.write { tx in
                try tx.portals.bumpAll(.catalog)
                try tx.portals.delete(portal.id)
                return try tx.portals.versions()
            }
            #expect(later == [other.id: [.settings: 1, .content: 1, .catalog: 2, .access: 1]])
        }
    }
}
