import Model
import TestKit
import Testing

@testable import Storage

@Suite struct OutboxStoreTests {
    private static let now = FixedClock.start
    private static let until = now + .seconds(60)

    private static func entry(_ seed: UInt64, kind: String = "email") -> OutboxEntry {
        OutboxEntry(id: FixedRandom(seed: seed).id(), kind: kind, payload: ["n": .integer(Int64(seed))], createdAt: now)
    }

    @Test(arguments: Engines.all) func workersNeverGetTheSameEntry(engine: Engines) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in for seed in 1...60 { try tx.outbox.enqueue(Self.entry(UInt64(seed))) } }
            let claims = try await withThrowingTaskGroup(of: [OutboxEntry].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        var mine: [OutboxEntry] = []
                        while true {
                            let batch = try await database.claim { tx in
                                try tx.outbox.claim(kinds: ["email"], limit: 7, at: Self.now, until: Self.until)
                            }
                            if batch.isEmpty { return mine }
                            mine += batch
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claims.count == 60)
            #expect(Set(claims.map(\.id)).count == 60)
        }
    }

    @Test(arguments: Engines.all) func anEntryIsDeliveredOnceAndKept(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let entry = Self.entry(1)
            try await database.write { try $0.outbox.enqueue(entry) }
            let claimed = try await Self.claim(database, at: Self.now)
            let mine = try #require(claimed.first)
            #expect(mine.payload == entry.payload)
            #expect(mine.attempts == 1)
            #expect(try await database.write { try $0.outbox.complete(mine, at: Self.now) })
            #expect(try await Self.claim(database, at: Self.until + .days(9)).isEmpty)
            #expect(try await database.read { try $0.outbox.find(entry.id) }?.doneAt == Self.now)
            #expect(try await database.write { try $0.outbox.prune(doneBefore: Self.until) } == 1)
        }
    }

    @Test(arguments: Engines.all) func aFailedEntryWaitsLongerEachTime(engine: Engines) async throws {
        try await engine.withDatabase { database in
            try await database.write { try $0.outbox.enqueue(Self.entry(1)) }
            var now = Self.now
            for delay in [10, 20, 40] {
                let mine = try #require(try await Self.claim(database, at: now).first)
                let failedAt = now
                #expect(try await database.write { try $0.outbox.fail(mine, error: "refused", at: failedAt) })
                now = now + .seconds(delay)
                #expect(try await Self.claim(database, at: now - .seconds(1)).isEmpty)
            }
            let entry = try await database.read { try $0.outbox.find(Self.entry(1).id) }
            #expect(entry?.lastError == "refused")
            #expect(OutboxEntry.delay(afterAttempts: 1_000) == .hours(1))
        }
    }

    @Test(arguments: Engines.all) func anEntryIsGivenUpInTheEndAndTriedAgainWhenAskedFor(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let id = Self.entry(1).id
            try await database.write { try $0.outbox.enqueue(Self.entry(1)) }
            var now = Self.now
            for _ in 1...OutboxEntry.mostAttempts {
                let mine = try #require(try await Self.claim(database, at: now).first)
                let failedAt = now
                try await database.write { _ = try $0.outbox.fail(mine, error: "refused", at: failedAt) }
                now = now + OutboxEntry.delay(afterAttempts: mine.attempts)
            }
            #expect(now < Self.now + .days(3))
            #expect(try await Self.claim(database, at: now + .days(400)).isEmpty)
            #expect(try await database.read { try $0.outbox.find(id) }?.gaveUpAt != nil)
            #expect(try await database.read { try $0.outbox.pending() } == 0)
            let asked = now
            #expect(try await database.write { try $0.mailLog.retry(id, at: asked) })
            let again = try #require(try await Self.claim(database, at: asked).first)
            #expect(again.attempts == 1)
            #expect(again.gaveUpAt == nil)
        }
    }

    @Test(arguments: Engines.all) func whoeverLostAClaimCannotCompleteIt(engine: Engines) async throws {
        try await engine.withDatabase { database in
            try await database.write { try $0.outbox.enqueue(Self.entry(1)) }
            let lost = try #require(try await Self.claim(database, at: Self.now).first)
            let later = Self.until + .seconds(1)
            let taken = try #require(try await Self.claim(database, at: later).first)
            #expect(try await database.write { try $0.outbox.complete(lost, at: later) } == false)
            #expect(try await database.write { try $0.outbox.fail(lost, error: "x", at: later) } == false)
            #expect(try await database.write { try $0.outbox.complete(taken, at: later) })
        }
    }

    @Test(arguments: Engines.all) func whatIsDueIsFoundThroughAnIndex(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let plans = try await database.plans { tx in
                _ = try tx.all(OutboxStore.due(kinds: ["email"], limit: 5, at: Self.now))
            }
            #expect(plans.flatMap(\.scans) == [])
            #expect(plans.flatMap(\.sorts) == [])
        }
    }

    @Test(arguments: Engines.all) func entriesOfALaneAreTakenOneByOneInTheirOrder(engine: Engines) async throws {
        try await engine.withDatabase { database in
            // Ids and times say nothing about the order: clocks of several instances differ.
            var entries = [3, 1, 2, 4].map { Self.entry($0) }
            for index in 0..<3 { entries[index].lane = "a" }
            entries[3].lane = "b"
            for (index, entry) in entries.enumerated() {
                let at = Self.now - .seconds(index)
                var entry = entry
                (entry.createdAt, entry.nextAttemptAt) = (at, at)
                let written = entry
                try await database.write { try $0.outbox.enqueue(written) }
            }
            let first = try await Self.claim(database, at: Self.now)
            #expect(Set(first.map(\.id)) == [entries[0].id, entries[3].id])
            #expect(try await Self.claim(database, at: Self.now).isEmpty)
            let head = try #require(first.first { $0.lane == "a" })
            try await database.write { _ = try $0.outbox.fail(head, error: "refused", at: Self.now) }
            #expect(try await Self.claim(database, at: Self.now + .seconds(9)).isEmpty)
            let again = try #require(try await Self.claim(database, at: Self.now + .seconds(10)).first)
            #expect(again.id == entries[0].id)
            try await database.write { _ = try $0.outbox.complete(again, at: Self.now + .seconds(10)) }
            let second = try #require(try await Self.claim(database, at: Self.now + .seconds(10)).first)
            #expect(second.id == entries[1].id)
            try await database.write {
                _ = try $0.outbox.fail(second, error: "gone", isFinal: true, at: Self.now + .seconds(10))
            }
            let third = try await Self.claim(database, at: Self.now + .seconds(10))
            #expect(third.map(\.id) == [entries[2].id])
        }
    }

    @Test(arguments: Engines.all) func workersNeverHaveTwoEntriesOfALane(engine: Engines) async throws {
        try await engine.withDatabase { database in
            for seed in 1...40 {
                var entry = Self.entry(UInt64(seed))
                entry.lane = "lane \(seed % 4)"
                let written = entry
                try await database.write { try $0.outbox.enqueue(written) }
            }
            let taken = try await withThrowingTaskGroup(of: [OutboxEntry].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        var mine: [OutboxEntry] = []
                        for _ in 0..<60 {
                            let batch = try await database.claim { tx in
                                try tx.outbox.claim(kinds: ["email"], limit: 7, at: Self.now, until: Self.until)
                            }
                            #expect(Set(batch.map(\.lane)).count == batch.count)
                            mine += batch
                            try await database.write { tx in
                                for entry in batch { try tx.outbox.complete(entry, at: Self.now) }
                            }
                        }
                        return mine
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(taken.count == 40)
            #expect(Set(taken.map(\.id)).count == 40)
        }
    }

    @Test(arguments: Engines.all) func theTurnInALaneIsFoundThroughAnIndex(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let plans = try await database.plans { tx in _ = try tx.first(OutboxStore.lastTurn(in: "a")) }
            #expect(plans.flatMap(\.scans) == [])
        }
    }

    @Test(arguments: Engines.all) func aWorkerTakesOnlyItsKinds(engine: Engines) async throws {
        try await engine.withDatabase { database in
            try await database.write { try $0.outbox.enqueue(Self.entry(1, kind: "webhook")) }
            #expect(try await Self.claim(database, at: Self.now).isEmpty)
            #expect(try await database.read { try $0.outbox.pending() } == 1)
        }
    }

    private static func claim(_ database: Database, at now: Instant) async throws -> [OutboxEntry] {
        try await database.claim {
            try $0.outbox.claim(kinds: ["email"], limit: 10, at: now, until: now + .seconds(60))
        }
    }
}
