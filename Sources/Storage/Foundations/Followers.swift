import Foundation
import Synchronization

/// Notices the commits of other processes. Used by one thread.
protocol ChangeProbe: AnyObject {
    /// Waits up to the given time, and says whether somebody has committed since the last call.
    func wait(milliseconds: Int) -> Bool
}

/// Everybody who waits for changes, and the thread that looks for them.
final class Followers: Sendable {
    private struct State {
        var continuations: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextKey = 0
        var isWatching = false
        var isClosed = false
    }

    private static let heartbeat = 1_000
    private static let step = 200
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
            let isChanged = probe.wait(milliseconds: step)
            guard let followers = followers(), !followers.state.withLock(\.isClosed) else { return }
            waited += step
            if isChanged || waited >= heartbeat {
                followers.wake()
                waited = 0
            }
        }
    }
}
