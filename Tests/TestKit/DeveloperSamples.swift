package import Model

extension Samples {
    private static let developerRandom = FixedRandom(seed: 43)

    /// A pending developer of a portal.
    package static func developer(
        _ email: String, on portal: Portal, at now: Instant = FixedClock.start
    ) -> Developer {
        Developer(
            id: developerRandom.id(at: now), portalID: portal.id, email: email, fullName: "Ada Lovelace",
            status: .pending, createdAt: now, updatedAt: now)
    }

    package static func session(of developer: Developer, at now: Instant = FixedClock.start) -> DeveloperSession {
        DeveloperSession(
            id: developerRandom.id(at: now), portalID: developer.portalID, developerID: developer.id,
            accessHash: developerRandom.bytes(32), refreshHash: developerRandom.bytes(32), createdAt: now,
            lastSeenAt: now, expiresAt: now + .days(30), address: nil)
    }

    package static func token(
        _ purpose: DeveloperToken.Purpose, of developer: Developer, at now: Instant = FixedClock.start
    ) -> DeveloperToken {
        DeveloperToken(
            hash: developerRandom.bytes(32), portalID: developer.portalID, developerID: developer.id,
            purpose: purpose, createdAt: now, expiresAt: now + purpose.lifetime)
    }
}
