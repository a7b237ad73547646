/// Whose events are meant: all, or those of one portal.
package enum AuditScope: Sendable, Hashable {
    case organization
    case portal(ID<Portal>)

    package var portalID: ID<Portal>? {
        if case .portal(let id) = self { id } else { nil }
    }

    /// As it is stored.
    package var key: String { portalID?.text ?? "" }

    package init(key: String) {
        self = key.isEmpty ? .organization : .portal(ID(stored: key))
    }
}

/// The sending of events to a destination, for the organization or for one portal.
package struct AuditWebhook: Sendable, Equatable {
    package var scope: AuditScope
    package var destinationID: ID<AuditDestination>?
    package var isEnabled: Bool
    package var delivery = AuditDeliveryState()
    package var updatedAt: Instant

    package init(
        scope: AuditScope, destinationID: ID<AuditDestination>? = nil, isEnabled: Bool = false, updatedAt: Instant
    ) {
        self.scope = scope
        self.destinationID = destinationID
        self.isEnabled = isEnabled
        self.updatedAt = updatedAt
    }

    /// Whether events are sent: it is on, has a destination, and that one did not fail all the time.
    package var isActive: Bool { isEnabled && destinationID != nil && delivery.attempts < Self.maximumAttempts }

    /// After so many failures in a row it counts as inactive. It is tried on, each hour.
    package static let maximumAttempts = 5
}

/// What became of the sending of events.
package struct AuditDeliveryState: Sendable, Equatable {
    /// Attempts since the last success.
    package var attempts = 0
    package var lastAttemptAt: Instant?
    package var lastCode: Int?
    package var lastMessage: String?

    package init() {}
}

/// What a receiver said to events; a code of 200 to 299 is a receipt.
package struct AuditReceipt: Sendable, Equatable {
    /// Nil when there was no answer.
    package var code: Int?
    package var message: String

    package init(code: Int?, message: String) {
        self.code = code
        self.message = message
    }

    package var isSuccess: Bool { code.map { (200..<300).contains($0) } ?? false }
}

/// The sending of past events once more.
package struct AuditReplay: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable {
        case unconfigured, accepted, pending, running, completed, failed

        package var isOver: Bool { self == .unconfigured || self == .completed || self == .failed }
    }

    /// How far back events can be sent again.
    package static let window = Duration.days(7)

    package var scope: AuditScope
    package var startAt: Instant
    package var endAt: Instant
    package var status: Status
    /// The last event that was sent; at the beginning a place before all of them.
    package var sent: AuditQuery.Cursor
    package var attempts = 0
    package var nextAttemptAt: Instant
    package var updatedAt: Instant

    package init(scope: AuditScope, startAt: Instant, endAt: Instant, status: Status, updatedAt: Instant) {
        self.scope = scope
        self.startAt = startAt
        self.endAt = endAt
        self.status = status
        sent = AuditQuery.Cursor(at: startAt, id: ID(stored: ""))
        nextAttemptAt = updatedAt
        self.updatedAt = updatedAt
    }
}
