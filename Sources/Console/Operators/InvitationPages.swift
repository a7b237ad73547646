package import Core
import HTTPTypes
import Model
import Rendering
package import Web

/// Coming in by an invitation: the link of the e-mail, for whoever is not signed in.
package struct InvitationPages {
    private let operators: Operators

    package init(_ product: Product) {
        operators = product.operators
    }

    package var openEndpoints: [Endpoint<ConsoleVisitor>] {
        [.get("/invitation") { try await form($0, .none) }, .post("/invitation", accept)]
    }

    private func form(
        _ call: Call<ConsoleVisitor>, _ problems: FormProblems, _ data: FormData? = nil
    ) async throws -> Reply {
        let token = call.query("token") ?? ""
        let invited: Operator
        do {
            invited = try await operators.invited(by: token)
        } catch Refusal.notFound {
            throw Self.used
        }
        let page = AuthPage(
            owner: .console, title: "Welcome to Portico",
            text: "<p>You are invited as \(invited.email). Choose a password to come in.</p>",
            body: UI.form(
                to: ConsoleAddress.invitation(token: token).path, actions: UI.button("Accept the invitation"),
                content: """
                    \(problems.summary(shown: ["name", "password"]))
                    \(UI.textField("name", label: "Full name", value: data?["name"] ?? invited.name,
                        error: problems["name"], required: true, autocomplete: "name"))
                    \(UI.textField("password", label: "Password", type: .password,
                        hint: "At least 12 characters; a sentence is a good choice.", error: problems["password"],
                        required: true, autocomplete: "new-password"))
                    """))
        return .html(page.html)
    }

    private static let used = Refusal.gone(
        "This invitation has been used or replaced by a newer one. Sign in, or ask for another.")

    private func accept(_ call: Call<ConsoleVisitor>) async throws -> Reply {
        let data = try await call.form(), token = call.query("token") ?? ""
        do {
            let account = try await operators.accept(link: token, name: data["name"], password: data["password"])
            let secret = try await operators.openSession(for: account)
            return Reply.redirect(to: ConsoleAddress.home.path)
                .with(ConsoleDoor.sessionCookie(secret.text, isSecure: call.origin.isSecure))
                .with(Flash(.success, "Welcome, \(account.name)."))
        } catch Refusal.notFound {
            throw Self.used
        } catch let refusal as Refusal {
            guard case .invalid = refusal else { throw refusal }
            var reply = try await form(call, FormProblems(refusal), data)
            reply.status = .badRequest
            return reply
        }
    }
}
