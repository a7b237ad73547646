package import Model
import Storage

extension Portals {
    /// How much there is on the portal.
    package func counts(of id: ID<Portal>, as actor: Actor) async throws -> PortalCounts {
        return try await kernel.database.read { tx in
            try actor.may(.view, .portal(id), in: tx)
            return try tx.portals.counts(of: id)
        }
    }

    /// The name of the strategy that new publications take; nil when there is none.
    package func defaultStrategyName(of portal: Portal) async throws -> String? {
        guard let id = portal.defaultStrategyID else { return nil }
        return try await kernel.database.read { tx in try tx.strategies.find(id)?.name }
    }
}
