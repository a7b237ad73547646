import Model
import Storage
import TestKit
import Testing

@Suite struct TransactionTests {
    private struct Stop: Error {}

    /// Two portals that share their id alone.
    private static let twins: (Portal, Portal) = {
        let portal = Samples.portal("One")
        var twin = Samples.portal("Two")
        twin.id = portal.id
        return (portal, twin)
    }()

    @Test(arguments: Engines.all) func nothingIsKeptWhenTheBodyThrows(engine: Engines) async throws {
        try await engine.withDatabase { database in
            await #expect(throws: Stop.self) {
                try await database.write { tx in
                    try tx.settings.set("a", 1)
                    throw Stop()
                }
            }
            let kept = try await database.read { try $0.settings.value("a") }
            #expect(kept == nil)
        }
    }

    @Test(arguments: Engines.all) func aSwallowedFailureStillFailsTheTransaction(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let (portal, twin) = Self.twins
            await #expect(throws: StorageError.unique("portals_pkey")) {
                try await database.write { tx in
                    try tx.portals.insert(portal)
                    _ = try? tx.portals.insert(twin)
                }
            }
            let count = try await database.read { try $0.portals.count() }
            #expect(count == 0)
        }
    }

    @Test(arguments: Engines.all) func anAttemptMayFailAndTheRestStays(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let (portal, twin) = Self.twins
            try await database.write { tx in
                try tx.portals.insert(portal)
                let again = Result {
                    try tx.attempt {
                        try tx.settings.set("inside", true)
                        try tx.portals.insert(twin)
                    }
                }
                #expect(throws: StorageError.unique("portals_pkey")) { try again.get() }
                try tx.settings.set("after", true)
            }
            let (count, inside, after) = try await database.read { tx in
                (try tx.portals.count(), try tx.settings.value("inside"), try tx.settings.value("after"))
            }
            #expect(count == 1)
            #expect(inside == nil)
            #expect(after == true)
        }
    }

    @Test(arguments: Engines.all) func aReadCannotWrite(engine: Engines) async throws {
        try await engine.withDatabase { database in
            await #expect(throws: StorageError.self) {
                try await database.read { try $0.settings.set("a", 1) }
            }
        }
    }

    @Test(arguments: Engines.all) func aBlockingReadSeesWhatIsCommitted(engine: Engines) async throws {
        try await engine.withDatabase { database in
            try await database.write { try $0.settings.set("a", 1) }
            #expect(try database.readNow { try $0.settings.value("a") } == 1)
        }
    }

    @Test(arguments: Engines.all) func uniqueIndexesHaveTheSameNameOnBothEngines(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let portal = Samples.portal("One")
            try await database.write { try $0.portals.insert(portal) }
            var sameName = Samples.portal("Other"), sameSlug = Samples.portal("Another")
            sameName.name = portal.name
            sameSlug.slug = portal.slug
            for (other, refusal) in [
                (sameName, Refusal.conflict("A portal named \"One\" already exists")),
                (sameSlug, .conflict("A portal with the slug \"one\" already exists")),
            ] {
                await #expect(throws: refusal) { try await database.write { try $0.portals.insert(other) } }
            }
            await #expect(throws: StorageError.unique("portal_versions_pkey")) {
                try await database.write { tx in
                    try tx.run(
                        """
                        INSERT INTO portal_versions (portal_id, facet, version)
                        VALUES (\(portal.id), \(PortalFacet.content), 1)
                        """)
                }
            }
        }
    }

    @Test(arguments: Engines.all) func aMissingReferenceIsSaid(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let refusal = Refusal.invalid("operator_id", .missingReference, "there is no such operator")
            await #expect(throws: refusal) {
                try await database.write { tx in
                    try tx.mapping(.foreignKey(refusal)) {
                        let token = PersonalAccessToken(
                            id: FixedRandom().id(), operatorID: FixedRandom(seed: 9).id(), name: "ci", expiresAt: nil,
                            lastUsedAt: nil, createdAt: FixedClock.start)
                        try tx.tokens.insert(token, tokenHash: [1])
                    }
                }
            }
        }
    }

    @Test(arguments: Engines.all) func concurrentWritersLoseNoUpdate(engine: Engines) async throws {
        try await engine.withDatabase { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await database.write { tx in
                            let old = try tx.settings.value("count")?.integer ?? 0
                            try tx.settings.set("count", .integer(old + 1))
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.read { try $0.settings.value("count") } == 20)
        }
    }

    @Test(arguments: Engines.all) func twoWritersNeverDecideOnWhatTheOtherTakesAway(engine: Engines) async throws {
        try await engine.withDatabase { database in
            for round in 0..<10 {
                let keys = ["a\(round)", "b\(round)"]
                try await database.write { tx in for key in keys { try tx.settings.set(key, true) } }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for key in keys {
                        group.addTask {
                            try await database.write { tx in
                                let others = try keys.filter { try $0 != key && tx.settings.value($0) == true }
                                if !others.isEmpty { try tx.settings.set(key, false) }
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                let left = try await database.read { tx in
                    try keys.filter { try tx.settings.value($0) == true }
                }
                #expect(left.count == 1)
            }
        }
    }
}
