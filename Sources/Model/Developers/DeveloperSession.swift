/// A browser or client that a developer is signed in with. Its two secrets are stored as SHA-256.
package struct DeveloperSession: Sendable, Equatable {
    package static let idleLimit = Duration.hours(12)
    package static let absoluteLimit = Duration.days(30)

    package var id: ID<DeveloperSession>
    package var portalID: ID<Portal>
    package var developerID: ID<Developer>
    package var accessHash: [UInt8]
    package var refreshHash: [UInt8]
    package var createdAt: Instant
    package var lastSeenAt: Instant
    package var expiresAt: Instant
    package var address: String?

    package init(
        id: ID<DeveloperSession>, portalID: ID<Portal>, developerID: ID<Developer>, accessHash: [UInt8],
        refreshHash: [UInt8], createdAt: Instant, lastSeenAt: Instant, expiresAt: Instant, address: String?
    ) {
        self.id = id
        self.portalID = portalID
        self.developerID = developerID
        self.accessHash = accessHash
        self.refreshHash = refreshHash
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
        self.expiresAt = expiresAt
        self.address = address
    }

    /// Whether it is neither too old nor idle for too long.
    package func isAlive(at now: Instant) -> Bool {
        expiresAt > now && lastSeenAt + Self.idleLimit > now
    }
}

/// A mailed link's secret, which works once and for a while. It is stored as SHA-256.
package struct DeveloperToken: Sendable, Equatable {
    /// What the link is for.
    package enum Purpose: String, Sendable, CaseIterable {
        case confirm, reset, invite

        /// How long a link works.
        package var lifetime: Duration {
            switch self {
            case .confirm: .hours(24)
            case .reset: .hours(1)
            case .invite: .days(7)
            }
        }
    }

    package var hash: [UInt8]
    package var portalID: ID<Portal>
    package var developerID: ID<Developer>
    package var purpose: Purpose
    package var createdAt: Instant
    package var expiresAt: Instant
    package var usedAt: Instant?

    package init(
        hash: [UInt8], portalID: ID<Portal>, developerID: ID<Developer>, purpose: Purpose, createdAt: Instant,
        expiresAt: Instant, usedAt: Instant? = nil
    ) {
        self.hash = hash
        self.portalID = portalID
        self.developerID = developerID
        self.purpose = purpose
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.usedAt = usedAt
    }
}
