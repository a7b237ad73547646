package import Core
import Model
import Rendering
package import Web

/// Where audit events are sent to as they happen: all of them, or those of one portal.
package struct AuditSendingPages {
    private static let replays: [(hours: Int, title: String)] = [
        (hours: 1, title: "The last hour"), (6, "The last 6 hours"), (24, "The last day"), (7 * 24, "The last 7 days"),
    ]

    private let webhooks: AuditWebhooks
    private let destinations: AuditDestinations
    private let portals: Portals

    package init(_ product: Product) {
        webhooks = product.auditWebhooks
        destinations = product.auditDestinations
        portals = product.portals
    }

    package var endpoints: [Endpoint<ConsoleCaller>] {
        ["/organization/audit-log/sending", "/portals/{portalId}/settings/audit-log"].flatMap {
            path -> [Endpoint<ConsoleCaller>] in
            [
                .get(path) { try await page($0) }, .post(path, update), .post(path + "/replay", replay),
            ]
        }
    }

    private func scope(_ call: Call<ConsoleCaller>) throws -> AuditScope {
        call.caller.path.hasPrefix("/portals/") ? .portal(try call.id("portalId")) : .organization
    }

    private func page(
        _ call: Call<ConsoleCaller>, problems: FormProblems = .none, form: FormData? = nil
    ) async throws -> Reply {
        let scope = try scope(call), actor = call.caller.actor
        let webhook = try await webhooks.find(scope, as: actor)
        let known = try await destinations.list(ListQuery(page: PageRequest(size: 100)), as: actor).items
        let replay = try await webhooks.replay(scope, as: actor)
        let setting = known.isEmpty ? Self.noDestination : Self.setting(webhook, known, problems, form)
        let state: HTML? = webhook.isEnabled ? UI.card(title: "State", content: Self.state(webhook)) : nil
        let again: HTML? = webhook.isEnabled ? UI.card(title: "Send again", content: Self.replay(scope, replay)) : nil
        let rest = scope == .organization ? try await others(known, actor) : .empty
        return try await reply(call, scope, "\(setting)\(state)\(again)\(rest)")
    }

    private func reply(_ call: Call<ConsoleCaller>, _ scope: AuditScope, _ body: HTML) async throws -> Reply {
        if let id = scope.portalID {
            let portal = try await portals.find(id, as: call.caller.actor)
            return PortalSettingsLayout.reply(call.caller, portal, .auditLog, body: body)
        }
        let text: HTML = "Every event is sent to a server of yours as it happens, signed."
        return ConsoleLayout.reply(
            call.caller, title: "Send events", section: .organization,
            breadcrumbs: [
                UI.Link("Organization", to: ConsoleAddress.organization.path),
                UI.Link("Audit log", to: ConsoleAddress.auditLog.path), UI.Link("Send events", to: ""),
            ], body: "\(UI.pageHeader("Send events", text: text))<div class=\"stack\">\(body)</div>")
    }

    private static let noDestination = UI.emptyState(
        icon: .activity, title: "Nowhere to send to yet",
        text: "<p>A destination is a server that collects logs, such as a SIEM, with what it knows us by.</p>",
        action: UI.linkButton("New destination", to: ConsoleAddress.newAuditDestination.path, .primary, icon: .plus))

    private static func setting(
        _ webhook: AuditWebhook, _ known: [AuditDestination], _ problems: FormProblems, _ form: FormData?
    ) -> HTML {
        let options = [UI.Option("", "None")] + known.map { UI.Option($0.id.text, $0.name) }
        let chosen = form?["destination"] ?? webhook.destinationID?.text
        let content: HTML = """
            \(problems.summary(shown: ["audit_log_destination_id"]))\
            \(UI.select(
                "destination", label: "Destination", options: options, value: chosen,
                error: problems["audit_log_destination_id"]))\
            \(UI.toggle("enabled", label: "Send events", checked: form?.isOn("enabled") ?? webhook.isEnabled))
            """
        return UI.card(
            content: UI.form(
                to: ConsoleAddress.auditSending(webhook.scope).path, actions: UI.button("Save"), content: content))
    }

    private static func state(_ webhook: AuditWebhook) -> HTML {
        let delivery = webhook.delivery
        let answer = [delivery.lastCode.map(String.init), delivery.lastMessage].compactMap(\.self).filter {
            !$0.isEmpty
        }
        return UI.facts([
            UI.Fact("State", UI.status(webhook.isActive ? "active" : "inactive")),
            UI.Fact("Last attempt", delivery.lastAttemptAt.map { Moment.html($0) } ?? "Nothing was sent yet"),
            UI.Fact("Last answer", text: answer.isEmpty ? nil : answer.joined(separator: " ")),
        ])
    }

    private static func replay(_ scope: AuditScope, _ last: AuditReplay?) -> HTML {
        let options = replays.map { UI.Option(String($0.hours), $0.title) }
        let facts: HTML? = last.map { replay in
            UI.facts([
                UI.Fact("Last time", UI.status(replay.status.rawValue)),
                UI.Fact("Events from", Moment.html(replay.startAt)), UI.Fact("to", Moment.html(replay.endAt)),
            ])
        }
        let form = UI.form(
            to: ConsoleAddress.auditReplay(scope).path, actions: UI.button("Send again", .secondary),
            content: UI.select("hours", label: "Events of", options: options, value: "6"))
        return "\(facts)\(form)"
    }

    /// The destinations, and the portals that have a sending of their own.
    private func others(_ known: [AuditDestination], _ actor: Actor) async throws -> HTML {
        let query = ListQuery(sort: [ListSort("name")], page: PageRequest(size: 100))
        let all = try await portals.list(query, as: actor).items
        var rows: [[HTML]] = []
        for portal in all {
            let webhook = try await webhooks.find(.portal(portal.id), as: actor)
            let state: HTML = webhook.isEnabled ? UI.status(webhook.isActive ? "active" : "inactive") : UI.badge("Off")
            rows.append([
                UI.rowLink(portal.displayName, to: ConsoleAddress.auditSending(webhook.scope).path), state,
            ])
        }
        let new = UI.linkButton(
            "New destination", to: ConsoleAddress.newAuditDestination.path, icon: .plus, small: true)
        let table = UI.table(
            caption: "Destinations", columns: [.init("Name"), .init("Address"), .init("Format", secondary: true)],
            rows: known.map {
                [
                    UI.rowLink($0.name, to: ConsoleAddress.auditDestination($0.id).path), "<code>\($0.endpoint)</code>",
                    "\($0.format.rawValue.uppercased())",
                ]
            })
        let places: HTML? = known.isEmpty ? nil : UI.section("Destinations", content: "\(table)\(UI.buttonRow(new))")
        let sendings = UI.table(caption: "Portals", columns: [.init("Portal"), .init("Sending")], rows: rows)
        let own: HTML? =
            known.isEmpty || rows.isEmpty
            ? nil : UI.section("Portals", text: "A portal can send its own events elsewhere.", content: sendings)
        return "\(places)\(own)"
    }

    private func update(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let scope = try scope(call), form = try await call.form()
        return try await retrying {
            _ = try await webhooks.update(
                scope, destination: .set(form.nonEmpty("destination").map { ID(stored: $0) }),
                isEnabled: .set(form.isOn("enabled")), as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.auditSending(scope).path).with(Flash(.success, "Saved."))
        } form: { problems in
            try await page(call, problems: problems, form: form)
        }
    }

    private func replay(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let scope = try scope(call), hours = Int(try await call.form()["hours"]) ?? 6
        let back = Reply.redirect(to: ConsoleAddress.auditSending(scope).path), now = webhooks.now
        // A few seconds may pass until the use case looks at its clock.
        let start = max(now - .hours(min(max(hours, 1), 7 * 24)), now - AuditReplay.window + .minutes(1))
        do {
            _ = try await webhooks.startReplay(scope, from: start, to: now, as: call.caller.actor)
        } catch Refusal.conflict(let reason) {
            return back.with(Flash(.info, reason))
        }
        return back.with(Flash(.success, "The events are sent again."))
    }
}
