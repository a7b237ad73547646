package import Model
import Storage

/// Brings one e-mail to its reader. A failure is told to operators and tried again later.
package protocol MailTransport: Sendable {
    /// Delivers, signed when there is a key, or throws a `MailFailure`. The id is the same each time that one e-mail is
    /// tried.
    func deliver(
        _ mail: OutgoingMail, id: ID<OutboxEntry>, at now: Instant, signedWith key: MailKey?
    ) async throws
}

/// Why an e-mail could not be delivered, in a sentence for operators.
package struct MailFailure: Error, Equatable, CustomStringConvertible {
    package let description: String
    /// Whether there is no use in trying again: the reader's own server does not know them.
    package let isFinal: Bool

    package init(_ description: String, isFinal: Bool = false) {
        self.description = description
        self.isFinal = isFinal
    }
}

/// The jobs' side of the outbox: what is due, and what became of it. Safe with any number of instances.
package struct Outbox: Sendable {
    /// How long a worker has an e-mail for itself.
    static let claim = Duration.minutes(2)
    /// How long delivered e-mails stay listed.
    static let memory = Duration.days(30)

    /// An e-mail that this worker has for itself.
    package struct Claimed: Sendable {
        package let entry: OutboxEntry
        /// Nil when the master key is not the one that it was written under.
        package let mail: OutgoingMail?
    }

    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    package var bell: Bell { kernel.outboxBell }
    package var now: Instant { kernel.now }

    /// Takes e-mails that are due, oldest first; nobody else gets them for two minutes.
    package func claim(limit: Int) async throws -> [Claimed] {
        let now = kernel.now
        let entries = try await kernel.database.claim { tx in
            try tx.outbox.claim(kinds: [OutgoingMail.kind], limit: limit, at: now, until: now + Self.claim)
        }
        return entries.map { Claimed(entry: $0, mail: MailPayload.mail($0.payload, openedBy: kernel.vault)) }
    }

    package func complete(_ claimed: Claimed) async throws {
        let now = kernel.now
        _ = try await kernel.database.write { tx in try tx.outbox.complete(claimed.entry, at: now) }
    }

    /// Lets go of an e-mail, to be tried again later, or never when the failure is final.
    package func fail(_ claimed: Claimed, _ failure: MailFailure) async throws {
        let now = kernel.now, reason = String(failure.description.prefix(500))
        _ = try await kernel.database.write { tx in
            try tx.outbox.fail(claimed.entry, error: reason, isFinal: failure.isFinal, at: now)
        }
    }

    /// What an e-mail is signed with: the key of its sender's domain, once its record is found; nil for other domains.
    package func key(for mail: OutgoingMail) async throws -> MailKey? {
        let name = mail.from.address.drop { $0 != "@" }.dropFirst().lowercased()
        let domain = try await kernel.database.read { tx in try tx.mailDomains.find(name) }
        guard let domain, domain.status == .success else { return nil }
        guard let pem = kernel.vault.open(domain.sealedKey) else {
            throw MailFailure("the key of \(name) was sealed under another master key")
        }
        return MailKey(domain: domain.domain, selector: domain.selector, pem: pem)
    }

    /// Forgets e-mails that were delivered long ago.
    package func prune() async throws {
        let oldest = kernel.now - Self.memory
        _ = try await kernel.database.write { tx in try tx.outbox.prune(doneBefore: oldest) }
    }
}

/// The operators' side of the outbox: which e-mails were written, and what became of them.
package struct MessageLog: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// E-mails, newest first.
    package func list(_ query: ListQuery, as actor: Actor) async throws -> Page<MailRecord> {
        let page = try await kernel.database.read { tx in
            try actor.may(.viewMessages, .organization, in: tx)
            return try tx.mailLog.list(query)
        }
        return page.map(record)
    }

    /// One e-mail with its text.
    package func find(_ id: ID<OutboxEntry>, as actor: Actor) async throws -> MailRecord {
        let entry = try await kernel.database.read { tx in
            try actor.may(.viewMessages, .organization, in: tx)
            return try tx.outbox.find(id)
        }
        guard let entry, entry.kind == OutgoingMail.kind else { throw Refusal.notFound }
        return record(entry)
    }

    /// Tries an e-mail again at once. Refuses one that was delivered, or is just being delivered.
    package func retry(_ id: ID<OutboxEntry>, as actor: Actor) async throws {
        let now = kernel.now
        let event = kernel.audit("message.retried", of: AuditTarget("message", id.text), by: actor)
        try await kernel.database.write { tx in
            try actor.may(.retryMessages, .organization, in: tx)
            guard try tx.outbox.find(id)?.kind == OutgoingMail.kind else { throw Refusal.notFound }
            guard try tx.mailLog.retry(id, at: now) else {
                throw Refusal.conflict("This e-mail has been sent, or is just being sent.")
            }
            try tx.audit.record(event)
        }
        kernel.outboxBell.ring()
    }

    private func record(_ entry: OutboxEntry) -> MailRecord {
        let mail = MailPayload.mail(entry.payload, openedBy: kernel.vault) ?? Self.unreadable
        return MailRecord(
            id: entry.id, mail: mail, attempts: entry.attempts, nextAttemptAt: entry.nextAttemptAt,
            lastError: entry.lastError, createdAt: entry.createdAt, sentAt: entry.doneAt,
            gaveUpAt: entry.gaveUpAt)
    }

    private static let unreadable = OutgoingMail(
        template: .resetPassword, portalID: nil, from: Mailbox(name: "", address: ""),
        to: Mailbox(name: "", address: "unknown"), subject: "This e-mail was written under another master key",
        text: "", html: "", link: nil)
}
