/// Something that must reach another party: it is written with the change that causes it, and delivered at least once.
package struct OutboxEntry: Sendable, Equatable {
    package var id: ID<OutboxEntry>
    /// What delivers it, such as `email`.
    package var kind: String
    package var payload: JSON
    /// Entries of one lane are delivered in the order in which they were written; nil does not wait for any other.
    package var lane: String?
    /// How many deliveries have begun.
    package var attempts: Int
    package var nextAttemptAt: Instant
    /// Until then one worker has it for itself.
    package var claimedUntil: Instant?
    package var lastError: String?
    package var createdAt: Instant
    package var doneAt: Instant?
    /// When it was given up: nobody tries it any more unless an operator says so.
    package var gaveUpAt: Instant?

    package init(id: ID<OutboxEntry>, kind: String, payload: JSON, lane: String? = nil, createdAt: Instant) {
        self.id = id
        self.kind = kind
        self.payload = payload
        self.lane = lane
        attempts = 0
        nextAttemptAt = createdAt
        self.createdAt = createdAt
    }

    /// How many deliveries are begun before it is given up: about two days of them.
    package static let mostAttempts = 56

    /// How long to wait after so many attempts: 10 s, 20 s, ... and never more than an hour.
    package static func delay(afterAttempts attempts: Int) -> Duration {
        .seconds(min(3_600, 10 << max(0, min(attempts - 1, 9))))
    }
}
