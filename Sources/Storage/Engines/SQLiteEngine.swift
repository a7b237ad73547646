import Foundation
import GRDB
import Model

/// SQLite in one file: many readers, one writer, a commit on disk before it is acknowledged.
final class SQLiteEngine: StorageEngine {
    let dialect = Dialect.sqlite
    private let pool: DatabasePool
    private let readers: SQLiteReaders
    private let path: String
    private let onAnnounce: @Sendable () -> Void

    init(path: String, onAnnounce: @Sendable @escaping () -> Void) throws {
        self.path = path
        readers = SQLiteReaders(path: path)
        self.onAnnounce = onAnnounce
        // Others on the machine have no business in it; the files that SQLite puts beside it inherit the mode.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Refusal.unavailable("The database \(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        Foundation.close(descriptor)
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB has set NORMAL while it opened, which may lose acknowledged commits when the power goes.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        } catch {
            throw Refusal.unavailable("The database \(path) cannot be opened: \(error)")
        }
    }

    func perform<T: Sendable>(
        _ mode: TransactionMode, _ body: @Sendable @escaping (Transaction) throws -> T
    ) async throws -> T {
        // A reader waits for nobody, so it keeps its thread busy, not idle.
        if mode == .read || mode == .lookup { return try readNow(mode, body) }
        return try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction { [onAnnounce] database in
                let result = Result { try Self.write(database, body) }
                if case .success((_, true)) = result { onAnnounce() }
                continuation.resume(with: result.map(\.value))
            }
        }
    }

    func performNow<T: Sendable>(_ body: @Sendable @escaping (Transaction) throws -> T) throws -> T {
        try readNow(.read, body)
    }

    func makeProbe() -> any ChangeProbe { SQLiteProbe(path: path) }

    func close() async {
        readers.close()
        // A failure means that a statement is still running; the operating system closes the file then.
        try? pool.close()
    }

    private func readNow<T>(_ mode: TransactionMode, _ body: (Transaction) throws -> T) throws -> T {
        try readers.read { connection in
            let state = TransactionState()
            func read() throws -> T {
                let value = try body(Transaction(dialect: .sqlite, connection: connection, state: state))
                if let failure = state.failure { throw failure }
                return value
            }
            return try mode == .lookup ? read() : connection.transaction(read)
        }
    }

    private static func write<T>(
        _ database: GRDB.Database, _ body: (Transaction) throws -> T
    ) throws -> (value: T, isAnnounced: Bool) {
        let connection = SQLiteConnection(database), state = TransactionState()
        var value: T?
        try connection.translating {
            try database.inTransaction(.immediate) {
                value = try body(Transaction(dialect: .sqlite, connection: connection, state: state))
                if let failure = state.failure { throw failure }
                return .commit
            }
        }
        guard let value else { throw StorageError.aborted }
        return (value, state.isAnnounced)
    }
}

/// One of GRDB's connections, while it is ours.
private final class SQLiteConnection: Connection {
    private let database: GRDB.Database

    init(_ database: GRDB.Database) {
        self.database = database
    }

    func rows(_ statement: Rendered) throws -> [Row] {
        try translating {
            let prepared = try prepare(statement)
            let columns = Columns(prepared.columnNames), width = prepared.columnCount
            var rows: [Row] = []
            let cursor = try GRDB.Row.fetchCursor(prepared)
            while let row = try cursor.next() {
                let values = (0..<width).map { Value((row[$0] as DatabaseValue).storage) }
                rows.append(Row(columns: columns, values: values))
            }
            return rows
        }
    }

    func run(_ statement: Rendered) throws -> Int {
        try translating {
            try prepare(statement).execute()
            return database.changesCount
        }
    }

    func script(_ text: String) throws {
        try translating { try database.execute(sql: text) }
    }

    private func prepare(_ statement: Rendered) throws -> Statement {
        let prepared = try database.cachedStatement(sql: statement.text)
        try prepared.setArguments(StatementArguments(statement.binds.map(\.databaseValue)))
        return prepared
    }

    /// Runs what GRDB does, and turns its errors into ours.
    func translating<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw translated(error)
        }
    }

    private func translated(_ error: DatabaseError) -> any Error {
        let message = error.message ?? ""
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY:
            return StorageError.unique(violatedIndex(message))
        case .SQLITE_CONSTRAINT_FOREIGNKEY: return StorageError.foreignKey
        case .SQLITE_CONSTRAINT_CHECK, .SQLITE_CONSTRAINT_NOTNULL: return StorageError.check(message)
        default: break
        }
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: return Refusal.unavailable("The database is busy")
        case .SQLITE_FULL: return Refusal.unavailable("The disk of the database is full")
        default: return StorageError.failed(code: "\(error.extendedResultCode.rawValue)", message: message)
        }
    }

    /// The name of the index behind `UNIQUE constraint failed: t.a, t.b`, or `index 'name'`, as PostgreSQL has it.
    private func violatedIndex(_ message: String) -> String {
        guard let place = message.split(separator: ": ", maxSplits: 1).last else { return message }
        if place.hasPrefix("index '") { return String(place.dropFirst(7).dropLast()) }
        let columns = place.split(separator: ", ").compactMap { $0.split(separator: ".").last.map(String.init) }
        guard let table = place.split(separator: ".").first.map(String.init),
            let indexes = try? database.indexes(on: table)
        else { return String(place) }
        if let index = indexes.first(where: { $0.isUnique && $0.columns == columns && $0.origin == .createIndex }) {
            return index.name
        }
        let isPrimaryKey = (try? database.primaryKey(table).columns) == columns
        return isPrimaryKey ? "\(table)_pkey" : "\(table)_\(columns.joined(separator: "_"))_key"
    }
}

extension Bind {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .text(let text): text.databaseValue
        case .integer(let number): number.databaseValue
        case .real(let number): number.databaseValue
        case .boolean(let flag): flag.databaseValue
        case .bytes(let bytes): bytes.map { Data($0) }.databaseValue
        }
    }
}

extension Value {
    fileprivate init(_ storage: DatabaseValue.Storage) {
        switch storage {
        case .null: self = .null
        case .int64(let number): self = .integer(number)
        case .double(let number): self = .real(number)
        case .string(let text): self = .text(text)
        case .blob(let data): self = .bytes([UInt8](data))
        }
    }
}

/// Asks SQLite for the version of the data, which changes with each commit on any other connection.
private final class SQLiteProbe: ChangeProbe {
    private let queue: DatabaseQueue?
    private var version: Int64?

    init(path: String) {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(1)
        queue = try? DatabaseQueue(path: path, configuration: configuration)
        version = read()
    }

    func wait(milliseconds: Int) -> Sighting {
        usleep(UInt32(milliseconds) * 1_000)
        guard let latest = read() else {
            version = nil
            return .blind
        }
        defer { version = latest }
        return latest == version ? .nothing : .change
    }

    private func read() -> Int64? {
        (try? queue?.unsafeRead { try Int64.fetchOne($0, sql: "PRAGMA data_version") }).flatMap(\.self)
    }
}
