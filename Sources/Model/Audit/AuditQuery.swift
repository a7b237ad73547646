/// Which audit events are wanted; conditions are joined by AND.
package struct AuditQuery: Sendable, Equatable {
    /// A place between two events.
    package struct Cursor: Sendable, Equatable {
        package var at: Instant
        package var id: ID<AuditEvent>

        package init(at: Instant, id: ID<AuditEvent>) {
            self.at = at
            self.id = id
        }
    }

    package enum Kind: Sendable, Equatable {
        case authentication, authorization
        /// No event is of this kind: what the gateway lets in is in its own log.
        case gatewayAccess
    }

    /// What says that somebody proved who they are, or tried to.
    package static let authenticationActions = [
        "developer.signed-in", "operator.signed-in", "developer.sign-in-failed", "operator.sign-in-failed",
        "operator.password-refused",
    ]

    package var portalID: ID<Portal>?
    package var actorID: String?
    /// A whole action such as `portal.created`.
    package var action: String?
    /// The kind of what was changed, such as `portal`.
    package var targetKind: String?
    package var kind: Kind?
    /// Both are included.
    package var from: Instant?
    package var to: Instant?
    /// Older than this event; events come newest first.
    package var after: Cursor?
    /// Newer than this event.
    package var before: Cursor?
    package var size = 20

    package init() {}
}

/// Some audit events, newest first.
package struct AuditPage: Sendable, Equatable {
    package var events: [AuditEvent]
    package var hasNewer: Bool
    package var hasOlder: Bool

    package init(events: [AuditEvent], hasNewer: Bool, hasOlder: Bool) {
        self.events = events
        self.hasNewer = hasNewer
        self.hasOlder = hasOlder
    }
}
