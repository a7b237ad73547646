import Model
import Synchronization

/// Statements that only read, outside of any transaction. What is asked while others are on their way travels with the
/// next ride, and what several ask for with the same words travels once: each asks before the ride begins, so each sees
/// all that was committed when they asked.
final class PostgresLookups: Sendable {
    private struct Waiting {
        let statement: Rendered
        var askers: [CheckedContinuation<[Row], any Error>]
    }

    private struct State {
        var waiting: [Waiting] = []
        var places: [Rendered: Int] = [:]
        var drivers = 0
        var departed = ContinuousClock.now

        mutating func add(_ statement: Rendered, _ asker: CheckedContinuation<[Row], any Error>) {
            if let place = places[statement] {
                waiting[place].askers.append(asker)
            } else {
                places[statement] = waiting.count
                waiting.append(Waiting(statement: statement, askers: [asker]))
            }
        }

        mutating func takeAll() -> [Waiting] {
            defer { (waiting, places) = ([], [:]) }
            return waiting
        }
    }

    private static let mostTogether = 64
    private static let mostDrivers = 4
    /// Who is on the way for longer keeps nobody else waiting.
    private static let longestWait = Duration.milliseconds(5)
    private let workers: PostgresWorkers
    private let state = Mutex(State())

    init(workers: PostgresWorkers) {
        self.workers = workers
    }

    /// Runs the body, which gets at its statements one after another: it is run again with what was read so far, and
    /// stops at the first statement that was not.
    func perform<T: Sendable>(_ body: @Sendable (Transaction) throws -> T) async throws -> T {
        var answers: [Replay.Answer] = []
        while true {
            let replay = Replay(answers), state = TransactionState()
            let result = Result { try body(Transaction(dialect: .postgresql, connection: replay, state: state)) }
            guard let missing = replay.missing else {
                if let failure = state.failure { throw failure }
                return try result.get()
            }
            // What came after it was asked by a body that has changed its mind.
            answers.removeSubrange(replay.given...)
            answers.append(Replay.Answer(statement: missing, rows: try await rows(missing)))
        }
    }

    private func rows(_ statement: Rendered) async throws -> [Row] {
        try await withCheckedThrowingContinuation { asker in
            let needsDriver = state.withLock { state in
                state.add(statement, asker)
                guard state.drivers < Self.mostDrivers else { return false }
                guard state.drivers == 0 || ContinuousClock.now - state.departed > Self.longestWait else {
                    return false
                }
                state.drivers += 1
                state.departed = .now
                return true
            }
            if needsDriver, !workers.submit({ [self] in drive($0) }) { refuse() }
        }
    }

    /// Carries what waits until nothing does.
    private func drive(_ session: PostgresSession) {
        while let load = next() {
            for start in stride(from: 0, to: load.count, by: Self.mostTogether) {
                let part = load[start..<min(load.count, start + Self.mostTogether)]
                let answers = session.lookUp(part.map(\.statement))
                for (waiting, answer) in zip(part, answers) {
                    for asker in waiting.askers { asker.resume(with: answer) }
                }
            }
        }
    }

    private func next() -> [Waiting]? {
        state.withLock { state in
            let load = state.takeAll()
            if load.isEmpty { state.drivers -= 1 } else { state.departed = .now }
            return load.isEmpty ? nil : load
        }
    }

    private func refuse() {
        let refused = state.withLock { state in
            state.drivers -= 1
            return state.drivers == 0 ? state.takeAll() : []
        }
        let refusal = Refusal.unavailable("The database is closed or overloaded")
        for asker in refused.flatMap(\.askers) { asker.resume(throwing: refusal) }
    }
}

/// Gives what was read before, and notes the first statement that was not.
final class Replay: Connection {
    struct Answer {
        let statement: Rendered
        let rows: [Row]
    }

    private struct NotYetRead: Error {}

    private let answers: [Answer]
    private(set) var given = 0
    private(set) var missing: Rendered?

    init(_ answers: [Answer]) {
        self.answers = answers
    }

    func rows(_ statement: Rendered) throws -> [Row] {
        if missing == nil, given < answers.count, answers[given].statement == statement {
            given += 1
            return answers[given - 1].rows
        }
        missing = missing ?? statement
        throw NotYetRead()
    }

    func run(_ statement: Rendered) throws -> Int { throw Self.refusal }

    func script(_ text: String) throws { throw Self.refusal }

    private static let refusal = StorageError.failed(code: "25006", message: "a lookup only reads")
}
