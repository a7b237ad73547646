import Model
import Synchronization
import TestKit
import Testing

@testable import Storage

@Suite struct KeptReadTests {
    @Test(arguments: Engines.all) func aKeptReadIsReadAnewAfterAnyAnnouncedCommit(engine: Engines) async throws {
        try await engine.withEngine(migrated: true) { address in
            let database = try await Database(address), other = try await Database(address)
            let reader = Reader(database)
            try await reader.startsToKeep()
            try await database.write { try $0.settings.set("a", 2) }
            #expect(try await reader.value() == 2)
            try await reader.startsToKeep()
            try await other.write { try $0.settings.set("a", 3) }
            try await eventually { try await reader.value() == 3 }
            await other.close()
            await database.close()
        }
    }

    @Test func nothingIsKeptWhileNobodyLooksForTheCommitsOfOthers() async throws {
        try await Engines.sqlite.withDatabase { database in
            let reader = Reader(database, follows: false)
            _ = try await reader.value()
            _ = try await reader.value()
            #expect(reader.reads == 2)
        }
    }

    @Test(arguments: Engines.all) func rolesInAReadAreKeptAndInAWriteAreNot(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let reader = Reader(database)
            try await reader.startsToKeep()
            let key = KeptKey("test"), calls = Counter()
            for _ in 1...3 {
                try await database.read { tx in
                    try tx.kept(key) { calls.add() }
                }
            }
            #expect(calls.value == 1)
            try await database.write { tx in
                try tx.kept(key) { calls.add() }
            }
            #expect(calls.value == 2)
        }
    }

    @Test func statementsTellWhetherTheyAlterWhatIsKept() {
        func alters(_ sql: SQL) -> Bool { sql.rendered(for: .sqlite).altersKeptTable }
        #expect(alters(.insert("assigned_roles", ["id": "1"])))
        #expect(alters(.update("personal_access_tokens", ["id": "1"], where: "TRUE")))
        #expect(alters("DELETE FROM operators WHERE id = 1"))
        #expect(alters("INSERT INTO settings\n(key) VALUES (1)"))
        #expect(!alters("INSERT INTO portals (id) VALUES (1)"))
        #expect(!alters("SELECT * FROM operators"))
        #expect(!alters("DELETE FROM"))
    }

    /// A row that goes with another one goes without a statement of its own.
    @Test func whatTakesKeptRowsAlongIsKeptToo() async throws {
        // Nobody asks for roles on what is gone, and ids do not come back.
        let resources: Set = [
            "portals", "apis", "auth_strategies", "control_planes", "dcr_providers", "audit_log_destinations",
        ]
        try await Engines.sqlite.withDatabase { database in
            try await database.read { tx in
                for table in Rendered.keptTables {
                    let name = String(table)
                    let parents = try tx.all(
                        "SELECT \"table\" AS parent FROM pragma_foreign_key_list(\(name)) WHERE on_delete = 'CASCADE'")
                    for parent in try parents.map({ try $0.text("parent") }) {
                        #expect(
                            Rendered.keptTables.contains(parent[...]) || resources.contains(parent),
                            "\(name) loses rows with \(parent)")
                    }
                }
            }
        }
    }
}

/// Reads a setting as kept reads are read, and counts how often it was really read.
private final class Reader: Sendable {
    private let database: Database
    private let counter = Counter()
    private let changes: AsyncStream<Void>?

    init(_ database: Database, follows: Bool = true) {
        self.database = database
        changes = follows ? database.changes() : nil
    }

    var reads: Int { counter.value }

    func value() async throws -> JSON? {
        try await database.kept(KeptKey("setting", "a")) { [counter] tx in
            counter.add()
            return try tx.settings.value("a") ?? 1
        }
    }

    /// Waits until the second of two reads is spared.
    func startsToKeep() async throws {
        try await eventually { [self] in
            _ = try await value()
            let before = reads
            _ = try await value()
            return reads == before
        }
    }
}

private final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func add() { count.wrappingAdd(1, ordering: .relaxed) }
}
