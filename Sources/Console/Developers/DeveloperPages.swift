import Core
import Model
import Rendering
import Web

/// A portal's developers: who waits, who is in, who is out, and one of them in detail.
struct DeveloperPages {
    private let portals: Portals
    private let developers: Developers
    private let applications: Applications
    private let teams: Teams

    init(_ product: Product) {
        applications = product.applications
        teams = product.teams
        portals = product.portals
        developers = product.developers
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        let list = "/portals/{portalId}/developers", one = "/portals/{portalId}/developers/{developerId}"
        return [
            .get(list, "developers", show), .get("\(list)/new", "developer-new") { try await add($0) },
            .post("\(list)/new", "developer-create", create), .get(one, "developer", detail),
            .post("\(one)/status", "developer-status", setStatus), .post("\(one)/delete", "developer-delete", delete),
        ]
    }

    private func show(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal = try await portals.find(call.id("portalId"), as: call.caller.actor)
        let list = DeveloperList(
            portal: portal, status: call.query("status").flatMap(Developer.Status.init(rawValue:)),
            search: (call.query("q") ?? "").trimmingSpaces, number: call.query("page").flatMap(Int.init) ?? 1)
        let counts = try await developers.counts(of: portal.id, as: call.caller.actor)
        var page = try await developers.list(list.query(by: "name"), of: portal.id, as: call.caller.actor)
        if page.total == 0, !list.search.isEmpty {
            page = try await developers.list(list.query(by: "email"), of: portal.id, as: call.caller.actor)
        }
        return reply(call, portal, title: "Developers", list.html(page, counts))
    }

    private func add(
        _ call: Call<ConsoleCaller>, _ form: FormData = FormData(), _ problems: FormProblems = .none
    ) async throws -> Reply {
        let portal = try await portals.find(call.id("portalId"), as: call.caller.actor)
        return reply(
            call, portal, title: "Add developer",
            UI.pageHeader("Add developer", text: "Make an account for somebody on \(portal.displayName).")
                + DeveloperForm.html(portal, form, problems))
    }

    private func create(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), portal: ID<Portal> = try call.id("portalId")
        return try await retrying {
            let made = try await developers.create(DeveloperForm.draft(form), on: portal, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.developer(portal, made.id).path)
                .with(Flash(.success, "\(made.fullName) has an account now."))
        } form: { problems in
            try await add(call, form, problems)
        }
    }

    private func detail(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal = try await portals.find(call.id("portalId"), as: call.caller.actor)
        let developer = try await developers.find(call.id("developerId"), of: portal.id, as: call.caller.actor)
        let first = ListQuery(page: PageRequest(size: DeveloperDetail.most))
        let detail = DeveloperDetail(
            portal: portal, developer: developer,
            applications: try await applications.list(
                usableBy: developer.id, on: portal.id, first, as: call.caller.actor),
            teams: try await teams.list(of: developer.id, on: portal.id, first, as: call.caller.actor))
        return reply(call, portal, title: developer.fullName, detail.html)
    }

    private func setStatus(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), portal: ID<Portal> = try call.id("portalId")
        guard let status = Developer.Status(rawValue: form["status"]) else {
            let names = Developer.Status.allCases.map(\.rawValue)
            throw Refusal.invalid("status", .oneOf(names), "choose one of \(names.joined(separator: ", "))")
        }
        let updated = try await developers.update(
            call.id("developerId"), DeveloperChange(status: status), of: portal, as: call.caller.actor)
        let next =
            form.nonEmpty("return_to") ?? ConsoleAddress.developer(portal, updated.id).path
        return Reply.redirect(to: next).with(Flash(.success, "\(updated.fullName) is \(status.rawValue)."))
    }

    private func delete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal: ID<Portal> = try call.id("portalId")
        try await developers.delete(call.id("developerId"), of: portal, as: call.caller.actor)
        return Reply.redirect(to: ConsoleAddress.developers(portal).path)
            .with(Flash(.success, "The account is deleted."))
    }

    private func reply(_ call: Call<ConsoleCaller>, _ portal: Portal, title: String, _ body: HTML) -> Reply {
        ConsoleLayout.reply(
            call.caller, title: title, section: .portals,
            breadcrumbs: [
                UI.Link("Portals", to: ConsoleAddress.portals.path),
                UI.Link(portal.displayName, to: ConsoleAddress.portal(portal.id).path),
                UI.Link(title, to: call.caller.path),
            ],
            context: PortalNavigation.context(portal, current: .developers), body: body)
    }
}
