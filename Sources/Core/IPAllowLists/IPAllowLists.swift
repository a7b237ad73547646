package import Model
import Storage

/// Which addresses may open a portal: its entries, and whether somebody passes. The Console has no such list.
package struct IPAllowLists: Sendable {
    private let kernel: Kernel
    private let versions: SiteVersions

    package init(_ kernel: Kernel, versions: SiteVersions) {
        self.kernel = kernel
        self.versions = versions
    }

    package func list(
        of portal: ID<Portal>, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<IPAllowEntry> {
        return try await kernel.database.read { tx in
            try actor.may(.view, .portal(portal), in: tx)
            guard try tx.portals.find(portal) != nil else { throw Refusal.notFound }
            return try tx.ipAllowEntries.list(of: portal, query)
        }
    }

    package func find(
        _ id: ID<IPAllowEntry>, of portal: ID<Portal>, as actor: Actor
    ) async throws -> IPAllowEntry {
        return try await kernel.database.read { tx in
            try actor.may(.view, .portal(portal), in: tx)
            return try Self.find(id, of: portal, tx)
        }
    }

    /// Refuses more entries than a portal may have.
    package func create(_ addresses: [String], on portal: ID<Portal>, as actor: Actor) async throws -> IPAllowEntry {
        try Refusal.check(IPAllowEntry.problems(addresses))
        let entry = IPAllowEntry(id: kernel.newID(), portalID: portal, addresses: addresses, createdAt: kernel.now)
        let event = self.event("ip-allow-list.added", portal, actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .portal(portal), in: tx)
            guard try tx.portals.find(portal) != nil else { throw Refusal.notFound }
            guard try tx.ipAllowEntries.count(of: portal) < IPAllowEntry.maximumCount else {
                let reason = "a portal has at most \(IPAllowEntry.maximumCount) entries"
                throw Refusal.invalid("allowed_ips", .maxItems(IPAllowEntry.maximumCount), reason)
            }
            try tx.ipAllowEntries.insert(entry)
            try tx.portals.bump(portal, .settings)
            try tx.audit.record(event)
        }
        return entry
    }

    /// Replaces the addresses of an entry; nil leaves them.
    package func update(
        _ id: ID<IPAllowEntry>, of portal: ID<Portal>, _ addresses: [String]?, as actor: Actor
    ) async throws -> IPAllowEntry {
        try Refusal.check(addresses.map(IPAllowEntry.problems) ?? [])
        let event = self.event("ip-allow-list.changed", portal, actor)
        return try await kernel.database.write { tx in
            try actor.may(.update, .portal(portal), in: tx)
            let old = try Self.find(id, of: portal, tx)
            guard let addresses, addresses != old.addresses else { return old }
            var entry = old
            entry.addresses = addresses
            try tx.ipAllowEntries.update(entry)
            try tx.portals.bump(portal, .settings)
            try tx.audit.record(event)
            return entry
        }
    }

    package func delete(_ id: ID<IPAllowEntry>, of portal: ID<Portal>, as actor: Actor) async throws {
        let event = self.event("ip-allow-list.removed", portal, actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .portal(portal), in: tx)
            guard try tx.ipAllowEntries.delete(id, of: portal) else { throw Refusal.notFound }
            try tx.portals.bump(portal, .settings)
            try tx.audit.record(event)
        }
    }

    /// The list that is in force on the portal at a host, from memory while that is vouched for; nil: everybody may
    /// open it, or there is none.
    package func enforced(on host: String) async throws -> IPAllowList? {
        if let known = versions.allowList(host: host) { return known }
        let settings = kernel.settings
        return try await kernel.database.read { tx in
            let portal = try Portals.find(host: host, settings, tx)
            guard let portal, portal.ipAllowListEnabled else { return nil }
            return IPAllowList(try tx.ipAllowEntries.addresses(of: portal.id))
        }
    }

    private static func find(
        _ id: ID<IPAllowEntry>, of portal: ID<Portal>, _ tx: Transaction
    ) throws -> IPAllowEntry {
        guard let entry = try tx.ipAllowEntries.find(id, of: portal) else { throw Refusal.notFound }
        return entry
    }

    private func event(_ action: String, _ portal: ID<Portal>, _ actor: Actor) -> AuditEvent {
        kernel.audit(action, of: AuditTarget("portal", portal.text), portal: portal, by: actor)
    }
}
