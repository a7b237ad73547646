package import Model
import Storage

/// Portals: what operators do with them.
package struct Portals: Sendable {
    let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// Creates a portal. What the draft leaves open is filled from the private column when it authenticates
    /// developers, else from the public one. Refuses a name that is taken.
    package func create(
        _ draft: PortalDraft, withContent: Bool = false, as actor: Actor
    ) async throws -> Portal {
        try await kernel.database.write(creation(of: draft, withContent: withContent, as: actor))
    }

    /// The creation of a portal, allowed and checked, for a transaction to carry out.
    ///
    /// `withContent` gives it pages and menus to begin with.
    func creation(
        of draft: PortalDraft, withContent: Bool, as actor: Actor
    ) throws -> @Sendable (Transaction) throws -> Portal {
        try Refusal.check(draft.problems())
        let id = kernel.newID(Portal.self), now = kernel.now
        let event = kernel.audit("portal.created", of: AuditTarget("portal", id.text), portal: id, by: actor)
        let content = withContent ? ContentTemplate(kernel) : nil
        return { tx in
            try actor.may(.create, .every(.portals), in: tx)
            let visibility: Portal.Visibility = draft.authenticationEnabled ? .private : .public
            let portal = Portal(
                id: id, name: draft.name, displayName: draft.displayName ?? draft.name,
                description: draft.description, authenticationEnabled: draft.authenticationEnabled,
                rbacEnabled: draft.rbacEnabled, ipAllowListEnabled: draft.ipAllowListEnabled,
                defaultAPIVisibility: draft.defaultAPIVisibility ?? visibility,
                defaultPageVisibility: draft.defaultPageVisibility ?? visibility,
                defaultStrategyID: try Self.strategy(of: draft, tx),
                autoApproveDevelopers: draft.autoApproveDevelopers,
                autoApproveApplications: draft.autoApproveApplications,
                notificationsShowDeveloperPII: draft.notificationsShowDeveloperPII,
                slug: try Self.freeSlug(for: draft.name, id: id, tx),
                labels: Labels.merged([:], with: draft.labels), createdAt: now, updatedAt: now)
            try Self.check(portal)
            try tx.portals.insert(portal)
            try kernel.makeOwner(actor, of: .portal(id), in: tx)
            _ = try content?.add(to: portal, tx)
            try tx.audit.record(event)
            return portal
        }
    }

    package func find(_ id: ID<Portal>, as actor: Actor) async throws -> Portal {
        return try await kernel.database.lookup { tx in
            try actor.may(.view, .portal(id), in: tx)
            guard let portal = try tx.portals.find(id) else { throw Refusal.notFound }
            return portal
        }
    }

    package func list(_ query: ListQuery, as actor: Actor) async throws -> Page<Portal> {
        let domain = kernel.settings.baseDomain
        return try await kernel.database.read { tx in
            try tx.portals.list(query.limited(to: actor.sees(.portals, in: tx)), baseDomain: domain)
        }
    }

    /// Alters what the change names, and nothing else.
    package func update(_ id: ID<Portal>, _ change: PortalChange, as actor: Actor) async throws -> Portal {
        try Refusal.check(change.problems())
        let now = kernel.now
        let event = kernel.audit("portal.updated", of: AuditTarget("portal", id.text), portal: id, by: actor)
        let updated = try await kernel.database.write { tx in
            try actor.may(.update, .portal(id), in: tx)
            guard let old = try tx.portals.find(id) else { throw Refusal.notFound }
            var portal = change.applied(to: old)
            if portal == old { return old }
            portal.updatedAt = now
            try Self.check(portal)
            if portal.defaultStrategyID != old.defaultStrategyID {
                try Self.checkStrategy(portal.defaultStrategyID, tx)
            }
            try tx.portals.update(portal)
            try tx.portals.bump(id, .access, .catalog)
            try tx.audit.record(event)
            return portal
        }
        kernel.gatewayBell.ring()
        return updated
    }

    /// Deletes a portal with everything in it. Refuses while APIs are published to it, unless forced.
    package func delete(_ id: ID<Portal>, force: Bool, as actor: Actor) async throws {
        let event = kernel.audit("portal.deleted", of: AuditTarget("portal", id.text), portal: id, by: actor)
        let errands = ClientErrands(kernel)
        try await kernel.database.write { tx in
            try actor.may(.delete, .portal(id), in: tx)
            guard try tx.portals.find(id) != nil else { throw Refusal.notFound }
            if try !force && tx.publications.count(on: id) > 0 {
                let reason = "APIs are published to this portal: unpublish them, or delete it with force"
                throw Refusal.invalid([FieldProblem("force", .invalid, reason, source: .query)])
            }
            try errands.removeClients(on: id, tx)
            try tx.portals.delete(id)
            try tx.audit.record(event)
        }
        kernel.gatewayBell.ring()
        kernel.outboxBell.ring()
    }

    /// The id of the organisation, given when it is first asked for.
    package func organizationID() async throws -> String {
        let key = "organization_id", fresh = kernel.newID(Portal.self).text
        if let known = try await kernel.database.read({ tx in try tx.settings.value(key)?.string }) { return known }
        return try await kernel.database.write { tx in
            if let known = try tx.settings.value(key)?.string { return known }
            try tx.settings.set(key, .string(fresh))
            return fresh
        }
    }

    /// The portal that answers at a host name with how it looks, or nil. The first request for a custom domain shows
    /// that its DNS record is right.
    package func find(host: String) async throws -> (portal: Portal, look: PortalLook)? {
        let settings = kernel.settings, now = kernel.now
        let found = try await kernel.database.read { tx in try Self.look(host: host, settings, tx) }
        guard let custom = found?.portal.customHost, custom.name == host, !custom.isReached else { return found }
        return try await kernel.database.write { tx in
            if try tx.customDomains.see(host, at: now), let portal = try tx.portals.find(hostname: host) {
                try tx.portals.bump(portal.id, .settings)
            }
            return try Self.look(host: host, settings, tx)
        }
    }

    private static func look(
        host: String, _ settings: ProductSettings, _ tx: Transaction
    ) throws -> (portal: Portal, look: PortalLook)? {
        guard let portal = try find(host: host, settings, tx) else { return nil }
        return (portal, try tx.customizations.look(of: portal.id) ?? .standard)
    }

    /// The portal at a host name.
    static func find(host: String, _ settings: ProductSettings, _ tx: Transaction) throws -> Portal? {
        let suffix = "." + settings.baseDomain
        if host.hasSuffix(suffix) { return try tx.portals.find(slug: String(host.dropLast(suffix.count))) }
        return DomainName.rule.problem("", host) == nil ? try tx.portals.find(hostname: host) : nil
    }

    /// The host name that a portal was given.
    package func domain(of portal: Portal) -> String { kernel.settings.domain(of: portal) }

    /// The host name that a portal goes by: its custom domain, else the one that it was given.
    package func canonicalDomain(of portal: Portal) -> String { portal.customHost?.name ?? domain(of: portal) }

    /// The address of a portal's site.
    package func siteURL(of portal: Portal) -> String { kernel.settings.siteURL(of: portal) }

    private static func strategy(of draft: PortalDraft, _ tx: Transaction) throws -> ID<AuthStrategy>? {
        switch draft.defaultStrategyID {
        case .set(let id):
            try checkStrategy(id, tx)
            return id
        case .unchanged:
            return draft.authenticationEnabled ? try tx.strategies.builtIn() : nil
        }
    }

    private static func checkStrategy(_ id: ID<AuthStrategy>?, _ tx: Transaction) throws {
        if let id, try !tx.strategies.exists(id) {
            let field = "default_application_auth_strategy_id"
            throw Refusal.invalid(field, .missingReference, "Application auth strategy not found")
        }
    }

    private static func check(_ portal: Portal) throws {
        if portal.rbacEnabled, !portal.authenticationEnabled {
            throw Refusal.invalid("rbac_enabled", .invalid, "rbac_enabled needs authentication_enabled to be true")
        }
    }

    /// The first label of the portal's host: from its name, with a number when that is taken.
    private static func freeSlug(for name: String, id: ID<Portal>, _ tx: Transaction) throws -> String {
        let made = String(Slug.make(name).prefix(50))
        let isUsable = !made.isEmpty && made != "www" && !made.contains("_")
        let stem = isUsable ? made : "portal-\(id.text.suffix(6))"
        if try tx.portals.find(slug: stem) == nil { return stem }
        for number in 2...99 where try tx.portals.find(slug: "\(stem)-\(number)") == nil {
            return "\(stem)-\(number)"
        }
        return "\(stem)-\(id.text.suffix(6))"
    }
}
