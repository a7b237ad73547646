import Core
import HTTPTypes
import Model
import Rendering
import Web

/// The page of one e-mail: its words, what it would look like, a test, and the way back to the default.
struct MailTemplatePages {
    private let product: Product

    init(_ product: Product) {
        self.product = product
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        let path = "/portals/{portalId}/settings/emails/{template}"
        return [
            .get(path) { try await show($0) }, .post(path, submit), .post("\(path)/reset", reset),
        ]
    }

    private static func name(_ call: Call<ConsoleCaller>) throws -> OutgoingMail.Template {
        guard let name = OutgoingMail.Template(rawValue: try call.text("template")) else { throw Refusal.notFound }
        return name
    }

    /// What the form says.
    private static func wording(_ data: FormData) -> MailWording {
        // Browsers send line breaks as two characters.
        let body = data["body"].replacing("\r\n", with: "\n")
        return MailWording(
            subject: data["subject"].trimmingSpaces, title: data["title"].trimmingSpaces, body: body,
            buttonLabel: data["button_label"].trimmingSpaces)
    }

    private func show(
        _ call: Call<ConsoleCaller>, _ data: FormData? = nil, _ problems: FormProblems = .none,
        notice: HTML = .empty
    ) async throws -> Reply {
        let actor = call.caller.actor, name = try Self.name(call)
        let portal = try await product.portals.find(call.id("portalId"), as: actor)
        let template = try await product.portalMails.template(name, of: portal.id, as: actor)
        let wording = data.map(Self.wording) ?? template.wording
        let isEnabled = data?.isOn("enabled") ?? template.isEnabled
        let isOutdated = ContentLayout.isOutdated(data, current: Int(template.revision))
        let path = ConsoleAddress.portalEmail(portal.id, name).path
        let actions =
            UI.button("Save", name: "action", value: "save")
            + UI.button("Preview", .secondary, name: "action", value: "preview")
            + UI.button("Send a test to me", .secondary, icon: .mail, name: "action", value: "test")
        let form = UI.form(
            to: path, guardUnsaved: true, actions: actions,
            content: """
                \(UI.hiddenField("revision", "\(template.revision)"))\
                \(MailTemplateView.fields(wording, isEnabled: isEnabled, name, isOutdated ? .none : problems))
                """)
        let newer: HTML =
            isOutdated
            ? ContentLayout.newerEdit(
                title: template.wording.subject, content: template.wording.body, at: template.updatedAt) : .empty
        let content = try await product.portalMails.preview(wording, as: name, of: portal.id, by: actor)
        let preview = UI.card(
            title: "Preview", text: "<p>With examples in place of the variables.</p>",
            content: MailTemplateView.preview(content, portal))
        let reset: HTML =
            template.isCustomized || !template.isEnabled
            ? UI.postButton(
                "Reset to default", to: "\(path)/reset", confirm: "Give up your own words for this e-mail?") : .empty
        return PortalSettingsLayout.reply(
            call.caller, portal, .emails, title: name.label,
            header: UI.pageHeader(name.label, text: "<p>\(name.occasion)</p>", actions: reset),
            crumb: UI.Link("E-mails", to: ConsoleAddress.portalEmails(portal.id).path),
            body: "\(newer)\(notice)\(UI.card(content: form))\(preview)\(MailTemplateView.variables(name))")
    }

    private func submit(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let data = try await call.form(), name = try Self.name(call), portal: ID<Portal> = try call.id("portalId")
        let wording = Self.wording(data)
        return try await retrying {
            switch data["action"] {
            case "preview":
                try Refusal.check(wording.problems("content"))
                return try await show(call, data)
            case "test":
                try await product.portalMails.sendTest(wording, as: name, of: portal, by: call.caller.actor)
                let sent = "A test is on its way to \(call.caller.account.email)."
                return try await show(call, data, notice: UI.alert(.success, title: sent))
            default:
                var change = Self.change(wording, name, isEnabled: data.isOn("enabled"))
                change.revision = Int64(data["revision"]) ?? 0
                _ = try await product.portalMails.update(name, of: portal, change, as: call.caller.actor)
                return Reply.redirect(to: ConsoleAddress.portalEmail(portal, name).path)
                    .with(Flash(.success, "Saved."))
            }
        } form: { problems in
            try await show(call, data, problems)
        }
    }

    /// Words that are the default ones stay the default ones.
    private static func change(
        _ wording: MailWording, _ name: OutgoingMail.Template, isEnabled: Bool
    ) -> MailTemplateChange {
        let standard = name.wording
        var change = MailTemplateChange()
        change.subject = .set(wording.subject == standard.subject ? nil : wording.subject)
        change.title = .set(wording.title == standard.title ? nil : wording.title)
        change.body = .set(wording.body == standard.body ? nil : wording.body)
        change.buttonLabel = .set(wording.buttonLabel == standard.buttonLabel ? nil : wording.buttonLabel)
        change.isEnabled = .set(isEnabled)
        return change
    }

    private func reset(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let name = try Self.name(call), portal: ID<Portal> = try call.id("portalId")
        do {
            try await product.portalMails.reset(name, of: portal, as: call.caller.actor)
        } catch Refusal.notFound {}
        return Reply.redirect(to: ConsoleAddress.portalEmail(portal, name).path)
            .with(Flash(.success, "The e-mail says what it says by default."))
    }
}

/// The parts of the page of one e-mail that need no more than their data.
enum MailTemplateView {
    static func fields(
        _ wording: MailWording, isEnabled: Bool, _ name: OutgoingMail.Template, _ problems: FormProblems
    ) -> HTML {
        let unknown = wording.placeholders.filter { placeholder in
            placeholder != MailVariable.link && !name.variables.contains { $0.rawValue == placeholder }
        }
        let warning: HTML =
            unknown.isEmpty
            ? .empty
            : UI.alert(
                .warn, title: "Unknown variables",
                "They stay as they are written: \(unknown.map { "{{ \($0) }}" }.joined(separator: ", "))")
        let needsLink = !name.wording.buttonLabel.isEmpty
        return """
            \(problems.summary(
                shown: ["content.subject", "content.title", "content.body", "content.button_label"]))\(warning)\
            \(UI.textField(
                "subject", label: "Subject", value: wording.subject, error: problems["content.subject"],
                required: true, autocomplete: "off", attributes: ["maxlength": "1024"]))\
            \(UI.textField(
                "title", label: "Title", value: wording.title, error: problems["content.title"], required: true,
                autocomplete: "off", attributes: ["maxlength": "1024"]))\
            \(UI.textArea(
                "body", label: "Body", value: wording.body, rows: 8, hint: "Markdown.",
                error: problems["content.body"], required: true, attributes: ["maxlength": "4096"]))\
            \(needsLink ? UI.textField(
                "button_label", label: "Button", value: wording.buttonLabel,
                error: problems["content.button_label"], autocomplete: "off", attributes: ["maxlength": "128"]) : "")\
            \(UI.toggle(
                "enabled", label: "Send this e-mail", checked: isEnabled,
                hint: needsLink && !name.isNews
                    ? "Off, nobody can follow its link: developers cannot get in that way." : nil))
            """
    }

    static func preview(_ content: MailContent, _ portal: Portal) -> HTML {
        let button: HTML? = content.button.map { "<p><span class=\"button button-primary\">\($0.label)</span></p>" }
        return """
            \(UI.facts([UI.Fact("Subject", text: content.subject)]))\
            <div class="prose mail-preview"><h3>\(content.title)</h3>\(content.rich)\(button)\
            <p class="muted">\(portal.displayName)</p></div>
            """
    }

    static func variables(_ name: OutgoingMail.Template) -> HTML {
        let rows = name.variables.map { variable -> [HTML] in
            [
                UI.copyable("{{ \(variable.rawValue) }}", what: "the variable"), "\(variable.summary)",
                "\(variable.example)",
            ]
        }
        return UI.card(
            title: "Variables", text: "<p>Texts may name these.</p>", flush: true,
            content: UI.table(
                caption: "Variables",
                columns: [.init("Variable"), .init("What it is"), .init("Example", secondary: true)], rows: rows))
    }
}

extension OutgoingMail.Template {
    /// Whether it only tells; the others carry a link without which a developer cannot go on.
    fileprivate var isNews: Bool {
        ![.confirmEmailAddress, .resetPassword, .developerInvitation].contains(self)
    }
}
