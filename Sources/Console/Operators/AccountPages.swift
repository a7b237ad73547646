package import Core
import HTTPTypes
import Model
import Rendering
package import Web

/// An operator's own account with its tokens, and the operators of the organisation.
package struct AccountPages {
    private let operators: Operators

    package init(_ product: Product) {
        operators = product.operators
    }

    package var endpoints: [Endpoint<ConsoleCaller>] {
        [
            .get("/account") { try await account($0) }, .post("/account/tokens", createToken),
            .post("/account/tokens/{tokenId}/revoke", revokeToken),
            .get("/organization") { try await organization($0) }, .post("/organization/operators", createOperator),
        ]
    }

    private func account(
        _ call: Call<ConsoleCaller>, secret: Secret? = nil, problems: FormProblems = .none, name: String = ""
    ) async throws -> Reply {
        let caller = call.caller
        let tokens = try await operators.tokens(of: caller.account.id, as: caller.actor)
        let reveal = secret.map {
            UI.keyReveal(
                $0.text, label: "Your new token",
                text: "Copy it now: it is shown this once, and only its fingerprint is kept.")
        }
        let create = UI.form(
            to: ConsoleAddress.newToken.path, actions: UI.button("Create token"),
            content: UI.textField(
                "name", label: "What is it for?", value: name, error: problems["name"], required: true,
                placeholder: "CI pipeline"))
        let body: HTML = """
            \(UI.pageHeader("Account", text: "\(caller.account.name) · \(caller.account.email)"))
            \(reveal)
            \(UI.section("Personal access tokens", text: """
                Tools act as you with a token: <code>Authorization: Bearer kpat_…</code>
                """, content: tokens.isEmpty ? noTokens : table(tokens)))
            \(UI.section("New token", content: UI.card(content: create)))
            """
        return ConsoleLayout.reply(caller, title: "Account", section: nil, body: body)
    }

    private var noTokens: HTML {
        UI.emptyState(
            icon: .key, title: "No tokens yet",
            text: "Create one below to automate Portico with scripts, CI or Terraform.")
    }

    private func table(_ tokens: [PersonalAccessToken]) -> HTML {
        UI.table(
            caption: "Personal access tokens",
            columns: [.init("Name"), .init("Created"), .init("Last used"), .init("", .actions)],
            rows: tokens.map { token in
                [
                    "\(token.name)", Moment.html(token.createdAt), Moment.html(token.lastUsedAt),
                    UI.postButton(
                        "Revoke", to: ConsoleAddress.revokeToken(token.id).path, .danger, small: true,
                        confirm: "Revoke “\(token.name)”? Whatever uses it stops working at once."),
                ]
            })
    }

    private func createToken(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), caller = call.caller
        return try await retrying {
            let (_, secret) = try await operators.createToken(
                name: form["name"], expiresAt: nil, for: caller.account.id, as: caller.actor)
            return try await account(call, secret: secret).with(.cacheControl, "no-store")
        } form: { problems in
            try await account(call, problems: problems, name: form["name"])
        }
    }

    private func revokeToken(_ call: Call<ConsoleCaller>) async throws -> Reply {
        try await operators.revokeToken(call.id("tokenId"), as: call.caller.actor)
        return Reply.redirect(to: ConsoleAddress.account.path).with(Flash(.success, "The token is revoked."))
    }

    private func organization(
        _ call: Call<ConsoleCaller>, problems: FormProblems = .none, form: FormData = FormData()
    ) async throws -> Reply {
        let all = try await operators.list(as: call.caller.actor)
        let table = UI.table(
            caption: "Operators", columns: [.init("Name"), .init("E-mail"), .init("Since", secondary: true)],
            rows: all.map { ["\($0.name)", "\($0.email)", Moment.html($0.createdAt)] })
        let create = UI.form(
            to: ConsoleAddress.newOperator.path, actions: UI.button("Add operator"),
            content: """
                \(problems.summary(shown: ["name", "email", "password"]))
                \(UI.textField("name", label: "Full name", value: form["name"], error: problems["name"],
                    required: true))
                \(UI.textField("email", label: "E-mail", value: form["email"], type: .email, error: problems["email"],
                    required: true, autocomplete: "off"))
                \(UI.textField("password", label: "First password", type: .password,
                    hint: "At least 12 characters. Pass it on over a safe channel.", error: problems["password"],
                    required: true, autocomplete: "new-password"))
                """)
        let body: HTML = """
            \(UI.pageHeader("Organization", text: "Who runs your portals."))
            \(UI.section("Operators", content: table))
            \(UI.section("Add an operator", content: UI.card(content: create)))
            """
        return ConsoleLayout.reply(call.caller, title: "Organization", section: .organization, body: body)
    }

    private func createOperator(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form()
        return try await retrying {
            let draft = OperatorDraft(email: form["email"], name: form["name"], password: form["password"])
            let made = try await operators.create(draft, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.organization.path)
                .with(Flash(.success, "\(made.name) can sign in now."))
        } form: { problems in
            try await organization(call, problems: problems, form: form)
        }
    }
}
