package import Model
import Synchronization

/// A clock that stands still until it is told to go on.
package final class FixedClock: Sendable {
    /// 2026-01-02T03:04:05.678Z
    package static let start = Instant(milliseconds: 1_767_323_045_678)
    private let time: Mutex<Instant>

    package init(_ start: Instant = FixedClock.start) {
        time = Mutex(start)
    }

    package var now: Instant { time.withLock { $0 } }

    package func advance(by duration: Duration) {
        time.withLock { $0 = $0 + duration }
    }
}

/// Randomness that is the same in each run (SplitMix64).
package final class FixedRandom: Sendable {
    private let state: Mutex<UInt64>

    package init(seed: UInt64 = 1) {
        state = Mutex(seed)
    }

    package func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    package func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    /// A version 7 id with these bits.
    package func id<Entity>(at now: Instant = FixedClock.start) -> ID<Entity> {
        .make(at: now, random: (next(), next()))
    }
}
