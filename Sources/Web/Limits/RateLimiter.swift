package import Model
import Synchronization

/// Token buckets by key: each holds a minute's worth of requests and fills evenly.
///
/// They are counted in this process alone: two instances let through twice as much. Their number is bounded; when there
/// is no room, full buckets are forgotten first, because a new one would be full too.
package final class RateLimiter: Sendable {
    /// How much a key has left.
    package struct Verdict: Sendable, Equatable {
        package let isAllowed: Bool
        package let limit: Int
        package let remaining: Int
        /// Until there is room for a request again; zero while there is some.
        package let wait: Duration
        /// Until the bucket is full again.
        package let reset: Duration
    }

    private struct Bucket {
        var left: Double
        var at: Instant
    }

    private static let window = 60.0

    private let limit: Int
    private let capacity: Int
    private let clock: @Sendable () -> Instant
    private let buckets = Mutex<[String: Bucket]>([:])

    /// `limit` is in requests per minute; `capacity` is how many keys are remembered.
    package init(limit: Int, capacity: Int = 65_536, clock: @escaping @Sendable () -> Instant) {
        self.limit = limit
        self.capacity = capacity
        self.clock = clock
    }

    package var count: Int { buckets.withLock { $0.count } }

    /// Takes one request from the key's bucket, if there is one.
    package func take(_ key: String) -> Verdict {
        let now = clock()
        return buckets.withLock { buckets in
            var bucket = buckets[key].map { filled($0, now) } ?? Bucket(left: Double(limit), at: now)
            let isAllowed = bucket.left >= 1
            if isAllowed { bucket.left -= 1 }
            if buckets[key] == nil, buckets.count >= capacity { makeRoom(&buckets, now) }
            buckets[key] = bucket
            return verdict(bucket, isAllowed)
        }
    }

    private var perSecond: Double { Double(limit) / Self.window }

    private func filled(_ bucket: Bucket, _ now: Instant) -> Bucket {
        let seconds = Double(max(0, now.milliseconds - bucket.at.milliseconds)) / 1_000
        return Bucket(left: min(Double(limit), bucket.left + seconds * perSecond), at: max(now, bucket.at))
    }

    private func verdict(_ bucket: Bucket, _ isAllowed: Bool) -> Verdict {
        let wait = isAllowed ? 0 : (1 - bucket.left) / perSecond
        return Verdict(
            isAllowed: isAllowed, limit: limit, remaining: Int(bucket.left), wait: .seconds(wait),
            reset: .seconds((Double(limit) - bucket.left) / perSecond))
    }

    private func makeRoom(_ buckets: inout [String: Bucket], _ now: Instant) {
        buckets = buckets.filter { filled($0.value, now).left < Double(limit) }
        let wanted = capacity * 3 / 4
        guard buckets.count > wanted else { return }
        for key in Array(buckets.keys.prefix(buckets.count - wanted)) { buckets[key] = nil }
    }
}
