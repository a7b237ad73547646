import Model
import Storage

/// Slows down guessing: ten failures of an account from one address, or fifty from an address, within a quarter of an
/// hour lock that pair or that address for as long. Nobody can lock an owner out from elsewhere.
package struct SignInThrottle: Sendable {
    static let window = Duration.minutes(15)
    static let limitPerPair = 10
    static let limitPerAddress = 50

    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// Refuses while the pair or the address is locked. The account is any text that names one.
    package func check(account: String, address: String) async throws {
        let since = kernel.now - Self.window
        let isLocked = try await kernel.database.read { tx in
            let pair = try tx.throttle.failures(account: account, address: address, since: since)
            let all = try tx.throttle.failures(address: address, since: since)
            return pair.count >= Self.limitPerPair || all.count >= Self.limitPerAddress
        }
        if isLocked {
            throw Refusal.tooMany("Too many failed attempts. Try again in 15 minutes.", retryAfter: Self.window)
        }
    }

    package func recordFailure(account: String, address: String) async throws {
        let now = kernel.now
        try await kernel.database.write { tx in
            try tx.throttle.record(account: account, address: address, at: now)
            try tx.throttle.prune(before: now - .days(1))
        }
    }
}
