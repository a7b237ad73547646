import Model
import TestKit
import Testing

@testable import Storage

@Suite struct MigrationTests {
    private static let first = Migration(
        number: 1, name: "0001-a", common: "CREATE TABLE a (id TEXT COLLATE \"C\" PRIMARY KEY, n BIGINT);")
    private static let second = Migration(
        number: 2, name: "0002-b", common: "ALTER TABLE a ADD COLUMN b TEXT; INSERT INTO a (id) VALUES ('x');",
        sqlite: "UPDATE a SET b = 'sqlite';", postgresql: "UPDATE a SET b = 'postgresql';")

    @Test(arguments: Engines.all) func stepsRunInOrderEachOnceWithWhatTheEngineNeeds(engine: Engines) async throws {
        try await engine.withEngine(migrated: false) { address in
            let database = try await Database(address)
            try await database.migrate([Self.first])
            try await database.migrate([Self.first, Self.second])
            try await database.migrate([Self.first, Self.second])
            let (names, flavour) = try await database.read { tx in
                let rows = try tx.all("SELECT name FROM schema_migrations ORDER BY number")
                return (try rows.map { try $0.text("name") }, try tx.first("SELECT b FROM a")?.text("b"))
            }
            #expect(names == ["0001-a", "0002-b"])
            #expect(flavour == engine.rawValue)
            await database.close()
        }
    }

    @Test(arguments: Engines.all) func aStepThatFailsLeavesNothing(engine: Engines) async throws {
        try await engine.withEngine(migrated: false) { address in
            let database = try await Database(address)
            let broken = Migration(number: 2, name: "0002-b", common: "CREATE TABLE b (id TEXT); SELECT nonsense;")
            await #expect(throws: (any Error).self) { try await database.migrate([Self.first, broken]) }
            try await database.migrate([Self.first, Self.second])
            await #expect(throws: StorageError.self) { try await database.read { _ = try $0.all("SELECT * FROM b") } }
            await database.close()
        }
    }

    @Test(arguments: Engines.all) func twoProgramsMayStartAtOnce(engine: Engines) async throws {
        try await engine.withEngine(migrated: false) { address in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let database = try await Database(address)
                        try await database.migrate()
                        await database.close()
                    }
                }
                try await group.waitForAll()
            }
            let database = try await Database(address)
            let count = try await database.read { try $0.count("SELECT COUNT(*) FROM schema_migrations") }
            #expect(count == Migrations.embedded.count)
            await database.close()
        }
    }

    @Test(arguments: Engines.all) func aDatabaseOfANewerVersionIsRefused(engine: Engines) async throws {
        try await engine.withEngine(migrated: false) { address in
            let database = try await Database(address)
            try await database.migrate([Self.first, Self.second])
            await #expect(
                throws: StorageError.migration(
                    "The database belongs to a newer version of Portico (it has 0002-b). "
                        + "Start that version, or restore a backup from before the upgrade.")
            ) { try await database.migrate([Self.first]) }
            await database.close()
        }
    }

    @Test(arguments: Engines.all) func anEditedStepIsRefused(engine: Engines) async throws {
        try await engine.withEngine(migrated: false) { address in
            let database = try await Database(address)
            try await database.migrate([Self.first])
            var edited = Self.first
            edited.common += " -- harmless"
            let migrations = [edited]
            await #expect(throws: StorageError.self) { try await database.migrate(migrations) }
            await database.close()
        }
    }

    @Test func twoStepsWithOneNumberAreRefused() {
        let other = Migration(number: 1, name: "0001-b", common: "")
        #expect(throws: StorageError.self) { try Migrations.check([Self.first, other]) }
        #expect(throws: Never.self) { try Migrations.check(Migrations.embedded) }
    }

    @Test func filesOfOneStepBelongTogether() {
        var found: [String: Migration] = [:]
        for (text, file) in [("c", "0007-x.sql"), ("s", "0007-x.sqlite.sql"), ("p", "0007-x.postgresql.sql")] {
            Migrations.add(text, of: file, to: &found)
        }
        #expect(
            Array(found.values)
                == [Migration(number: 7, name: "0007-x", common: "c", sqlite: "s", postgresql: "p")])
    }

    @Test func sqliteIsNotToldACollation() {
        #expect(Self.first.text(for: .sqlite) == "CREATE TABLE a (id TEXT PRIMARY KEY, n BIGINT);\n")
        #expect(Self.first.checksum(for: .sqlite) != Self.first.checksum(for: .postgresql))
    }
}
