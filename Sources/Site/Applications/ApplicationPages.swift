import Core
import HTTPTypes
import Model
import Rendering
import Web

/// A developer's applications: the list, a new one, one with its APIs and keys, edit and delete.
struct ApplicationPages {
    private let applications: Applications
    private let registrations: Registrations
    private let credentials: Credentials
    private let strategies: Strategies
    private let usage: Usage

    init(_ product: Product) {
        applications = product.applications
        registrations = product.registrations
        credentials = product.credentials
        strategies = product.strategies
        usage = product.usage
    }

    var endpoints: [Endpoint<PortalDeveloper>] {
        let item = SiteAddress.application("{applicationId}").path
        return [
            .get(SiteAddress.applications.path, "applications", list),
            .get(SiteAddress.newApplication.path, "new-application") { try await form($0, FormData(), .none) },
            .post(SiteAddress.newApplication.path, "new-application", create),
            .get(item, "application") { try await show($0) },
            .post(SiteAddress.newKey("{applicationId}").path, "new-key", createKey),
            .post(SiteAddress.newClientSecret("{applicationId}").path, "new-client-secret", createSecret),
            .get(SiteAddress.editApplication("{applicationId}").path, "edit-application") { call in
                let found = try await find(call)
                return editForm(call, found, FormData.of(found), .none)
            },
            .post(SiteAddress.editApplication("{applicationId}").path, "edit-application", update),
            .post(SiteAddress.deleteApplication("{applicationId}").path, "delete-application", delete),
        ]
    }

    private func find(_ call: Call<PortalDeveloper>) async throws -> ApplicationDetail {
        try await applications.find(call.id("applicationId"), on: call.caller.portal.id, as: call.caller.actor)
    }

    private func list(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let query = try call.list(Application.ownList)
        let page = try await applications.list(on: call.caller.portal.id, query, as: call.caller.actor)
        let isEmpty = page.items.isEmpty && page.request.number == 1
        let header = UI.pageHeader(
            "My applications", text: "<p>An application holds the keys with which you call APIs.</p>",
            actions: isEmpty
                ? .empty
                : UI.linkButton("New application", to: SiteAddress.newApplication.path, .primary, icon: .plus))
        let pages = UI.pagination(page) { "\(SiteAddress.applications.path)?page%5Bnumber%5D=\($0)" }
        let body: HTML =
            isEmpty ? ApplicationViews.none : "<div class=\"stack\">\(ApplicationViews.table(page.items))\(pages)</div>"
        return SiteLayout(call).page("My applications", "\(header)\(body)")
    }

    private func show(
        _ call: Call<PortalDeveloper>, _ known: ApplicationDetail? = nil, issued: Credentials.Issued? = nil,
        client: RegisteredClient? = nil, problems: FormProblems = .none, form: FormData = FormData()
    ) async throws -> Reply {
        let found: ApplicationDetail
        if let known { found = known } else { found = try await find(call) }
        let portal = call.caller.portal.id, actor = call.caller.actor
        let whole = ListQuery(page: PageRequest(size: PageRequest.maximumSize))
        let registered = try await registrations.list(
            of: found.id, on: portal, whole, Registration.ownList, as: actor)
        let keys = try await credentials.list(of: found.id, on: portal, whole, as: actor)
        let days = try await usage.days(of: found.id, on: portal, as: actor)
        let view = ApplicationView(
            detail: found, registrations: registered.items,
            keys: keys.items.map { ($0, credentials.status(of: $0)) }, days: days, issued: issued, client: client,
            problems: problems, form: form, keyID: applications.newID().text)
        let reply = SiteLayout(call).page(found.application.name, view.html)
        return issued == nil && client == nil ? reply : reply.with(.cacheControl, "no-store")
    }

    private func createKey(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let form = try await call.form()
        let id: ID<Application> = try call.id("applicationId")
        do {
            let issued = try await credentials.create(
                form.nonEmpty("display_name"), for: id, on: call.caller.portal.id,
                id: ID(form["key_id"]), as: call.caller.actor)
            return try await show(call, issued: issued)
        } catch let refusal as Refusal where refusal.isForForms {
            var reply = try await show(call, problems: FormProblems(refusal, field: "display_name"), form: form)
            reply.status = Look(refusal).status
            return reply
        }
    }

    private func createSecret(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let id: ID<Application> = try call.id("applicationId")
        do {
            let client = try await applications.newClientSecret(
                of: id, on: call.caller.portal.id, as: call.caller.actor)
            return try await show(call, client: client)
        } catch let refusal as Refusal where refusal.isForForms {
            let reason = FormProblems(refusal, field: "secret")["secret"] ?? "There is no new secret."
            return Reply.redirect(to: SiteAddress.application(id.text).path).with(Flash(.danger, reason))
        }
    }

    private func form(
        _ call: Call<PortalDeveloper>, _ data: FormData, _ problems: FormProblems
    ) async throws -> Reply {
        let portal = call.caller.portal, actor = call.caller.actor
        let whole = ListQuery(page: PageRequest(size: PageRequest.maximumSize))
        let offered = try await strategies.offered(on: portal.id, whole, as: actor).items
        let teams = try await applications.owningTeams(on: portal.id, as: actor)
        let view = ApplicationForm(
            strategies: offered, defaultStrategy: portal.defaultStrategyID, teams: teams, data: data,
            problems: problems)
        return SiteLayout(call).page(
            "New application", layout: .prose, offered.isEmpty ? ApplicationViews.noStrategy : view.html)
    }

    private func create(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let data = try await call.form()
        do {
            let created = try await applications.createWithClient(
                ApplicationForm.draft(data), on: call.caller.portal.id, as: call.caller.actor)
            let made = created.detail
            if let client = created.client { return try await show(call, made, client: client) }
            return Reply.redirect(to: SiteAddress.application(made.id.text).path)
                .with(Flash(.success, "\(made.application.name) is ready. Register it for an API next."))
        } catch let refusal as Refusal where refusal.isForForms {
            var reply = try await form(call, data, FormProblems(refusal))
            reply.status = Look(refusal).status
            return reply
        }
    }

    private func editForm(
        _ call: Call<PortalDeveloper>, _ found: ApplicationDetail, _ data: FormData, _ problems: FormProblems
    ) -> Reply {
        SiteLayout(call).page(
            "Edit \(found.application.name)", layout: .prose, ApplicationForm.edit(found, data, problems))
    }

    private func update(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let data = try await call.form(), found = try await find(call)
        do {
            let change = ApplicationForm.change(data, of: found)
            _ = try await applications.update(found.id, on: call.caller.portal.id, change, as: call.caller.actor)
            return Reply.redirect(to: SiteAddress.application(found.id.text).path)
                .with(Flash(.success, "Saved."))
        } catch let refusal as Refusal where refusal.isForForms {
            var reply = editForm(call, found, data, FormProblems(refusal))
            reply.status = Look(refusal).status
            return reply
        }
    }

    private func delete(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let found = try await find(call)
        try await applications.delete(found.id, on: call.caller.portal.id, as: call.caller.actor)
        return Reply.redirect(to: SiteAddress.applications.path)
            .with(Flash(.success, "\(found.application.name) is deleted. Its keys have stopped working."))
    }
}

extension FormData {
    fileprivate static func of(_ found: ApplicationDetail) -> FormData {
        let application = found.application
        return FormData([
            ("name", application.name), ("description", application.description ?? ""),
            ("client_id", application.clientID ?? ""),
        ])
    }
}
