package import Model
import Storage

/// The custom domains of portals: what operators do with them.
package struct CustomDomains: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// Refuses `notFound` when the portal has none.
    package func find(of portal: ID<Portal>, as actor: Actor) async throws -> CustomDomain {
        return try await kernel.database.read { tx in
            try actor.may(.view, .portal(portal), in: tx)
            return try Self.find(of: portal, tx)
        }
    }

    /// The portal answers there at once. Refuses a second one, a host name that is taken, and one of the product's own.
    package func create(
        _ draft: CustomDomainDraft, on portal: ID<Portal>, as actor: Actor
    ) async throws -> CustomDomain {
        try Refusal.check(draft.problems() + ownNames(draft.hostname))
        let now = kernel.now
        let domain = CustomDomain(
            portalID: portal, hostname: draft.hostname, isEnabled: draft.isEnabled, method: draft.method,
            certificate: try draft.certificate.map(certificate), createdAt: now, updatedAt: now)
        let event = self.event("custom-domain.created", portal, actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .portal(portal), in: tx)
            guard try tx.portals.find(portal) != nil else { throw Refusal.notFound }
            try tx.customDomains.insert(domain)
            try tx.portals.bump(portal, .settings)
            try tx.audit.record(event)
        }
        return domain
    }

    /// Alters what the change names, and nothing else. Refuses a certificate, and to skip its check, where the method
    /// is another one.
    package func update(
        of portal: ID<Portal>, _ change: CustomDomainChange, as actor: Actor
    ) async throws -> CustomDomain {
        let now = kernel.now, certificate = try change.certificate.map(certificate)
        let event = self.event("custom-domain.updated", portal, actor)
        return try await kernel.database.write { tx in
            try actor.may(.update, .portal(portal), in: tx)
            let old = try Self.find(of: portal, tx)
            var domain = old
            change.isEnabled.apply(to: &domain.isEnabled)
            try replace(certificate, change, in: &domain)
            if domain == old { return old }
            domain.updatedAt = now
            try tx.customDomains.update(domain)
            try tx.portals.bump(portal, .settings)
            try tx.audit.record(event)
            return domain
        }
    }

    private func replace(
        _ certificate: CustomDomain.Certificate?, _ change: CustomDomainChange, in domain: inout CustomDomain
    ) throws {
        let skips = change.skipsCACheck.value
        guard domain.method == .customCertificate else {
            guard certificate == nil, skips != true else {
                let reason = "ssl.custom_certificate needs the verification method custom_certificate"
                throw Refusal.invalid("ssl.custom_certificate", .invalid, reason)
            }
            return
        }
        if let certificate, let draft = change.certificate, !isKept(draft, domain.certificate) {
            let wasSkipped = domain.certificate?.skipsCACheck ?? false
            domain.certificate = certificate
            domain.certificate?.skipsCACheck = wasSkipped
        }
        if let skips { domain.certificate?.skipsCACheck = skips }
    }

    private func isKept(_ draft: CertificateDraft, _ old: CustomDomain.Certificate?) -> Bool {
        old.map { $0.chain == draft.chain && kernel.vault.open($0.sealedKey) == draft.key } ?? false
    }

    /// The portal answers at its default domain alone again.
    package func delete(of portal: ID<Portal>, as actor: Actor) async throws {
        let event = self.event("custom-domain.deleted", portal, actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .portal(portal), in: tx)
            guard try tx.customDomains.delete(of: portal) else { throw Refusal.notFound }
            try tx.portals.bump(portal, .settings)
            try tx.audit.record(event)
        }
    }

    /// Whether a portal answers at a host name that is none of the product's own.
    package func isServed(_ host: String) async throws -> Bool {
        guard DomainName.rule.problem("", host) == nil else { return false }
        return try await kernel.database.read { tx in try tx.customDomains.isServed(host) }
    }

    /// The hosts of Console, management API and default domains are not to be taken over by a portal.
    private func ownNames(_ hostname: String) -> [FieldProblem] {
        let base = kernel.settings.baseDomain
        guard hostname == kernel.settings.publicURL.host || hostname == base || hostname.hasSuffix("." + base) else {
            return []
        }
        return [FieldProblem("hostname", .invalid, "hostname must not be one of this installation's own")]
    }

    private func certificate(_ draft: CertificateDraft) throws -> CustomDomain.Certificate {
        let expiry = try CertificateCheck.expiry(of: draft, at: kernel.now)
        return CustomDomain.Certificate(
            chain: draft.chain, sealedKey: try kernel.vault.seal(draft.key), skipsCACheck: draft.skipsCACheck,
            uploadedAt: kernel.now, expiresAt: expiry)
    }

    private static func find(of portal: ID<Portal>, _ tx: Transaction) throws -> CustomDomain {
        guard let domain = try tx.customDomains.find(of: portal) else { throw Refusal.notFound }
        return domain
    }

    private func event(_ action: String, _ portal: ID<Portal>, _ actor: Actor) -> AuditEvent {
        kernel.audit(action, of: AuditTarget("portal", portal.text), portal: portal, by: actor)
    }
}
