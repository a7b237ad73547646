package import Model
import Storage

/// The sending of audit events, of the organization and of each portal: what operators do with it.
package struct AuditWebhooks: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    package var now: Instant { kernel.now }

    /// The webhook; one that was never set up is off.
    package func find(_ scope: AuditScope, as actor: Actor) async throws -> AuditWebhook {
        return try await kernel.database.read { tx in
            try Self.require(.view, scope, actor, tx)
            return try tx.auditWebhooks.find(scope) ?? Self.unset(scope)
        }
    }

    /// Alters what is said. Refuses a destination that does not exist, and switching on without any.
    package func update(
        _ scope: AuditScope, destination: Change<ID<AuditDestination>?>, isEnabled: Change<Bool>, as actor: Actor
    ) async throws -> AuditWebhook {
        let now = kernel.now, event = event("updated", scope, actor)
        return try await kernel.database.write { tx in
            try Self.require(.update, scope, actor, tx)
            let old = try tx.auditWebhooks.find(scope)
            var webhook = old ?? Self.unset(scope)
            destination.apply(to: &webhook.destinationID)
            isEnabled.apply(to: &webhook.isEnabled)
            if let id = webhook.destinationID, try tx.auditDestinations.find(id) == nil {
                throw Refusal.invalid(
                    "audit_log_destination_id", .missingReference, "Audit log destination not found")
            }
            // That of the organization tells its destination, unless somebody has just taken it away.
            let isUntold = scope == .organization && destination.value == nil
            if webhook.destinationID == nil, webhook.isEnabled || isUntold {
                throw Refusal.invalid(
                    "audit_log_destination_id", .required, "\"audit_log_destination_id\" is required to send events")
            }
            if webhook == old { return webhook }
            try tx.auditWebhooks.put(webhook, at: now)
            try tx.audit.record(event)
            return try tx.auditWebhooks.find(scope) ?? webhook
        }
    }

    /// Switches off and forgets the destination.
    package func delete(_ scope: AuditScope, as actor: Actor) async throws {
        let event = event("deleted", scope, actor)
        try await kernel.database.write { tx in
            try Self.require(.update, scope, actor, tx)
            try tx.auditWebhooks.delete(scope)
            try tx.audit.record(event)
        }
    }

    /// The last replay; nil when there was none.
    package func replay(_ scope: AuditScope, as actor: Actor) async throws -> AuditReplay? {
        return try await kernel.database.read { tx in
            try Self.require(.view, scope, actor, tx)
            return try tx.auditWebhooks.replay(scope)
        }
    }

    /// Asks for the events of a stretch of time to be sent again. Refuses what is older than a week or not in order,
    /// and a conflict while another replay goes on.
    package func startReplay(
        _ scope: AuditScope, from start: Instant, to end: Instant, as actor: Actor
    ) async throws -> AuditReplay {
        let now = kernel.now, event = event("replayed", scope, actor)
        let oldest = now - AuditReplay.window
        var problems: [FieldProblem] = []
        for (name, instant) in [("start_at", start), ("end_at", end)] where instant < oldest || instant > now {
            problems.append(FieldProblem(name, .invalid, "\"\(name)\" must be within the last 7 days"))
        }
        if problems.isEmpty, end < start {
            problems.append(FieldProblem("end_at", .invalid, "\"end_at\" must not be before \"start_at\""))
        }
        try Refusal.check(problems)
        return try await kernel.database.write { tx in
            try Self.require(.update, scope, actor, tx)
            if let running = try tx.auditWebhooks.replay(scope), !running.status.isOver {
                throw Refusal.conflict("A replay job is currently running")
            }
            let replay = AuditReplay(scope: scope, startAt: start, endAt: end, status: .accepted, updatedAt: now)
            try tx.auditWebhooks.put(replay)
            try tx.audit.record(event)
            return replay
        }
    }

    private func event(_ act: String, _ scope: AuditScope, _ actor: Actor) -> AuditEvent {
        kernel.audit(
            "audit-webhook.\(act)", of: AuditTarget("audit-webhook", scope.key), portal: scope.portalID, by: actor)
    }

    private static func unset(_ scope: AuditScope) -> AuditWebhook {
        AuditWebhook(scope: scope, updatedAt: Instant(milliseconds: 0))
    }

    /// Who sets up the sending of a portal's events must be allowed to alter the portal.
    private static func require(_ act: Act, _ scope: AuditScope, _ actor: Actor, _ tx: Transaction) throws {
        guard let portal = scope.portalID else { return try actor.may(act, .auditLogs, in: tx) }
        try actor.may(act, .portal(portal), in: tx)
        guard try tx.portals.find(portal) != nil else { throw Refusal.notFound }
    }
}
