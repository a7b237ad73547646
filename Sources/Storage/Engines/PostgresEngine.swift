import Foundation
import Logging
import Model

/// PostgreSQL: a few threads, each with a connection of its own, so that no event loop ever waits.
final class PostgresEngine: StorageEngine {
    let dialect = Dialect.postgresql
    private let url: String
    private let workers: PostgresWorkers
    private let lookups: PostgresLookups
    private let logger: Logger
    private let onAnnounce: @Sendable () -> Void

    init(
        url: String, connections: Int, logger: Logger, onAnnounce: @Sendable @escaping () -> Void
    ) async throws {
        self.url = url
        self.logger = logger
        self.onAnnounce = onAnnounce
        workers = PostgresWorkers(limit: connections) { PostgresSession(url: url, logger: logger) }
        lookups = PostgresLookups(workers: workers)
        do {
            try await perform(.read) { _ = try $0.first("SELECT 1") }
        } catch {
            await close()
            throw error
        }
    }

    func perform<T: Sendable>(
        _ mode: TransactionMode, _ body: @Sendable @escaping (Transaction) throws -> T
    ) async throws -> T {
        if mode == .lookup { return try await lookups.perform(body) }
        return try await withCheckedThrowingContinuation { continuation in
            submit(mode, body) { continuation.resume(with: $0) }
        }
    }

    func performNow<T: Sendable>(_ body: @Sendable @escaping (Transaction) throws -> T) throws -> T {
        let answer = Answer<T>()
        submit(.read, body) { answer.give($0) }
        return try answer.wait().get()
    }

    func makeProbe() -> any ChangeProbe { PostgresProbe(url: url, logger: logger) }

    func close() async {
        await withCheckedContinuation { continuation in
            workers.close { continuation.resume() }
        }
    }

    private func submit<T: Sendable>(
        _ mode: TransactionMode, _ body: @Sendable @escaping (Transaction) throws -> T,
        then finish: @Sendable @escaping (Result<T, any Error>) -> Void
    ) {
        let isTaken = workers.submit { [onAnnounce] session in
            let result = Result { try session.transaction(mode, body) }
            if case .success((_, true)) = result { onAnnounce() }
            finish(result.map(\.value))
        }
        if !isTaken { finish(.failure(Refusal.unavailable("The database is closed or overloaded"))) }
    }
}

/// A result that a thread waits for.
private final class Answer<T: Sendable>: @unchecked Sendable {
    // Sendable because the result is written before the signal and read after it.
    private let semaphore = DispatchSemaphore(value: 0)
    private var result: Result<T, any Error> = .failure(StorageError.aborted)

    func give(_ result: Result<T, any Error>) {
        self.result = result
        semaphore.signal()
    }

    func wait() -> Result<T, any Error> {
        semaphore.wait()
        return result
    }
}

/// The connection of one thread, made anew when it breaks, and the transactions on it.
final class PostgresSession {
    static let channel = "portico_changes"
    private static let mostReruns = 24
    private static let mostReconnects = 2

    private let url: String
    private let logger: Logger
    private var connection: PostgresConnection?

    init(url: String, logger: Logger) {
        self.url = url
        self.logger = logger
    }

    /// Runs the body in a transaction, again when another transaction or a broken connection got in the way.
    func transaction<T>(
        _ mode: TransactionMode, _ body: (Transaction) throws -> T
    ) throws -> (value: T, isAnnounced: Bool) {
        var reruns = 0, reconnects = 0
        while true {
            let state = TransactionState()
            do {
                return (try once(mode, state, body), state.isAnnounced)
            } catch let outage as PostgresOutage {
                logger.warning("database connection lost", metadata: ["error": "\(outage.message)"])
                if state.isCommitting {
                    throw Refusal.unavailable("The database went away while it saved: this may or may not be saved")
                }
                reconnects += 1
                if reconnects > Self.mostReconnects { throw Refusal.unavailable("The database cannot be reached") }
            } catch {
                guard state.mustRerun else { throw error }
                reruns += 1
                if reruns > Self.mostReruns { throw Refusal.unavailable("The database is busy") }
                pause(after: reruns)
            }
        }
    }

    /// Runs statements that only read, outside of a transaction; each has its own result.
    func lookUp(_ statements: [Rendered]) -> [Result<[Row], any Error>] {
        for _ in 0...Self.mostReconnects {
            do {
                return try connected().lookUp(statements)
            } catch {
                logger.warning("database connection lost", metadata: ["error": "\(error)"])
                connection = nil
            }
        }
        let refusal = Refusal.unavailable("The database cannot be reached")
        return statements.map { _ in .failure(refusal) }
    }

    private func once<T>(
        _ mode: TransactionMode, _ state: TransactionState, _ body: (Transaction) throws -> T
    ) throws -> T {
        let connection = try connected()
        connection.forgetRerun()
        do {
            try connection.begin(mode.begin, alone: mode == .migrate)
            let value = try body(Transaction(dialect: .postgresql, connection: connection, state: state))
            if let failure = state.failure { throw failure }
            if connection.mustRerun { throw StorageError.aborted }
            if mode == .read {
                connection.endRead()
                return value
            }
            state.isCommitting = true
            try connection.commit(notifying: state.isAnnounced ? Self.channel : nil)
            return value
        } catch {
            state.mustRerun = connection.mustRerun
            guard let outage = outage(behind: state.failure ?? error, connection, mode) else {
                connection.rollback()
                throw error
            }
            self.connection = nil
            throw outage
        }
    }

    /// The outage behind an error, if there is one, whatever the body made of it. After a failover a connection may
    /// lead to a server that only reads.
    private func outage(
        behind error: any Error, _ connection: PostgresConnection, _ mode: TransactionMode
    ) -> PostgresOutage? {
        if let outage = error as? PostgresOutage { return outage }
        if connection.isBroken { return PostgresOutage(message: "\(error)") }
        if mode != .read, case StorageError.failed("25006", let message) = error {
            return PostgresOutage(message: message)
        }
        return nil
    }

    private func connected() throws -> PostgresConnection {
        if let connection, !connection.isBroken { return connection }
        connection = nil
        let fresh = try PostgresConnection(url: url)
        connection = fresh
        return fresh
    }

    // Longer each time, and by chance, so that those who clash do not clash again.
    private func pause(after reruns: Int) {
        let longest = min(100_000, 1_000 << min(reruns, 7))
        usleep(UInt32.random(in: 0...UInt32(longest)))
    }
}

extension TransactionMode {
    fileprivate var begin: String {
        switch self {
        case .lookup, .read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case .write: "BEGIN ISOLATION LEVEL SERIALIZABLE"
        case .claim: "BEGIN ISOLATION LEVEL READ COMMITTED"
        // Two programs may start at once, and an index on a large table takes its time.
        case .migrate:
            "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; "
                + "SELECT pg_advisory_xact_lock(7020711)"
        }
    }
}

/// Listens on a connection of its own.
private final class PostgresProbe: ChangeProbe {
    private let url: String
    private let logger: Logger
    private var connection: PostgresConnection?

    init(url: String, logger: Logger) {
        self.url = url
        self.logger = logger
    }

    func wait(milliseconds: Int) -> Sighting {
        do {
            if let connection {
                let isNotified = try connection.waitForNotification(milliseconds: milliseconds)
                return isNotified ? .change : .nothing
            }
            let fresh = try PostgresConnection(url: url)
            try fresh.script("LISTEN \(PostgresSession.channel)")
            connection = fresh
            return .change
        } catch {
            logger.debug("not listening to the database", metadata: ["error": "\(error)"])
            connection = nil
            usleep(UInt32(milliseconds) * 1_000)
            return .blind
        }
    }
}
