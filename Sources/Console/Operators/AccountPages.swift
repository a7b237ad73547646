package import Core
import HTTPTypes
import Model
import Rendering
package import Web

/// An operator's own account: the password and the tokens.
package struct AccountPages {
    private let operators: Operators
    private let now: @Sendable () -> Instant

    package init(_ product: Product) {
        operators = product.operators
        now = product.kernel.clock
    }

    package var endpoints: [Endpoint<ConsoleCaller>] {
        [
            .get("/account") { try await account($0) }, .post("/account/password", changePassword),
            .post("/account/tokens", createToken),
            .post("/account/tokens/{tokenId}/revoke", revokeToken),
        ]
    }

    private func account(
        _ call: Call<ConsoleCaller>, secret: Secret? = nil, problems: FormProblems = .none, name: String = "",
        password: FormProblems = .none
    ) async throws -> Reply {
        let caller = call.caller
        let tokens = try await operators.tokens(of: caller.account.id, as: caller.actor)
        let create = UI.form(
            to: ConsoleAddress.newToken.path, actions: UI.button("Create token"),
            content: """
                \(problems.summary(shown: ["name"]))\(UI.hiddenField("newest", Self.newest(tokens)))\
                \(UI.fieldRow(TokenViews.nameField(problems["name"], value: name), TokenViews.lifeField()))
                """)
        let body: HTML = """
            \(UI.pageHeader("Your account", text: "\(caller.account.name) · \(caller.account.email)"))
            \(secret.map { TokenViews.reveal($0) })
            \(UI.section("Personal access tokens", text: """
                Tools act as you with a token: <code>Authorization: Bearer kpat_…</code>
                """, content: tokens.isEmpty ? noTokens : table(tokens)))
            \(UI.section("New token", content: UI.card(content: create)))
            \(UI.section("Password", text: "You sign in to the Console with it.", id: "password",
                content: UI.card(content: passwordForm(caller.account, password))))
            """
        return ConsoleLayout.reply(caller, title: "Your account", section: nil, body: body)
    }

    private func passwordForm(_ account: Operator, _ problems: FormProblems) -> HTML {
        // The address is there for what fills in and keeps passwords.
        let address: HTML = """
            <input type="hidden" name="username" value="\(account.email)" autocomplete="username">
            """
        return UI.form(
            to: ConsoleAddress.newPassword.path, actions: UI.button("Change password"),
            content: """
                \(problems.summary(shown: ["current_password", "password"]))\(address)\
                \(UI.textField(
                    "current_password", label: "Current password", type: .password,
                    error: problems["current_password"], required: true, autocomplete: "current-password"))\
                \(UI.textField(
                    "password", label: "New password", type: .password,
                    hint: "At least 12 characters; a sentence is a good choice. Other browsers are signed out.",
                    error: problems["password"], required: true, autocomplete: "new-password"))
                """)
    }

    private func changePassword(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form()
        return try await retrying {
            try await operators.changePassword(
                from: form["current_password"], to: form["password"],
                keeping: ConsoleDoor.sessionSecret(call.request), throttleKey: call.origin.throttleKey,
                as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.account.path).with(
                Flash(.success, "The password is changed. You are signed out everywhere else; tokens go on working."))
        } form: { problems in
            try await account(call, password: problems)
        }
    }

    private var noTokens: HTML {
        UI.emptyState(
            icon: .key, title: "No tokens yet",
            text: "Create one below to automate Portico with scripts, CI or Terraform.")
    }

    private func table(_ tokens: [PersonalAccessToken]) -> HTML {
        UI.table(
            caption: "Personal access tokens",
            columns: [
                .init("Name"), .init("State"), .init("Expires", secondary: true), .init("Last used", secondary: true),
                .init("", .actions),
            ],
            rows: tokens.map { token in
                let state = operators.state(of: token)
                return [
                    "\(token.name)", UI.status(state.rawValue.lowercased()), Moment.html(token.expiresAt),
                    Moment.html(token.lastUsedAt),
                    state != .active
                        ? .empty
                        : UI.postButton(
                            "Revoke", to: ConsoleAddress.revokeToken(token.id).path, .danger, small: true,
                            confirm: "Revoke “\(token.name)”? Whatever uses it stops working at once."),
                ]
            })
    }

    private func createToken(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), caller = call.caller
        let tokens = try await operators.tokens(of: caller.account.id, as: caller.actor)
        if let newest = form.fields.first(where: { $0.name == "newest" }), newest.value != Self.newest(tokens) {
            // Sent before: the page with the secret was loaded again.
            let text = "Nothing was made this time: your tokens have changed since. Each is shown once."
            return Reply.redirect(to: ConsoleAddress.account.path).with(Flash(.info, text))
        }
        return try await retrying {
            let (_, secret) = try await operators.createToken(
                name: form["token"], expiresAt: TokenViews.end(form, from: now()), for: caller.account.id,
                as: caller.actor)
            return try await account(call, secret: secret).with(.cacheControl, "no-store")
        } form: { problems in
            try await account(call, problems: problems, name: form["token"])
        }
    }

    /// The latest token, by which a form that is sent twice is known.
    private static func newest(_ tokens: [PersonalAccessToken]) -> String {
        tokens.map(\.id.text).max() ?? ""
    }

    private func revokeToken(_ call: Call<ConsoleCaller>) async throws -> Reply {
        _ = try await operators.revokeToken(
            call.id("tokenId"), of: call.caller.account.id, as: call.caller.actor)
        return Reply.redirect(to: ConsoleAddress.account.path).with(Flash(.success, "The token is revoked."))
    }
}
