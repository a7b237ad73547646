package import Model

extension Transaction {
    package var auditQueue: AuditQueueStore { AuditQueueStore(tx: self) }
}

/// Audit events on their way to their destinations. Claim, then settle, in jobs; use `Database.claim` for both.
package struct AuditQueueStore {
    /// The sending of some scope's events, which this worker has for itself.
    package struct Claim: Sendable, Equatable {
        package let scope: AuditScope
        package let attempts: Int
        package let until: Instant
    }

    let tx: Transaction

    /// Puts an event that was just recorded before everybody who wants it.
    func enqueue(_ event: ID<AuditEvent>) throws {
        try tx.run(
            """
            INSERT INTO audit_queue (scope, event_id, at)
            SELECT w.scope, e.id, e.at FROM audit_webhooks w, audit_events e
            WHERE e.id = \(event) AND w.is_enabled AND w.destination_id IS NOT NULL
                AND w.scope IN ('', COALESCE(e.portal_id, ''))
            """)
    }

    /// Takes the scope that is due for longest; nobody else gets it before `until`. Nil when none is.
    package func claim(at now: Instant, until: Instant) throws -> Claim? {
        try tx.first(
            """
            WITH due AS MATERIALIZED (\(sql: Self.due(at: now))\(sql: .skipLocked))
            UPDATE audit_deliveries SET next_attempt_at = \(until), attempts = attempts + 1, last_attempt_at = \(now)
            WHERE scope IN (SELECT scope FROM due) RETURNING *
            """
        ).map { row in
            Claim(scope: AuditScope(key: try row.text("scope")), attempts: try row.int("attempts"), until: until)
        }
    }

    /// Whether anything is due; asks without writing.
    package func isDue(at now: Instant) throws -> Bool {
        if try tx.first(Self.due(at: now)) != nil { return true }
        return try tx.first(Self.dueReplays(at: now)) != nil
    }

    static func due(at now: Instant) -> SQL {
        """
        SELECT d.scope FROM audit_deliveries d
        WHERE d.next_attempt_at <= \(now) AND EXISTS (SELECT 1 FROM audit_queue q WHERE q.scope = d.scope)
        ORDER BY d.next_attempt_at LIMIT 1
        """
    }

    static func dueReplays(at now: Instant) -> SQL {
        """
        SELECT scope FROM audit_replays WHERE status IN ('accepted', 'running') AND next_attempt_at <= \(now)
        ORDER BY next_attempt_at LIMIT 1
        """
    }

    /// What waits, oldest first.
    package func events(of scope: AuditScope, limit: Int) throws -> [AuditEvent] {
        try tx.all(
            """
            SELECT e.* FROM audit_queue q JOIN audit_events e ON e.id = q.event_id
            WHERE q.scope = \(scope.key) ORDER BY q.at, q.event_id LIMIT \(limit)
            """
        ).map(AuditStore.event)
    }

    /// How many events wait.
    package func count(of scope: AuditScope) throws -> Int {
        try tx.count("SELECT COUNT(*) FROM audit_queue WHERE scope = \(scope.key)")
    }

    /// Says what became of the events of a claim: what was received waits no more. A claim that has run out is left
    /// to whoever took it.
    package func settle(_ claim: Claim, _ receipt: AuditReceipt, events: [AuditEvent], nextAt: Instant) throws {
        try tx.run(
            """
            UPDATE audit_deliveries SET next_attempt_at = \(nextAt), last_code = \(receipt.code),
                last_message = \(receipt.message), attempts = \(receipt.isSuccess ? 0 : claim.attempts)
            WHERE scope = \(claim.scope.key) AND next_attempt_at = \(claim.until)
            """)
        if receipt.isSuccess {
            try tx.run(
                "DELETE FROM audit_queue WHERE scope = \(claim.scope.key) AND event_id IN \(list: events.map(\.id))")
        }
    }

    /// Forgets what nobody received for so long.
    @discardableResult
    package func prune(recordedBefore oldest: Instant) throws -> Int {
        try tx.run("DELETE FROM audit_queue WHERE at < \(oldest)")
    }
}

/// Replays.
extension AuditQueueStore {
    /// Takes the replay that is due for longest, as it is from now on. Nil when none is.
    package func claimReplay(at now: Instant, until: Instant) throws -> AuditReplay? {
        try tx.first(
            """
            WITH due AS MATERIALIZED (\(sql: Self.dueReplays(at: now))\(sql: .skipLocked))
            UPDATE audit_replays SET status = 'running', next_attempt_at = \(until), attempts = attempts + 1,
                updated_at = \(now)
            WHERE scope IN (SELECT scope FROM due) RETURNING *
            """
        ).map(Self.replay)
    }

    /// The next events of a replay, oldest first.
    package func events(of replay: AuditReplay, limit: Int) throws -> [AuditEvent] {
        let portal: SQL = replay.scope.portalID.map { "portal_id = \($0)" } ?? "TRUE"
        return try tx.all(
            """
            SELECT * FROM audit_events
            WHERE \(sql: portal) AND (at, id) > (\(replay.sent.at), \(replay.sent.id)) AND at <= \(replay.endAt)
            ORDER BY at, id LIMIT \(limit)
            """
        ).map(AuditStore.event)
    }

    /// Writes how far a claimed replay has come. One that was begun anew since is left alone.
    package func settle(_ claimed: AuditReplay, as replay: AuditReplay) throws {
        try tx.run(
            """
            UPDATE audit_replays SET status = \(replay.status), sent_at = \(replay.sent.at),
                sent_id = \(replay.sent.id), attempts = \(replay.attempts),
                next_attempt_at = \(replay.nextAttemptAt), updated_at = \(replay.updatedAt)
            WHERE scope = \(claimed.scope.key) AND next_attempt_at = \(claimed.nextAttemptAt)
            """)
    }

    static func replay(_ row: Row) throws -> AuditReplay {
        var replay = AuditReplay(
            scope: AuditScope(key: try row.text("scope")), startAt: try row.instant("start_at"),
            endAt: try row.instant("end_at"), status: try row.choice("status"),
            updatedAt: try row.instant("updated_at"))
        replay.sent = AuditQuery.Cursor(at: try row.instant("sent_at"), id: try row.id("sent_id"))
        replay.attempts = try row.int("attempts")
        replay.nextAttemptAt = try row.instant("next_attempt_at")
        return replay
    }
}
