package import Core
import HTTPTypes
import Model
import Rendering
package import Web

/// An operator's own account with its tokens.
package struct AccountPages {
    private let operators: Operators
    private let now: @Sendable () -> Instant

    package init(_ product: Product) {
        operators = product.operators
        now = product.kernel.clock
    }

    package var endpoints: [Endpoint<ConsoleCaller>] {
        [
            .get("/account") { try await account($0) }, .post("/account/tokens", createToken),
            .post("/account/tokens/{tokenId}/revoke", revokeToken),
        ]
    }

    private func account(
        _ call: Call<ConsoleCaller>, secret: Secret? = nil, problems: FormProblems = .none, name: String = ""
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
            \(UI.pageHeader("Account", text: "\(caller.account.name) · \(caller.account.email)"))
            \(secret.map { TokenViews.reveal($0) })
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
