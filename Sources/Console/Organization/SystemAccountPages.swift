package import Core
import HTTPTypes
import Model
import Rendering
package import Web

/// Organization > System accounts: the list, a new one, and one with its tokens, teams and roles.
package struct SystemAccountPages {
    private let product: Product
    private let actions: RoleActions

    package init(_ product: Product) {
        self.product = product
        actions = RoleActions(roles: product.assignedRoles)
    }

    package var endpoints: [Endpoint<ConsoleCaller>] {
        let item = "/organization/system-accounts/{accountId}"
        return [
            .get("/organization/system-accounts") { try await list($0) },
            .post("/organization/system-accounts", create), .get(item) { try await show($0) }, .post(item, update),
            .post("\(item)/delete", delete), .post("\(item)/tokens", createToken),
            .post("\(item)/tokens/{tokenId}/revoke", revokeToken), .post("\(item)/teams", join),
            .post("\(item)/teams/{teamId}/leave", leave),
            .post("\(item)/roles") { try await actions.add($0, to: holder($0), back: back($0)) },
            .post("\(item)/roles/{roleId}/remove") {
                try await actions.remove($0, from: holder($0), back: back($0))
            },
        ]
    }

    private func holder(_ call: Call<ConsoleCaller>) throws -> RoleHolder { .systemAccount(try call.id("accountId")) }

    private func back(_ call: Call<ConsoleCaller>) throws -> String {
        ConsoleAddress.systemAccount(try call.id("accountId")).path
    }

    private func list(
        _ call: Call<ConsoleCaller>, _ data: FormData = FormData(), _ problems: FormProblems = .none
    ) async throws -> Reply {
        let accounts = try await product.systemAccounts.all(as: call.caller.actor)
        let table = UI.table(
            caption: "System accounts", columns: [.init("Name"), .init("Teams", secondary: true), .init("Since")],
            rows: accounts.map { account, teams in
                [
                    UI.rowLink(
                        account.name, to: ConsoleAddress.systemAccount(account.id).path, note: account.description),
                    teams.isEmpty ? "<span class=\"muted\">None</span>" : UI.tags(teams),
                    Moment.html(account.createdAt),
                ]
            },
            empty: UI.emptyState(
                icon: .terminal, title: "No system accounts yet",
                text: "A system account lets a pipeline work here without being anybody's own."))
        var body = table
        if call.caller.access.may(.managePeople, .organization) {
            let form = UI.form(
                to: ConsoleAddress.systemAccounts.path, actions: UI.button("Create system account"),
                content: Self.fields(data, problems))
            body = body + UI.section("New system account", id: "new", content: UI.card(content: form))
        }
        return OrganizationLayout.list(
            call.caller, .accounts, text: "Programs that work here with tokens of their own.", body: body)
    }

    private static func fields(_ data: FormData, _ problems: FormProblems) -> HTML {
        """
        \(problems.summary(shown: ["name", "description"]))\
        \(UI.textField("name", label: "Name", value: data["name"], error: problems["name"], required: true,
            autocomplete: "off", attributes: ["maxlength": "250"]))\
        \(UI.textField("description", label: "Description", value: data["description"],
            error: problems["description"], autocomplete: "off"))
        """
    }

    private func create(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let data = try await call.form()
        return try await retrying {
            let draft = SystemAccountDraft(name: data["name"], description: data["description"])
            let account = try await product.systemAccounts.create(draft, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.systemAccount(account.id).path)
                .with(Flash(.success, "Create a token next, and give the account a role."))
        } form: { problems in
            try await list(call, data, problems)
        }
    }

    private func show(
        _ call: Call<ConsoleCaller>, _ data: FormData? = nil, _ problems: FormProblems = .none, secret: Secret? = nil
    ) async throws -> Reply {
        let actor = call.caller.actor, base = try back(call)
        let whole = ListQuery(page: PageRequest(size: PageRequest.maximumSize))
        let account = try await product.systemAccounts.find(call.id("accountId"), as: actor)
        let tokens = try await product.systemAccounts.tokens(of: account.id, whole, as: actor).items
        let teams = try await product.operatorTeams.list(of: account.id, whole, as: actor).items
        let others = try await product.operatorTeams.all(as: actor).map(\.team).filter { !teams.contains($0) }
        let roles = try await RoleViews(product, of: .systemAccount(account.id), base: base, as: actor)
        let old = Self.data(of: account)
        let settings = UI.form(
            to: base, guardUnsaved: true, actions: UI.button("Save"),
            content: "\(old.opened())\(Self.fields(data ?? old, problems))")
        let delete = UI.dangerZone(
            "Delete this account", text: "Its tokens stop working at once.",
            action: UI.postButton(
                "Delete account", to: "\(base)/delete", .danger, confirm: "Delete “\(account.name)” with its tokens?"))
        let reveal = secret.map { TokenViews.reveal($0) }
        let tokenPart: HTML = """
            \(reveal)\(UI.card(
                footer: UI.form(
                    to: "\(base)/tokens", actions: UI.button("Create token", .secondary, icon: .plus),
                    content: UI.fieldRow(TokenViews.nameField(problems["token"]), TokenViews.lifeField())),
                flush: !tokens.isEmpty, content: table(tokens, base)))
            """
        let body: HTML = """
            \(UI.section("Tokens", text: "<code>Authorization: Bearer spat_…</code>", id: "tokens",
                content: tokenPart))\
            \(UI.section("Teams", text: "The account has the roles of its teams.", id: "teams",
                content: MemberViews(base: base, teams: teams, others: others).html))\
            \(UI.section("Roles", text: "Beside those of the teams.", id: "roles", content: roles.html))\
            \(UI.section("Settings", content: "<div class=\"stack\">\(UI.card(content: settings))\(delete)</div>"))
            """
        return OrganizationLayout.page(
            call.caller, .accounts, title: account.name, text: "\(account.description)", body: body)
    }

    private static func data(of account: SystemAccount) -> FormData {
        FormData([("name", account.name), ("description", account.description)])
    }

    private func table(_ tokens: [SystemAccountToken], _ base: String) -> HTML {
        UI.table(
            caption: "Tokens",
            columns: [
                .init("Name"), .init("Expires"), .init("Last used", secondary: true), .init("Actions", .actions),
            ],
            rows: tokens.map { token in
                [
                    "\(token.name)", Moment.html(token.expiresAt), Moment.html(token.lastUsedAt),
                    UI.postButton(
                        "Revoke", to: "\(base)/tokens/\(token.id)/revoke", .danger, small: true,
                        confirm: "Revoke “\(token.name)”? Whatever uses it stops working at once."),
                ]
            }, empty: "<p class=\"muted\">No tokens yet.</p>")
    }

    private func update(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let stored = try await product.systemAccounts.find(call.id("accountId"), as: call.caller.actor)
        let data = try await call.form().merged(over: Self.data(of: stored))
        return try await retrying(data) {
            var change = SystemAccountChange()
            change.name = .set(data["name"])
            change.description = .set(data["description"])
            _ = try await product.systemAccounts.update(call.id("accountId"), change, as: call.caller.actor)
            return .redirect(to: try back(call)).with(Flash(.success, "Saved."))
        } form: { problems in
            try await show(call, data, problems)
        }
    }

    private func delete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        try await product.systemAccounts.delete(call.id("accountId"), as: call.caller.actor)
        return .redirect(to: ConsoleAddress.systemAccounts.path).with(Flash(.success, "The account is deleted."))
    }

    private func createToken(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form()
        do {
            let (_, secret) = try await product.systemAccounts.createToken(
                name: form["token"], expiresAt: TokenViews.end(form, from: product.kernel.now),
                for: call.id("accountId"), as: call.caller.actor)
            return try await show(call, secret: secret).with(.cacheControl, "no-store")
        } catch Refusal.conflict(let reason) {
            return .redirect(to: try back(call)).with(Flash(.danger, reason))
        } catch Refusal.invalid(let problems, let detail) {
            return .redirect(to: try back(call)).with(Flash(.danger, problems.first?.reason ?? detail))
        }
    }

    private func revokeToken(_ call: Call<ConsoleCaller>) async throws -> Reply {
        try await product.systemAccounts.deleteToken(
            call.id("tokenId"), of: call.id("accountId"), as: call.caller.actor)
        return .redirect(to: try back(call)).with(Flash(.success, "The token is revoked."))
    }

    private func join(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), account: ID<SystemAccount> = try call.id("accountId")
        guard let team = ID<OperatorTeam>(form["team"]) else {
            return .redirect(to: try back(call)).with(Flash(.danger, "Choose a team."))
        }
        do {
            try await product.operatorTeams.add(account, to: team, as: call.caller.actor)
        } catch Refusal.conflict(let reason) {
            return .redirect(to: try back(call)).with(Flash(.info, reason))
        }
        return .redirect(to: try back(call)).with(Flash(.success, "The account is in the team."))
    }

    private func leave(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let account: ID<SystemAccount> = try call.id("accountId")
        try await product.operatorTeams.remove(account, from: call.id("teamId"), as: call.caller.actor)
        return .redirect(to: try back(call)).with(Flash(.success, "The account has left the team."))
    }
}

/// What the pages about tokens share.
enum TokenViews {
    static func reveal(_ secret: Secret) -> HTML {
        UI.keyReveal(
            secret.text, label: "Your new token",
            text: "Copy it now: it is shown this once, and only its fingerprint is kept.")
    }

    static func nameField(_ problem: String?, value: String = "") -> HTML {
        UI.textField(
            "token", label: "What is it for?", value: value, error: problem, required: true,
            placeholder: "CI pipeline", autocomplete: "off")
    }

    static func lifeField() -> HTML {
        let options = [(30, "30 days"), (90, "90 days"), (180, "180 days"), (365, "A year")]
        return UI.select(
            "days", label: "Expires in", options: options.map { UI.Option(String($0.0), $0.1) }, value: "90")
    }

    static func end(_ form: FormData, from now: Instant) -> Instant {
        now + .days(min(max(Int(form["days"]) ?? 90, 1), 365))
    }
}
