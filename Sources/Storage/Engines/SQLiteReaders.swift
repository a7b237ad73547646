import CSQLite
import Model
import Synchronization

/// Connections of SQLite that only read. Whoever reads takes one and runs on their own thread: a hop to a queue and
/// back would cost more than most queries do.
final class SQLiteReaders: Sendable {
    private struct State {
        var idle: [SQLiteReader] = []
        var isClosed = false
    }

    private static let mostIdle = 8
    private let path: String
    private let state = Mutex(State())

    init(path: String) {
        self.path = path
    }

    /// Refuses `unavailable` when the database is closed or cannot be opened.
    func read<T>(_ body: (SQLiteReader) throws -> T) throws -> T {
        let reader = try take()
        defer { give(reader) }
        return try body(reader)
    }

    /// What runs goes on to its end.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.idle = []
        }
    }

    private func take() throws -> SQLiteReader {
        let reader = try state.withLock { state in
            if state.isClosed { throw Refusal.unavailable("The database is closed") }
            return state.idle.popLast()
        }
        return try reader ?? SQLiteReader(path: path)
    }

    private func give(_ reader: SQLiteReader) {
        state.withLock { state in
            if !state.isClosed, state.idle.count < Self.mostIdle { state.idle.append(reader) }
        }
    }
}

/// One connection that only reads. Used by one thread at a time.
final class SQLiteReader: Connection, @unchecked Sendable {
    // Sendable because whoever uses it has taken it from everybody else.
    private static let mostStatements = 500
    private let handle: OpaquePointer
    private var statements: [String: SQLiteStatement] = [:]

    init(path: String) throws {
        var opened: OpaquePointer?
        let status = sqlite3_open_v2(path, &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
        guard let opened, status == SQLITE_OK else {
            let reason = String(cString: sqlite3_errstr(status))
            sqlite3_close_v2(opened)
            throw Refusal.unavailable("The database cannot be read: \(reason)")
        }
        handle = opened
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, 5_000)
    }

    deinit {
        statements = [:]
        sqlite3_close_v2(handle)
    }

    /// Runs the body against one state of the data.
    func transaction<T>(_ body: () throws -> T) throws -> T {
        _ = try run(Rendered(text: "BEGIN"))
        do {
            let value = try body()
            _ = try run(Rendered(text: "COMMIT"))
            return value
        } catch {
            // Fails when SQLite has rolled back by itself.
            _ = try? run(Rendered(text: "ROLLBACK"))
            throw error
        }
    }

    func rows(_ statement: Rendered) throws -> [Row] {
        let prepared = try prepare(statement)
        defer { prepared.reset() }
        var rows: [Row] = []
        while try prepared.step(of: handle) { rows.append(prepared.row()) }
        return rows
    }

    func run(_ statement: Rendered) throws -> Int {
        _ = try rows(statement)
        return 0
    }

    func script(_ text: String) throws {
        if sqlite3_exec(handle, text, nil, nil, nil) != SQLITE_OK { throw SQLiteFailure.error(of: handle) }
    }

    private func prepare(_ statement: Rendered) throws -> SQLiteStatement {
        let prepared: SQLiteStatement
        if let known = statements[statement.text] {
            prepared = known
        } else {
            prepared = try SQLiteStatement(statement.text, on: handle)
            if statements.count >= Self.mostStatements { statements = [:] }
            statements[statement.text] = prepared
        }
        try prepared.bind(statement.binds, of: handle)
        return prepared
    }
}

/// A prepared statement with what it gives.
private final class SQLiteStatement {
    private let pointer: OpaquePointer
    private var columns: Columns?

    init(_ text: String, on handle: OpaquePointer) throws {
        var prepared: OpaquePointer?
        let status = sqlite3_prepare_v3(handle, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard let prepared, status == SQLITE_OK else { throw SQLiteFailure.error(of: handle) }
        pointer = prepared
    }

    deinit {
        sqlite3_finalize(pointer)
    }

    func bind(_ binds: [Bind], of handle: OpaquePointer) throws {
        for (index, bind) in binds.enumerated() where bound(Int32(index + 1), bind) != SQLITE_OK {
            throw SQLiteFailure.error(of: handle)
        }
    }

    private func bound(_ index: Int32, _ bind: Bind) -> Int32 {
        switch bind {
        case .text(let text?):
            var text = text
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { chars in
                    portico_bind_text(pointer, index, chars.baseAddress, Int32(chars.count))
                }
            }
        case .bytes(let bytes?):
            return bytes.withUnsafeBytes { buffer in
                buffer.isEmpty
                    ? sqlite3_bind_zeroblob(pointer, index, 0)
                    : portico_bind_blob(pointer, index, buffer.baseAddress, Int32(buffer.count))
            }
        case .integer(let number?): return sqlite3_bind_int64(pointer, index, number)
        case .real(let number?): return sqlite3_bind_double(pointer, index, number)
        case .boolean(let flag?): return sqlite3_bind_int64(pointer, index, flag ? 1 : 0)
        case .text(nil), .bytes(nil), .integer(nil), .real(nil), .boolean(nil):
            return sqlite3_bind_null(pointer, index)
        }
    }

    /// Whether there is a row.
    func step(of handle: OpaquePointer) throws -> Bool {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw SQLiteFailure.error(of: handle)
        }
    }

    func row() -> Row {
        let width = sqlite3_column_count(pointer)
        // SQLite prepares it anew when a migration has changed the tables.
        if columns?.names.count != Int(width) {
            columns = Columns((0..<width).map { String(cString: sqlite3_column_name(pointer, $0)) })
        }
        return Row(columns: columns ?? Columns([]), values: (0..<width).map(value))
    }

    func reset() {
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
    }

    private func value(_ column: Int32) -> Value {
        switch sqlite3_column_type(pointer, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(pointer, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(pointer, column))
        case SQLITE_TEXT:
            let start = sqlite3_column_text(pointer, column), count = Int(sqlite3_column_bytes(pointer, column))
            return .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(pointer, column), count = Int(sqlite3_column_bytes(pointer, column))
            return .bytes([UInt8](UnsafeRawBufferPointer(start: start, count: count)))
        default: return .null
        }
    }
}

private enum SQLiteFailure {
    /// What went wrong last on a connection, in the words that both engines share.
    static func error(of handle: OpaquePointer) -> any Error {
        let code = sqlite3_extended_errcode(handle), message = String(cString: sqlite3_errmsg(handle))
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: return Refusal.unavailable("The database is busy")
        case SQLITE_CANTOPEN, SQLITE_IOERR: return Refusal.unavailable("The database cannot be read: \(message)")
        default: return StorageError.failed(code: "\(code)", message: message)
        }
    }
}
