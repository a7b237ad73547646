import Core
import HTTPTypes
import Model
import Rendering
import Web

/// Signing up: a form, and the same answer to every address.
struct SignUpPages {
    private let developers: Developers

    init(_ product: Product) {
        developers = product.developers
    }

    var endpoints: [Endpoint<PortalVisitor>] {
        [
            .get(SiteAddress.register.path, "sign-up", show), .post(SiteAddress.register.path, "sign-up", submit),
            .get(SiteAddress.registered.path, "sign-up-sent", sent),
            .get(SiteAddress.awaitingApproval.path, "sign-up-waiting", waiting),
        ]
    }

    private func show(_ call: Call<PortalVisitor>) async throws -> Reply {
        try call.requirePasswords()
        if call.caller.developer != nil { return .redirect(to: SiteAddress.home.path) }
        return form(call, FormData(), .none)
    }

    private func submit(_ call: Call<PortalVisitor>) async throws -> Reply {
        try call.requirePasswords()
        let data = try await call.form()
        let draft = SignUpDraft(
            email: data.nonEmpty("email") ?? "", fullName: data.nonEmpty("full_name") ?? "")
        do {
            try await developers.register(
                draft, on: call.caller.portal.id, throttleKey: call.origin.throttleKey)
            return .redirect(to: SiteAddress.registered.path)
        } catch let refusal as Refusal where refusal.isForForms {
            return form(call, data, FormProblems(refusal), status: Look(refusal).status.code)
        }
    }

    private func sent(_ call: Call<PortalVisitor>) async throws -> Reply {
        try call.requirePasswords()
        let portal = call.caller.portal
        let approval: HTML =
            portal.autoApproveDevelopers
            ? "" : "<p>Then the people who run \(portal.displayName) approve your account.</p>"
        return SiteLayout(call).card(
            "Check your e-mail",
            text: """
                <p>We have sent you a message with a link. Open it to confirm your address and to choose a password. \
                The link works for 24 hours.</p>\(approval)
                """,
            footer: """
                <p>Nothing there? Look into the spam folder, or \
                <a href="\(url: SiteAddress.register.path)">try again</a>.</p>
                """,
            UI.linkButton("Back to the start page", to: SiteAddress.home.path))
    }

    /// What comes after the password where operators approve accounts.
    private func waiting(_ call: Call<PortalVisitor>) async throws -> Reply {
        try call.requirePasswords()
        return SiteLayout(call).card(
            "Waiting for approval",
            text: """
                <p>Your password is set. The people who run \(call.caller.portal.displayName) approve new accounts; \
                you will get an e-mail as soon as yours is, and sign in then.</p>
                """,
            UI.linkButton("Back to the start page", to: SiteAddress.home.path))
    }

    private func form(
        _ call: Call<PortalVisitor>, _ data: FormData, _ problems: FormProblems, status: Int = 200
    ) -> Reply {
        let fields: HTML = """
            \(problems.summary(shown: ["full_name", "email"]))\
            \(UI.textField(
                "full_name", label: "Full name", value: data["full_name"], error: problems["full_name"], required: true,
                autocomplete: "name", attributes: ["maxlength": "256"]))\
            \(UI.textField(
                "email", label: "E-mail address", value: data["email"], type: .email, error: problems["email"],
                required: true, autocomplete: "email"))
            """
        return SiteLayout(call).card(
            "Sign up", text: "<p>Create an account on \(call.caller.portal.displayName).</p>",
            footer: "<p>You have an account? <a href=\"\(url: SiteAddress.signIn().path)\">Sign in</a></p>",
            status: status,
            UI.form(to: SiteAddress.register.path, actions: UI.button("Sign up"), content: fields))
    }
}

extension Call where Caller == PortalVisitor {
    /// Refuses on portals on which nobody signs in with a password.
    func requirePasswords() throws {
        try requireAccounts()
        guard caller.portal.takesPasswords else { throw Developers.noPasswords }
    }

    /// Refuses on portals that have no accounts.
    func requireAccounts() throws {
        guard caller.portal.authenticationEnabled else { throw Refusal.notFound }
    }
}

extension Refusal {
    /// Whether the form that was sent is the place to say it.
    var isForForms: Bool {
        switch self {
        case .invalid, .unauthenticated, .tooMany, .conflict: true
        default: false
        }
    }
}
