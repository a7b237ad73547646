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
        try actor.requireOperator()
        return try await kernel.database.read { tx in try Self.find(of: portal, tx) }
    }

    /// The portal answers there at once. Refuses a second one, a host name that is taken, and one of the product's own.
    package func create(
        _ draft: CustomDomainDraft, on portal: ID<Portal>, as actor: Actor
    ) async throws -> CustomDomain {
        try actor.requireOperator()
        try Refusal.check(draft.problems() + ownNames(draft.hostname))
        let now = kernel.now
        let domain = CustomDomain(
            portalID: portal, hostname: draft.hostname, isEnabled: draft.isEnabled, method: draft.method,
            certificate: try draft.certificate.map(certificate), createdAt: now, updatedAt: now)
        let event = self.event("custom-domain.created", portal, actor)
        try await kernel.database.write { tx in
            guard try tx.portals.find(portal) != nil else { throw Refusal.notFound }
            try tx.customDomains.insert(domain)
            try tx.portals.bump(portal, .settings)
            try tx.audit.record(event)
        }
        return domain
    }

    /// Alters what the change names, and nothing else. Refuses a certificate where the method is another one.
    package func update(
        of portal: ID<Portal>, _ change: CustomDomainChange, as actor: Actor
    ) async throws -> CustomDomain {
        try actor.requireOperator()
        let now = kernel.now, certificate = try change.certificate.map(certificate)
        let event = self.event("custom-domain.updated", portal, actor)
        return try await kernel.database.write { tx in
            let old = try Self.find(of: portal, tx)
            var domain = old
            change.isEnabled.apply(to: &domain.isEnabled)
            if let certificate {
                guard old.method == .customCertificate else {
                    let reason = "ssl.custom_certificate needs the verification method custom_certificate"
                    throw Refusal.invalid("ssl.custom_certificate", .invalid, reason)
                }
                domain.certificate = certificate
            }
            if domain == old { return old }
            domain.updatedAt = now
            try tx.customDomains.update(domain)
            try tx.portals.bump(portal, .settings)
            try tx.audit.record(event)
            return domain
        }
    }

    /// The portal answers at its default domain alone again.
    package func delete(of portal: ID<Portal>, as actor: Actor) async throws {
        try actor.requireOperator()
        let event = self.event("custom-domain.deleted", portal, actor)
        try await kernel.database.write { tx in
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
