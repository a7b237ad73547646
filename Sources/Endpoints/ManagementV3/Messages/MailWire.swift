import Model
import Web

extension MailVariable: WireChoice {}
extension MailDomain.Status: WireChoice {}

/// E-mails of portals on the wire: templates, senders and domains.
enum MailWire {
    private static let wording = Shape<MailWording>(
        "EmailTemplateContent",
        [
            .init("subject") { $0.subject }, .init("title") { $0.title }, .init("body") { $0.body },
            .init("button_label") { $0.buttonLabel },
        ])

    private static let templateName = Schema.choice(OutgoingMail.Template.customizable.map(\.rawValue))

    static let standard = Shape<OutgoingMail.Template>(
        "DefaultEmailTemplate",
        [
            .init("name", as: templateName) { .string($0.rawValue) }, .init("label") { $0.label },
            .init("default_content", wording) { $0.wording }, .init("variables") { $0.variables },
        ])

    static let template = Shape<MailTemplate>(
        "EmailTemplate",
        [
            .init("name", as: templateName) { .string($0.name.rawValue) }, .init("label") { $0.name.label },
            .init("default_content", wording) { $0.name.wording },
            .init("content", as: .nullable(wording.schema)) { content($0) },
            .init("variables") { $0.name.variables }, .init("enabled") { $0.isEnabled },
            .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
        ])

    static let variable = Shape<MailVariable>(
        "EmailTemplateVariable",
        [
            .init("name") { $0 }, .init("description") { $0.summary },
            .init("scope", as: .array(templateName)) { .array($0.scope.map { .string($0.rawValue) }) },
            .init("example") { $0.example },
        ])

    /// What the portal says in its own words; null for the rest.
    private static func content(_ template: MailTemplate) -> JSON {
        guard template.isCustomized else { return .null }
        return [
            "subject": template.subject.wire, "title": template.title.wire, "body": template.body.wire,
            "button_label": template.buttonLabel.wire,
        ]
    }

    static func templateChange(_ body: inout BodyReader) -> MailTemplateChange {
        var change = MailTemplateChange()
        switch body.nullableChange("content", contentChange) {
        case .unchanged: break
        case .set(nil):
            (change.subject, change.title, change.body, change.buttonLabel) = (
                .set(nil), .set(nil), .set(nil), .set(nil)
            )
        case .set(let content?): change = content
        }
        change.isEnabled = body.change("enabled", .boolean)
        return change
    }

    private static let contentChange = ValueReader<MailTemplateChange>.object(
        isClosed: false, standIn: { MailTemplateChange() }
    ) { body in
        var change = MailTemplateChange()
        change.subject = body.nullableChange("subject", .text(MailWording.subjectRule))
        change.title = body.nullableChange("title", .text(MailWording.subjectRule))
        change.body = body.nullableChange("body", .text(MailWording.bodyRule))
        change.buttonLabel = body.nullableChange("button_label", .text(MailWording.buttonRule))
        return change
    }

    static func test(_ body: inout BodyReader) -> MailWording {
        body.required("content", testContent)
    }

    private static let testContent = ValueReader<MailWording>.object(
        isClosed: false, standIn: { MailWording(subject: "", body: "") }
    ) { body in
        MailWording(
            subject: body.required("subject", .text(MailWording.subjectRule)),
            title: body.required("title", .text(MailWording.subjectRule)),
            body: body.required("body", .text(MailWording.bodyRule)),
            buttonLabel: body.optional("button_label", .text(MailWording.buttonRule)) ?? "")
    }
}

/// Senders and domains.
extension MailWire {
    static let configuration = Shape<MailConfiguration>(
        "PortalEmailConfig",
        [
            .init("id") { $0.id }, .init("domain_name") { $0.domain }, .init("from_name") { $0.fromName },
            .init("from_email") { $0.fromEmail }, .init("reply_to_email") { $0.replyTo },
            .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
        ])

    /// The older view of the same thing.
    static let delivery = Shape<MailConfiguration>(
        "EmailDelivery",
        [
            .init("enabled") { $0.isEnabled }, .init("from_email") { $0.fromEmail },
            .init("reply_to_email") { $0.replyTo }, .init("created_at") { $0.createdAt },
            .init("updated_at") { $0.updatedAt },
        ])

    static func configurationChange(_ body: inout BodyReader) -> MailConfigurationChange {
        body.ignore("id", "created_at", "updated_at")
        var change = MailConfigurationChange()
        change.domain = body.nullableChange("domain_name", .text(DomainName.rule))
        change.fromName = body.nullableChange("from_name", .text(MailConfiguration.nameRule))
        readAddresses(&body, into: &change)
        return change
    }

    static func deliveryChange(_ body: inout BodyReader) -> MailConfigurationChange {
        body.ignore("created_at", "updated_at")
        var change = MailConfigurationChange()
        change.isEnabled = body.change("enabled", .boolean)
        readAddresses(&body, into: &change)
        return change
    }

    private static func readAddresses(_ body: inout BodyReader, into change: inout MailConfigurationChange) {
        change.fromEmail = body.nullableChange("from_email", .text(EmailAddress.rule))
        change.replyTo = body.nullableChange("reply_to_email", .text(EmailAddress.rule))
    }

    static let domain = Shape<MailDomain>(
        "EmailDomain",
        [
            .init("domain") { $0.domain }, .init("verification", verification) { $0 },
            .init("dns_validation_records", arrayOf: record) { $0.records },
            .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
        ])

    /// Clients want a moment in both: what has never happened is at the beginning of time.
    private static let verification = Shape<MailDomain>(
        "EmailDomainVerification",
        [
            .init("status") { $0.status },
            .init("last_time_checked") { $0.checkedAt ?? Instant(milliseconds: 0) },
            .init("last_time_success") { $0.verifiedAt ?? Instant(milliseconds: 0) },
        ])

    private static let record = Shape<MailDomain.Record>(
        "DNSRecord", [.init("type") { $0.type }, .init("name") { $0.name }, .init("value") { $0.value }])

    static func domainName(_ body: inout BodyReader) -> String {
        body.required("domain", .text(DomainName.rule))
    }
}
