/// Whom the e-mails of a portal come from, and where answers go.
package struct MailConfiguration: Sendable, Equatable {
    package static let nameRule = TextRule(1...255)

    package var id: ID<MailConfiguration>
    package var portalID: ID<Portal>
    /// Whether it is used; otherwise e-mails come from the product's own sender.
    package var isEnabled: Bool
    /// One of the organisation's e-mail domains; nil: the product's own sender.
    package var domain: String?
    package var fromName: String?
    package var fromEmail: String?
    package var replyTo: String?
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<MailConfiguration>, portalID: ID<Portal>, isEnabled: Bool = true, domain: String? = nil,
        fromName: String? = nil, fromEmail: String? = nil, replyTo: String? = nil, createdAt: Instant,
        updatedAt: Instant
    ) {
        self.id = id
        self.portalID = portalID
        self.isEnabled = isEnabled
        self.domain = domain
        self.fromName = fromName
        self.fromEmail = fromEmail
        self.replyTo = replyTo
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// What to alter about the sender of a portal; for a new one everything that is not said is nil.
package struct MailConfigurationChange: Sendable {
    package var isEnabled: Change<Bool> = .unchanged
    package var domain: Change<String?> = .unchanged
    package var fromName: Change<String?> = .unchanged
    package var fromEmail: Change<String?> = .unchanged
    package var replyTo: Change<String?> = .unchanged

    package init() {}

    /// The configuration after the change; refuses what breaks a rule.
    package func applied(to old: MailConfiguration) throws -> MailConfiguration {
        var configuration = old
        isEnabled.apply(to: &configuration.isEnabled)
        domain.apply(to: &configuration.domain)
        fromName.apply(to: &configuration.fromName)
        fromEmail.apply(to: &configuration.fromEmail)
        replyTo.apply(to: &configuration.replyTo)
        var problems = [
            configuration.domain.flatMap { DomainName.rule.problem("domain_name", $0) },
            configuration.fromName.flatMap { MailConfiguration.nameRule.problem("from_name", $0) },
            configuration.fromEmail.flatMap { EmailAddress.problem("from_email", $0) },
            configuration.replyTo.flatMap { EmailAddress.problem("reply_to_email", $0) },
        ].compactMap(\.self)
        if let domain = configuration.domain, let address = configuration.fromEmail,
            !address.lowercased().hasSuffix("@" + domain)
        {
            problems.append(FieldProblem("from_email", .invalid, "from_email must be an address at \(domain)"))
        }
        try Refusal.check(problems)
        return configuration
    }
}
