import Core
import HTTPTypes
import Model
import Rendering
import Web

/// Where mailed links lead: choosing a password. Opening a link does not use it up, because mail programs look at
/// links before people do.
struct PasswordPages {
    private let developers: Developers

    init(_ product: Product) {
        developers = product.developers
    }

    var endpoints: [Endpoint<PortalVisitor>] {
        let verify = SiteAddress.verifyEmail().path, reset = SiteAddress.resetPassword().path
        let forgot = SiteAddress.forgotPassword.path
        return [
            .get(verify, "verify-email-page") { try await show($0, .confirm) },
            .post(verify, "verify-email-page") { try await submit($0, .confirm) },
            .get(reset, "reset-password-page") { try await show($0, .reset) },
            .post(reset, "reset-password-page") { try await submit($0, .reset) },
            .get(forgot, "forgot-password-page", ask), .post(forgot, "forgot-password-page", send),
            .get(SiteAddress.linkSent.path, "link-sent", sent),
        ]
    }

    /// The two kinds of links that lead to a password.
    private enum Link {
        case confirm, reset

        var purposes: Set<DeveloperToken.Purpose> { self == .confirm ? [.confirm] : [.reset, .invite] }
        var path: String { self == .confirm ? SiteAddress.verifyEmail().path : SiteAddress.resetPassword().path }
        var title: String { self == .confirm ? "Choose a password" : "Set a new password" }
    }

    private func show(_ call: Call<PortalVisitor>, _ link: Link) async throws -> Reply {
        try call.requirePasswords()
        guard let token = call.query("token") else { return .redirect(to: SiteAddress.forgotPassword.path) }
        do {
            let developer = try await developers.account(ofLink: token, on: call.caller.portal.id)
            return form(call, link, token: token, email: developer.email, .none)
        } catch let refusal as Refusal where refusal.isAboutLinks {
            return dead(call, refusal)
        }
    }

    private func submit(_ call: Call<PortalVisitor>, _ link: Link) async throws -> Reply {
        try call.requirePasswords()
        let data = try await call.form(), portal = call.caller.portal.id, token = data["token"]
        do {
            let developer = try await developers.account(ofLink: token, on: portal)
            do {
                try await developers.resetPassword(
                    token: token, password: data["password"], on: portal, accepting: link.purposes)
            } catch .invalid(let problems, _) as Refusal where problems.contains(where: { $0.field == "password" }) {
                return form(
                    call, link, token: token, email: developer.email, FormProblems(problems), status: 400)
            }
            if developer.status != .approved { return .redirect(to: SiteAddress.awaitingApproval.path) }
            return Reply.redirect(to: SiteAddress.signIn().path)
                .with(Flash(.success, "Your password is set. Sign in with it."))
        } catch let refusal as Refusal where refusal.isAboutLinks {
            return dead(call, refusal)
        }
    }

    private func form(
        _ call: Call<PortalVisitor>, _ link: Link, token: String, email: String, _ problems: FormProblems,
        status: Int = 200
    ) -> Reply {
        let fields: HTML = """
            \(UI.hiddenField("token", token))\
            \(UI.textField(
                "email", label: "E-mail address", value: email, type: .email, required: true, autocomplete: "username",
                attributes: ["readonly": ""]))\
            \(UI.textField(
                "password", label: "Password", type: .password,
                hint: "At least \(PasswordRule.length.lowerBound) characters. A few words make a good one.",
                error: problems["password"], required: true, autocomplete: "new-password",
                attributes: ["minlength": String(PasswordRule.length.lowerBound)]))
            """
        return SiteLayout(call).card(
            link.title, text: "<p>for your account on \(call.caller.portal.displayName)</p>", status: status,
            UI.form(to: link.path, actions: UI.button("Save password"), content: fields))
    }

    /// What a link says that works no more, with the way to a new one.
    private func dead(_ call: Call<PortalVisitor>, _ refusal: Refusal) -> Reply {
        let (title, text): (String, HTML) =
            switch refusal {
            case .gone(let reason) where reason.hasSuffix("expired"):
                ("This link has expired", "<p>Links work for a while only. We can mail you a new one.</p>")
            case .gone: ("This link has been used", "<p>It works once. Sign in, or have a new link mailed to you.</p>")
            default: ("This link does not work", "<p>Perhaps a part of it got lost. We can mail you a new one.</p>")
            }
        return SiteLayout(call).card(
            title, text: text,
            footer: "<p><a href=\"\(url: SiteAddress.signIn().path)\">Sign in</a></p>",
            status: Look(refusal).status.code, askForm(email: "", .none))
    }

    private func ask(_ call: Call<PortalVisitor>) async throws -> Reply {
        try call.requirePasswords()
        return forgot(call, email: call.caller.developer?.email ?? "", .none)
    }

    private func send(_ call: Call<PortalVisitor>) async throws -> Reply {
        try call.requirePasswords()
        let email = try await call.form()["email"].trimmingSpaces
        do {
            try await developers.forgotPassword(
                email: email, on: call.caller.portal.id, throttleKey: call.origin.throttleKey)
            return .redirect(to: SiteAddress.linkSent.path)
        } catch let refusal as Refusal where refusal.isForForms {
            return forgot(call, email: email, FormProblems(refusal, field: "email"), status: Look(refusal).status.code)
        }
    }

    private func forgot(
        _ call: Call<PortalVisitor>, email: String, _ problems: FormProblems, status: Int = 200
    ) -> Reply {
        SiteLayout(call).card(
            "Forgot your password?", text: "<p>We mail you a link that sets a new one.</p>",
            footer: "<p><a href=\"\(url: SiteAddress.signIn().path)\">Back to signing in</a></p>", status: status,
            askForm(email: email, problems))
    }

    private func askForm(email: String, _ problems: FormProblems) -> HTML {
        UI.form(
            to: SiteAddress.forgotPassword.path, actions: UI.button("Mail me a link"),
            content: UI.textField(
                "email", label: "E-mail address", value: email, type: .email, error: problems["email"], required: true,
                autocomplete: "email"))
    }

    private func sent(_ call: Call<PortalVisitor>) async throws -> Reply {
        try call.requirePasswords()
        return SiteLayout(call).card(
            "Check your e-mail",
            text: "<p>If there is an account with this address, a link that sets a password is on its way to it.</p>",
            UI.linkButton("Back to signing in", to: SiteAddress.signIn().path))
    }
}

extension Refusal {
    /// Whether it says that a mailed link does not work.
    fileprivate var isAboutLinks: Bool {
        switch self {
        case .gone, .notFound, .unknown, .invalid: true
        default: false
        }
    }
}
