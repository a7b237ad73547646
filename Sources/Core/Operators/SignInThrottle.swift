import Foundation
import Model
import Storage
import Synchronization

/// Slows down guessing: ten failures of an account from one address, or fifty from an address, within a quarter of an
/// hour lock that pair or that address for as long. Nobody can lock an owner out from elsewhere: an account that fails
/// a hundred times a day, from wherever, only takes longer, except in browsers that have signed in to it before.
package struct SignInThrottle: Sendable {
    static let window = Duration.minutes(15)
    static let limitPerPair = 10
    static let limitPerAddress = 50
    static let limitPerDay = 100
    /// An owner who was told is told again once guessing has rested for so long.
    static let silence = Duration.days(7)
    /// How long a browser is known.
    package static let browserLife = Duration.days(365)

    /// What is written of a failure, in the transaction that counts it; and whether its owner is to be told.
    typealias Report = @Sendable (Transaction, _ tellsOwner: Bool) throws -> Void

    private let kernel: Kernel
    private let running = RunningAttempts()

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// Makes an attempt, which gives nil when it fails, and counts failures. Refuses while the pair or the address is
    /// locked, attempts under way counted. The account is any text that names one; `report` is called in the
    /// transaction that counts the failure, and told whether it is time to tell the owner.
    func attempt<Proof: Sendable>(
        account: String, address: String, browser: String?,
        report: @escaping Report, _ body: () async throws -> Proof?
    ) async throws -> Proof? {
        let pair = account + "\n" + address
        let others = running.begin(pair, address)
        defer { running.end(pair, address) }
        let failures = try await failures(account: account, address: address)
        try Self.check(pair: failures.pair + others.pair, address: failures.address + others.address)
        if failures.today >= Self.limitPerDay, !knows(browser, account) {
            try await kernel.pause(Self.delay(after: failures.today))
        }
        if let proof = try await body() { return proof }
        try await recordFailure(account: account, address: address, report)
        return nil
    }

    /// Refuses while the pair or the address is locked.
    package func check(account: String, address: String) async throws {
        let failures = try await failures(account: account, address: address)
        try Self.check(pair: failures.pair, address: failures.address)
    }

    /// What a browser keeps to show later that it has signed in to the account.
    func browser(of account: String) throws -> String {
        Data(try kernel.vault.seal("browser:" + account)).base64EncodedString()
    }

    private func knows(_ browser: String?, _ account: String) -> Bool {
        guard let bytes = browser.flatMap({ Data(base64Encoded: $0) }) else { return false }
        return kernel.vault.open(Array(bytes)) == "browser:" + account
    }

    /// Two seconds after a hundred failures, ten after five hundred and more.
    static func delay(after failures: Int) -> Duration {
        .seconds(min(10, failures / (limitPerDay / 2)))
    }

    private func failures(account: String, address: String) async throws -> (pair: Int, address: Int, today: Int) {
        let since = kernel.now - Self.window, yesterday = kernel.now - .days(1)
        return try await kernel.database.read { tx in
            (
                try tx.throttle.failures(account: account, address: address, since: since).count,
                try tx.throttle.failures(address: address, since: since).count,
                try tx.throttle.failures(account: account, since: yesterday).count
            )
        }
    }

    private static func check(pair: Int, address: Int) throws {
        if pair >= limitPerPair || address >= limitPerAddress {
            throw Refusal.tooMany("Too many failed attempts. Try again in 15 minutes.", retryAfter: window)
        }
    }

    private func recordFailure(
        account: String, address: String, _ report: @escaping Report
    ) async throws {
        let now = kernel.now
        try await kernel.database.write { tx in
            try tx.throttle.record(account: account, address: address, at: now)
            try tx.throttle.prune(before: now - .days(1))
            let isOften = try tx.throttle.failures(account: account, since: now - .days(1)).count >= Self.limitPerDay
            try report(tx, isOften && tx.throttle.warn(account: account, at: now, silence: Self.silence))
        }
        kernel.outboxBell.ring()
    }
}

extension AuditEvent {
    /// What the log says of a failed sign-in: whose account it was, if there is one.
    func failure(of account: String?) -> AuditEvent {
        var event = self
        event.target.id = account ?? ""
        event.details = ["outcome": account == nil ? "not_found" : "invalid_password"]
        return event
    }
}

/// How many attempts of this process are under way, by name: so that many at once do not count as none.
private final class RunningAttempts: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    /// Counts an attempt; gives how many others there were.
    func begin(_ pair: String, _ address: String) -> (pair: Int, address: Int) {
        counts.withLock { counts in
            let others = (counts[pair, default: 0], counts[address, default: 0])
            counts[pair, default: 0] += 1
            counts[address, default: 0] += 1
            return others
        }
    }

    func end(_ pair: String, _ address: String) {
        counts.withLock { counts in
            for name in [pair, address] {
                let rest = counts[name, default: 1] - 1
                counts[name] = rest == 0 ? nil : rest
            }
        }
    }
}
