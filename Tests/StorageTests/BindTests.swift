import Model
import Storage
import TestKit
import Testing

@Suite struct BindTests {
    private static let table: SQL = """
        CREATE TABLE things (t TEXT, n BIGINT, d DOUBLE PRECISION, b BOOLEAN, x BYTEA)
        """

    @Test(
        arguments: Engines.all,
        [
            "", "it's", "\"quoted\" \\ back", "line\nbreak\ttab", "Ünïcödé 漢字 🐝", "$1 ? %s",
            String(repeating: "x", count: 70_000),
        ])
    func textComesBackAsItWas(engine: Engines, text: String) async throws {
        try await engine.withDatabase { database in
            let found = try await database.write { tx in
                try tx.run(Self.table)
                try tx.run("INSERT INTO things (t) VALUES (\(text))")
                return try tx.first("SELECT t FROM things WHERE t = \(text)")?.text("t")
            }
            #expect(found == text)
        }
    }

    @Test(arguments: Engines.all) func numbersFlagsAndBytesComeBackAsTheyWere(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let blob = (0...255).map { UInt8($0) }
            let row = try await database.write { tx in
                try tx.run(Self.table)
                try tx.run("INSERT INTO things (n, d, b, x) VALUES (\(Int64.min), \(0.1), \(true), \(blob))")
                return try tx.first("SELECT * FROM things WHERE b = TRUE AND x = \(blob) AND n = \(Int64.min)")
            }
            let found = try #require(row)
            #expect(try found.int64("n") == .min)
            #expect(try found.double("d") == 0.1)
            #expect(try found.bool("b"))
            #expect(try found.bytes("x") == blob)
            #expect(try found.textOrNil("t") == nil)
            #expect(throws: StorageError.column("t")) { try found.text("t") }
            #expect(throws: StorageError.column("absent")) { try found.textOrNil("absent") }
        }
    }

    @Test(arguments: Engines.all) func nilIsNullForEveryType(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let (text, number, flag) = (String?.none, Int?.none, Bool?.none)
            let (real, bytes, time) = (Double?.none, [UInt8]?.none, Instant?.none)
            let count = try await database.write { tx in
                try tx.run(Self.table)
                try tx.run("INSERT INTO things VALUES (\(text), \(number), \(real), \(flag), \(bytes))")
                return try tx.count(
                    """
                    SELECT COUNT(*) FROM things WHERE t IS NULL AND n IS NULL AND d IS NULL AND b IS NULL
                    AND x IS NULL AND n IS NOT DISTINCT FROM \(time) AND \(text) IS NULL
                    """)
            }
            #expect(count == 1)
        }
    }

    @Test(arguments: Engines.all) func textWithANullCharacterIsRefused(engine: Engines) async throws {
        try await engine.withDatabase { database in
            await #expect(throws: Refusal.invalid("body", .isString, "text must not contain null characters")) {
                try await database.read { _ = try $0.portals.find(slug: "a\0b") }
            }
        }
    }

    @Test(arguments: Engines.all) func aSumIsANumberOnBothEngines(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let sum = try await database.write { tx in
                try tx.run(Self.table)
                try tx.run("INSERT INTO things (n) VALUES (\(2)), (\(40))")
                return try tx.first("SELECT SUM(n) AS total FROM things")?.int("total")
            }
            #expect(sum == 42)
        }
    }
}
