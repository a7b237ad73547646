package import Model
package import Storage

/// Who sees which API on a portal, and who may register applications for it. Every door asks here.
package enum CatalogAccess {
    /// What the actor sees: public APIs always; private ones as an approved, signed-in developer of the portal, and
    /// with RBAC only through a role of one of their teams.
    package static func scope(of actor: Actor, on portal: Portal) -> CatalogScope {
        switch actor {
        case .system, .operator, .systemAccount: return .everything
        case .visitor: return .publicOnly
        case .developer(let developer, let home):
            guard home == portal.id, portal.authenticationEnabled else { return .publicOnly }
            return portal.rbacEnabled ? .granted(to: developer) : .everything
        }
    }

    /// Whether the developer may register applications for an API that they see: with RBAC only as a consumer.
    package static func mayRegister(
        for api: ID<API>, as actor: Actor, on portal: Portal, _ tx: Transaction
    ) throws -> Bool {
        guard case .developer(let developer, portal.id) = actor, portal.authenticationEnabled,
            try tx.catalog.find(api.text, on: portal.id, scope(of: actor, on: portal)) != nil
        else { return false }
        if !portal.rbacEnabled { return true }
        return try tx.teamRoles.has([.consumer], on: api, developer: developer, portal: portal.id)
    }
}
