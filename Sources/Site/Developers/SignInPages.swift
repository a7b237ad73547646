import Core
import HTTPTypes
import Model
import Rendering
import Web

/// Signing in and out.
struct SignInPages {
    private let developers: Developers

    init(_ product: Product) {
        developers = product.developers
    }

    var endpoints: [Endpoint<PortalVisitor>] {
        let signIn = SiteAddress.signIn().path, signOut = SiteAddress.signOut.path
        return [
            .get(signIn, "sign-in", show), .post(signIn, "sign-in", submit),
            .get(signOut, "sign-out", askToSignOut), .post(signOut, "sign-out", signOutNow),
        ]
    }

    private func show(_ call: Call<PortalVisitor>) async throws -> Reply {
        try call.requireAccounts()
        let target = call.query("return_to").map { QueryString.decoded(Substring($0)) }
        if call.caller.developer != nil { return .redirect(to: target ?? SiteAddress.home.path) }
        guard call.caller.portal.takesPasswords else { return withoutPasswords(call) }
        return form(call, FormData([("return_to", target ?? "")]), .none)
    }

    private func withoutPasswords(_ call: Call<PortalVisitor>) -> Reply {
        SiteLayout(call).card(
            "Sign in", text: "<p>Passwords are switched off on \(call.caller.portal.displayName).</p>",
            UI.linkButton("Back to the start page", to: SiteAddress.home.path))
    }

    private func submit(_ call: Call<PortalVisitor>) async throws -> Reply {
        try call.requirePasswords()
        let data = try await call.form()
        do {
            let portal = call.caller.portal.id, email = data["email"].trimmingSpaces
            let secrets = try await developers.signIn(
                email: email, password: data["password"], on: portal, throttleKey: call.origin.throttleKey,
                browser: KnownBrowser.read(call.request))
            let browser = try developers.browser(of: email, on: portal)
            return Reply.redirect(to: data.nonEmpty("return_to") ?? SiteAddress.home.path)
                .with(SessionCookies.set(secrets, isSecure: call.origin.isSecure))
                .with(KnownBrowser.cookie(browser, path: SiteAddress.signIn().path, isSecure: call.origin.isSecure))
        } catch let refusal as Refusal where refusal == Developers.approvalRequired {
            return form(call, data, .none, notice: Self.notApproved(call.caller.portal), status: 401)
        } catch let refusal as Refusal where refusal.isForForms {
            return form(call, data, FormProblems(refusal), status: Look(refusal).status.code)
        }
    }

    private func form(
        _ call: Call<PortalVisitor>, _ data: FormData, _ problems: FormProblems, notice: HTML = .empty,
        status: Int = 200
    ) -> Reply {
        let target = data.nonEmpty("return_to").map(LocalPath.checked)
        let fields: HTML = """
            \(target.map { UI.hiddenField("return_to", $0) })\
            \(notice)\(problems[""].map { UI.alert(.danger, title: $0) })\
            \(UI.textField(
                "email", label: "E-mail address", value: data["email"], type: .email, required: true,
                autocomplete: "username"))\
            \(UI.textField(
                "password", label: "Password", type: .password, required: true, autocomplete: "current-password"))\
            <p><a href="\(url: SiteAddress.forgotPassword.path)">Forgot your password?</a></p>
            """
        return SiteLayout(call).card(
            "Sign in", text: "<p>to \(call.caller.portal.displayName)</p>",
            footer: "<p>No account yet? <a href=\"\(url: SiteAddress.register.path)\">Sign up</a></p>",
            status: status, UI.form(to: SiteAddress.signIn().path, actions: UI.button("Sign in"), content: fields))
    }

    /// Said to those alone whose password was right.
    private static func notApproved(_ portal: Portal) -> HTML {
        UI.alert(
            .warn, title: "Your account is disabled or pending approval",
            """
            <p>The people who run \(portal.displayName) approve new accounts; you will get an e-mail as soon as yours \
            is. Ask them when you could sign in before.</p>
            """)
    }

    private func askToSignOut(_ call: Call<PortalVisitor>) async throws -> Reply {
        try call.requireAccounts()
        if call.caller.developer == nil { return .redirect(to: SiteAddress.home.path) }
        return SiteLayout(call).card(
            "Sign out", text: "<p>You are signed in as \(call.caller.developer?.email).</p>",
            UI.postButton("Sign out", to: SiteAddress.signOut.path, .primary))
    }

    private func signOutNow(_ call: Call<PortalVisitor>) async throws -> Reply {
        try call.requireAccounts()
        let secrets = [SessionCookies.access].compactMap { call.cookie($0) }
        try await developers.signOut(secrets, on: call.caller.portal.id)
        return Reply.redirect(to: SiteAddress.home.path)
            .with(SessionCookies.cleared(isSecure: call.origin.isSecure)).with(Flash(.success, "You are signed out."))
    }
}
