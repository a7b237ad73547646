import Core
import HTTPTypes
import Model
import Rendering
import Web

/// Settings > E-mails: whom a portal's e-mails come from, and what they say.
struct PortalMailPages {
    private let product: Product

    init(_ product: Product) {
        self.product = product
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        let path = "/portals/{portalId}/settings/emails"
        return [.get(path) { try await show($0) }, .post(path, save)]
    }

    private func show(
        _ call: Call<ConsoleCaller>, _ data: FormData? = nil, _ problems: FormProblems = .none
    ) async throws -> Reply {
        let actor = call.caller.actor
        let portal = try await product.portals.find(call.id("portalId"), as: actor)
        let templates = try await product.portalMails.templates(of: portal.id, as: actor)
        let domains = try await product.mailDomains.all(as: actor)
        var stored: MailConfiguration?
        do {
            stored = try await product.portalMails.configuration(of: portal.id, as: actor)
        } catch Refusal.notFound {}
        let sender = UI.card(
            title: "Sender",
            text: "<p>Leave a field empty to use what the installation is set up with.</p>",
            content: UI.form(
                to: ConsoleAddress.portalEmails(portal.id).path, guardUnsaved: true, actions: UI.button("Save"),
                content: fields(data ?? Self.data(of: stored), problems, portal, domains)))
        return PortalSettingsLayout.reply(
            call.caller, portal, .emails, body: "\(table(templates, on: portal))\(sender)")
    }

    private func fields(
        _ data: FormData, _ problems: FormProblems, _ portal: Portal, _ domains: [MailDomain]
    ) -> HTML {
        let options =
            [UI.Option("", "The installation's own")]
            + domains.map { UI.Option($0.domain, $0.status == .success ? $0.domain : "\($0.domain) (not verified)") }
        let domainHint: HTML = """
            E-mails of a verified domain are signed. \
            <a href="\(url: ConsoleAddress.mailDomains.path)">E-mail domains</a>
            """
        return """
            \(problems.summary(shown: ["from_name", "from_email", "reply_to_email", "domain_name"]))\
            \(UI.fieldRow(
                UI.textField(
                    "from_name", label: "From name", value: data["from_name"], error: problems["from_name"],
                    placeholder: portal.displayName, autocomplete: "off"),
                UI.textField(
                    "from_email", label: "From address", value: data["from_email"], type: .email,
                    error: problems["from_email"], autocomplete: "off")))\
            \(UI.fieldRow(
                UI.textField(
                    "reply_to_email", label: "Answers go to", value: data["reply_to_email"], type: .email,
                    error: problems["reply_to_email"], autocomplete: "off"),
                UI.select(
                    "domain_name", label: "E-mail domain", options: options, value: data["domain_name"],
                    hint: domainHint,
                    error: problems["domain_name"], required: false)))
            """
    }

    private static func data(of stored: MailConfiguration?) -> FormData {
        FormData([
            ("from_name", stored?.fromName ?? ""), ("from_email", stored?.fromEmail ?? ""),
            ("reply_to_email", stored?.replyTo ?? ""), ("domain_name", stored?.domain ?? ""),
        ])
    }

    private func table(_ templates: [MailTemplate], on portal: Portal) -> HTML {
        let own = Dictionary(templates.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let rows = OutgoingMail.Template.customizable.map { name -> [HTML] in
            let state: HTML =
                own[name]?.isEnabled == false
                ? UI.badge("Off", .warn, dot: true)
                : own[name]?.isCustomized == true
                    ? UI.badge("Own words", .info, dot: true) : UI.badge("Default", dot: true)
            return [
                UI.rowLink(
                    name.label, to: ConsoleAddress.portalEmail(portal.id, name).path, note: name.occasion),
                "\(own[name]?.wording.subject ?? name.wording.subject)", state,
            ]
        }
        return UI.card(
            title: "E-mails to developers", text: "<p>What is sent, and in which words.</p>", flush: true,
            content: UI.table(
                caption: "E-mails to developers",
                columns: [.init("E-mail"), .init("Subject", secondary: true), .init("State")], rows: rows))
    }

    private func save(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let data = try await call.form(), portal: ID<Portal> = try call.id("portalId")
        return try await retrying {
            var change = MailConfigurationChange()
            change.fromName = .set(data.nonEmpty("from_name"))
            change.fromEmail = .set(data.nonEmpty("from_email"))
            change.replyTo = .set(data.nonEmpty("reply_to_email"))
            change.domain = .set(data.nonEmpty("domain_name"))
            _ = try await product.portalMails.reconfigure(
                portal, change, creating: true, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.portalEmails(portal).path).with(Flash(.success, "Saved."))
        } form: { problems in
            try await show(call, data, problems)
        }
    }
}
