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

    @Test(arguments: Engines.all) func ofTheSamePluginsAndConsumersTheFirstIsMarked(engine: Engines) async throws {
        try await engine.withEngine(migrated: false) { address in
            let database = try await Database(address)
            let rows = [
                ("p1", "plugin", #"{"name":"cors"}"#, "NULL"), ("p2", "plugin", #"{"name":"cors"}"#, "NULL"),
                ("p3", "plugin", #"{"name":"cors"}"#, "'s1'"), ("p4", "plugin", #"{"name":"key-auth"}"#, "'s1'"),
                ("p5", "plugin", #"{"name":"key-auth"}"#, "'s1'"), ("c1", "consumer", #"{"custom_id":"7"}"#, "NULL"),
                ("c2", "consumer", #"{"custom_id":"7"}"#, "NULL"), ("c3", "consumer", #"{"custom_id":null}"#, "NULL"),
                ("s1", "service", #"{"name":"cors"}"#, "NULL"),
            ]
            let values = ["a", "b"].flatMap { plane in
                rows.map { "('\($0)', '\(plane)', '\($1)', '\($2)', \($3), 1, 1)" }
            }.joined(separator: ", ")
            let before = Migrations.embedded.filter { $0.number < 20 }
            try await database.migrate(
                before + [Self.filling(with: values)] + Migrations.embedded.filter { $0.number == 20 })
            let marks = try await database.read { tx in
                try tx.all(
                    "SELECT id, mark FROM core_entities WHERE mark IS NOT NULL ORDER BY control_plane_id, id"
                ).map { "\(try $0.text("id")): \(try $0.text("mark"))" }
            }
            let one = ["c1: 7", "p1: cors - - -", "p3: cors s1 - -", "p4: key-auth s1 - -"]
            #expect(marks == one + one)
            await database.close()
        }
    }

    /// A step that makes two control planes with entities.
    private static func filling(with values: String) -> Migration {
        Migration(
            number: 1_900, name: "fill",
            common: """
                INSERT INTO control_planes (id, name, cluster_type, auth_type, cloud_gateway, proxy_urls, labels,
                    created_at, updated_at)
                VALUES ('a', 'a', 'x', 'x', FALSE, '[]', '{}', 1, 1), ('b', 'b', 'x', 'x', FALSE, '[]', '{}', 1, 1);
                INSERT INTO core_entities (id, control_plane_id, kind, fields, service_id, created_at, updated_at)
                VALUES \(values);
                """)
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
