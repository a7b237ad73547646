package import Core
import HTTPTypes
import Model
import Rendering
package import Web

/// Access and approvals > Teams: the list, a new one, and one with its developers, its roles and its settings.
package struct TeamPages {
    private let product: Product

    package init(_ product: Product) {
        self.product = product
    }

    package var endpoints: [Endpoint<ConsoleCaller>] {
        let item = "/portals/{portalId}/teams/{teamId}"
        return [
            .get("/portals/{portalId}/teams", list),
            .get("/portals/{portalId}/teams/new") { try await newForm($0, FormData(), .none) },
            .post("/portals/{portalId}/teams/new", create),
            .get(item) { try await show($0) }, .post(item, update), .post("\(item)/delete", delete),
            .post("\(item)/developers", addDeveloper),
            .post("\(item)/developers/{developerId}/remove", removeDeveloper),
            .post("\(item)/roles", addRole), .post("\(item)/roles/{roleId}/remove", removeRole),
        ]
    }

    private func list(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal = try await product.portals.find(call.id("portalId"), as: call.caller.actor)
        var query = ListQuery(page: PageRequest(size: 20))
        if let number = call.query("page").flatMap(Int.init), number > 0 { query.page.number = number }
        let page = try await product.teams.list(on: portal.id, query, as: call.caller.actor)
        let counts = try await product.teams.memberCounts(on: portal.id, as: call.caller.actor)
        let new = UI.linkButton("New team", to: ConsoleAddress.newTeam(portal.id).path, .primary, icon: .plus)
        let empty = UI.emptyState(
            icon: .people, title: "No teams yet",
            text: "A team gives its developers roles: what they see and what they may call.", action: new)
        let table = UI.table(
            caption: "All teams",
            columns: [.init("Name"), .init("Members", .number), .init("Owns applications", secondary: true)],
            rows: page.items.map { team in
                [
                    UI.rowLink(
                        team.name, to: ConsoleAddress.team(portal.id, team.id).path, note: team.description),
                    "\(counts[team.id] ?? 0)", team.canOwnApplications ? "May" : "May not",
                ]
            }, empty: empty)
        let pages = UI.pagination(page) { "\(ConsoleAddress.teams(portal.id).path)?page=\($0)" }
        let notice: HTML = portal.rbacEnabled ? .empty : TeamViews.rolesAreIdle(portal)
        return AccessLayout.reply(
            call.caller, portal, .teams, title: "Teams", actions: page.total == 0 ? .empty : new,
            body: "\(notice)\(table)\(pages)")
    }

    private func newForm(
        _ call: Call<ConsoleCaller>, _ data: FormData, _ problems: FormProblems
    ) async throws -> Reply {
        let portal = try await product.portals.find(call.id("portalId"), as: call.caller.actor)
        let actions = UI.button("Create team") + UI.linkButton("Cancel", to: ConsoleAddress.teams(portal.id).path)
        let form = UI.form(
            to: ConsoleAddress.newTeam(portal.id).path, actions: actions,
            content: TeamViews.fields(data, problems))
        return AccessLayout.reply(
            call.caller, portal, .teams, title: "New team",
            crumb: UI.Link("Teams", to: ConsoleAddress.teams(portal.id).path),
            header: UI.pageHeader("New team"), body: UI.card(content: form))
    }

    private func create(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let data = try await call.form(), portal: ID<Portal> = try call.id("portalId")
        return try await retrying {
            let draft = TeamDraft(
                name: data.nonEmpty("name") ?? "", description: data.nonEmpty("description") ?? "",
                canOwnApplications: data.isOn("can_own_applications"))
            let team = try await product.teams.create(draft, on: portal, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.team(portal, team.id).path)
                .with(Flash(.success, "Add developers next, and give the team a role."))
        } form: { problems in
            try await newForm(call, data, problems)
        }
    }

    private func show(
        _ call: Call<ConsoleCaller>, _ data: FormData? = nil, _ problems: FormProblems = .none
    ) async throws -> Reply {
        let actor = call.caller.actor
        let portal = try await product.portals.find(call.id("portalId"), as: actor)
        let overview = try await product.teams.overview(of: call.id("teamId"), on: portal.id, as: actor)
        let view = TeamView(
            portal: portal, overview: overview, data: data ?? TeamViews.data(of: overview.team), problems: problems)
        return AccessLayout.reply(
            call.caller, portal, .teams, title: overview.team.name,
            crumb: UI.Link("Teams", to: ConsoleAddress.teams(portal.id).path),
            header: UI.pageHeader(overview.team.name, text: "\(overview.team.description)"), body: view.html)
    }

    private func update(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let stored = try await product.teams.overview(
            of: call.id("teamId"), on: call.id("portalId"), as: call.caller.actor
        ).team
        let data = try await call.form().merged(
            over: TeamViews.data(of: stored), titles: ["can_own_applications": "May own applications"])
        return try await retrying(data) {
            var change = TeamChange()
            change.name = .set(data.nonEmpty("name") ?? "")
            change.description = .set(data.nonEmpty("description") ?? "")
            change.canOwnApplications = .set(data.isOn("can_own_applications"))
            _ = try await product.teams.update(
                call.id("teamId"), on: call.id("portalId"), change, as: call.caller.actor)
            return try back(call, Flash(.success, "Saved."))
        } form: { problems in
            try await show(call, data, problems)
        }
    }

    private func delete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal: ID<Portal> = try call.id("portalId")
        do {
            try await product.teams.delete(call.id("teamId"), on: portal, as: call.caller.actor)
        } catch Refusal.conflict(let reason) {
            return try back(call, Flash(.danger, reason))
        }
        return Reply.redirect(to: ConsoleAddress.teams(portal).path).with(Flash(.success, "The team is deleted."))
    }

    private func back(_ call: Call<ConsoleCaller>, _ flash: Flash) throws -> Reply {
        let portal: ID<Portal> = try call.id("portalId"), team: ID<Team> = try call.id("teamId")
        return Reply.redirect(to: ConsoleAddress.team(portal, team).path).with(flash)
    }

    private func addDeveloper(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form()
        guard let developer = ID<Developer>(form["developer"]) else {
            return try back(call, Flash(.danger, "Choose a developer."))
        }
        do {
            try await product.teams.add(
                developer, to: call.id("teamId"), on: call.id("portalId"), as: call.caller.actor)
        } catch Refusal.conflict(let reason) {
            return try back(call, Flash(.info, reason))
        }
        return try back(call, Flash(.success, "The developer is in the team."))
    }

    private func removeDeveloper(_ call: Call<ConsoleCaller>) async throws -> Reply {
        try await product.teams.remove(
            call.id("developerId"), from: call.id("teamId"), on: call.id("portalId"), as: call.caller.actor)
        return try back(call, Flash(.success, "The developer has left the team."))
    }

    private func addRole(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form()
        guard let name = TeamRole.Name(rawValue: form["role"]) else {
            return try back(call, Flash(.danger, "Choose a role."))
        }
        let scope = ID<API>(form["api"]).map(TeamRole.Scope.api) ?? .everyAPI
        do {
            _ = try await product.teams.assign(
                TeamRoleDraft(name: name, scope: scope), to: call.id("teamId"), on: call.id("portalId"),
                as: call.caller.actor)
        } catch Refusal.conflict(let reason) {
            return try back(call, Flash(.info, reason))
        }
        return try back(call, Flash(.success, "The team has the role \(name.rawValue)."))
    }

    private func removeRole(_ call: Call<ConsoleCaller>) async throws -> Reply {
        try await product.teams.unassign(
            call.id("roleId"), from: call.id("teamId"), on: call.id("portalId"), as: call.caller.actor)
        return try back(call, Flash(.success, "The role is taken back. Keys that depended on it are refused."))
    }
}
