package import Model

extension Transaction {
    package var outbox: OutboxStore { OutboxStore(tx: self) }
}

/// What must reach other parties. Enqueue in the transaction of the change; claim, then complete or fail, in jobs.
package struct OutboxStore {
    let tx: Transaction

    package func enqueue(_ entry: OutboxEntry) throws {
        try tx.run(
            .insert(
                "outbox",
                [
                    "id": "\(entry.id)", "kind": "\(entry.kind)", "payload": "\(entry.payload)",
                    "lane": "\(entry.lane)", "turn": "\(try entry.lane.map(nextTurn))",
                    "attempts": "\(entry.attempts)", "next_attempt_at": "\(entry.nextAttemptAt)",
                    "created_at": "\(entry.createdAt)",
                ]))
        tx.announce()
    }

    private func nextTurn(in lane: String) throws -> Int {
        (try tx.first(Self.lastTurn(in: lane))?.intOrNil("turn") ?? 0) + 1
    }

    static func lastTurn(in lane: String) -> SQL {
        "SELECT MAX(turn) AS turn FROM outbox WHERE lane = \(lane) AND \(sql: waits)"
    }

    /// Removes what waits in a lane and is not being delivered: there is nobody left to be told.
    package func clear(lane: String) throws {
        try tx.run("DELETE FROM outbox WHERE lane = \(lane) AND \(sql: Self.waits) AND claimed_until IS NULL")
    }

    private static let waits: SQL = "done_at IS NULL AND gave_up_at IS NULL"

    /// Takes entries that are due, oldest first, so that nobody else gets them before `until`. Use `Database.claim`.
    /// Of one lane only the first that is neither delivered nor given up is ever due.
    package func claim(kinds: [String], limit: Int, at now: Instant, until: Instant) throws -> [OutboxEntry] {
        // The claim moves the next attempt too: a worker that dies lets go of its entries, and the index stays small.
        // Materialised, because PostgreSQL may otherwise run the choice more than once and take more than the limit.
        let rows = try tx.all(
            """
            WITH due AS MATERIALIZED (
                \(sql: Self.due(kinds: kinds, limit: limit, at: now))\(sql: .skipLocked))
            UPDATE outbox SET claimed_until = \(until), next_attempt_at = \(until), attempts = attempts + 1
            WHERE id IN (SELECT id FROM due)
            RETURNING *
            """)
        return try rows.map(Self.entry).sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    static func due(kinds: [String], limit: Int, at now: Instant) -> SQL {
        // The plus keeps SQLite from walking through all that was ever sent of a kind.
        let kind = SQL.either(sqlite: "+kind", postgresql: "kind")
        return """
            SELECT id FROM outbox
            WHERE done_at IS NULL AND gave_up_at IS NULL AND next_attempt_at <= \(now)
                AND \(sql: kind) IN \(list: kinds)
                AND (lane IS NULL OR NOT EXISTS (
                    SELECT 1 FROM outbox e WHERE e.lane = outbox.lane AND e.turn < outbox.turn
                        AND e.done_at IS NULL AND e.gave_up_at IS NULL))
            ORDER BY next_attempt_at, id LIMIT \(limit)
            """
    }

    /// Marks a claimed entry as delivered; false when the claim had run out and somebody else has it.
    @discardableResult
    package func complete(_ entry: OutboxEntry, at now: Instant) throws -> Bool {
        try tx.run(
            """
            UPDATE outbox SET done_at = \(now), claimed_until = NULL, last_error = NULL
            WHERE id = \(entry.id) AND done_at IS NULL AND claimed_until = \(entry.claimedUntil)
            """) == 1
    }

    /// Lets go of a claimed entry, to be tried again later: the longer, the more often it was tried, and not at all
    /// in the end or when the failure is final.
    @discardableResult
    package func fail(
        _ entry: OutboxEntry, error: String, isFinal: Bool = false, at now: Instant
    ) throws -> Bool {
        let isOver = isFinal || entry.attempts >= OutboxEntry.mostAttempts
        // What is given up stays out of the way of what is due.
        let next = isOver ? Self.never : now + OutboxEntry.delay(afterAttempts: entry.attempts)
        let gaveUpAt = isOver ? now : nil
        let isOurs =
            try tx.run(
                """
                UPDATE outbox SET next_attempt_at = \(next), gave_up_at = \(gaveUpAt), claimed_until = NULL,
                    last_error = \(error)
                WHERE id = \(entry.id) AND done_at IS NULL AND claimed_until = \(entry.claimedUntil)
                """) == 1
        if let lane = entry.lane, isOurs, !isOver {
            // Whatever waits for it need not be looked at before.
            try tx.run(
                """
                UPDATE outbox SET next_attempt_at = \(next)
                WHERE lane = \(lane) AND \(sql: Self.waits) AND next_attempt_at < \(next)
                """)
        }
        return isOurs
    }

    package func find(_ id: ID<OutboxEntry>) throws -> OutboxEntry? {
        try tx.first("SELECT * FROM outbox WHERE id = \(id)").map(Self.entry)
    }

    /// How many entries wait or are being delivered.
    package func pending() throws -> Int {
        try tx.count("SELECT COUNT(*) FROM outbox WHERE done_at IS NULL AND gave_up_at IS NULL")
    }

    /// Removes what was delivered or given up before then.
    @discardableResult
    package func prune(doneBefore: Instant) throws -> Int {
        try tx.run("DELETE FROM outbox WHERE done_at IS NOT NULL AND done_at < \(doneBefore)")
            + tx.run("DELETE FROM outbox WHERE gave_up_at IS NOT NULL AND gave_up_at < \(doneBefore)")
    }

    private static let never = Instant(milliseconds: 253_402_300_799_999)

    static func entry(_ row: Row) throws -> OutboxEntry {
        var entry = OutboxEntry(
            id: try row.id("id"), kind: try row.text("kind"), payload: try row.json("payload"),
            lane: try row.textOrNil("lane"), createdAt: try row.instant("created_at"))
        entry.attempts = try row.int("attempts")
        entry.nextAttemptAt = try row.instant("next_attempt_at")
        entry.claimedUntil = try row.instantOrNil("claimed_until")
        entry.lastError = try row.textOrNil("last_error")
        entry.doneAt = try row.instantOrNil("done_at")
        entry.gaveUpAt = try row.instantOrNil("gave_up_at")
        return entry
    }
}
