package import Core
import Foundation
import Model
import Rendering
package import Web

/// Organization > Audit log: who changed what, when and from where.
package struct AuditPages {
    private static let pageSize = 50

    private let product: Product

    package init(_ product: Product) {
        self.product = product
    }

    package var endpoints: [Endpoint<ConsoleCaller>] {
        [.get("/organization/audit-log", list)]
    }

    private func list(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = FormData(call.rawQuery.map { ($0.name, $0.value ?? "") })
        let (query, problems) = Self.query(form)
        let found = try await product.auditLog.named(query, as: call.caller.actor), page = found.page
        let isFiltered = ["who", "what", "from", "to"].contains { !form[$0].isEmpty }
        let empty = UI.emptyState(
            icon: .search, title: isFiltered ? "Nothing found" : "Nothing has happened yet",
            text: isFiltered
                ? "<p>No event is like that.</p>" : "<p>Every change that somebody makes stands here.</p>",
            action: isFiltered ? UI.linkButton("Show all events", to: ConsoleAddress.auditLog.path) : .empty)
        let send = UI.linkButton("Send events", to: ConsoleAddress.auditSending(.organization).path)
        let shown = page.events.isEmpty ? empty : table(found)
        return OrganizationLayout.list(
            call.caller, .auditLog, text: "Who changed what, when, and from where.", actions: send, isWide: true,
            body: "\(filters(form, found.operators, problems))\(shown)\(neighbours(page, form))")
    }

    private func filters(_ form: FormData, _ operators: [Operator], _ problems: [String: String]) -> HTML {
        let who =
            [UI.Option("", "Everybody")] + operators.map { UI.Option($0.id.text, $0.name) }
        let fields = UI.fieldRow(
            UI.select("who", label: "Who", options: who, value: form["who"]),
            UI.textField(
                "what", label: "What", value: form["what"], placeholder: "portal or portal.created",
                attributes: ["maxlength": "100"]),
            UI.textField("from", label: "From", value: form["from"], type: .date, error: problems["from"]),
            UI.textField("to", label: "To", value: form["to"], type: .date, error: problems["to"]))
        return """
            <form class="form" method="get" action="\(url: ConsoleAddress.auditLog.path)">\
            <div class="form-fields">\(fields)</div><div class="form-actions">\
            \(UI.button("Filter", .secondary, icon: .search))</div></form>
            """
    }

    private func table(_ found: NamedAudit) -> HTML {
        UI.table(
            caption: "Audit log",
            columns: [
                .init("What"), .init("Who"), .init("On", secondary: true), .init("When"),
                .init("From", secondary: true),
            ],
            rows: found.page.events.map { event in
                [
                    "<code>\(event.action)</code>", Self.actor(event, found),
                    "\(event.target.kind) <span class=\"row-note\"><code>\(event.target.id)</code></span>",
                    Moment.html(event.at), "\(event.address ?? "–")",
                ]
            })
    }

    private static func actor(_ event: AuditEvent, _ found: NamedAudit) -> HTML {
        if event.action == "operator.sign-in-failed" { return "Somebody unknown" }
        return switch event.actor {
        case .operator(let id): "\(found.names[id.text] ?? "A former operator")"
        case .systemAccount(let id):
            name(id.text, in: found, at: .systemAccount(id), otherwise: "A former system account")
        case .developer(let id, let portal):
            name(id.text, in: found, at: .developer(portal, id), otherwise: "A former developer")
        case .visitor: "A visitor"
        case .system: "Portico"
        }
    }

    /// Somebody's name, as a link when the reader may open their page.
    private static func name(
        _ id: String, in found: NamedAudit, at address: ConsoleAddress, otherwise: String
    ) -> HTML {
        guard let name = found.names[id] else { return "\(otherwise)" }
        return found.opened.contains(id) ? UI.rowLink(name, to: address.path) : "\(name)"
    }

    /// Ways to newer and to older events.
    private func neighbours(_ page: AuditPage, _ form: FormData) -> HTML {
        guard page.hasNewer || page.hasOlder, let first = page.events.first, let last = page.events.last else {
            return .empty
        }
        let kept = ["who", "what", "from", "to"].filter { !form[$0].isEmpty }
            .map { "&\($0)=\(QueryString.encoded(form[$0]))" }.joined()
        let link = { (title: String, name: String, event: AuditEvent) -> HTML in
            let place = "\(event.at.milliseconds).\(event.id)"
            return UI.linkButton(
                title, to: "\(ConsoleAddress.auditLog.path)?\(name)=\(place)\(kept)", small: true)
        }
        let newer: HTML = page.hasNewer ? link("Newer", "newer", first) : ""
        let older: HTML = page.hasOlder ? link("Older", "older", last) : ""
        return "<nav class=\"pagination\" aria-label=\"Pages\"><div class=\"button-row\">\(newer)\(older)</div></nav>"
    }

    /// What the form asks for; what cannot be read is left out and told by its field.
    private static func query(_ form: FormData) -> (AuditQuery, problems: [String: String]) {
        var query = AuditQuery(), problems: [String: String] = [:]
        query.size = pageSize
        query.actorID = form.nonEmpty("who").flatMap { ID<Operator>($0)?.text }
        if let what = form.nonEmpty("what") {
            if what.contains(".") { query.action = what } else { query.targetKind = what }
        }
        for name in ["from", "to"] {
            guard let text = form.nonEmpty(name) else { continue }
            let end = name == "to" ? "T23:59:59.999Z" : "T00:00:00.000Z"
            let instant = Instant(iso: text + end)
            if instant == nil { problems[name] = "Write a date as 2026-01-31" }
            if name == "from" { query.from = instant } else { query.to = instant }
        }
        query.after = cursor(form["older"])
        query.before = query.after == nil ? cursor(form["newer"]) : nil
        return (query, problems)
    }

    private static func cursor(_ text: String) -> AuditQuery.Cursor? {
        let parts = text.split(separator: ".").map(String.init)
        guard parts.count == 2, let milliseconds = Int64(parts[0]), let id = ID<AuditEvent>(parts[1]) else {
            return nil
        }
        return AuditQuery.Cursor(at: Instant(milliseconds: milliseconds), id: id)
    }
}
