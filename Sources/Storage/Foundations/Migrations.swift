import CMigrations
import Foundation

/// A numbered step of the schema, with what one engine needs beside the common text.
struct Migration: Sendable, Equatable {
    var number: Int
    var name: String
    var common: String
    var sqlite = ""
    var postgresql = ""

    /// What an engine runs. The common text is PostgreSQL's; SQLite compares bytes without being told.
    func text(for dialect: Dialect) -> String {
        switch dialect {
        case .sqlite: common.replacing(" COLLATE \"C\"", with: "") + "\n" + sqlite
        case .postgresql: common + "\n" + postgresql
        }
    }

    /// Changes when a released file is edited (64-bit FNV-1a).
    func checksum(for dialect: Dialect) -> String {
        let hash = text(for: dialect).utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
        }
        return String(hash, radix: 16)
    }
}

/// The schema's history: numbered files that are compiled in, each run once, in a transaction of its own.
enum Migrations {
    /// The files of CMigrations in the order of their numbers.
    static let embedded: [Migration] = {
        var found: [String: Migration] = [:]
        for index in 0..<portico_migration_count() {
            let file = portico_migration_at(index)
            let bytes = UnsafeBufferPointer(start: file.bytes, count: file.length)
            add(String(decoding: bytes, as: UTF8.self), of: String(cString: file.name), to: &found)
        }
        return found.values.sorted { ($0.number, $0.name) < ($1.number, $1.name) }
    }()

    /// Sorts a file in by its name: `0001-organization.sql`, `0001-organization.sqlite.sql`.
    static func add(_ text: String, of file: String, to found: inout [String: Migration]) {
        let parts = file.split(separator: ".").map(String.init)
        let name = parts.first ?? file
        let number = Int(name.prefix { $0 != "-" }) ?? 0
        var migration = found[name] ?? Migration(number: number, name: name, common: "")
        switch parts.dropFirst().first {
        case "sqlite": migration.sqlite = text
        case "postgresql": migration.postgresql = text
        default: migration.common = text
        }
        found[name] = migration
    }

    /// Refuses two steps with one number.
    static func check(_ migrations: [Migration]) throws {
        for (number, same) in Dictionary(grouping: migrations, by: \.number) where same.count > 1 || number < 1 {
            throw StorageError.migration("Migrations share a number: \(same.map(\.name).sorted())")
        }
    }

    /// Runs the first step that has not run; false when there is none. Refuses a schema that this program cannot know.
    static func runNext(of migrations: [Migration], in tx: Transaction) throws -> Bool {
        try tx.script(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                number BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)
            """)
        let applied = try tx.all("SELECT number, name, checksum FROM schema_migrations ORDER BY number")
        let known = Dictionary(migrations.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        for row in applied {
            let name = try row.text("name")
            guard let migration = known[try row.int("number")], migration.name == name else {
                throw StorageError.migration(
                    "The database belongs to a newer version of Portico (it has \(name)). "
                        + "Start that version, or restore a backup from before the upgrade.")
            }
            guard migration.checksum(for: tx.dialect) == (try row.text("checksum")) else {
                throw StorageError.migration(
                    "The migration \(name) is not the one that made this database: a released migration was edited.")
            }
        }
        let done = Set(try applied.map { try $0.int("number") })
        guard let next = migrations.first(where: { !done.contains($0.number) }) else { return false }
        try tx.script(next.text(for: tx.dialect))
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        try tx.run(
            .insert(
                "schema_migrations",
                [
                    "number": "\(next.number)", "name": "\(next.name)",
                    "checksum": "\(next.checksum(for: tx.dialect))", "applied_at": "\(now)",
                ]))
        return true
    }
}
