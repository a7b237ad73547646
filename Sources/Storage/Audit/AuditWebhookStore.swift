package import Model

extension Transaction {
    package var auditWebhooks: AuditWebhookStore { AuditWebhookStore(tx: self) }
}

/// Which events go to which destination, and what became of it.
package struct AuditWebhookStore {
    let tx: Transaction

    /// Nil when nothing was ever set up.
    package func find(_ scope: AuditScope) throws -> AuditWebhook? {
        try tx.first(
            """
            SELECT w.*, d.attempts, d.last_attempt_at, d.last_code, d.last_message
            FROM audit_webhooks w JOIN audit_deliveries d ON d.scope = w.scope WHERE w.scope = \(scope.key)
            """
        ).map { try Self.webhook($0) }
    }

    /// Sets up or alters; what waits is tried at once, and forgotten when the webhook is off.
    package func put(_ webhook: AuditWebhook, at now: Instant) throws {
        try tx.run(
            """
            INSERT INTO audit_webhooks (scope, portal_id, destination_id, is_enabled, updated_at)
            VALUES (\(webhook.scope.key), \(webhook.scope.portalID), \(webhook.destinationID), \(webhook.isEnabled),
                \(now))
            ON CONFLICT (scope) DO UPDATE SET destination_id = excluded.destination_id,
                is_enabled = excluded.is_enabled, updated_at = excluded.updated_at
            """)
        try tx.run(
            """
            INSERT INTO audit_deliveries (scope, attempts, next_attempt_at) VALUES (\(webhook.scope.key), 0, \(now))
            ON CONFLICT (scope) DO UPDATE SET attempts = 0, next_attempt_at = excluded.next_attempt_at
            """)
        if !webhook.isEnabled || webhook.destinationID == nil {
            try tx.run("DELETE FROM audit_queue WHERE scope = \(webhook.scope.key)")
        }
    }

    /// Removes it with all that waits.
    package func delete(_ scope: AuditScope) throws {
        try tx.run("DELETE FROM audit_webhooks WHERE scope = \(scope.key)")
    }

    package func replay(_ scope: AuditScope) throws -> AuditReplay? {
        try tx.first("SELECT * FROM audit_replays WHERE scope = \(scope.key)").map(AuditQueueStore.replay)
    }

    /// Begins a replay in the place of the last one.
    package func put(_ replay: AuditReplay) throws {
        try tx.run(
            """
            INSERT INTO audit_replays (scope, portal_id, start_at, end_at, status, sent_at, sent_id, attempts,
                next_attempt_at, updated_at)
            VALUES (\(replay.scope.key), \(replay.scope.portalID), \(replay.startAt), \(replay.endAt),
                \(replay.status), \(replay.sent.at), \(replay.sent.id), 0, \(replay.nextAttemptAt),
                \(replay.updatedAt))
            ON CONFLICT (scope) DO UPDATE SET start_at = excluded.start_at, end_at = excluded.end_at,
                status = excluded.status, sent_at = excluded.sent_at, sent_id = excluded.sent_id, attempts = 0,
                next_attempt_at = excluded.next_attempt_at, updated_at = excluded.updated_at
            """)
    }

    private static func webhook(_ row: Row) throws -> AuditWebhook {
        var webhook = AuditWebhook(
            scope: AuditScope(key: try row.text("scope")), destinationID: try row.idOrNil("destination_id"),
            isEnabled: try row.bool("is_enabled"), updatedAt: try row.instant("updated_at"))
        webhook.delivery.attempts = try row.int("attempts")
        webhook.delivery.lastAttemptAt = try row.instantOrNil("last_attempt_at")
        webhook.delivery.lastCode = try row.intOrNil("last_code")
        webhook.delivery.lastMessage = try row.textOrNil("last_message")
        return webhook
    }
}
