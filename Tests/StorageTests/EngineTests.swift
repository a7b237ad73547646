import Foundation
import Model
import TestKit
import Testing

@testable import Storage

@Suite struct EngineTests {
    @Test(arguments: Engines.all) func aCommitOfAnotherProgramIsNoticed(engine: Engines) async throws {
        try await engine.withEngine(migrated: true) { address in
            let database = try await Database(address), other = try await Database(address)
            let probe = Probe(database.engine.makeProbe())
            _ = probe.wait(10)
            #expect(!probe.wait(10))
            try await other.write { tx in
                try tx.settings.set("a", 1)
                tx.announce()
            }
            #expect(probe.wait(5_000))
            #expect(!probe.wait(10))
            await other.close()
            await database.close()
        }
    }

    @Test(arguments: Engines.all) func followersAreWokenUntilTheDatabaseCloses(engine: Engines) async throws {
        try await engine.withDatabase { database in
            var changes = database.changes().makeAsyncIterator()
            try await database.write { $0.announce() }
            #expect(await changes.next() != nil)
            await database.close()
            while await changes.next() != nil {}
            var late = database.changes().makeAsyncIterator()
            #expect(await late.next() == nil)
        }
    }

    @Test func brokenConnectionsAreReplaced() async throws {
        try await Engines.postgresql.withDatabase { database in
            try await database.write { try $0.settings.set("a", 1) }
            try await Self.endOtherConnections(of: database)
            #expect(try await database.read { try $0.settings.value("a") } == 1)
            try await Self.endOtherConnections(of: database)
            try await database.write { try $0.settings.set("a", 2) }
            #expect(try await database.read { try $0.settings.value("a") } == 2)
        }
    }

    /// Ends all connections, the one that asks included.
    private static func endOtherConnections(of database: Database) async throws {
        _ = try? await database.write { tx in
            _ = try tx.all(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()")
        }
    }

    @Test func aServerThatIsAwayIsUnavailable() async throws {
        await #expect(throws: Refusal.unavailable("The database cannot be reached")) {
            _ = try await Database(.postgres(url: "postgresql://portico@127.0.0.1:1/portico"))
        }
    }

    @Test func aFolderThatIsMissingIsUnavailable() async throws {
        await #expect(throws: Refusal.self) {
            _ = try await Database(.sqlite(path: "/nonexistent/folder/portico.sqlite"))
        }
    }

    @Test func sqliteWaitsForTheDiskAndKeepsTheFileToItself() async throws {
        try await Engines.sqlite.withEngine(migrated: true) { address in
            guard case .sqlite(let path) = address else { return }
            let fresh = path + ".fresh"
            let database = try await Database(.sqlite(path: fresh))
            let (level, mode) = try await database.write { tx in
                (
                    try tx.count("PRAGMA synchronous"),
                    try tx.first("PRAGMA journal_mode")?.text("journal_mode")
                )
            }
            #expect(level == 2)
            #expect(mode == "wal")
            let attributes = try FileManager.default.attributesOfItem(atPath: fresh)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
            await database.close()
        }
    }

    @Test(arguments: Engines.all) func aClosedDatabaseIsUnavailable(engine: Engines) async throws {
        try await engine.withDatabase { database in
            await database.close()
            await #expect(throws: (any Error).self) { try await database.read { try $0.settings.value("a") } }
        }
    }

    @Test func aSettingTellsTheEngine() {
        #expect(Engine("postgres://a/b") == .postgres(url: "postgres://a/b"))
        #expect(Engine("postgresql:///b?host=/run") == .postgres(url: "postgresql:///b?host=/run"))
        #expect(Engine("sqlite:/var/lib/p.db") == .sqlite(path: "/var/lib/p.db"))
        #expect(Engine("p.db") == .sqlite(path: "p.db"))
    }
}

/// A probe is used by one thread at a time, and a test is one.
private final class Probe: @unchecked Sendable {
    private let probe: any ChangeProbe

    init(_ probe: any ChangeProbe) {
        self.probe = probe
    }

    func wait(_ milliseconds: Int) -> Bool { probe.wait(milliseconds: milliseconds) == .change }
}
