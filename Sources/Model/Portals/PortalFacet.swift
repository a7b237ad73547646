/// A part of what a portal shows, with a version of its own: a change to one leaves copies of the others valid.
package enum PortalFacet: String, Sendable, CaseIterable {
    /// Name, domains, look, sign-in.
    case settings
    /// Pages, snippets, menus, assets.
    case content
    /// Published APIs and what belongs to them.
    case catalog
    /// Who may see what: developers, teams, roles.
    case access
}
