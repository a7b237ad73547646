import Foundation

/// Threads that come up as they are needed, each with a session of its own, and share one queue.
final class PostgresWorkers: @unchecked Sendable {
    // Sendable because `condition` guards everything that changes.
    typealias Job = @Sendable (PostgresSession) -> Void

    private static let longestQueue = 10_000
    private let limit: Int
    private let makeSession: @Sendable () -> PostgresSession
    private let condition = NSCondition()
    private var jobs: [Job] = []
    private var firstJob = 0
    private var running = 0
    private var idle = 0
    private var isClosed = false
    private var onClosed: [@Sendable () -> Void] = []

    init(limit: Int, makeSession: @Sendable @escaping () -> PostgresSession) {
        self.limit = max(1, limit)
        self.makeSession = makeSession
    }

    /// False when the queue is closed or too long; the job is dropped then.
    func submit(_ job: @escaping Job) -> Bool {
        condition.withLock {
            guard !isClosed, jobs.count - firstJob < Self.longestQueue else { return false }
            jobs.append(job)
            if jobs.count - firstJob > idle, running < limit {
                running += 1
                let thread = Thread { [self] in work() }
                thread.stackSize = 4 << 20
                thread.start()
            } else {
                condition.signal()
            }
            return true
        }
    }

    /// Lets the threads finish what is queued and calls back when the last one has gone.
    func close(_ onClosed: @Sendable @escaping () -> Void) {
        let isIdle = condition.withLock {
            isClosed = true
            if running > 0 { self.onClosed.append(onClosed) }
            condition.broadcast()
            return running == 0
        }
        if isIdle { onClosed() }
    }

    private func work() {
        var session: PostgresSession? = makeSession()
        while let job = next() {
            if let session { job(session) }
        }
        // The connection goes before anybody is told.
        session = nil
        let callbacks = condition.withLock {
            running -= 1
            defer { if running == 0 { onClosed = [] } }
            return running == 0 ? onClosed : []
        }
        for callback in callbacks { callback() }
    }

    private func next() -> Job? {
        condition.withLock {
            while firstJob == jobs.count {
                if isClosed { return nil }
                idle += 1
                condition.wait()
                idle -= 1
            }
            let job = jobs[firstJob]
            firstJob += 1
            if firstJob == jobs.count || firstJob > 1_000 {
                jobs.removeFirst(firstJob)
                firstJob = 0
            }
            return job
        }
    }
}
