package import Core
import HTTPTypes
import Model
import Rendering
package import Web

/// Organization > Teams: the list, a new one, and one with its members, roles and settings.
package struct OperatorTeamPages {
    private let product: Product
    private let actions: RoleActions

    package init(_ product: Product) {
        self.product = product
        actions = RoleActions(roles: product.assignedRoles)
    }

    package var endpoints: [Endpoint<ConsoleCaller>] {
        let item = "/organization/teams/{teamId}"
        return [
            .get("/organization/teams") { try await list($0) }, .post("/organization/teams", create),
            .get(item) { try await show($0) }, .post(item, update), .post("\(item)/delete", delete),
            .post("\(item)/members", addMember), .post("\(item)/members/{memberId}/remove", removeMember),
            .post("\(item)/roles") { try await actions.add($0, to: holder($0), back: back($0)) },
            .post("\(item)/roles/{roleId}/remove") {
                try await actions.remove($0, from: holder($0), back: back($0))
            },
        ]
    }

    private func holder(_ call: Call<ConsoleCaller>) throws -> RoleHolder { .team(try call.id("teamId")) }

    private func back(_ call: Call<ConsoleCaller>) throws -> String {
        ConsoleAddress.operatorTeam(try call.id("teamId")).path
    }

    private func list(
        _ call: Call<ConsoleCaller>, _ data: FormData = FormData(), _ problems: FormProblems = .none
    ) async throws -> Reply {
        let teams = try await product.operatorTeams.all(as: call.caller.actor)
        let table = UI.table(
            caption: "Teams", columns: [.init("Team"), .init("Kind", secondary: true), .init("Members", .number)],
            rows: teams.map { team, members in
                [
                    UI.rowLink(team.name, to: ConsoleAddress.operatorTeam(team.id).path, note: team.description),
                    team.isPredefined ? UI.badge("Predefined") : UI.badge("Custom", .accent), "\(members)",
                ]
            })
        var body = table
        if call.caller.access.may(.managePeople, .organization) {
            let form = UI.form(
                to: ConsoleAddress.operatorTeams.path, actions: UI.button("Create team"),
                content: Self.fields(data, problems))
            body = body + UI.section("New team", id: "new", content: UI.card(content: form))
        }
        return OrganizationLayout.list(
            call.caller, .teams, text: "A team gives its members roles.", body: body)
    }

    private static func fields(_ data: FormData, _ problems: FormProblems) -> HTML {
        """
        \(problems.summary(shown: ["name", "description"]))\
        \(UI.textField("name", label: "Name", value: data["name"], error: problems["name"], required: true,
            autocomplete: "off", attributes: ["maxlength": "250"]))\
        \(UI.textField("description", label: "Description", value: data["description"],
            error: problems["description"], autocomplete: "off", attributes: ["maxlength": "250"]))
        """
    }

    private func create(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let data = try await call.form()
        return try await retrying {
            let draft = OperatorTeamDraft(name: data["name"], description: data["description"])
            let team = try await product.operatorTeams.create(draft, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.operatorTeam(team.id).path)
                .with(Flash(.success, "Add members next, and give the team a role."))
        } form: { problems in
            try await list(call, data, problems)
        }
    }

    private func show(
        _ call: Call<ConsoleCaller>, _ data: FormData? = nil, _ problems: FormProblems = .none
    ) async throws -> Reply {
        let actor = call.caller.actor, base = try back(call)
        let team = try await product.operatorTeams.find(call.id("teamId"), as: actor)
        let roles = try await RoleViews(
            product, of: .team(team.id), base: base, isFixed: team.isPredefined, as: actor)
        let members = try await members(of: team, base, call.caller)
        var body: HTML = """
            \(UI.section("Members", id: "members", content: members))\
            \(UI.section("Roles", text: "What its members may do.", id: "roles", content: roles.html))
            """
        if !team.isPredefined {
            let old = Self.data(of: team)
            let form = UI.form(
                to: base, guardUnsaved: true, actions: UI.button("Save"),
                content: "\(old.opened())\(Self.fields(data ?? old, problems))")
            let delete = UI.dangerZone(
                "Delete this team", text: "Its roles go with it; its members stay.",
                action: UI.postButton(
                    "Delete team", to: "\(base)/delete", .danger, confirm: "Delete the team “\(team.name)”?"))
            body =
                body
                + UI.section(
                    "Settings", content: "<div class=\"stack\">\(UI.card(content: form))\(delete)</div>")
        }
        return OrganizationLayout.page(
            call.caller, .teams, title: team.name, text: "\(team.description)",
            badge: team.isPredefined ? UI.badge("Predefined") : .empty, body: body)
    }

    private static func data(of team: OperatorTeam) -> FormData {
        FormData([("name", team.name), ("description", team.description)])
    }

    private func members(of team: OperatorTeam, _ base: String, _ caller: ConsoleCaller) async throws -> HTML {
        let whole = ListQuery(page: PageRequest(size: PageRequest.maximumSize)), actor = caller.actor
        let people = try await product.operatorTeams.operators(in: team.id, whole, as: actor).items
        let maySeeAccounts = caller.access.may(.viewAccounts, .organization)
        let accounts =
            maySeeAccounts
            ? try await product.operatorTeams.systemAccounts(in: team.id, whole, as: actor).items : []
        func remove(_ id: String) -> HTML {
            UI.postButton("Remove", to: "\(base)/members/\(id)/remove", .ghost, small: true)
        }
        let rows =
            people.map { person -> [HTML] in
                [
                    UI.rowLink(person.name, to: ConsoleAddress.person(person.id).path, note: person.email),
                    PeoplePages.state(person), remove(person.id.text),
                ]
            }
            + accounts.map { account -> [HTML] in
                [
                    UI.rowLink(account.name, to: ConsoleAddress.systemAccount(account.id).path, note: "System account"),
                    UI.status("active"), remove(account.id.text),
                ]
            }
        let table = UI.table(
            caption: "Members",
            columns: [.init("Name"), .init("State", secondary: true), .init("Actions", .actions)], rows: rows,
            empty: "<p class=\"muted\">Nobody is in it yet.</p>")
        guard caller.access.may(.managePeople, .organization) else { return UI.card(flush: true, content: table) }
        let inside = Set(people.map(\.id.text) + accounts.map(\.id.text))
        let candidates =
            try await product.operators.list(whole, as: actor).items.map {
                UI.Option($0.id.text, "\($0.name) (\($0.email))")
            }
            + product.systemAccounts.all(as: actor).map { UI.Option($0.account.id.text, "\($0.account.name) (system)") }
        let add = UI.form(
            to: "\(base)/members", actions: UI.button("Add member", .secondary, icon: .plus),
            content: UI.select("member", label: "Member", options: candidates.filter { !inside.contains($0.value) }))
        return UI.card(footer: add, flush: !rows.isEmpty, content: table)
    }

    private func update(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let stored = try await product.operatorTeams.find(call.id("teamId"), as: call.caller.actor)
        let data = try await call.form().merged(over: Self.data(of: stored))
        return try await retrying(data) {
            var change = OperatorTeamChange()
            change.name = .set(data["name"])
            change.description = .set(data["description"])
            _ = try await product.operatorTeams.update(call.id("teamId"), change, as: call.caller.actor)
            return .redirect(to: try back(call)).with(Flash(.success, "Saved."))
        } form: { problems in
            try await show(call, data, problems)
        }
    }

    private func delete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        try await product.operatorTeams.delete(call.id("teamId"), as: call.caller.actor)
        return .redirect(to: ConsoleAddress.operatorTeams.path).with(Flash(.success, "The team is deleted."))
    }

    private func addMember(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), actor = call.caller.actor, team: ID<OperatorTeam> = try call.id("teamId")
        guard let id = ID<Operator>(form["member"]) else {
            return .redirect(to: try back(call)).with(Flash(.danger, "Choose a member."))
        }
        do {
            do {
                try await product.operatorTeams.add(id, to: team, as: actor)
            } catch Refusal.notFound {
                try await product.operatorTeams.add(ID<SystemAccount>(stored: id.text), to: team, as: actor)
            }
        } catch Refusal.conflict(let reason) {
            return .redirect(to: try back(call)).with(Flash(.info, reason))
        }
        return .redirect(to: try back(call)).with(Flash(.success, "The team has a new member."))
    }

    private func removeMember(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let member: ID<Operator> = try call.id("memberId")
        do {
            try await product.operatorTeams.remove(member, from: call.id("teamId"), as: call.caller.actor)
        } catch Refusal.conflict(let reason) {
            return .redirect(to: try back(call)).with(Flash(.danger, reason))
        }
        return .redirect(to: try back(call)).with(Flash(.success, "The member has left the team."))
    }
}
