package import Model
import Storage

/// Audit events that one worker has for itself, to bring them to their destination.
package struct AuditBatch: Sendable {
    fileprivate enum Source: Sendable {
        case queue(AuditQueueStore.Claim)
        case replay(AuditReplay)
    }

    package let scope: AuditScope
    /// Nil when there is none any more, or when it is off.
    fileprivate let destination: AuditDestination?
    fileprivate let sealedAuthorization: [UInt8]?
    fileprivate let events: [AuditEvent]
    fileprivate let source: Source

    package var count: Int { events.count }
}

/// The jobs' side of audit webhooks: what is due, and what became of it. Safe with any number of instances.
package struct AuditDelivery: Sendable {
    /// How long a worker has events for itself.
    static let claim = Duration.minutes(2)
    static let batchSize = 100

    private let kernel: Kernel
    private let log: AuditLog
    private let portals: Portals

    package init(_ kernel: Kernel, log: AuditLog, portals: Portals) {
        self.kernel = kernel
        self.log = log
        self.portals = portals
    }

    /// Takes events that are due; nobody else gets them for two minutes. Nil when none are.
    package func claim() async throws -> AuditBatch? {
        let now = kernel.now, until = now + Self.claim
        guard try await kernel.database.read({ tx in try tx.auditQueue.isDue(at: now) }) else { return nil }
        return try await kernel.database.claim { tx in
            if let claim = try tx.auditQueue.claim(at: now, until: until) {
                let events = try tx.auditQueue.events(of: claim.scope, limit: Self.batchSize)
                return try Self.batch(claim.scope, events, .queue(claim), tx)
            }
            guard let replay = try tx.auditQueue.claimReplay(at: now, until: until) else { return nil }
            let events = try tx.auditQueue.events(of: replay, limit: Self.batchSize)
            return try Self.batch(replay.scope, events, .replay(replay), tx)
        }
    }

    private static func batch(
        _ scope: AuditScope, _ events: [AuditEvent], _ source: AuditBatch.Source, _ tx: Transaction
    ) throws -> AuditBatch {
        let webhook = try tx.auditWebhooks.find(scope)
        let id = webhook?.isEnabled == true ? webhook?.destinationID : nil
        return AuditBatch(
            scope: scope, destination: try id.flatMap { try tx.auditDestinations.find($0) },
            sealedAuthorization: try id.flatMap { try tx.auditDestinations.sealedAuthorization(of: $0) },
            events: events, source: source)
    }

    /// The request that brings the events; nil when there is nowhere to send them or nothing to send.
    package func call(for batch: AuditBatch) async throws -> OutgoingCall? {
        guard let destination = batch.destination, let sealed = batch.sealedAuthorization, !batch.events.isEmpty else {
            return nil
        }
        guard let authorization = kernel.vault.open(sealed) else {
            throw OutgoingCallFailure("The authorization was sealed under another master key")
        }
        let key = try await log.signingKey(), organization = try await portals.organizationID()
        let lines = batch.events.map { event in
            AuditEntry(event, organization: organization).line(destination.format, signedBy: key) + "\n"
        }
        var call = OutgoingCall(
            "POST", destination.endpoint,
            headers: [("Authorization", authorization), ("Content-Type", "text/plain; charset=utf-8")],
            body: Array(lines.joined().utf8))
        call.verifiesCertificate = !destination.skipsVerification
        return call
    }

    /// Writes down what the receiver said; what was not received is tried again later.
    package func settle(_ batch: AuditBatch, _ receipt: AuditReceipt) async throws {
        let now = kernel.now
        switch batch.source {
        case .queue(let claim):
            let nextAt = receipt.isSuccess ? now : now + OutboxEntry.delay(afterAttempts: claim.attempts)
            _ = try await kernel.database.claim { tx in
                try tx.auditQueue.settle(claim, receipt, events: batch.events, nextAt: nextAt)
            }
        case .replay(let claimed):
            let replay = Self.advanced(claimed, batch, receipt, at: now)
            _ = try await kernel.database.claim { tx in try tx.auditQueue.settle(claimed, as: replay) }
        }
    }

    /// A replay after one step: it goes on after the last event that was received, and gives up after some failures.
    private static func advanced(
        _ claimed: AuditReplay, _ batch: AuditBatch, _ receipt: AuditReceipt, at now: Instant
    ) -> AuditReplay {
        var replay = claimed
        replay.updatedAt = now
        replay.nextAttemptAt = now
        if batch.destination == nil {
            replay.status = .failed
        } else if batch.events.isEmpty || receipt.isSuccess {
            replay.attempts = 0
            if let last = batch.events.last { replay.sent = AuditQuery.Cursor(at: last.at, id: last.id) }
            if batch.events.count < batchSize { replay.status = .completed }
        } else if claimed.attempts >= AuditWebhook.maximumAttempts {
            replay.status = .failed
        } else {
            replay.nextAttemptAt = now + OutboxEntry.delay(afterAttempts: claimed.attempts)
        }
        return replay
    }

    /// Forgets events that nobody received for a week; a replay cannot bring them either.
    package func prune() async throws {
        let oldest = kernel.now - AuditReplay.window
        _ = try await kernel.database.write { tx in try tx.auditQueue.prune(recordedBefore: oldest) }
    }
}
