import Foundation
import Model
import TestKit
import Testing

@testable import Storage

@Suite struct LookupTests {
    @Test(arguments: Engines.all) func lookupsAtTheSameTimeGiveEachItsOwn(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let numbers = try await Self.numbers(1...1_000, in: database) { tx, number in
                try tx.count("SELECT CAST(\(number % 100) AS INTEGER)")
            }
            #expect(numbers == (1...1_000).map { $0 % 100 })
        }
    }

    @Test(arguments: Engines.all) func oneThatFailsTakesNothingFromTheOthers(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let numbers = try await Self.numbers(1...300, in: database) { tx, number in
                if number % 7 == 0 { return try tx.count("SELECT COUNT(*) FROM nowhere WHERE id = \(number)") }
                let ten = "10" + (number % 11 == 0 && tx.dialect == .postgresql ? "?" : "")
                return try tx.count("SELECT CAST(\(ten) AS INTEGER) + CAST(\(number) AS INTEGER)")
            }
            let isPostgres = engine == .postgresql
            #expect(numbers == (1...300).map { $0 % 7 == 0 || isPostgres && $0 % 11 == 0 ? nil : 10 + $0 })
        }
    }

    @Test(arguments: Engines.all) func aLaterStatementMayDependOnAnEarlierOne(engine: Engines) async throws {
        try await engine.withDatabase { database in
            try await database.write { try $0.settings.set("a", 1) }
            let both = try await database.lookup { tx in
                let first = try tx.count("SELECT COUNT(*) FROM settings WHERE key = 'a'")
                return (first, try tx.count("SELECT CAST(\(first + 1) AS INTEGER)"))
            }
            #expect(both == (1, 2))
        }
    }

    @Test(arguments: Engines.all) func aLookupCannotWrite(engine: Engines) async throws {
        try await engine.withDatabase { database in
            await #expect(throws: (any Error).self) {
                try await database.lookup { try $0.settings.set("a", 1) }
            }
            let found = try await database.lookup { try $0.settings.value("a") }
            #expect(found == nil)
        }
    }

    @Test(arguments: Engines.all) func whatIsAcknowledgedIsSeen(engine: Engines) async throws {
        try await engine.withDatabase { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 1...8 {
                    group.addTask {
                        for number in 1...25 {
                            let value = JSON.integer(Int64(number))
                            try await database.write { try $0.settings.set("w\(writer)", value) }
                            #expect(try await database.lookup { try $0.settings.value("w\(writer)") } == value)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func lookupsOutliveTheirConnectionsAndPlans() async throws {
        try await Engines.postgresql.withDatabase { database in
            try await database.write { try $0.settings.set("a", 1) }
            for column in ["b", "c"] {
                #expect(try await Self.everything(in: database) == (1...20).map { _ in 1 })
                try await database.write { try $0.script("ALTER TABLE settings ADD COLUMN \(column) text") }
                #expect(try await Self.everything(in: database) == (1...20).map { _ in 1 })
                _ = try? await database.write { tx in
                    try tx.all(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()")
                }
            }
            #expect(try await Self.everything(in: database) == (1...20).map { _ in 1 })
        }
    }

    @Test func aSlowOneDoesNotKeepTheOthersWaiting() async throws {
        try await Engines.postgresql.withDatabase { database in
            async let slow = database.lookup { try $0.first("SELECT pg_sleep(2)") != nil }
            try await eventually {
                try await database.read { tx in
                    try tx.count(
                        """
                        SELECT COUNT(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND state = 'active' AND query = 'SELECT pg_sleep(2)'
                        """)
                } == 1
            }
            let start = ContinuousClock.now
            #expect(try await database.lookup { try $0.count("SELECT 1") } == 1)
            #expect(ContinuousClock.now - start < .seconds(1.5))
            #expect(try await slow)
        }
    }

    @Test(arguments: Engines.all) func aClosedDatabaseRefusesAll(engine: Engines) async throws {
        try await engine.withDatabase { database in
            await database.close()
            let numbers = try await Self.numbers(1...20, in: database) { tx, _ in try tx.count("SELECT 1") }
            #expect(numbers == [Int?](repeating: nil, count: 20))
        }
    }

    /// What each number's lookup gave, all of them asked at once; nil for those that failed.
    private static func numbers(
        _ range: ClosedRange<Int>, in database: Database, _ look: @Sendable @escaping (Transaction, Int) throws -> Int
    ) async throws -> [Int?] {
        await withTaskGroup(of: (Int, Int?).self) { group in
            for number in range {
                group.addTask { (number, try? await database.lookup { try look($0, number) }) }
            }
            var found = [Int?](repeating: nil, count: range.count)
            for await (number, value) in group { found[number - range.lowerBound] = value }
            return found
        }
    }

    private static func everything(in database: Database) async throws -> [Int?] {
        try await numbers(1...20, in: database) { tx, number in
            try tx.all("SELECT * FROM settings WHERE key = \(number % 2 == 0 ? "a" : "A") OR key = 'a'").count
        }
    }
}
