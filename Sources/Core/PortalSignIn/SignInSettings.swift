package import Model
import Storage

extension IdentityProviders {
    package func settings(of portal: ID<Portal>, as actor: Actor) async throws -> SignInSettings {
        return try await kernel.database.read { tx in
            try actor.may(.view, .portal(portal), in: tx)
            return try Self.settings(of: portal, tx)
        }
    }

    /// What whoever stands at a portal's door may know: which ways lead in.
    package func waysIn(to portal: Portal) async throws -> SignInSettings {
        let id = portal.id
        return try await kernel.database.read { tx in try Self.settings(of: id, tx) }
    }

    /// Alters what the change names, and nothing else. Refuses groups that decide about teams without an enabled
    /// identity provider.
    package func update(
        settingsOf portal: ID<Portal>, _ change: SignInChange, as actor: Actor
    ) async throws -> SignInSettings {
        let event = kernel.audit(
            "portal.sign-in-changed", of: AuditTarget("portal", portal.text), portal: portal, by: actor)
        return try await kernel.database.write { tx in
            try actor.may(.update, .portal(portal), in: tx)
            var updated = try Self.portal(portal, tx)
            let old = updated
            try apply(change, to: portal, as: actor, tx)
            change.passwordsEnabled.apply(to: &updated.signIn.passwordsEnabled)
            change.operatorsAssignTeams.apply(to: &updated.signIn.operatorsAssignTeams)
            change.groupsAssignTeams.apply(to: &updated.signIn.groupsAssignTeams)
            let hasProvider = try tx.identityProviders.list(on: portal).contains(where: \.isEnabled)
            if updated.signIn.groupsAssignTeams, !hasProvider {
                guard change.groupsAssignTeams.value != true else { throw Self.needsProvider }
                updated.signIn.groupsAssignTeams = false
            }
            if updated != old {
                updated.updatedAt = kernel.now
                try tx.portals.update(updated)
                try tx.audit.record(event)
            }
            return try Self.settings(of: portal, tx)
        }
    }

    private static let needsProvider = Refusal.invalid(
        "idp_mapping_enabled", .invalid, "idp_mapping_enabled cannot be enabled when no IdP is enabled")

    private static func settings(of id: ID<Portal>, _ tx: Transaction) throws -> SignInSettings {
        SignInSettings(signIn: try portal(id, tx).signIn, providers: try tx.identityProviders.list(on: id))
    }

    /// The part of the change that is about providers.
    private func apply(
        _ change: SignInChange, to portal: ID<Portal>, as actor: Actor, _ tx: Transaction
    ) throws {
        var oidc = IdentityProviderChange()
        oidc.isEnabled = change.oidcEnabled
        oidc.configuration = change.oidc.map { .oidc($0) }
        var saml = IdentityProviderChange()
        saml.isEnabled = change.samlEnabled
        // Whichever is switched off goes first: only one may be on.
        var parts: [(kind: IdentityProvider.Kind, change: IdentityProviderChange)] = [(.oidc, oidc), (.saml, saml)]
        if change.samlEnabled.value == false { parts.reverse() }
        for (kind, part) in parts {
            try apply(part, to: kind, of: portal, as: actor, tx)
        }
    }

    private func apply(
        _ change: IdentityProviderChange, to kind: IdentityProvider.Kind, of portal: ID<Portal>, as actor: Actor,
        _ tx: Transaction
    ) throws {
        if change.configuration == nil, change.isEnabled.value == nil { return }
        if let old = try tx.identityProviders.list(on: portal).first(where: { $0.kind == kind }) {
            let event = self.event("identity-provider.updated", old.id.text, portal, actor)
            _ = try update(old, change, event, tx)
            return
        }
        guard case .oidc(let fields) = change.configuration else {
            guard change.isEnabled.value == true else { return }
            let field = "\(kind.rawValue)_auth_enabled"
            throw Refusal.invalid(field, .invalid, "\(field) needs an identity provider of that type")
        }
        let empty = IdentityProvider(
            id: kernel.newID(), portalID: portal, isEnabled: false,
            configuration: .oidc(.init(issuerURL: fields.issuerURL.value ?? "", clientID: fields.clientID.value ?? "")),
            sealedSecret: try change.clientSecret.map(kernel.vault.seal), createdAt: kernel.now, updatedAt: kernel.now)
        try tx.identityProviders.insert(try change.applied(to: empty))
        try tx.audit.record(event("identity-provider.created", empty.id.text, portal, actor))
    }
}
