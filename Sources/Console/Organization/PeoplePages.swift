package import Core
import HTTPTypes
import Model
import Rendering
package import Web

/// Organization > People: who works here, an invitation, and one person with teams and roles.
package struct PeoplePages {
    private let product: Product
    private let actions: RoleActions

    package init(_ product: Product) {
        self.product = product
        actions = RoleActions(roles: product.assignedRoles)
    }

    package var endpoints: [Endpoint<ConsoleCaller>] {
        let item = "/organization/people/{personId}"
        return [
            .get("/organization") { try await list($0) }, .post("/organization/people", invite),
            .get(item, show), .post("\(item)/invite", inviteAgain), .post("\(item)/delete", delete),
            .post("\(item)/teams", join), .post("\(item)/teams/{teamId}/leave", leave),
            .post("\(item)/roles") { try await actions.add($0, to: holder($0), back: back($0)) },
            .post("\(item)/roles/{roleId}/remove") {
                try await actions.remove($0, from: holder($0), back: back($0))
            },
        ]
    }

    private func holder(_ call: Call<ConsoleCaller>) throws -> RoleHolder { .operator(try call.id("personId")) }

    private func back(_ call: Call<ConsoleCaller>) throws -> String {
        ConsoleAddress.person(try call.id("personId")).path
    }

    private func list(
        _ call: Call<ConsoleCaller>, _ data: FormData = FormData(), _ problems: FormProblems = .none
    ) async throws -> Reply {
        let caller = call.caller
        var query = ListQuery(page: PageRequest(size: 20))
        if let number = call.query("page").flatMap(Int.init), number > 0 { query.page.number = number }
        let page = try await product.operators.people(query, as: caller.actor)
        let table = UI.table(
            caption: "People", columns: [.init("Name"), .init("Teams", secondary: true), .init("State")],
            rows: page.items.map { account, teams in
                [
                    UI.rowLink(account.name, to: ConsoleAddress.person(account.id).path, note: account.email),
                    teams.isEmpty ? "<span class=\"muted\">None</span>" : UI.tags(teams), Self.state(account),
                ]
            })
        let pages = UI.pagination(page) { "\(ConsoleAddress.organization.path)?page=\($0)" }
        var body: HTML = "\(table)\(pages)"
        if caller.access.may(.managePeople, .organization) {
            let teams = try await product.operatorTeams.all(as: caller.actor).map(\.team)
            body =
                body
                + UI.section(
                    "Invite somebody", text: "They get an e-mail with a link that works once, within seven days.",
                    id: "invite", content: UI.card(content: form(teams, data, problems)))
        }
        return OrganizationLayout.list(
            caller, .people, text: "Who works here, and what they may do.", body: body)
    }

    private func form(_ teams: [OperatorTeam], _ data: FormData, _ problems: FormProblems) -> HTML {
        let chosen = Set(data.all("team"))
        let boxes: [HTML] = teams.map { team in
            UI.checkbox(
                "team", label: team.name, checked: chosen.contains(team.id.text), value: team.id.text,
                hint: "\(team.description)", id: "team-\(team.id)")
        }
        return UI.form(
            to: ConsoleAddress.invite.path, actions: UI.button("Send invitation"),
            content: """
                \(problems.summary(shown: ["name", "email"]))
                \(UI.textField("email", label: "E-mail", value: data["email"], type: .email,
                    error: problems["email"], required: true, autocomplete: "off"))
                \(UI.textField("name", label: "Full name", value: data["name"], error: problems["name"],
                    required: true, autocomplete: "off"))
                <fieldset class="choices"><legend class="field-label">Teams</legend>\(boxes)</fieldset>
                """)
    }

    static func state(_ account: Operator) -> HTML {
        account.isActive ? UI.status("active") : UI.badge("Invited", .warn, dot: true)
    }

    private func invite(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let data = try await call.form()
        return try await retrying {
            let made = try await product.operators.invite(
                email: data["email"], name: data.nonEmpty("name"),
                teams: data.all("team").compactMap { ID<OperatorTeam>($0) }, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.organization.path)
                .with(Flash(.success, "An invitation is on its way to \(made.email)."))
        } form: { problems in
            try await list(call, data, problems)
        }
    }

    private func show(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let actor = call.caller.actor
        let account = try await product.operators.find(call.id("personId"), as: actor)
        let whole = ListQuery(page: PageRequest(size: PageRequest.maximumSize))
        let teams = try await product.operatorTeams.list(of: account.id, whole, as: actor).items
        let others = try await product.operatorTeams.all(as: actor).map(\.team).filter { !teams.contains($0) }
        let views = MemberViews(
            base: ConsoleAddress.person(account.id).path, teams: teams, others: others,
            isSelf: account.id == call.caller.account.id)
        let roles = try await RoleViews(product, of: .operator(account.id), base: views.base, as: actor)
        let remove =
            account.id == call.caller.account.id ? Self.leaving(views.base) : Self.removing(account, views.base)
        let body: HTML = """
            \(account.isActive ? .empty : invited(account))\
            \(UI.section("Teams", text: "They have the roles of their teams.", id: "teams", content: views.html))\
            \(UI.section("Roles", text: "Beside those of the teams.", id: "roles", content: roles.html))\
            \(UI.section("Membership", content: remove))
            """
        return OrganizationLayout.page(
            call.caller, .people, title: account.name, text: "\(account.email)", badge: Self.state(account), body: body)
    }

    private static func leaving(_ base: String) -> HTML {
        UI.dangerZone(
            "Leave the organization", text: "Your sessions and tokens end at once. What you made stays.",
            action: UI.postButton(
                "Leave the organization", to: "\(base)/delete", .danger,
                confirm: "Leave the organization? Only an organization admin can let you in again."))
    }

    private static func removing(_ account: Operator, _ base: String) -> HTML {
        UI.dangerZone(
            "Remove \(account.name)", text: "Their sessions and tokens end at once. What they made stays.",
            action: UI.postButton(
                "Remove", to: "\(base)/delete", .danger, confirm: "Remove \(account.name) (\(account.email))?"))
    }

    private func invited(_ account: Operator) -> HTML {
        UI.alert(
            .info, title: "Invited, not here yet", "The link in the e-mail works for seven days.",
            actions: UI.postButton(
                "Send another", to: "\(ConsoleAddress.person(account.id).path)/invite", .secondary, small: true))
    }

    private func inviteAgain(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let account = try await product.operators.find(call.id("personId"), as: call.caller.actor)
        do {
            _ = try await product.operators.invite(email: account.email, as: call.caller.actor)
        } catch Refusal.conflict(let reason) {
            return .redirect(to: try back(call)).with(Flash(.info, reason))
        }
        return .redirect(to: try back(call)).with(Flash(.success, "Another invitation is on its way."))
    }

    private func delete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        do {
            try await product.operators.delete(call.id("personId"), as: call.caller.actor)
        } catch Refusal.conflict(let reason) {
            return .redirect(to: try back(call)).with(Flash(.danger, reason))
        }
        return .redirect(to: ConsoleAddress.organization.path).with(Flash(.success, "They do not work here any more."))
    }

    private func join(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), person: ID<Operator> = try call.id("personId")
        guard let team = ID<OperatorTeam>(form["team"]) else {
            return .redirect(to: try back(call)).with(Flash(.danger, "Choose a team."))
        }
        do {
            try await product.operatorTeams.add(person, to: team, as: call.caller.actor)
        } catch Refusal.conflict(let reason) {
            return .redirect(to: try back(call)).with(Flash(.info, reason))
        }
        return .redirect(to: try back(call)).with(Flash(.success, "They are in the team."))
    }

    private func leave(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let person: ID<Operator> = try call.id("personId")
        do {
            try await product.operatorTeams.remove(person, from: call.id("teamId"), as: call.caller.actor)
        } catch Refusal.conflict(let reason) {
            return .redirect(to: try back(call)).with(Flash(.danger, reason))
        }
        let isSelf = person == call.caller.account.id
        return .redirect(to: try back(call))
            .with(Flash(.success, isSelf ? "You have left the team." : "They are not in the team any more."))
    }
}

/// The teams that somebody is in, with a form that puts them into another.
struct MemberViews {
    let base: String
    let teams: [OperatorTeam]
    let others: [OperatorTeam]
    /// Whether it is the reader.
    var isSelf = false

    var html: HTML {
        let rows = teams.map { team -> [HTML] in
            [
                UI.rowLink(team.name, to: ConsoleAddress.operatorTeam(team.id).path, note: team.description),
                UI.postButton(
                    isSelf ? "Leave" : "Remove from team", to: "\(base)/teams/\(team.id)/leave", .ghost, small: true),
            ]
        }
        let table = UI.table(
            caption: "Teams", columns: [.init("Team"), .init("Actions", .actions)], rows: rows,
            empty: "<p class=\"muted\">In no team yet.</p>")
        let add: HTML =
            others.isEmpty
            ? .empty
            : UI.form(
                to: "\(base)/teams", actions: UI.button("Add to team", .secondary, icon: .plus),
                content: UI.select("team", label: "Team", options: others.map { UI.Option($0.id.text, $0.name) }))
        return UI.card(footer: add, flush: !rows.isEmpty, content: table)
    }
}
