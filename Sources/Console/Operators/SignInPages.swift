package import Core
import Model
import Rendering
package import Web

/// Setting up the first operator, signing in and out.
package struct SignInPages {
    private let operators: Operators

    package init(_ product: Product) {
        operators = product.operators
    }

    /// Pages for whoever is not signed in.
    package var openEndpoints: [Endpoint<ConsoleVisitor>] {
        [
            .get("/sign-in") { try await signInForm($0, .none) }, .post("/sign-in", signIn),
            .get("/setup") { try await setUpForm($0, .none) }, .post("/setup", setUp), .post("/sign-out", signOut),
        ]
    }

    private func signInForm(
        _ call: Call<ConsoleVisitor>, _ problems: FormProblems, email: String = ""
    ) async throws -> Reply {
        let returnTo = LocalPath.checked(call.query("return_to") ?? "/")
        let page = AuthPage(
            owner: .console, title: "Sign in to Portico", flash: call.caller.flash,
            body: UI.form(
                to: ConsoleAddress.signIn(returnTo: returnTo).path, actions: UI.button("Sign in"),
                content: """
                    \(problems.summary(shown: []))
                    \(UI.textField("email", label: "E-mail", value: email, type: .email, required: true,
                        autocomplete: "username"))
                    \(UI.textField("password", label: "Password", type: .password, required: true,
                        autocomplete: "current-password"))
                    """))
        return .html(page.html).clearing(call.caller.flash)
    }

    private func signIn(_ call: Call<ConsoleVisitor>) async throws -> Reply {
        let form = try await call.form(), returnTo = LocalPath.checked(call.query("return_to") ?? "/")
        return try await retrying {
            let secret = try await operators.signIn(
                email: form["email"], password: form["password"], throttleKey: call.origin.throttleKey,
                browser: KnownBrowser.read(call.request))
            let browser = try operators.browser(of: form["email"])
            return Reply.redirect(to: returnTo)
                .with(ConsoleDoor.sessionCookie(secret.text, isSecure: call.origin.isSecure))
                .with(KnownBrowser.cookie(browser, path: "/sign-in", isSecure: call.origin.isSecure))
        } form: { problems in
            try await signInForm(call, problems, email: form["email"])
        }
    }

    private func signOut(_ call: Call<ConsoleVisitor>) async throws -> Reply {
        if let secret = ConsoleDoor.sessionSecret(call.request) { try await operators.signOut(secret) }
        return Reply.redirect(to: ConsoleAddress.signIn(returnTo: "/").path)
            .with(ConsoleDoor.sessionCookie(nil, isSecure: call.origin.isSecure))
    }

    private func setUpForm(
        _ call: Call<ConsoleVisitor>, _ problems: FormProblems, _ form: FormData = FormData()
    ) async throws -> Reply {
        let token = call.query("token") ?? ""
        guard try await operators.isSetUpLink(token) else {
            throw Refusal.gone(
                "This set-up link has been used or has expired. A restart of the server prints a new one.")
        }
        let page = AuthPage(
            owner: .console, title: "Welcome to Portico",
            text: "<p>Create the first operator. You can invite others later.</p>",
            body: UI.form(
                to: ConsoleAddress.setUp(token: token).path, actions: UI.button("Create account"),
                content: """
                    \(problems.summary(shown: ["name", "email", "password"]))
                    \(UI.textField("name", label: "Full name", value: form["name"], error: problems["name"],
                        required: true, autocomplete: "name"))
                    \(UI.textField("email", label: "E-mail", value: form["email"], type: .email,
                        error: problems["email"], required: true, autocomplete: "username"))
                    \(UI.textField("password", label: "Password", type: .password,
                        hint: "At least 12 characters; a sentence is a good choice.", error: problems["password"],
                        required: true, autocomplete: "new-password"))
                    """))
        return .html(page.html)
    }

    private func setUp(_ call: Call<ConsoleVisitor>) async throws -> Reply {
        let form = try await call.form(), token = call.query("token") ?? ""
        return try await retrying {
            let draft = OperatorDraft(email: form["email"], name: form["name"], password: form["password"])
            let account = try await operators.setUp(link: token, draft)
            let secret = try await operators.openSession(for: account)
            return Reply.redirect(to: ConsoleAddress.home.path)
                .with(ConsoleDoor.sessionCookie(secret.text, isSecure: call.origin.isSecure))
                .with(Flash(.success, "Welcome, \(account.name). Your organization is ready."))
        } form: { problems in
            try await setUpForm(call, problems, form)
        }
    }
}
