package import Model
import Storage

extension Portals {
    /// How the portal looks; the product's own look until somebody chose.
    package func appearance(of id: ID<Portal>) async throws -> PortalAppearance {
        try await kernel.database.read { tx in try Self.appearance(try tx.settings.value(Self.key(id))) }
    }

    /// Changes how the portal looks; seen at once.
    package func setAppearance(_ look: PortalAppearance, of id: ID<Portal>, as actor: Actor) async throws {
        try actor.requireOperator()
        try Refusal.check(look.problems())
        let event = kernel.audit("portal.restyled", of: AuditTarget("portal", id.text), portal: id, by: actor)
        try await kernel.database.write { tx in
            guard try tx.portals.find(id) != nil else { throw Refusal.notFound }
            try tx.settings.set(
                Self.key(id), ["mode": .string(look.mode.rawValue), "primary": .string(look.primary)])
            try tx.portals.bump(id, .settings)
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

    private static func key(_ id: ID<Portal>) -> String { "portal-appearance:\(id)" }

    private static func appearance(_ json: JSON?) throws -> PortalAppearance {
        guard let json, let mode = json["mode"]?.string.flatMap(PortalAppearance.Mode.init),
            let primary = json["primary"]?.string
        else { return .standard }
        return PortalAppearance(mode: mode, primary: primary)
    }
}
