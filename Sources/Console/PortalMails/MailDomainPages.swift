import Core
import HTTPTypes
import Model
import Rendering
import Web

/// Messages > E-mail domains: whom e-mails may come from, with the records that prove it.
struct MailDomainPages {
    private let domains: MailDomains

    init(_ product: Product) {
        domains = product.mailDomains
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        let path = ConsoleAddress.mailDomains.path
        return [
            .get(path) { try await show($0) }, .post(path, create), .post("\(path)/{domain}/check", check),
            .post("\(path)/{domain}/delete", delete),
        ]
    }

    private func show(
        _ call: Call<ConsoleCaller>, _ data: FormData = FormData(), _ problems: FormProblems = .none
    ) async throws -> Reply {
        let all = try await domains.all(as: call.caller.actor)
        let cards = all.map(card)
        let form = UI.form(
            to: ConsoleAddress.mailDomains.path, actions: UI.button("Add domain", .secondary, icon: .plus),
            content: """
                \(problems.summary(shown: ["domain"]))\
                \(UI.textField(
                    "domain", label: "Domain", value: data["domain"], error: problems["domain"], required: true,
                    placeholder: "mail.example.com", autocomplete: "off"))
                """)
        let empty: HTML =
            all.isEmpty
            ? UI.emptyState(
                icon: .mail, title: "No e-mail domains yet",
                text: "Portals send from their own domain once its key is in the DNS; such e-mails are signed.")
            : .empty
        let header = UI.pageHeader(
            "E-mail domains", text: "Portals choose from them in their settings, below E-mails.")
        return ConsoleLayout.reply(
            call.caller, title: "E-mail domains", section: .messages,
            breadcrumbs: call.caller.access.may(.viewMessages, .organization)
                ? [UI.Link("Messages", to: ConsoleAddress.messages.path), UI.Link("E-mail domains", to: "")] : [],
            body: """
                \(header)<div class="stack">\(empty)\(cards)\(UI.card(title: "Add a domain", content: form))</div>
                """)
    }

    private func card(_ domain: MailDomain) -> HTML {
        let records = domain.records.flatMap { record in
            [
                UI.Fact("Record", text: record.type), UI.Fact("Name", UI.copyable(record.name, what: "the name")),
                UI.Fact("Value", UI.copyable(record.value, what: "the value")),
            ]
        }
        let item = "\(ConsoleAddress.mailDomains.path)/\(domain.domain)"
        let facts = [UI.Fact("State", state(domain)), UI.Fact("Last looked up", Moment.html(domain.checkedAt))]
        return UI.card(
            title: domain.domain,
            actions: """
                \(UI.postButton("Look up now", to: "\(item)/check", .secondary, small: true))\
                \(UI.postButton(
                    "Delete", to: "\(item)/delete", .ghost, small: true, confirm: "Delete \(domain.domain)?"))
                """,
            content: UI.facts(facts + records))
    }

    private func state(_ domain: MailDomain) -> HTML {
        switch domain.status {
        case .success: UI.status("verified")
        case .pending, .notStarted: UI.badge("Waiting for the record", .warn, dot: true)
        case .failed: UI.badge("Another key is there", .danger, dot: true)
        case .temporaryFailure: UI.badge("The DNS does not answer", .warn, dot: true)
        }
    }

    private func create(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let data = try await call.form()
        return try await retrying {
            _ = try await domains.create(data["domain"].trimmingSpaces.lowercased(), as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.mailDomains.path)
                .with(Flash(.success, "Put the record into the DNS; it is looked up every few minutes."))
        } form: { problems in
            try await show(call, data, problems)
        }
    }

    private func check(_ call: Call<ConsoleCaller>) async throws -> Reply {
        try await domains.askForCheck(call.text("domain"), as: call.caller.actor)
        return Reply.redirect(to: ConsoleAddress.mailDomains.path)
            .with(Flash(.info, "The record is being looked up. Load this page again in a moment."))
    }

    private func delete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let home = Reply.redirect(to: ConsoleAddress.mailDomains.path)
        do {
            try await domains.delete(call.text("domain"), as: call.caller.actor)
        } catch Refusal.conflict(let reason) {
            return home.with(Flash(.danger, reason))
        }
        return home.with(Flash(.success, "The domain is deleted."))
    }
}
