package import Model

extension Transaction {
    package var mailLog: MailLogStore { MailLogStore(tx: self) }
}

/// The e-mails of the outbox, as operators look at them.
package struct MailLogStore {
    let tx: Transaction

    /// One page of the entries, newest first. Filter `state`: see `MailRecord.State`.
    package func list(_ query: ListQuery) throws -> Page<OutboxEntry> {
        try tx.page(Self.source, query, MailRecord.list).map(OutboxStore.entry)
    }

    /// Lets an undelivered e-mail be tried at once; false when it is delivered, being delivered or gone.
    package func retry(_ id: ID<OutboxEntry>, at now: Instant) throws -> Bool {
        try tx.run(
            """
            UPDATE outbox SET next_attempt_at = \(now), gave_up_at = NULL,
                attempts = CASE WHEN gave_up_at IS NULL THEN attempts ELSE 0 END
            WHERE id = \(id) AND kind = \(OutgoingMail.kind) AND done_at IS NULL
                AND (claimed_until IS NULL OR claimed_until <= \(now))
            """) == 1
    }

    private static let source = ListSource(
        "*", from: "outbox", where: ["kind = \(OutgoingMail.kind)"], id: "id",
        fields: [
            "created_at": .dateTime("created_at"),
            "state": .condition { filter in .any(try filter.values.map { try condition($0) }) },
        ])

    private static func condition(_ value: String?) throws -> SQL {
        switch value.flatMap(MailRecord.State.init(rawValue:)) {
        case .sent: "done_at IS NOT NULL"
        case .queued: "done_at IS NULL AND last_error IS NULL"
        case .failed: "done_at IS NULL AND gave_up_at IS NULL AND last_error IS NOT NULL"
        case .undeliverable: "gave_up_at IS NOT NULL"
        case nil: "FALSE"
        }
    }
}
