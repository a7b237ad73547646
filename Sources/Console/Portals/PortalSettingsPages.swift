package import Core
import HTTPTypes
import Model
import Rendering
package import Web

/// The settings of a portal: General and Security.
package struct PortalSettingsPages {
    private let product: Product

    package init(_ product: Product) {
        self.product = product
    }

    package var endpoints: [Endpoint<ConsoleCaller>] {
        [
            .get("/portals/{portalId}/settings") { call in
                let portal = try await find(call)
                return general(call, portal, PortalSettingsForm.data(of: portal), .none)
            },
            .post("/portals/{portalId}/settings", saveGeneral),
            .get("/portals/{portalId}/settings/security") { call in
                let portal = try await find(call)
                return try await security(call, portal, PortalSettingsForm.data(of: portal), .none)
            },
            .post("/portals/{portalId}/settings/security", saveSecurity),
            .post("/portals/{portalId}/delete", delete),
        ]
    }

    private func find(_ call: Call<ConsoleCaller>) async throws -> Portal {
        try await product.portals.find(call.id("portalId"), as: call.caller.actor)
    }

    private func general(
        _ call: Call<ConsoleCaller>, _ portal: Portal, _ data: FormData, _ problems: FormProblems
    ) -> Reply {
        let site = product.portals.siteURL(of: portal)
        let form = UI.form(
            to: ConsoleAddress.portalSettings(portal.id).path, guardUnsaved: true, actions: UI.button("Save"),
            content: """
                \(PortalSettingsForm.data(of: portal).opened(["name", "display_name", "description"]))\
                \(PortalSettingsForm.general(data, problems))
                """)
        let facts = UI.facts([
            .init("Address", "<a href=\"\(url: site)\">\(site)</a>"),
            .init("Portal id", UI.copyable(portal.id.text, what: "the portal id")),
            .init("Created", Moment.html(portal.createdAt)),
        ])
        return PortalSettingsLayout.reply(
            call.caller, portal, .general,
            body: "\(UI.card(content: form))\(UI.card(title: "Details", content: facts))\(danger(portal))")
    }

    private func danger(_ portal: Portal) -> HTML {
        let text: HTML = """
            Its pages, developers, teams, applications and their keys go with it; APIs stay in the catalog. \
            This cannot be undone.
            """
        let action = UI.form(
            to: ConsoleAddress.deletePortal(portal.id).path, actions: UI.button("Delete portal", .danger),
            content: UI.textField(
                "confirmation", label: "Type \(portal.name) to confirm", required: true, autocomplete: "off"))
        return UI.dangerZone("Delete this portal", text: text, action: action)
    }

    private func security(
        _ call: Call<ConsoleCaller>, _ portal: Portal, _ data: FormData, _ problems: FormProblems
    ) async throws -> Reply {
        let strategies = try await product.strategies.all(as: call.caller.actor)
        let form = UI.form(
            to: ConsoleAddress.portalSecurity(portal.id).path, guardUnsaved: true, actions: UI.button("Save"),
            content: """
                \(PortalSettingsForm.data(of: portal).opened(PortalSettingsForm.securityFields))\
                \(PortalSettingsForm.security(data, problems, strategies))
                """)
        return PortalSettingsLayout.reply(call.caller, portal, .security, body: UI.card(content: form))
    }

    private func saveGeneral(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal = try await find(call)
        let data = try await call.form().merged(
            over: PortalSettingsForm.data(of: portal), titles: PortalSettingsForm.titles)
        return try await retrying(data) {
            _ = try await product.portals.update(
                portal.id, PortalSettingsForm.generalChange(data), as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.portalSettings(portal.id).path).with(Flash(.success, "Saved."))
        } form: { problems in
            general(call, portal, data, problems)
        }
    }

    private func saveSecurity(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal = try await find(call)
        let data = try await call.form().merged(
            over: PortalSettingsForm.data(of: portal), titles: PortalSettingsForm.titles)
        return try await retrying(data) {
            _ = try await product.portals.update(
                portal.id, PortalSettingsForm.securityChange(data), as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.portalSecurity(portal.id).path).with(Flash(.success, "Saved."))
        } form: { problems in
            try await security(call, portal, data, problems)
        }
    }

    private func delete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), portal = try await find(call)
        guard form["confirmation"].trimmingSpaces == portal.name else {
            return Reply.redirect(to: ConsoleAddress.portalSettings(portal.id).path)
                .with(Flash(.danger, "Nothing was deleted: the name does not match."))
        }
        try await product.portals.delete(portal.id, force: true, as: call.caller.actor)
        return Reply.redirect(to: ConsoleAddress.portals.path).with(Flash(.success, "\(portal.name) is deleted."))
    }
}
