import Foundation
import Synchronization

/// What a look for the commits of other processes came to.
enum Sighting: Sendable {
    case nothing, change
    /// Commits may have been missed; the first look after it is a `change`.
    case blind
}

/// Notices the commits of other processes. Used by one thread.
protocol ChangeProbe: AnyObject {
    /// Waits up to the given time, and says what has been committed since the last call.
    func wait(milliseconds: Int) -> Sighting
}

/// Everybody who waits for changes, and the thread that looks for them.
final class Followers: Sendable {
    private struct State {
        var continuations: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextKey = 0
        var isWatching = false
        var isClosed = false
        /// When the last look began that saw everything.
        var seenAt: ContinuousClock.Instant?
        /// The changes of other processes so far.
        var sightings = 0
    }

    private static let heartbeat = 1_000
    private static let step = 200
    private static let trust = Duration.seconds(1)
    private let state = Mutex(State())
    private let generation = Atomic(0)

    func follow(makeProbe: @Sendable @escaping () -> any ChangeProbe) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let (key, mustWatch) = state.withLock { state -> (Int?, Bool) in
            if state.isClosed { return (nil, false) }
            state.nextKey += 1
            state.continuations[state.nextKey] = continuation
            defer { state.isWatching = true }
            return (state.nextKey, !state.isWatching)
        }
        guard let key else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.continuations.removeValue(forKey: key) }
        }
        if mustWatch {
            Thread.detachNewThread { [weak self] in Self.watch(makeProbe()) { self } }
        }
        return stream
    }

    /// How often this process has committed something that concerns others.
    var announcements: Int { generation.load(ordering: .acquiring) }

    /// What this process knows; nil while it may have missed commits of others.
    var stamp: Stamp? {
        let own = announcements, now = ContinuousClock.now
        return state.withLock { state in
            guard let seenAt = state.seenAt, now - seenAt < Self.trust else { return nil }
            return Stamp(own: own, others: state.sightings)
        }
    }

    /// Called when such a commit is done, before its caller learns of it.
    func announce() {
        generation.wrappingAdd(1, ordering: .releasing)
        wake()
    }

    func wake() {
        for continuation in state.withLock({ Array($0.continuations.values) }) { continuation.yield() }
    }

    func close() {
        let continuations = state.withLock { state in
            state.isClosed = true
            defer { state.continuations = [:] }
            return Array(state.continuations.values)
        }
        for continuation in continuations { continuation.finish() }
    }

    private static func watch(_ probe: any ChangeProbe, _ followers: () -> Followers?) {
        var waited = 0
        while true {
            let start = ContinuousClock.now, sighting = probe.wait(milliseconds: step)
            guard let followers = followers(), followers.isOpen(after: sighting, since: start) else { return }
            waited += step
            if sighting == .change || waited >= heartbeat {
                followers.wake()
                waited = 0
            }
        }
    }

    private func isOpen(after sighting: Sighting, since start: ContinuousClock.Instant) -> Bool {
        state.withLock { state in
            state.seenAt = sighting == .blind ? nil : start
            if sighting == .change { state.sightings += 1 }
            return !state.isClosed
        }
    }
}
