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

/// A statement that the server knows by a name. Its columns stay the same: the server refuses a plan that is stale.
private final class PreparedStatement {
    let name: String
    var columns: Columns?

    init(_ name: String) {
        self.name = name
    }
}

/// One connection to a PostgreSQL server. Used by one thread.
final class PostgresConnection: Connection {
    private let handle: OpaquePointer
    private var prepared: [String: PreparedStatement] = [:]
    private var preparedCount = 0
    /// The BEGIN that goes out together with the first statement.
    private var awaitedBegin: String?
    /// Whether an answer to a COMMIT is still to be read.
    private var isEnding = false
    private static let mostPrepared = 500
    private static let mostTries = 3
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
        let (prepared, result) = try execute(statement)
        return rows(of: result, prepared)
    }

    private func rows(of result: PostgresResult, _ statement: PreparedStatement) -> [Row] {
        let columns = statement.columns ?? result.columns
        statement.columns = columns
        return result.rows(columns)
    }

    func run(_ statement: Rendered) throws -> Int {
        try execute(statement).result.changedRows
    }

    func script(_ text: String) throws {
        try sendBegin()
        _ = try checked(PQexec(handle, text))
    }

    /// Begins a transaction: with its first statement, which spares a round trip, unless it is to go alone.
    func begin(_ text: String, alone: Bool) throws {
        settle()
        awaitedBegin = text
        if alone { try sendBegin() }
    }

    /// Ends a transaction that has only read. Nobody waits for the answer.
    func endRead() {
        if awaitedBegin != nil {
            awaitedBegin = nil
        } else {
            isEnding = PQsendQuery(handle, "COMMIT") == 1
        }
    }

    /// Ends the transaction; throws when the server has not committed it.
    func commit(notifying channel: String?) throws {
        if channel == nil, awaitedBegin != nil {
            awaitedBegin = nil
            return
        }
        try sendBegin()
        let notify = channel.map { "NOTIFY \($0); " } ?? ""
        let result = try checked(PQexec(handle, notify + "COMMIT"))
        guard result.tag == "COMMIT" else { throw StorageError.aborted }
    }

    func rollback() {
        if awaitedBegin == nil { PQclear(PQexec(handle, "ROLLBACK")) }
        awaitedBegin = nil
    }

    /// Waits for a notification; throws when the connection is gone.
    func waitForNotification(milliseconds: Int) throws -> Bool {
        var entry = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        poll(&entry, 1, Int32(milliseconds))
        // The server answers only after what it had to notify of; a peer that is gone without a word does not.
        try script("SELECT 1")
        var isNotified = false
        while let notification = PQnotifies(handle) {
            PQfreemem(notification)
            isNotified = true
        }
        return isNotified
    }

    private var errorMessage: String { String(cString: PQerrorMessage(handle)).trimmingNewlines }

    private func execute(_ statement: Rendered) throws -> (prepared: PreparedStatement, result: PostgresResult) {
        settle()
        if prepared[statement.text] == nil { try sendBegin() }
        let prepared = try prepare(statement), name = prepared.name, count = Int32(statement.binds.count)
        let result = try PostgresParameters(statement.binds).withPointers { values, lengths, formats in
            guard let begin = awaitedBegin else {
                return try checked(PQexecPrepared(handle, name, count, values, lengths, formats, 0))
            }
            awaitedBegin = nil
            guard PQenterPipelineMode(handle) == 1 else { throw PostgresOutage(message: errorMessage) }
            let isSent =
                PQsendQueryParams(handle, begin, 0, nil, nil, nil, nil, 0) == 1
                && PQsendQueryPrepared(handle, name, count, values, lengths, formats, 0) == 1
                && PQpipelineSync(handle) == 1
            let result = isSent ? lastOfPipeline() : nil
            PQexitPipelineMode(handle)
            return try checked(result)
        }
        return (prepared, result)
    }

    /// Reads the answers to what was sent together: gives that of the statement, or of what failed before it.
    private func lastOfPipeline() -> OpaquePointer? {
        var last: OpaquePointer?, failure: OpaquePointer?, gaps = 0
        // Each answer ends with a nil; two together mean that no more will come.
        while gaps < 2 {
            guard let result = PQgetResult(handle) else {
                gaps += 1
                continue
            }
            gaps = 0
            switch PQresultStatus(result) {
            case PGRES_PIPELINE_SYNC:
                PQclear(result)
                gaps = 2
            case PGRES_FATAL_ERROR where failure == nil: failure = result
            case PGRES_PIPELINE_ABORTED, PGRES_FATAL_ERROR: PQclear(result)
            default:
                PQclear(last)
                last = result
            }
        }
        guard let failure else { return last }
        PQclear(last)
        return failure
    }

    /// Runs statements that only read, each of which sees the data as it is then. They travel together; one that fails
    /// takes nothing from the others.
    func lookUp(_ statements: [Rendered]) throws -> [Result<[Row], any Error>] {
        let answers = statements.count > 1 ? try together(statements) : [nil]
        return try zip(statements, answers).map { statement, rows in
            if let rows { .success(rows) } else { try alone(statement) }
        }
    }

    private func alone(_ statement: Rendered) throws -> Result<[Row], any Error> {
        for _ in 0..<Self.mostTries {
            mustRerun = false
            do {
                return .success(try rows(statement))
            } catch {
                if isBroken || error is PostgresOutage { throw error }
                guard mustRerun else { return .failure(error) }
            }
        }
        return .failure(Refusal.unavailable("The database is busy"))
    }

    /// The rows of each; nil for a statement that failed, and for those behind it.
    private func together(_ statements: [Rendered]) throws -> [[Row]?] {
        settle()
        if prepared.count + statements.count > Self.mostPrepared { try forgetStatements() }
        for statement in statements where prepared[statement.text] == nil {
            if case .failure(let error) = Result(catching: { try prepare(statement) }) {
                if isBroken || error is PostgresOutage { throw error }
                return statements.map { _ in nil }
            }
        }
        guard PQenterPipelineMode(handle) == 1, try statements.allSatisfy(send), PQpipelineSync(handle) == 1 else {
            throw PostgresOutage(message: errorMessage)
        }
        let answers = try statements.map { statement in
            let result = try lastResult()
            return result.error == nil ? rows(of: result, try prepare(statement)) : nil
        }
        PQclear(PQgetResult(handle))
        guard PQexitPipelineMode(handle) == 1 else { throw PostgresOutage(message: errorMessage) }
        return answers
    }

    /// False when it could not be sent.
    private func send(_ statement: Rendered) throws -> Bool {
        let name = try prepare(statement).name, count = Int32(statement.binds.count)
        return PostgresParameters(statement.binds).withPointers { values, lengths, formats in
            PQsendQueryPrepared(handle, name, count, values, lengths, formats, 0) == 1
        }
    }

    /// The answer to the next statement that was sent.
    private func lastResult() throws -> PostgresResult {
        var last: PostgresResult?
        while let result = PQgetResult(handle) { last = PostgresResult(result) }
        guard let last, !isBroken else { throw PostgresOutage(message: errorMessage) }
        return last
    }

    private func sendBegin() throws {
        guard let begin = awaitedBegin else { return }
        awaitedBegin = nil
        _ = try checked(PQexec(handle, begin))
    }

    /// Reads what is left of the answers to the last transaction.
    private func settle() {
        guard isEnding else { return }
        isEnding = false
        while let result = PQgetResult(handle) { PQclear(result) }
    }

    private func prepare(_ statement: Rendered) throws -> PreparedStatement {
        if let known = prepared[statement.text] { return known }
        if prepared.count >= Self.mostPrepared { try forgetStatements() }
        preparedCount += 1
        let name = "s\(preparedCount)", types = statement.binds.map(\.type)
        _ = try checked(PQprepare(handle, name, statement.text, Int32(types.count), types))
        let made = PreparedStatement(name)
        prepared[statement.text] = made
        return made
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
