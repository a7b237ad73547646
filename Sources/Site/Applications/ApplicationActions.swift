import Core
import Model
import Rendering
import Web

/// What a developer does on the page of an application: keys renamed and deleted, registrations made and taken back.
struct ApplicationActions {
    private let applications: Applications
    private let registrations: Registrations
    private let credentials: Credentials

    init(_ product: Product) {
        applications = product.applications
        registrations = product.registrations
        credentials = product.credentials
    }

    var endpoints: [Endpoint<PortalDeveloper>] {
        let id = "{applicationId}"
        return [
            .post(SiteAddress.renameKey(id, "{keyId}").path, "rename-key", renameKey),
            .post(SiteAddress.deleteKey(id, "{keyId}").path, "delete-key", deleteKey),
            .get(SiteAddress.registerApplication(id).path, "register-application", choose),
            .post(SiteAddress.registerApplication(id).path, "register-application", register),
            .post(SiteAddress.deleteRegistration(id, "{registrationId}").path, "delete-registration", deregister),
        ]
    }

    private func back(_ call: Call<PortalDeveloper>, _ flash: Flash) throws -> Reply {
        let id: ID<Application> = try call.id("applicationId")
        return Reply.redirect(to: SiteAddress.application(id.text).path).with(flash)
    }

    private func renameKey(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let form = try await call.form()
        guard let name = form.nonEmpty("display_name") else {
            return try back(call, Flash(.danger, "A key needs a name."))
        }
        try await credentials.rename(
            call.id("keyId"), to: name, of: call.id("applicationId"), on: call.caller.portal.id,
            as: call.caller.actor)
        return try back(call, Flash(.success, "The key is called \(name) now."))
    }

    private func deleteKey(_ call: Call<PortalDeveloper>) async throws -> Reply {
        try await credentials.delete(
            call.id("keyId"), of: call.id("applicationId"), on: call.caller.portal.id, as: call.caller.actor)
        return try back(call, Flash(.success, "The key is deleted and does not work any more."))
    }

    private func choose(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let portal = call.caller.portal.id, id: ID<Application> = try call.id("applicationId")
        let found = try await applications.find(id, on: portal, as: call.caller.actor)
        let items = try await applications.openAPIs(for: id, on: portal, as: call.caller.actor)
        let name = found.application.name
        let rows = items.map { item -> [HTML] in
            [
                UI.rowLink(item.api.name, to: SiteAddress.api(item.api.slug).path, note: item.api.version),
                "\(item.api.description.map { String($0.prefix(140)) } ?? "")",
                UI.postButton(
                    "Register", to: SiteAddress.registerApplication(id.text).path, small: true,
                    fields: [("api_id", item.api.id.text)]),
            ]
        }
        let empty = UI.emptyState(
            icon: .api, title: "No other API",
            text: "<p>\(name) is registered for every API that takes its way to authenticate.</p>",
            action: UI.linkButton("Browse the APIs", to: SiteAddress.apis.path))
        let table = UI.table(
            caption: "APIs to register for",
            columns: [.init("API"), .init("About", secondary: true), .init("Actions", .actions)], rows: rows,
            empty: empty)
        let crumbs = UI.breadcrumbs([
            UI.Link("My applications", to: SiteAddress.applications.path),
            UI.Link(name, to: SiteAddress.application(id.text).path), UI.Link("Register", to: ""),
        ])
        return SiteLayout(call).page(
            "Register for an API",
            """
            \(crumbs)\(UI.pageHeader(
                "Register for an API", text: "<p>Choose what \(name) should be able to call.</p>"))\(table)
            """)
    }

    private func register(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let form = try await call.form()
        guard let api = ID<API>(form["api_id"]) else { throw Refusal.notFound }
        do {
            let made = try await registrations.create(
                api, for: call.id("applicationId"), on: call.caller.portal.id, as: call.caller.actor)
            return try back(call, RegistrationNews.flash(made))
        } catch Refusal.conflict {
            // The form was sent twice: what was asked for is the case.
            return try back(call, Flash(.info, "The application is registered for this API already."))
        }
    }

    private func deregister(_ call: Call<PortalDeveloper>) async throws -> Reply {
        try await registrations.delete(
            call.id("registrationId"), of: call.id("applicationId"), on: call.caller.portal.id,
            as: call.caller.actor)
        return try back(call, Flash(.success, "The registration is taken back."))
    }
}

/// What to say of a new registration.
enum RegistrationNews {
    static func flash(_ made: RegistrationDetail) -> Flash {
        made.registration.status == .approved
            ? Flash(.success, "\(made.applicationName) may call \(made.apiName) now.")
            : Flash(.info, "\(made.applicationName) is registered for \(made.apiName) and waits for approval.")
    }
}
