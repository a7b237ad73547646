package import Model

/// Valid pages and snippets with little to say.
extension Samples {
    private static let random = FixedRandom(seed: 47)

    package static func page(
        _ slug: String, on portal: Portal, below parent: PortalPage? = nil, status: ContentStatus = .published,
        visibility: Portal.Visibility = .public, at now: Instant = FixedClock.start
    ) -> PortalPage {
        PortalPage(
            id: random.id(at: now), portalID: portal.id, parentID: parent?.id, slug: slug, title: slug,
            description: nil, status: status, visibility: visibility, createdAt: now, updatedAt: now)
    }

    package static func snippet(_ name: String, on portal: Portal, at now: Instant = FixedClock.start) -> Snippet {
        Snippet(
            id: random.id(at: now), portalID: portal.id, name: name, title: name, description: nil,
            status: .published, visibility: .public, createdAt: now, updatedAt: now)
    }
}
