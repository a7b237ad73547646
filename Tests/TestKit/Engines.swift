import Foundation
package import Storage

/// The two engines, to run a test on each: `@Test(arguments: Engines.all)`.
package enum Engines: String, CaseIterable, Sendable {
    case sqlite, postgresql

    package static let all = Engines.allCases

    /// Runs the body with a fresh database whose schema is up to date.
    @discardableResult
    package func withDatabase<T: Sendable>(
        _ body: @Sendable (Database) async throws -> T
    ) async throws -> T {
        try await withEngine(migrated: true) { engine in
            let database = try await Database(engine, connections: 4)
            return try await closing(database) { try await body(database) }
        }
    }

    /// Runs the body with the address of a fresh database, to be opened more than once; empty unless migrated.
    @discardableResult
    package func withEngine<T: Sendable>(migrated: Bool, _ body: @Sendable (Engine) async throws -> T) async throws -> T
    {
        switch self {
        case .sqlite: try await SQLiteWorlds.shared.withEngine(migrated: migrated, body)
        case .postgresql: try await PostgresWorlds.shared.value.withEngine(migrated: migrated, body)
        }
    }
}

/// Fresh databases, for tests that are not parameterised.
package enum Worlds {
    /// Runs the body on SQLite, then on PostgreSQL.
    package static func onBothEngines(_ body: @Sendable (Database) async throws -> Void) async throws {
        for engine in Engines.all { try await engine.withDatabase(body) }
    }
}

/// Runs the body, and closes the database in any case.
func closing<T>(_ database: Database, _ body: () async throws -> T) async throws -> T {
    do {
        let value = try await body()
        await database.close()
        return value
    } catch {
        await database.close()
        throw error
    }
}

/// A fresh folder of this process; it goes when the body ends.
@discardableResult
package func withFolder<T>(_ body: (String) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.appending(path: "portico-\(UUID().uuidString.lowercased())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    do {
        let value = try await body(folder.path)
        try FileManager.default.removeItem(at: folder)
        return value
    } catch {
        try? FileManager.default.removeItem(at: folder)
        throw error
    }
}

/// SQLite files, copied from one that has been migrated once.
private actor SQLiteWorlds {
    static let shared = SQLiteWorlds()
    private var template: Task<Data, any Error>?

    nonisolated func withEngine<T: Sendable>(
        migrated: Bool, _ body: @Sendable (Engine) async throws -> T
    ) async throws -> T {
        let template = migrated ? try await bytes() : nil
        return try await withFolder { folder in
            let path = folder + "/portico.sqlite"
            if let template { try template.write(to: URL(filePath: path)) }
            return try await body(.sqlite(path: path))
        }
    }

    private func bytes() async throws -> Data {
        let task =
            template
            ?? Task {
                try await withFolder { folder in
                    let path = folder + "/template.sqlite"
                    let database = try await Database(.sqlite(path: path))
                    try await closing(database) { try await database.migrate() }
                    return try Data(contentsOf: URL(filePath: path))
                }
            }
        template = task
        return try await task.value
    }
}
