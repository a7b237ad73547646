/// What was changed, by whom, from where.
package struct AuditEvent: Sendable, Equatable {
    package var id: ID<AuditEvent>
    package var at: Instant
    package var actor: Actor
    /// A verb in the past tense on a noun, such as `portal.created`.
    package var action: String
    package var target: AuditTarget
    package var portalID: ID<Portal>?
    package var address: String?
    package var requestID: String?
    package var details: JSON

    package init(
        id: ID<AuditEvent>, at: Instant, actor: Actor, action: String, target: AuditTarget, portalID: ID<Portal>?,
        address: String?, requestID: String?, details: JSON
    ) {
        self.id = id
        self.at = at
        self.actor = actor
        self.action = action
        self.target = target
        self.portalID = portalID
        self.address = address
        self.requestID = requestID
        self.details = details
    }
}

/// The kind and id of what was changed.
package struct AuditTarget: Sendable, Equatable {
    package var kind: String
    package var id: String

    package init(_ kind: String, _ id: String) {
        self.kind = kind
        self.id = id
    }
}
