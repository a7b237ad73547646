import Model
import Web

extension CustomDomain.Method: WireChoice {}

/// Custom domains on the wire. Certificates and keys are read, never written.
struct CustomDomainWire: Sendable {
    let now: @Sendable () -> Instant

    init(now: @escaping @Sendable () -> Instant) {
        self.now = now
    }

    var shape: Shape<CustomDomain> {
        Shape(
            "PortalCustomDomain",
            [
                .init("hostname") { $0.hostname }, .init("enabled") { $0.isEnabled },
                .init("ssl", as: .map(.anything)) { ssl($0) },
                .init("cname_status", as: .choice(["verified", "pending"])) {
                    .string($0.seenAt == nil ? "pending" : "verified")
                },
                .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
            ])
    }

    func json(_ domain: CustomDomain) -> JSON { shape.json(domain) }

    private func ssl(_ domain: CustomDomain) -> JSON {
        var members: [JSON.Member] = [.init("domain_verification_method", domain.method.wire)]
        guard let certificate = domain.certificate else {
            members.append(.init("verification_status", domain.seenAt == nil ? "pending" : "verified"))
            return .object(members)
        }
        let isExpired = domain.isExpired(at: now())
        members.append(.init("verification_status", isExpired ? "error" : "verified"))
        members.append(.init("validation_errors", isExpired ? ["The certificate has expired"] : []))
        members.append(.init("uploaded_at", certificate.uploadedAt.wire))
        members.append(.init("expires_at", certificate.expiresAt.wire))
        members.append(.init("skip_ca_check", .bool(certificate.skipsCACheck)))
        return .object(members)
    }

    static func draft(_ body: inout BodyReader) -> CustomDomainDraft {
        body.ignore("cname_status", "created_at", "updated_at")
        let hostname = body.required("hostname", .text(DomainName.rule))
        let isEnabled = body.required("enabled", .boolean)
        let ssl = body.required("ssl", sslDraft)
        return CustomDomainDraft(
            hostname: hostname, isEnabled: isEnabled, method: ssl.method, certificate: ssl.certificate)
    }

    static func change(_ body: inout BodyReader) -> CustomDomainChange {
        body.ignore("cname_status", "created_at", "updated_at")
        var change = CustomDomainChange()
        change.isEnabled = body.change("enabled", .boolean)
        if let read = body.optional("ssl", sslChange) {
            change.certificate = read.certificate
            change.skipsCACheck = read.skipsCACheck
        }
        return change
    }

    private typealias SSLDraft = (method: CustomDomain.Method, certificate: CertificateDraft?)

    private static let sslDraft = ValueReader<SSLDraft>.object(standIn: { (.http, nil) }) { body in
        let method: CustomDomain.Method = body.required("domain_verification_method", .choice())
        guard method == .customCertificate else { return (method, nil) }
        return (
            method,
            CertificateDraft(
                chain: body.required("custom_certificate", .text(CertificateDraft.rule)),
                key: body.required("custom_private_key", .text(CertificateDraft.rule)),
                skipsCACheck: body.optional("skip_ca_check", .boolean) ?? false)
        )
    }

    private static let sslChange = ValueReader<CustomDomainChange>.object(standIn: { CustomDomainChange() }) { body in
        var change = CustomDomainChange()
        let rule = ValueReader<String>.text(CertificateDraft.rule)
        let isReplaced = body.has("custom_certificate") || body.has("custom_private_key")
        // One without the other is of no use.
        let chain = isReplaced ? body.required("custom_certificate", rule) : body.optional("custom_certificate", rule)
        let key = isReplaced ? body.required("custom_private_key", rule) : body.optional("custom_private_key", rule)
        if isReplaced, let chain, let key { change.certificate = CertificateDraft(chain: chain, key: key) }
        change.skipsCACheck = body.change("skip_ca_check", .boolean)
        return change
    }
}
