package import Model
import Storage

/// Publications: which APIs, or which packages, operators show on which portal. Lists have both.
package struct Publications: Sendable {
    private let kernel: Kernel
    private let kind: API.Kind

    package init(_ kernel: Kernel, _ kind: API.Kind = .api) {
        self.kernel = kernel
        self.kind = kind
    }

    /// Publishes an API to a portal, or replaces how it is published. What the draft leaves open follows the portal
    /// as it is now.
    package func publish(
        _ api: ID<API>, to portal: ID<Portal>, _ draft: PublicationDraft, as actor: Actor
    ) async throws -> Publication {
        let publishing = try publishing(draft, as: actor)
        let publication = try await kernel.database.write { tx in try publishing(tx, api, portal) }
        kernel.gatewayBell.ring()
        return publication
    }

    /// The publishing of some API to some portal, allowed and checked, for a transaction to carry out.
    func publishing(
        _ draft: PublicationDraft, as actor: Actor
    ) throws -> @Sendable (Transaction, ID<API>, ID<Portal>) throws -> Publication {
        if case .some(let ids) = draft.strategies, ids.count != 1 {
            let reason = "\"auth_strategy_ids\" must contain exactly 1 items"
            throw Refusal.invalid("auth_strategy_ids", ids.isEmpty ? .minItems(1) : .maxItems(1), reason)
        }
        let now = kernel.now, id = kernel.newID(Publication.self)
        return { tx, api, portal in
            try actor.may(.publish, .api(api), in: tx)
            try actor.may(.publish, .portal(portal), in: tx)
            guard let target = try tx.portals.find(portal), try tx.apis.find(api, kind) != nil else {
                throw Refusal.notFound
            }
            let old = try tx.publications.find(api, on: portal)
            var publication = Publication(
                id: old?.id ?? id, portalID: portal, apiID: api,
                visibility: draft.visibility ?? target.defaultAPIVisibility,
                autoApproveRegistrations: draft.autoApproveRegistrations,
                strategyIDs: try Self.strategies(draft.strategies, of: target, tx), createdAt: old?.createdAt ?? now,
                updatedAt: old?.updatedAt ?? now)
            if publication == old { return publication }
            publication.updatedAt = now
            try tx.publications.put(publication)
            try tx.portals.bump(portal, .catalog)
            try tx.audit.record(event("published", api, portal, actor))
            return publication
        }
    }

    /// Takes an API from a portal. Registrations for it stay, and let nobody in until it is published again.
    package func unpublish(_ api: ID<API>, from portal: ID<Portal>, as actor: Actor) async throws {
        let event = event("unpublished", api, portal, actor)
        try await kernel.database.write { tx in
            try actor.may(.publish, .api(api), in: tx)
            try actor.may(.publish, .portal(portal), in: tx)
            guard try tx.apis.find(api, kind) != nil, try tx.publications.delete(api, on: portal) else {
                throw Refusal.notFound
            }
            try tx.portals.bump(portal, .catalog)
            try tx.audit.record(event)
        }
        kernel.gatewayBell.ring()
    }

    package func find(_ api: ID<API>, on portal: ID<Portal>, as actor: Actor) async throws -> Publication {
        return try await kernel.database.read { tx in
            try actor.may(.view, .api(api), in: tx)
            guard try tx.apis.find(api, kind) != nil, let publication = try tx.publications.find(api, on: portal)
            else { throw Refusal.notFound }
            return publication
        }
    }

    package func list(_ query: ListQuery, as actor: Actor) async throws -> Page<PublicationEntry> {
        return try await kernel.database.read { tx in
            try tx.publications.list(query.limited(to: actor.sees(.apis, in: tx)))
        }
    }

    package func list(
        _ query: ListQuery, on portal: ID<Portal>, as actor: Actor
    ) async throws -> Page<PublicationEntry> {
        return try await kernel.database.read { tx in
            try actor.may(.view, .portal(portal), in: tx)
            guard try tx.portals.find(portal) != nil else { throw Refusal.notFound }
            return try tx.publications.list(query, on: portal)
        }
    }

    /// All publications of an API.
    package func all(of api: ID<API>, as actor: Actor) async throws -> [Publication] {
        return try await kernel.database.read { tx in
            try actor.may(.view, .api(api), in: tx)
            return try tx.publications.all(of: api)
        }
    }

    /// All publications on a portal.
    package func all(on portal: ID<Portal>, as actor: Actor) async throws -> [Publication] {
        return try await kernel.database.read { tx in
            try actor.may(.view, .portal(portal), in: tx)
            return try tx.publications.all(on: portal)
        }
    }

    /// What forms offer.
    package func choices(as actor: Actor) async throws -> PublicationChoices {
        try await kernel.database.read { tx in
            let portals = try tx.portals.all(seen: actor.sees(.portals, to: .publish, in: tx))
            let apis = try tx.apis.all(seen: actor.sees(.apis, to: .publish, in: tx))
            return PublicationChoices(
                portals: try tx.portals.all(seen: actor.sees(.portals, in: tx)),
                strategies: try tx.strategies.all(seen: actor.sees(.strategies, in: tx)),
                publishers: Set(portals.map(\.id)), published: Set(apis.map(\.id)))
        }
    }

    private func event(_ act: String, _ api: ID<API>, _ portal: ID<Portal>, _ actor: Actor) -> AuditEvent {
        let noun = kind.noun
        return kernel.audit("\(noun).\(act)", of: AuditTarget(noun, api.text), portal: portal, by: actor)
    }

    private static func strategies(
        _ chosen: PublicationDraft.Strategies, of portal: Portal, _ tx: Transaction
    ) throws -> [ID<AuthStrategy>] {
        switch chosen {
        case .portalDefault: return portal.defaultStrategyID.map { [$0] } ?? []
        case .none: return []
        case .some(let ids):
            for id in ids where try !tx.strategies.exists(id) {
                throw Refusal.invalid("auth_strategy_ids", .missingReference, "Application auth strategy not found")
            }
            return ids
        }
    }
}

/// What somebody may choose from who publishes, by name.
package struct PublicationChoices: Sendable {
    /// Those that they see.
    package let portals: [Portal]
    package let strategies: [AuthStrategy]
    /// The portals to which they may publish, and the APIs that they may publish.
    package let publishers: Set<ID<Portal>>
    package let published: Set<ID<API>>
}
