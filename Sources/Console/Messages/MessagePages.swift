import Core
import Foundation
import HTTPTypes
import Model
import Rendering
import Web

/// The e-mails that were written: to whom, with which link, and whether they went out.
struct MessagePages {
    private static let size = 25

    private let messages: MessageLog

    init(_ product: Product) {
        messages = product.messages
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        [
            .get("/messages", "messages", list), .get("/messages/{messageId}", "message", detail),
            .post("/messages/{messageId}/retry", "message-retry", retry),
        ]
    }

    private func list(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let state = call.query("state").flatMap(MailRecord.State.init(rawValue:))
        let number = max(1, call.query("page").flatMap(Int.init) ?? 1)
        let filters = state.map { [ListFilter("state", .eq, [$0.rawValue])] } ?? []
        let page = try await messages.list(
            ListQuery(filters: filters, page: PageRequest(size: Self.size, number: number)), as: call.caller.actor)
        let body: HTML = """
            \(UI.pageHeader(
                "Messages", text: "<p>Every e-mail that Portico has written, newest first.</p>",
                actions: UI.linkButton("E-mail domains", to: ConsoleAddress.mailDomains.path)))\
            \(tabs(state))\
            \(UI.table(
                caption: "Messages",
                columns: [
                    .init("Message"), .init("State"), .init("Link", secondary: true),
                    .init("Written", secondary: true), .init("Actions", .actions),
                ],
                rows: page.items.map(row), empty: empty(state)))\
            \(UI.pagination(page) { address(state, page: $0) })
            """
        return ConsoleLayout.reply(
            call.caller, title: "Messages", section: .messages, isWide: true, body: body)
    }

    private func tabs(_ current: MailRecord.State?) -> HTML {
        let all = UI.Tab("All", to: address(nil), current: current == nil)
        return UI.tabs(
            "State",
            [all]
                + MailRecord.State.allCases.map {
                    UI.Tab($0.rawValue.capitalized, to: address($0), current: $0 == current)
                })
    }

    private func address(_ state: MailRecord.State?, page: Int = 1) -> String {
        let parts = [state.map { "state=\($0.rawValue)" }, page > 1 ? "page=\(page)" : nil].compactMap(\.self)
        return ConsoleAddress.messages.path + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
    }

    private func row(_ record: MailRecord) -> [HTML] {
        [
            UI.rowLink(
                record.mail.subject, to: ConsoleAddress.message(record.id).path, note: record.mail.to.address),
            state(record),
            record.mail.link.map { "<a href=\"\(url: $0)\">Open the link</a>" }
                ?? "<span class=\"subtle\">None</span>",
            Moment.html(record.createdAt),
            record.state == .sent ? "" : again(record),
        ]
    }

    private func state(_ record: MailRecord) -> HTML {
        let next: HTML? =
            record.state == .failed
            ? " <span class=\"row-note\">Tried again at \(Moment.html(record.nextAttemptAt))</span>" : nil
        let note: HTML? =
            record.sentAt == nil ? record.lastError.map { "<span class=\"row-note\">\($0)</span>\(next)" } : nil
        return "\(UI.status(record.state.rawValue))\(note)"
    }

    private func again(_ record: MailRecord) -> HTML {
        UI.postButton("Send again", to: ConsoleAddress.retryMessage(record.id).path, small: true)
    }

    private func empty(_ state: MailRecord.State?) -> HTML {
        UI.emptyState(
            icon: .mail, title: state == nil ? "No messages yet" : "Nothing here",
            text: """
                <p>Confirmations, invitations and approvals appear here as soon as they are written, with the links \
                that they carry.</p>
                """)
    }

    private func detail(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let record = try await messages.find(call.id("messageId"), as: call.caller.actor), mail = record.mail
        let facts = UI.facts([
            UI.Fact("To", text: "\(mail.to.name) <\(mail.to.address)>"),
            UI.Fact("From", text: "\(mail.from.name) <\(mail.from.address)>"),
            UI.Fact("Kind", text: mail.template.rawValue), UI.Fact("Written", Moment.html(record.createdAt)),
            UI.Fact("Sent", Moment.html(record.sentAt)), UI.Fact("Attempts", text: String(record.attempts)),
            UI.Fact("Last problem", text: record.lastError),
            UI.Fact("Link", mail.link.map { UI.copyable($0, what: "link") } ?? "<span class=\"subtle\">None</span>"),
        ])
        let body: HTML = """
            \(UI.pageHeader(
                mail.subject, badge: UI.status(record.state.rawValue),
                actions: record.state == .sent ? .empty : again(record)))\
            \(UI.card(content: facts))\(UI.codeBlock(mail.text, title: "Text"))
            """
        return ConsoleLayout.reply(
            call.caller, title: mail.subject, section: .messages,
            breadcrumbs: [
                UI.Link("Messages", to: ConsoleAddress.messages.path), UI.Link(mail.subject, to: call.caller.path),
            ], body: body
        ).with(.cacheControl, "no-store")
    }

    private func retry(_ call: Call<ConsoleCaller>) async throws -> Reply {
        do {
            try await messages.retry(call.id("messageId"), as: call.caller.actor)
        } catch .conflict(let reason) as Refusal {
            return Reply.redirect(to: ConsoleAddress.messages.path).with(Flash(.info, reason))
        }
        return Reply.redirect(to: ConsoleAddress.messages.path).with(Flash(.success, "It is on its way again."))
    }
}
