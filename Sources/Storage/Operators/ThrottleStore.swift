package import Model

extension Transaction {
    package var throttle: ThrottleStore { ThrottleStore(tx: self) }
}

/// Failed sign-ins, to be counted by account and address.
package struct ThrottleStore {
    let tx: Transaction

    /// The account is a key of the caller's, such as `operator:EMAIL`; the address may be a network.
    package func record(account: String, address: String, at now: Instant) throws {
        try tx.run(
            .insert("sign_in_failures", ["account": "\(account)", "address": "\(address)", "at": "\(now)"]))
    }

    /// How often it failed after `since`, and when last. Without account or address: any.
    package func failures(
        account: String? = nil, address: String? = nil, since: Instant
    ) throws -> (count: Int, last: Instant?) {
        var conditions: [SQL] = ["at > \(since)"]
        if let account { conditions.append("account = \(account)") }
        if let address { conditions.append("address = \(address)") }
        let row = try tx.first(
            "SELECT COUNT(*) AS count, MAX(at) AS last FROM sign_in_failures WHERE \(sql: .all(conditions))")
        return (try row?.int("count") ?? 0, try row?.instantOrNil("last"))
    }

    /// Forgets the failures of an account from an address, after a sign-in that worked.
    package func clear(account: String, address: String) throws {
        try tx.run("DELETE FROM sign_in_failures WHERE account = \(account) AND address = \(address)")
    }

    /// Notes that the owner of an account hears of guessing; false when they have, and it has not rested since.
    package func warn(account: String, at now: Instant, silence: Duration) throws -> Bool {
        try tx.run("DELETE FROM sign_in_warnings WHERE at < \(now - silence)")
        let isNew = try tx.first("SELECT at FROM sign_in_warnings WHERE account = \(account)") == nil
        try tx.run(
            """
            INSERT INTO sign_in_warnings (account, at) VALUES (\(account), \(now))
            ON CONFLICT (account) DO UPDATE SET at = excluded.at
            """)
        return isNew
    }

    /// Removes what is too old to count.
    @discardableResult
    package func prune(before: Instant) throws -> Int {
        try tx.run("DELETE FROM sign_in_failures WHERE at < \(before)")
    }
}
