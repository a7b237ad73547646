package import Model
import Storage

extension Portals {
    /// Changes how the portal looks; seen at once.
    package func setAppearance(_ look: PortalAppearance, of id: ID<Portal>, as actor: Actor) async throws {
        try actor.requireOperator()
        try Refusal.check(look.problems())
        let event = kernel.audit("portal.restyled", of: AuditTarget("portal", id.text), portal: id, by: actor)
        let now = kernel.now
        try await kernel.database.write { tx in
            guard var portal = try tx.portals.find(id) else { throw Refusal.notFound }
            portal.appearance = look
            portal.updatedAt = now
            try tx.portals.update(portal)
            try tx.audit.record(event)
        }
    }

    /// How much there is on the portal.
    package func counts(of id: ID<Portal>, as actor: Actor) async throws -> PortalCounts {
        try actor.requireOperator()
        return try await kernel.database.read { tx in try tx.portals.counts(of: id) }
    }

    /// The name of the strategy that new publications take; nil when there is none.
    package func defaultStrategyName(of portal: Portal) async throws -> String? {
        guard let id = portal.defaultStrategyID else { return nil }
        return try await kernel.database.read { tx in try tx.strategies.find(id)?.name }
    }
}
