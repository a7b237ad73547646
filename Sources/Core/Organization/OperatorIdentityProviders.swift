package import Model
import Storage

/// Where operators may sign in with an account that they have elsewhere: the providers, and who assigns teams.
package struct OperatorIdentityProviders: Sendable {
    typealias Provider = OperatorIdentityProvider

    let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    package func list(_ query: ListQuery, as actor: Actor) async throws -> [OperatorIdentityProvider] {
        try await kernel.database.read { tx in
            try actor.may(.viewSettings, .organization, in: tx)
            return try tx.operatorIdentityProviders.list(query)
        }
    }

    package func find(_ id: ID<OperatorIdentityProvider>, as actor: Actor) async throws -> OperatorIdentityProvider {
        try await kernel.database.read { tx in
            try actor.may(.viewSettings, .organization, in: tx)
            return try Self.find(id, tx)
        }
    }

    /// The provider of a kind; refuses `notFound` when there is none.
    package func find(_ kind: IdentityProvider.Kind, as actor: Actor) async throws -> OperatorIdentityProvider {
        try await kernel.database.read { tx in
            try actor.may(.viewSettings, .organization, in: tx)
            guard let provider = try Self.of(kind, tx) else { throw Refusal.notFound }
            return provider
        }
    }

    /// Refuses a conflict when there is one of the kind, and an enabled one beside another enabled one.
    package func create(
        _ draft: OperatorIdentityProviderDraft, as actor: Actor
    ) async throws -> OperatorIdentityProvider {
        let provider = try made(draft), event = event("created", provider.id.text, actor)
        try await kernel.database.write { tx in
            try actor.may(.manageSettings, .organization, in: tx)
            try tx.operatorIdentityProviders.insert(provider)
            try tx.audit.record(event)
        }
        return provider
    }

    /// Alters what the change names, and nothing else. Without an enabled provider groups decide about teams no more.
    package func update(
        _ id: ID<OperatorIdentityProvider>, _ change: OperatorIdentityProviderChange, as actor: Actor
    ) async throws -> OperatorIdentityProvider {
        let event = event("updated", id.text, actor)
        return try await kernel.database.write { tx in
            try actor.may(.manageSettings, .organization, in: tx)
            return try update(try Self.find(id, tx), change, event, tx)
        }
    }

    /// Alters the provider of the kind that the draft has, or makes it of the draft.
    package func put(
        _ change: OperatorIdentityProviderChange, orElse draft: OperatorIdentityProviderDraft, as actor: Actor
    ) async throws -> OperatorIdentityProvider {
        let fresh = kernel.newID(Provider.self), now = kernel.now
        let created = event("created", fresh.text, actor)
        return try await kernel.database.write { tx in
            try actor.may(.manageSettings, .organization, in: tx)
            if let old = try Self.of(draft.provider.configuration.kind, tx) {
                return try update(old, change, event("updated", old.id.text, actor), tx)
            }
            let provider = try made(draft, id: fresh, at: now)
            try tx.operatorIdentityProviders.insert(provider)
            try tx.audit.record(created)
            return provider
        }
    }

    /// Its group mappings go with it; the accounts of operators stay.
    package func delete(_ id: ID<OperatorIdentityProvider>, as actor: Actor) async throws {
        let event = event("deleted", id.text, actor)
        try await kernel.database.write { tx in
            try actor.may(.manageSettings, .organization, in: tx)
            _ = try Self.find(id, tx)
            try tx.operatorIdentityProviders.delete(id)
            try Self.stopMappingWithoutProvider(tx)
            try tx.audit.record(event)
        }
    }

    private func made(
        _ draft: OperatorIdentityProviderDraft, id: ID<OperatorIdentityProvider>? = nil, at now: Instant? = nil
    ) throws -> Provider {
        try Refusal.check(draft.problems())
        let now = now ?? kernel.now
        return Provider(
            id: id ?? kernel.newID(), isEnabled: draft.provider.isEnabled, loginPath: draft.loginPath,
            configuration: draft.provider.configuration,
            sealedSecret: try draft.provider.clientSecret.map(kernel.vault.seal), createdAt: now, updatedAt: now)
    }

    private func update(
        _ old: Provider, _ change: OperatorIdentityProviderChange, _ event: AuditEvent, _ tx: Transaction
    ) throws -> Provider {
        var provider = try change.applied(to: old)
        if let secret = change.provider.clientSecret {
            provider.sealedSecret = try kernel.vault.seal(secret, instead: old.sealedSecret)
        }
        if provider == old { return old }
        provider.updatedAt = kernel.now
        try tx.operatorIdentityProviders.update(provider)
        try Self.stopMappingWithoutProvider(tx)
        try tx.audit.record(event)
        return provider
    }

    private static func stopMappingWithoutProvider(_ tx: Transaction) throws {
        var signIn = try tx.settings.signIn()
        guard signIn.groupsAssignTeams, try !tx.operatorIdentityProviders.list().contains(where: \.isEnabled) else {
            return
        }
        signIn.groupsAssignTeams = false
        try tx.settings.set(signIn)
    }

    func event(_ verb: String, _ id: String, _ actor: Actor) -> AuditEvent {
        kernel.audit("operator-identity-provider.\(verb)", of: AuditTarget("operator-identity-provider", id), by: actor)
    }

    static func find(_ id: ID<OperatorIdentityProvider>, _ tx: Transaction) throws -> OperatorIdentityProvider {
        guard let provider = try tx.operatorIdentityProviders.find(id) else { throw Refusal.notFound }
        return provider
    }

    private static func of(_ kind: IdentityProvider.Kind, _ tx: Transaction) throws -> OperatorIdentityProvider? {
        try tx.operatorIdentityProviders.list().first { $0.kind == kind }
    }
}

extension OperatorIdentityProviders {
    package func settings(as actor: Actor) async throws -> OperatorSignIn {
        try await kernel.database.read { tx in
            try actor.may(.viewSettings, .organization, in: tx)
            return try Self.settings(tx)
        }
    }

    /// Alters what the change names, and nothing else. Refuses to close the only way in, and groups that decide about
    /// teams without an enabled identity provider.
    package func update(_ change: OperatorSignInChange, as actor: Actor) async throws -> OperatorSignIn {
        let event = kernel.audit(
            "organization.sign-in-updated", of: AuditTarget("organization", "sign-in"), by: actor)
        return try await kernel.database.write { tx in
            try actor.may(.manageSettings, .organization, in: tx)
            if change.takesPasswords.value == false {
                let reason = "basic_auth_enabled cannot be disabled: there is no other way in"
                throw Refusal.invalid("basic_auth_enabled", .invalid, reason)
            }
            let old = try Self.settings(tx)
            try enable(change, tx)
            var signIn = try Self.settings(tx)
            change.operatorsAssignTeams.apply(to: &signIn.operatorsAssignTeams)
            change.groupsAssignTeams.apply(to: &signIn.groupsAssignTeams)
            if signIn.groupsAssignTeams, !signIn.providers.contains(where: \.isEnabled) {
                let reason = "idp_mapping_enabled cannot be enabled when no IdP is enabled"
                guard change.groupsAssignTeams.value != true else {
                    throw Refusal.invalid("idp_mapping_enabled", .invalid, reason)
                }
                signIn.groupsAssignTeams = false
            }
            if signIn == old { return old }
            try tx.settings.set(signIn)
            try tx.audit.record(event)
            return signIn
        }
    }

    /// Switches providers on and off; whichever is switched off goes first, because only one may be on.
    private func enable(_ change: OperatorSignInChange, _ tx: Transaction) throws {
        var switches: [(kind: IdentityProvider.Kind, isOn: Bool?)] = [
            (.oidc, change.oidcEnabled.value), (.saml, change.samlEnabled.value),
        ]
        if change.samlEnabled.value == false { switches.reverse() }
        for (kind, isOn) in switches {
            guard let isOn else { continue }
            guard var provider = try Self.of(kind, tx) else {
                let field = "\(kind.rawValue)_auth_enabled"
                guard isOn else { continue }
                throw Refusal.invalid(field, .invalid, "\(field) needs an identity provider of that type")
            }
            guard provider.isEnabled != isOn else { continue }
            provider.isEnabled = isOn
            provider.updatedAt = kernel.now
            try tx.operatorIdentityProviders.update(provider)
        }
    }

    private static func settings(_ tx: Transaction) throws -> OperatorSignIn {
        var signIn = try tx.settings.signIn()
        signIn.providers = try tx.operatorIdentityProviders.list()
        return signIn
    }
}
