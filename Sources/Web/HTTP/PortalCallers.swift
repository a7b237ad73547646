package import Model

/// Whoever knocks at a portal's host: signed in or not.
package struct PortalVisitor: Sendable {
    package let portal: Portal
    /// The approved developer who is signed in on this portal; nil for anybody else.
    package let developer: Developer?
    package let flash: Flash?
    package let look: PortalLook

    package init(
        portal: Portal, developer: Developer?, flash: Flash? = nil, look: PortalLook = .standard
    ) {
        self.portal = portal
        self.developer = developer
        self.flash = flash
        self.look = look
    }

    package var actor: Actor {
        developer.map { .developer($0.id, portal: portal.id) } ?? .visitor(portal: portal.id)
    }
}

/// An approved developer who is signed in on a portal that authenticates developers.
package struct PortalDeveloper: Sendable {
    package let portal: Portal
    package let developer: Developer
    package let flash: Flash?
    package let look: PortalLook

    package init(
        portal: Portal, developer: Developer, flash: Flash? = nil, look: PortalLook = .standard
    ) {
        self.portal = portal
        self.developer = developer
        self.flash = flash
        self.look = look
    }

    package var actor: Actor { .developer(developer.id, portal: portal.id) }
}
