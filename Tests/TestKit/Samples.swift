package import Model

/// Valid entities with little to say.
package enum Samples {
    private static let random = FixedRandom(seed: 42)

    package static func portal(
        _ name: String, labels: [String: String] = [:], at now: Instant = FixedClock.start
    ) -> Portal {
        Portal(
            id: random.id(at: now), name: name, displayName: name, description: nil, authenticationEnabled: true,
            rbacEnabled: false, ipAllowListEnabled: false, defaultAPIVisibility: .private,
            defaultPageVisibility: .private, defaultStrategyID: nil, autoApproveDevelopers: false,
            autoApproveApplications: false, notificationsShowDeveloperPII: false, slug: Slug.make(name),
            labels: labels, createdAt: now, updatedAt: now)
    }

    package static func account(_ email: String, at now: Instant = FixedClock.start) -> Operator {
        Operator(id: random.id(at: now), email: email, name: email, passwordHash: nil, createdAt: now, updatedAt: now)
    }
}
