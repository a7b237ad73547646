package import Core
import HTTPTypes
import Model
import Rendering
package import Web

/// Access and approvals > Applications: all of a portal, and one with its registrations and keys.
package struct ApplicationPages {
    private let product: Product

    package init(_ product: Product) {
        self.product = product
    }

    package var endpoints: [Endpoint<ConsoleCaller>] {
        [
            .get("/portals/{portalId}/applications", list),
            .get("/portals/{portalId}/applications/{applicationId}", show),
            .post("/portals/{portalId}/applications/{applicationId}/owner", transfer),
            .post("/portals/{portalId}/applications/{applicationId}/delete", delete),
        ]
    }

    private func list(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal = try await product.portals.find(call.id("portalId"), as: call.caller.actor)
        let search = call.query("q") ?? ""
        var query = ListQuery(sort: [ListSort("name")], page: PageRequest(size: 20))
        if let number = call.query("page").flatMap(Int.init), number > 0 { query.page.number = number }
        if !search.isEmpty { query.filters = [ListFilter("name", .contains, [search])] }
        let page = try await product.applications.list(on: portal.id, query, as: call.caller.actor)
        let address = ConsoleAddress.applications(portal.id).path
        let empty = UI.emptyState(
            icon: .app, title: "No applications yet",
            text: "Developers make them on the portal to get keys for your APIs.")
        let table = UI.table(
            caption: "Applications",
            columns: [
                .init("Name"), .init("Owner"), .init("Authentication", secondary: true), .init("APIs", .number),
                .init("Created", secondary: true),
            ],
            rows: page.items.map(row),
            empty: search.isEmpty
                ? empty
                : UI.emptyState(
                    icon: .search, title: "Nothing found", text: "No application has this in its name.",
                    action: UI.linkButton("Show all", to: address)))
        let bar: HTML =
            page.total == 0 && search.isEmpty
            ? .empty : UI.searchField(to: address, label: "Search applications", value: search)
        let pages = UI.pagination(page) { "\(address)?page=\($0)&q=\(QueryString.encoded(search))" }
        return AccessLayout.reply(
            call.caller, portal, .applications, title: "Applications", body: "\(bar)\(table)\(pages)")
    }

    private func row(_ detail: ApplicationDetail) -> [HTML] {
        let application = detail.application
        return [
            UI.rowLink(
                application.name, to: ConsoleAddress.application(application.portalID, application.id).path,
                note: application.description),
            owner(detail), "\(detail.strategy.name)", "\(detail.registrationCount)",
            Moment.html(application.createdAt),
        ]
    }

    private func owner(_ detail: ApplicationDetail) -> HTML {
        detail.application.owner.teamID == nil ? "\(detail.ownerName)" : "Team \(detail.ownerName)"
    }

    private func show(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let actor = call.caller.actor
        let portal = try await product.portals.find(call.id("portalId"), as: actor)
        let detail = try await product.applications.find(call.id("applicationId"), on: portal.id, as: actor)
        let whole = ListQuery(page: PageRequest(size: PageRequest.maximumSize))
        let registered = try await product.registrations.list(
            of: detail.id, on: portal.id, whole, Registration.applicationList, as: actor)
        let keys = try await product.credentials.list(of: detail.id, on: portal.id, whole, as: actor)
        let teams = try await product.teams.list(on: portal.id, whole, as: actor).items.filter(\.canOwnApplications)
        let application = detail.application
        let seen = try await product.access.seen(Set(registered.items.map(\.registration.apiID)), as: actor)
        let body: HTML = """
            \(facts(detail))\(registrations(registered.items, seen))\(keyTable(keys.items))\
            \(transferForm(detail, teams))\(danger(detail))
            """
        return AccessLayout.reply(
            call.caller, portal, .applications, title: application.name,
            crumb: UI.Link("Applications", to: ConsoleAddress.applications(portal.id).path),
            header: UI.pageHeader(application.name, text: "\(application.description)"), body: body)
    }

    private func facts(_ detail: ApplicationDetail) -> HTML {
        UI.card(
            content: UI.facts([
                .init("Owner", owner(detail)), .init("Authentication", text: detail.strategy.name),
                .init("Client id", text: detail.application.clientID),
                .init("Id", UI.copyable(detail.id.text, what: "the application id")),
                .init("Created", Moment.html(detail.application.createdAt)),
            ]))
    }

    private func registrations(_ items: [RegistrationDetail], _ seen: Set<ID<API>>) -> HTML {
        let table = UI.table(
            caption: "APIs of this application", columns: [.init("API"), .init("State"), .init("Asked")],
            rows: items.map { detail in
                let api = detail.registration.apiID
                let link = UI.rowLink(detail.apiName, to: ConsoleAddress.api(api).path, note: detail.apiVersion)
                return [
                    seen.contains(api) ? link : "\(detail.apiName)", UI.status(detail.registration.status.rawValue),
                    Moment.html(detail.registration.createdAt),
                ]
            }, empty: "<p class=\"muted\">It is not registered for any API.</p>")
        return UI.card(title: "APIs", flush: !items.isEmpty, content: table)
    }

    private func keyTable(_ keys: [Credential]) -> HTML {
        let table = UI.table(
            caption: "Keys", columns: [.init("Name"), .init("Key"), .init("State"), .init("Expires")],
            rows: keys.map { key in
                [
                    "\(key.displayName)", "<code>ptk_…\(key.lastFour)</code>",
                    UI.status(product.credentials.status(of: key).rawValue), Moment.html(key.expiresAt),
                ]
            }, empty: "<p class=\"muted\">It has no keys.</p>")
        return UI.card(
            title: "Credentials", text: "Developers make them; nobody sees a key twice.", flush: !keys.isEmpty,
            content: table)
    }

    private func transferForm(_ detail: ApplicationDetail, _ teams: [Team]) -> HTML {
        let others = teams.filter { $0.id != detail.application.owner.teamID }
        if others.isEmpty { return .empty }
        let form = UI.form(
            to: ConsoleAddress.applicationOwner(detail.application.portalID, detail.id).path,
            actions: UI.button("Transfer", .secondary),
            content: UI.select(
                "team", label: "New owner", options: others.map { UI.Option($0.id.text, "Team \($0.name)") }))
        return UI.card(
            title: "Transfer ownership", text: "To a team that may own applications; every member may use it then.",
            content: form)
    }

    private func danger(_ detail: ApplicationDetail) -> HTML {
        UI.dangerZone(
            "Delete this application", text: "Its registrations and keys go with it; calls are refused at once.",
            action: UI.postButton(
                "Delete application",
                to: ConsoleAddress.deleteApplication(detail.application.portalID, detail.id).path, .danger,
                confirm: "Delete “\(detail.application.name)”? Its keys stop working at once."))
    }

    private func transfer(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), portal: ID<Portal> = try call.id("portalId")
        let id: ID<Application> = try call.id("applicationId")
        guard let team = ID<Team>(form["team"]) else { throw Refusal.notFound }
        let page = Reply.redirect(to: ConsoleAddress.application(portal, id).path)
        var change = ApplicationChange()
        change.owner = .set(.team(team))
        do {
            let detail = try await product.applications.update(id, on: portal, change, as: call.caller.actor)
            return page.with(Flash(.success, "It belongs to the team \(detail.ownerName) now."))
        } catch Refusal.invalid(let problems, let detail) {
            return page.with(Flash(.danger, problems.first?.reason ?? detail))
        }
    }

    private func delete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal: ID<Portal> = try call.id("portalId"), id: ID<Application> = try call.id("applicationId")
        try await product.applications.delete(id, on: portal, as: call.caller.actor)
        return Reply.redirect(to: ConsoleAddress.applications(portal).path)
            .with(Flash(.success, "The application is deleted."))
    }
}
