package import Core
import Model
import Rendering
package import Web

/// The servers that audit events can be sent to.
package struct AuditDestinationPages {
    private let destinations: AuditDestinations

    package init(_ product: Product) {
        destinations = product.auditDestinations
    }

    package var endpoints: [Endpoint<ConsoleCaller>] {
        let path = "/organization/audit-log/destinations"
        return [
            .get(path + "/new") { try await form($0, nil, FormData(), .none) }, .post(path + "/new", create),
            .get(path + "/{destinationId}") { call in
                let found = try await find(call)
                return try await form(call, found, Self.data(of: found), .none)
            },
            .post(path + "/{destinationId}", update), .post(path + "/{destinationId}/delete", delete),
        ]
    }

    private func find(_ call: Call<ConsoleCaller>) async throws -> AuditDestination {
        try await destinations.find(call.id("destinationId"), as: call.caller.actor)
    }

    private static func data(of found: AuditDestination) -> FormData {
        FormData([
            ("name", found.name), ("endpoint", found.endpoint), ("log_format", found.format.rawValue),
            ("skip_ssl_verification", found.skipsVerification ? "true" : ""),
        ])
    }

    private func form(
        _ call: Call<ConsoleCaller>, _ found: AuditDestination?, _ data: FormData, _ problems: FormProblems
    ) async throws -> Reply {
        let title = found?.name ?? "New destination"
        let address = found.map { ConsoleAddress.auditDestination($0.id) } ?? .newAuditDestination
        let formats = AuditDestination.Format.allCases.map { UI.Option($0.rawValue, $0.rawValue.uppercased()) }
        let secret: HTML =
            found == nil ? "The value of the Authorization header." : "Leave it empty to keep what there is."
        let fields: HTML = """
            \(problems.summary(shown: ["name", "endpoint", "authorization"]))\
            \(UI.textField("name", label: "Name", value: data["name"], error: problems["name"], required: true))\
            \(UI.textField(
                "endpoint", label: "Address", value: data["endpoint"], type: .url, error: problems["endpoint"],
                required: true, placeholder: "https://siem.example.com/collect"))\
            \(UI.textField(
                "authorization", label: "Authorization", type: .password, hint: secret,
                error: problems["authorization"], required: found == nil, placeholder: "Bearer …",
                autocomplete: "off"))\
            \(UI.select("log_format", label: "Format", options: formats, value: data.nonEmpty("log_format") ?? "cef"))\
            \(UI.checkbox(
                "skip_ssl_verification", label: "Accept any certificate", checked: data.isOn("skip_ssl_verification"),
                hint: "For servers inside your network whose certificate nobody has signed."))
            """
        let cancel = UI.linkButton("Cancel", to: ConsoleAddress.auditSending(.organization).path)
        let card = UI.card(
            content: UI.form(
                to: address.path, guardUnsaved: true,
                actions: UI.button(found == nil ? "Create destination" : "Save") + cancel, content: fields))
        let body: HTML = "\(UI.pageHeader(title))<div class=\"stack\">\(card)\(found.map(dangerZone))</div>"
        return ConsoleLayout.reply(
            call.caller, title: title, section: .organization,
            breadcrumbs: [
                UI.Link("Organization", to: ConsoleAddress.organization.path),
                UI.Link("Audit log", to: ConsoleAddress.auditLog.path),
                UI.Link("Send events", to: ConsoleAddress.auditSending(.organization).path), UI.Link(title, to: ""),
            ], body: body)
    }

    private func dangerZone(_ found: AuditDestination) -> HTML {
        UI.dangerZone(
            "Delete this destination", text: "Possible as long as nothing is sent to it.",
            action: UI.postButton(
                "Delete destination", to: ConsoleAddress.deleteAuditDestination(found.id).path, .danger,
                confirm: "Delete the destination “\(found.name)”?"))
    }

    private func create(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let data = try await call.form()
        return try await retrying {
            let draft = AuditDestinationDraft(
                name: data["name"], endpoint: data["endpoint"], authorization: data["authorization"],
                format: AuditDestination.Format(rawValue: data["log_format"]) ?? .cef,
                skipsVerification: data.isOn("skip_ssl_verification"))
            let made = try await destinations.create(draft, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.auditSending(.organization).path)
                .with(Flash(.success, "Events can be sent to \(made.name)."))
        } form: { problems in
            try await form(call, nil, data, problems)
        }
    }

    private func update(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let data = try await call.form(), found = try await find(call)
        return try await retrying {
            var change = AuditDestinationChange()
            change.name = .set(data["name"])
            change.endpoint = .set(data["endpoint"])
            if let secret = data.nonEmpty("authorization") { change.authorization = .set(secret) }
            change.format = .set(AuditDestination.Format(rawValue: data["log_format"]) ?? found.format)
            change.skipsVerification = .set(data.isOn("skip_ssl_verification"))
            _ = try await destinations.update(found.id, change, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.auditSending(.organization).path).with(Flash(.success, "Saved."))
        } form: { problems in
            try await form(call, found, data, problems)
        }
    }

    private func delete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let found = try await find(call)
        do {
            try await destinations.delete(found.id, as: call.caller.actor)
        } catch Refusal.conflict(let reason) {
            return Reply.redirect(to: ConsoleAddress.auditDestination(found.id).path).with(Flash(.danger, reason))
        }
        return Reply.redirect(to: ConsoleAddress.auditSending(.organization).path)
            .with(Flash(.success, "\(found.name) is deleted."))
    }
}
