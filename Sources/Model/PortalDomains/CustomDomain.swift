/// A host name of the operator's own that a portal answers at, beside its default one.
package struct CustomDomain: Sendable, Equatable {
    /// Who holds the certificate.
    package enum Method: String, Sendable, CaseIterable {
        /// Whatever stands in front of the portal.
        case http
        /// The operator hands one over.
        case customCertificate = "custom_certificate"
    }

    package struct Certificate: Sendable, Equatable {
        /// The chain in PEM.
        package var chain: String
        /// The private key, under the master key; never shown.
        package var sealedKey: [UInt8]
        package var skipsCACheck: Bool
        package var uploadedAt: Instant
        package var expiresAt: Instant

        package init(
            chain: String, sealedKey: [UInt8], skipsCACheck: Bool, uploadedAt: Instant, expiresAt: Instant
        ) {
            self.chain = chain
            self.sealedKey = sealedKey
            self.skipsCACheck = skipsCACheck
            self.uploadedAt = uploadedAt
            self.expiresAt = expiresAt
        }
    }

    package var portalID: ID<Portal>
    /// In lower case; no other portal has it.
    package var hostname: String
    package var isEnabled: Bool
    package var method: Method
    package var certificate: Certificate?
    /// When a request for the host name first arrived: until then its DNS record may be missing.
    package var seenAt: Instant?
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        portalID: ID<Portal>, hostname: String, isEnabled: Bool, method: Method, certificate: Certificate? = nil,
        seenAt: Instant? = nil, createdAt: Instant, updatedAt: Instant
    ) {
        self.portalID = portalID
        self.hostname = hostname
        self.isEnabled = isEnabled
        self.method = method
        self.certificate = certificate
        self.seenAt = seenAt
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// Whether the certificate can no longer be used.
    package func isExpired(at now: Instant) -> Bool {
        certificate.map { $0.expiresAt <= now } ?? false
    }
}

/// What counts as the name of a host on the Internet: labels of letters, digits and hyphens, at least two.
package enum DomainName {
    package static let rule = TextRule(
        4...253,
        pattern: TextRule.Pattern(#"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$"#, accepts: isName)
    )

    private static func isName(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, let top = labels.last, top.utf8.count >= 2, top.first?.isLetter == true else {
            return false
        }
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 0x2D }
        }
    }
}

/// A certificate with its key, as an operator hands it over.
package struct CertificateDraft: Sendable {
    package static let rule = TextRule(1...65_536)

    package var chain: String
    package var key: String
    package var skipsCACheck: Bool

    package init(chain: String, key: String, skipsCACheck: Bool = false) {
        self.chain = chain
        self.key = key
        self.skipsCACheck = skipsCACheck
    }
}

/// What to give a portal as its custom domain.
package struct CustomDomainDraft: Sendable {
    package var hostname: String
    package var isEnabled: Bool
    package var method: CustomDomain.Method
    /// There must be one exactly when the method says so.
    package var certificate: CertificateDraft?

    package init(
        hostname: String, isEnabled: Bool, method: CustomDomain.Method, certificate: CertificateDraft? = nil
    ) {
        self.hostname = hostname
        self.isEnabled = isEnabled
        self.method = method
        self.certificate = certificate
    }

    package func problems() -> [FieldProblem] {
        var problems = [DomainName.rule.problem("hostname", hostname)].compactMap(\.self)
        switch (method, certificate) {
        case (.customCertificate, nil):
            let name = "ssl.custom_certificate"
            problems.append(FieldProblem(name, .required, "\"\(name)\" is required"))
        case (.http, _?):
            let name = "ssl.custom_certificate"
            problems.append(FieldProblem(name, .unknownProperty, "\"\(name)\" is not allowed"))
        default: break
        }
        return problems
    }
}

/// What to alter about a custom domain; its host name stays.
package struct CustomDomainChange: Sendable {
    package var isEnabled: Change<Bool> = .unchanged
    /// Replaces certificate and key; its `skipsCACheck` is not looked at.
    package var certificate: CertificateDraft?
    package var skipsCACheck: Change<Bool> = .unchanged

    package init() {}
}
