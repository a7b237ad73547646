package import Model
import Storage

/// Where audit events are sent to, and which: what operators do with them.
package struct AuditDestinations: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    package func create(_ draft: AuditDestinationDraft, as actor: Actor) async throws -> AuditDestination {
        try Refusal.check(draft.problems())
        guard let authorization = draft.authorization else {
            throw Refusal.invalid("authorization", .required, "\"authorization\" is required")
        }
        let now = kernel.now
        let destination = AuditDestination(
            id: kernel.newID(), name: draft.name, endpoint: draft.endpoint, format: draft.format,
            skipsVerification: draft.skipsVerification, createdAt: now, updatedAt: now)
        let sealed = try kernel.vault.seal(authorization), event = event("created", destination.id, actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .auditLogs, in: tx)
            try tx.auditDestinations.insert(destination, sealedAuthorization: sealed)
            try tx.audit.record(event)
        }
        return destination
    }

    package func find(_ id: ID<AuditDestination>, as actor: Actor) async throws -> AuditDestination {
        return try await kernel.database.read { tx in
            try actor.may(.view, .auditLogs, in: tx)
            return try Self.find(id, tx)
        }
    }

    package func list(_ query: ListQuery, as actor: Actor) async throws -> Page<AuditDestination> {
        return try await kernel.database.read { tx in
            try actor.may(.view, .auditLogs, in: tx)
            return try tx.auditDestinations.list(query)
        }
    }

    /// Alters what the change names, and nothing else.
    package func update(
        _ id: ID<AuditDestination>, _ change: AuditDestinationChange, as actor: Actor
    ) async throws -> AuditDestination {
        let now = kernel.now
        let event = event("updated", id, actor)
        return try await kernel.database.write { tx in
            try actor.may(.update, .auditLogs, in: tx)
            let old = try Self.find(id, tx), draft = change.applied(to: old)
            let known = try tx.auditDestinations.sealedAuthorization(of: id)
            let kept = try change.authorization.value.map { try kernel.vault.seal($0, instead: known) }
            let sealed = kept == known ? nil : kept
            try Refusal.check(draft.problems())
            var destination = AuditDestination(
                id: id, name: draft.name, endpoint: draft.endpoint, format: draft.format,
                skipsVerification: draft.skipsVerification, createdAt: old.createdAt, updatedAt: old.updatedAt)
            if destination == old, sealed == nil { return old }
            destination.updatedAt = now
            try tx.auditDestinations.update(destination, sealedAuthorization: sealed)
            try tx.audit.record(event)
            return destination
        }
    }

    /// Refuses a conflict while a webhook uses it.
    package func delete(_ id: ID<AuditDestination>, as actor: Actor) async throws {
        let event = event("deleted", id, actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .auditLogs, in: tx)
            guard try tx.auditDestinations.delete(id) else { throw Refusal.notFound }
            try tx.audit.record(event)
        }
    }

    private func event(_ act: String, _ id: ID<AuditDestination>, _ actor: Actor) -> AuditEvent {
        kernel.audit("audit-destination.\(act)", of: AuditTarget("audit-destination", id.text), by: actor)
    }

    static func find(_ id: ID<AuditDestination>, _ tx: Transaction) throws -> AuditDestination {
        guard let destination = try tx.auditDestinations.find(id) else { throw Refusal.notFound }
        return destination
    }
}
