package import Logging

/// Where the data is kept.
package enum Engine: Sendable, Equatable {
    case sqlite(path: String)
    case postgres(url: String)

    /// Reads `postgres://...`, `postgresql://...`, `sqlite:PATH` or a path.
    package init(_ text: String) {
        if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            self = .postgres(url: text)
        } else {
            self = .sqlite(path: text.hasPrefix("sqlite:") ? String(text.dropFirst(7)) : text)
        }
    }
}

/// What a transaction is for.
enum TransactionMode: Sendable {
    case lookup, read, write, claim, migrate
}

/// One of the two engines.
protocol StorageEngine: Sendable {
    var dialect: Dialect { get }
    func perform<T: Sendable>(
        _ mode: TransactionMode, _ body: @Sendable @escaping (Transaction) throws -> T
    ) async throws -> T
    func performNow<T: Sendable>(_ body: @Sendable @escaping (Transaction) throws -> T) throws -> T
    /// What notices the commits of other processes; called once.
    func makeProbe() -> any ChangeProbe
    func close() async
}

/// The organisation's data, on SQLite or on PostgreSQL.
///
/// Bodies are synchronous, do nothing but SQL, and may be rerun.
package final class Database: Sendable {
    let engine: any StorageEngine
    private let followers: Followers
    private let kept = KeptReads()

    /// Opens the database, making an SQLite file when there is none; refuses `unavailable` when it cannot be reached.
    package init(_ engine: Engine, connections: Int = 8, logger: Logger = Logger(label: "storage")) async throws {
        let followers = Followers()
        self.followers = followers
        switch engine {
        case .sqlite(let path): self.engine = try SQLiteEngine(path: path, onAnnounce: followers.announce)
        case .postgres(let url):
            self.engine = try await PostgresEngine(
                url: url, connections: connections, logger: logger, onAnnounce: followers.announce)
        }
    }

    package var dialect: Dialect { engine.dialect }

    /// Runs queries against one state of the data.
    package func read<T: Sendable>(_ body: @Sendable @escaping (Transaction) throws -> T) async throws -> T {
        let view = followers.stamp.map { KeptView(reads: kept, stamp: $0) }
        return try await engine.perform(.read) { tx in try body(tx.keeping(view)) }
    }

    /// Runs queries each of which sees the data as it is then: for reads of one thing, where `read` would cost twice as
    /// much.
    package func lookup<T: Sendable>(_ body: @Sendable @escaping (Transaction) throws -> T) async throws -> T {
        let view = followers.stamp.map { KeptView(reads: kept, stamp: $0) }
        return try await engine.perform(.lookup) { tx in try body(tx.keeping(view)) }
    }

    /// Reads what every request asks for: from memory when nobody has announced a commit since it was read. The body
    /// reads `Rendered.keptTables` alone, and what it gives depends on nothing but them and the key.
    package func kept<T: Sendable>(
        _ key: KeptKey, _ body: @Sendable @escaping (Transaction) throws -> T?
    ) async throws -> T? {
        let stamp = followers.stamp
        if let stamp, let value = kept.value(key, at: stamp, as: T.self) { return value }
        let value = try await engine.perform(.lookup, body)
        if let stamp, let value { kept.keep(value, as: key, at: stamp) }
        return value
    }

    /// Like `read`, but blocks the calling thread: for hot paths on threads that may wait.
    package func readNow<T: Sendable>(_ body: @Sendable @escaping (Transaction) throws -> T) throws -> T {
        try engine.performNow(body)
    }

    /// Runs statements as if no other writer existed; all take effect, or none when the body throws.
    @discardableResult
    package func write<T: Sendable>(_ body: @Sendable @escaping (Transaction) throws -> T) async throws -> T {
        try await engine.perform(.write, body)
    }

    /// A write at a lower isolation, in which `SQL.skipLocked` lets several instances share a queue.
    package func claim<T: Sendable>(_ body: @Sendable @escaping (Transaction) throws -> T) async throws -> T {
        try await engine.perform(.claim, body)
    }

    /// Brings the schema up to date; see `Migrations`.
    package func migrate() async throws {
        try await migrate(Migrations.embedded)
    }

    func migrate(_ migrations: [Migration]) async throws {
        try Migrations.check(migrations)
        while try await engine.perform(.migrate, { try Migrations.runNext(of: migrations, in: $0) }) {}
    }

    /// Wakes after an announced commit of this process, soon after one of another, and every second in any case.
    package func changes() -> AsyncStream<Void> {
        followers.follow(makeProbe: engine.makeProbe)
    }

    /// Counts the announced commits of this process; one is counted before its writer goes on.
    package var announcements: Int { followers.announcements }

    /// Finishes what runs and lets go of the database.
    package func close() async {
        followers.close()
        await engine.close()
    }
}
