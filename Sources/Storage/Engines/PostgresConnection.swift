import CPostgres
import Glibc
import Model

/// What PostgreSQL says when it refuses a statement.
struct PostgresError: Error {
    let state: String
    let message: String
    let constraint: String

    /// Another transaction got in the way: a serialisation failure or a deadlock.
    var isConflict: Bool { state == "40001" || state == "40P01" }

    /// The server is going away, or the connection to it.
    var isOutage: Bool { state.hasPrefix("57P") || state.hasPrefix("08") }

    /// A migration has changed a table under a prepared statement.
    var isStalePlan: Bool { state == "0A000" && message.contains("cached plan") }

    /// The same in the words that both engines share.
    var shared: any Error {
        switch state {
        case "23505": StorageError.unique(constraint)
        case "23503": StorageError.foreignKey
        case "23514", "23502": StorageError.check(message)
        case "57014": Refusal.unavailable("The database took too long")
        case "55P03": Refusal.unavailable("The database is busy")
        case "53100": Refusal.unavailable("The disk of the database is full")
        default: StorageError.failed(code: state, message: message)
        }
    }
}

/// The connection is gone or could not be made.
struct PostgresOutage: Error {
    let message: String
}

/// One connection to a PostgreSQL server. Used by one thread.
final class PostgresConnection: Connection {
    private let handle: OpaquePointer
    private var prepared: [String: String] = [:]
    private var preparedCount = 0
    private static let mostPrepared = 500
    /// Set when a statement failed because of another transaction, or because a plan was stale.
    private(set) var mustRerun = false

    /// Connects; `sslmode` and the other parameters of libpq stand in the URL.
    init(url: String) throws {
        // A parameter counts over those before it, so what the URL says wins over what stands before it.
        let parameters = [
            ("connect_timeout", "5"), ("tcp_user_timeout", "15000"), ("fallback_application_name", "portico"),
            ("dbname", url), ("client_encoding", "UTF8"),
        ]
        let connected = Self.withCStrings(parameters.map(\.0)) { keys in
            Self.withCStrings(parameters.map(\.1)) { values in PQconnectdbParams(keys, values, 1) }
        }
        guard let connected else { throw PostgresOutage(message: "out of memory") }
        guard PQstatus(connected) == CONNECTION_OK else {
            let message = String(cString: PQerrorMessage(connected)).trimmingNewlines
            PQfinish(connected)
            throw PostgresOutage(message: message)
        }
        handle = connected
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        try script(
            "SET statement_timeout = '30s'; SET lock_timeout = '10s'; "
                + "SET idle_in_transaction_session_timeout = '60s'; SET jit = off; "
                // An index is what most queries are for, and disks no longer turn.
                + "SET random_page_cost = 1.1")
    }

    deinit {
        PQfinish(handle)
    }

    var isBroken: Bool { PQstatus(handle) != CONNECTION_OK }

    func forgetRerun() { mustRerun = false }

    func rows(_ statement: Rendered) throws -> [Row] {
        let result = try execute(statement)
        return result.rows()
    }

    func run(_ statement: Rendered) throws -> Int {
        try execute(statement).changedRows
    }

    func script(_ text: String) throws {
        _ = try checked(PQexec(handle, text))
    }

    /// Ends the transaction; throws when the server has not committed it.
    func commit(notifying channel: String?) throws {
        let notify = channel.map { "NOTIFY \($0); " } ?? ""
        let result = try checked(PQexec(handle, notify + "COMMIT"))
        guard result.tag == "COMMIT" else { throw StorageError.aborted }
    }

    func rollback() {
        PQclear(PQexec(handle, "ROLLBACK"))
    }

    /// Waits for a notification; throws when the connection is gone.
    func waitForNotification(milliseconds: Int) throws -> Bool {
        var entry = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        poll(&entry, 1, Int32(milliseconds))
        guard PQconsumeInput(handle) == 1 else { throw PostgresOutage(message: errorMessage) }
        var isNotified = false
        while let notification = PQnotifies(handle) {
            PQfreemem(notification)
            isNotified = true
        }
        return isNotified
    }

    private var errorMessage: String { String(cString: PQerrorMessage(handle)).trimmingNewlines }

    private func execute(_ statement: Rendered) throws -> PostgresResult {
        let name = try prepare(statement)
        let parameters = Parameters(statement.binds)
        return try parameters.withPointers { values, lengths, formats in
            try checked(
                PQexecPrepared(handle, name, Int32(statement.binds.count), values, lengths, formats, 0))
        }
    }

    private func prepare(_ statement: Rendered) throws -> String {
        if let name = prepared[statement.text] { return name }
        if prepared.count >= Self.mostPrepared { try forgetStatements() }
        preparedCount += 1
        let name = "s\(preparedCount)", types = statement.binds.map(\.type)
        _ = try checked(PQprepare(handle, name, statement.text, Int32(types.count), types))
        prepared[statement.text] = name
        return name
    }

    private func forgetStatements() throws {
        prepared = [:]
        try script("DEALLOCATE ALL")
    }

    private func checked(_ pointer: OpaquePointer?) throws -> PostgresResult {
        guard let pointer else { throw PostgresOutage(message: errorMessage) }
        let result = PostgresResult(pointer)
        guard let error = result.error else { return result }
        if isBroken || error.isOutage { throw PostgresOutage(message: error.message) }
        if error.isStalePlan { prepared = [:] }
        if error.isConflict || error.isStalePlan { mustRerun = true }
        throw error.shared
    }

    private static func withCStrings<T>(_ texts: [String], _ body: ([UnsafePointer<CChar>?]) -> T) -> T {
        let copies = texts.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies.map { UnsafePointer($0) } + [nil])
    }
}

extension String {
    fileprivate var trimmingNewlines: String {
        split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

/// The binds of a statement as libpq wants them: text and bytes as they are, everything else in words.
private struct Parameters {
    private var bytes: [UInt8] = [0]
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    init(_ binds: [Bind]) {
        for bind in binds {
            switch bind {
            case .text(let text?): append(text.utf8, format: 1)
            case .bytes(let blob?): append(blob, format: 1)
            case .integer(let number?): append(String(number).utf8, format: 0)
            case .real(let number?): append(String(number).utf8, format: 0)
            case .boolean(let flag?): append((flag ? "t" : "f").utf8, format: 0)
            case .text(nil), .bytes(nil), .integer(nil), .real(nil), .boolean(nil):
                offsets.append(nil)
                lengths.append(0)
                formats.append(0)
            }
        }
    }

    private mutating func append(_ value: some Collection<UInt8>, format: Int32) {
        offsets.append(bytes.count)
        lengths.append(Int32(value.count))
        formats.append(format)
        bytes.append(contentsOf: value)
        bytes.append(0)
    }

    func withPointers<T>(_ body: ([UnsafePointer<CChar>?], [Int32], [Int32]) throws -> T) rethrows -> T {
        try bytes.withUnsafeBytes { buffer in
            let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            return try body(offsets.map { offset in offset.flatMap { start?.advanced(by: $0) } }, lengths, formats)
        }
    }
}

extension Bind {
    /// The object id of the type in PostgreSQL.
    fileprivate var type: Oid {
        switch self {
        case .boolean: 16
        case .bytes: 17
        case .integer: 20
        case .text: 25
        case .real: 701
        }
    }
}
