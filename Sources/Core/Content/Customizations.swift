package import Model
import Storage

/// How portals look, their pictures and the services that they load. Changes are seen at once.
package struct Customizations: Sendable {
    let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    package func find(_ portal: ID<Portal>, as actor: Actor) async throws -> PortalCustomization {
        return try await kernel.database.lookup { tx in
            try actor.may(.view, .portal(portal), in: tx)
            guard let found = try tx.customizations.find(portal) else { throw Refusal.notFound }
            return found
        }
    }

    /// Alters what the change names: objects are merged, lists are replaced.
    @discardableResult
    package func update(
        _ portal: ID<Portal>, _ change: PortalCustomizationChange, as actor: Actor
    ) async throws -> PortalCustomization {
        try await write(portal, as: actor) { change.applied(to: $0) }
    }

    /// Sets what the change names and puts everything else back to how a portal begins.
    package func replace(
        _ portal: ID<Portal>, _ change: PortalCustomizationChange, as actor: Actor
    ) async throws -> PortalCustomization {
        try await write(portal, as: actor) { old in
            // Clients of the API do not know this one and cannot mean it.
            var new = PortalCustomization.standard
            new.specRenderer[.relay] = old.specRenderer[.relay]
            return change.applied(to: new)
        }
    }

    private func write(
        _ portal: ID<Portal>, as actor: Actor,
        _ change: @escaping @Sendable (PortalCustomization) -> PortalCustomization
    ) async throws -> PortalCustomization {
        let event = kernel.audit("portal.customized", of: AuditTarget("portal", portal.text), portal: portal, by: actor)
        let now = kernel.now
        return try await kernel.database.write { tx in
            try actor.may(.editAppearance, .portal(portal), in: tx)
            guard let old = try tx.customizations.find(portal) else { throw Refusal.notFound }
            let new = change(old)
            try Refusal.check(new.problems())
            if new == old { return old }
            try tx.customizations.update(new, of: portal, at: now)
            try tx.audit.record(event)
            return new
        }
    }
}

extension Customizations {
    /// Sets a picture from a data URL, which is given back as it was sent. Drawings are served without anything that
    /// acts.
    package func putAsset(
        _ kind: PortalAsset.Kind, dataURI: String, on portal: ID<Portal>, as actor: Actor
    ) async throws {
        let (type, bytes) = try UploadedPicture.read(
            dataURI, kind.rule, upTo: kernel.settings.uploads[kind.limit])
        let event = assetEvent("updated", kind, portal, actor)
        let asset = PortalAsset(portalID: portal, kind: kind, type: type, updatedAt: kernel.now)
        try await kernel.database.write { tx in
            try actor.may(.editAppearance, .portal(portal), in: tx)
            guard try tx.portals.find(portal) != nil else { throw Refusal.notFound }
            try tx.portalAssets.put(asset, data: dataURI, bytes: bytes)
            try tx.audit.record(event)
        }
    }

    /// The data URL that was sent, or that of the picture which stands for it.
    package func assetData(
        _ kind: PortalAsset.Kind, on portal: ID<Portal>, as actor: Actor
    ) async throws -> String {
        return try await kernel.database.read { tx in
            try actor.may(.view, .portal(portal), in: tx)
            if let data = try tx.portalAssets.data(kind, on: portal) { return data }
            guard try tx.portals.find(portal) != nil else { throw Refusal.notFound }
            return PortalAsset.standard
        }
    }

    /// The picture that is served. Everybody may see it, as the sign-in page shows it.
    package func asset(
        _ kind: PortalAsset.Kind, on portal: ID<Portal>
    ) async throws -> (asset: PortalAsset, bytes: [UInt8]) {
        try await kernel.database.read { tx in try Self.asset(kind, on: portal, tx) }
    }

    /// The same for who may see the portal.
    package func asset(
        _ kind: PortalAsset.Kind, on portal: ID<Portal>, as actor: Actor
    ) async throws -> (asset: PortalAsset, bytes: [UInt8]) {
        try await kernel.database.read { tx in
            try actor.may(.view, .portal(portal), in: tx)
            return try Self.asset(kind, on: portal, tx)
        }
    }

    private static func asset(
        _ kind: PortalAsset.Kind, on portal: ID<Portal>, _ tx: Transaction
    ) throws -> (asset: PortalAsset, bytes: [UInt8]) {
        if let found = try tx.portalAssets.content(kind, on: portal) { return found }
        guard let portal = try tx.portals.find(portal) else { throw Refusal.notFound }
        let (type, bytes) = try UploadedPicture.read(
            PortalAsset.standard, kind.rule, upTo: PortalAsset.standard.utf8.count)
        return (PortalAsset(portalID: portal.id, kind: kind, type: type, updatedAt: portal.createdAt), bytes)
    }

    /// When each picture that there is was last changed.
    package func pictures(
        on portal: ID<Portal>, as actor: Actor
    ) async throws -> [PortalAsset.Kind: Instant] {
        return try await kernel.database.read { tx in
            try actor.may(.view, .portal(portal), in: tx)
            return try tx.customizations.look(of: portal)?.pictures ?? [:]
        }
    }

    package func deleteAsset(_ kind: PortalAsset.Kind, on portal: ID<Portal>, as actor: Actor) async throws {
        let event = assetEvent("deleted", kind, portal, actor)
        try await kernel.database.write { tx in
            try actor.may(.editAppearance, .portal(portal), in: tx)
            guard try tx.portalAssets.delete(kind, on: portal) else { throw Refusal.notFound }
            try tx.audit.record(event)
        }
    }

    private func assetEvent(
        _ act: String, _ kind: PortalAsset.Kind, _ portal: ID<Portal>, _ actor: Actor
    ) -> AuditEvent {
        kernel.audit(
            "portal-\(kind.rawValue).\(act)", of: AuditTarget("portal", portal.text), portal: portal, by: actor)
    }
}

extension Customizations {
    package func integrations(of portal: ID<Portal>, as actor: Actor) async throws -> PortalIntegrations {
        return try await kernel.database.read { tx in
            try actor.may(.view, .portal(portal), in: tx)
            guard try tx.portals.find(portal) != nil else { throw Refusal.notFound }
            return try tx.integrations.find(portal)
        }
    }

    /// Alters what the change names, or with `replacing` takes away whatever it does not name.
    package func setIntegrations(
        of portal: ID<Portal>, _ change: [PortalIntegrations.Kind: IntegrationChange?], replacing: Bool,
        as actor: Actor
    ) async throws -> PortalIntegrations {
        let event = kernel.audit(
            "portal-integrations.updated", of: AuditTarget("portal", portal.text), portal: portal, by: actor)
        let now = kernel.now
        return try await kernel.database.write { tx in
            try actor.may(.update, .portal(portal), in: tx)
            guard try tx.portals.find(portal) != nil else { throw Refusal.notFound }
            let old = try tx.integrations.find(portal)
            var new = replacing ? PortalIntegrations() : old
            for (kind, change) in change { new[kind] = change.map { $0.applied(to: new[kind]) } }
            try Refusal.check(new.problems())
            if new == old { return old }
            try tx.integrations.put(new, of: portal, at: now)
            try tx.audit.record(event)
            return new
        }
    }
}

extension Customizations {
    /// The customization as a reader sees it: private links are for developers who are signed in.
    package func shown(on portal: Portal, as actor: Actor) async throws -> PortalCustomization {
        let privateToo = SiteContent.seesPrivate(actor, on: portal)
        return try await kernel.database.read { tx in
            guard var found = try tx.customizations.find(portal.id) else { throw Refusal.notFound }
            found.menu = found.menu.visible(privateToo: privateToo)
            return found
        }
    }
}
