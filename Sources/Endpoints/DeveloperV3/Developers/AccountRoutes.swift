import Core
import HTTPTypes
import Model
import Web

/// `/api/v3/developer`: signing up, mailed links, signing in and out. Portals without accounts answer 404.
struct AccountRoutes {
    private let developers: Developers

    init(_ product: Product) {
        developers = product.developers
    }

    var endpoints: [Endpoint<PortalVisitor>] {
        linkEndpoints + sessionEndpoints
    }

    private var linkEndpoints: [Endpoint<PortalVisitor>] {
        [
            .post(
                "/api/v3/developer", "register",
                story: EndpointStory(
                    summary: "Sign up", body: { _ = AccountWire.signUp(&$0) }, successStatus: 201), register),
            .post(
                "/api/v3/developer/verify-email", "verify-email",
                story: EndpointStory(
                    summary: "Confirm an e-mail address", body: { _ = AccountWire.token(&$0) },
                    answer: AccountWire.confirmed.schema, successStatus: 202, refusals: [410]), verifyEmail),
            .post(
                "/api/v3/developer/reset-password", "reset-password",
                story: EndpointStory(
                    summary: "Set a password", body: { _ = AccountWire.newPassword(&$0) }, successStatus: 204,
                    refusals: [410]),
                resetPassword),
            .post(
                "/api/v3/developer/forgot-password", "forgot-password",
                story: EndpointStory(
                    summary: "Ask for a link that sets a password", body: { _ = AccountWire.email(&$0) }),
                forgotPassword),
        ]
    }

    private var sessionEndpoints: [Endpoint<PortalVisitor>] {
        [
            .post(
                "/api/v3/developer/authenticate", "authenticate",
                story: EndpointStory(
                    summary: "Sign in", body: { _ = AccountWire.credentials(&$0) }, successStatus: 204,
                    refusals: [401]), authenticate),
            .get(
                "/api/v3/developer/authenticate/sso", "authenticate-sso",
                story: EndpointStory(
                    summary: "Sign in at an identity provider", successStatus: 302, refusals: [400]), signInElsewhere),
            .post(
                "/api/v3/developer/refresh", "refresh",
                story: EndpointStory(summary: "Renew a session", successStatus: 204, refusals: [401]), refresh),
            .post(
                "/api/v3/developer/logout", "logout", story: EndpointStory(summary: "Sign out", successStatus: 204),
                logout),
        ]
    }

    private func register(_ call: Call<PortalVisitor>) async throws -> Reply {
        let portal = try accounts(call)
        let draft = try await call.body { AccountWire.signUp(&$0) }
        try await developers.register(draft, on: portal.id, throttleKey: call.origin.throttleKey)
        return .empty(.created)
    }

    private func verifyEmail(_ call: Call<PortalVisitor>) async throws -> Reply {
        let portal = try accounts(call)
        let token = try await call.body { AccountWire.token(&$0) }
        let confirmed = try await developers.verifyEmail(token: token, on: portal.id)
        return .json(AccountWire.confirmed.json(confirmed), status: .accepted)
    }

    private func resetPassword(_ call: Call<PortalVisitor>) async throws -> Reply {
        let portal = try accounts(call)
        let (token, password) = try await call.body { AccountWire.newPassword(&$0) }
        try await developers.resetPassword(token: token, password: password, on: portal.id)
        return .empty()
    }

    private func forgotPassword(_ call: Call<PortalVisitor>) async throws -> Reply {
        let portal = try accounts(call)
        let email = try await call.body { AccountWire.email(&$0) }
        try await developers.forgotPassword(email: email, on: portal.id, throttleKey: call.origin.throttleKey)
        return .empty(.ok)
    }

    private func authenticate(_ call: Call<PortalVisitor>) async throws -> Reply {
        let portal = try accounts(call)
        let (email, password) = try await AccountWire.signIn(call)
        let secrets = try await developers.signIn(
            email: email, password: password, on: portal.id, throttleKey: call.origin.throttleKey,
            browser: KnownBrowser.read(call.request))
        let browser = try developers.browser(of: email, on: portal.id)
        return Reply.empty().with(SessionCookies.set(secrets, isSecure: call.origin.isSecure))
            .with(KnownBrowser.cookie(browser, path: "/api", isSecure: call.origin.isSecure))
    }

    private func signInElsewhere(_ call: Call<PortalVisitor>) async throws -> Reply {
        _ = try accounts(call)
        let problem = FieldProblem("identity_provider", .required, "the portal has no identity provider", source: .path)
        throw Refusal.invalid([problem], detail: "This portal has no identity provider: sign in with a password")
    }

    private func refresh(_ call: Call<PortalVisitor>) async throws -> Reply {
        let portal = try accounts(call)
        guard let secret = call.cookie(SessionCookies.refresh) else { throw Refusal.unauthenticated() }
        let secrets = try await developers.refresh(secret, on: portal.id)
        return Reply.empty().with(SessionCookies.set(secrets, isSecure: call.origin.isSecure))
    }

    private func logout(_ call: Call<PortalVisitor>) async throws -> Reply {
        let portal = try accounts(call)
        let secrets = [SessionCookies.access, SessionCookies.refresh].compactMap { call.cookie($0) }
        try await developers.signOut(secrets, on: portal.id)
        return Reply.empty().with(SessionCookies.cleared(isSecure: call.origin.isSecure))
    }

    private func accounts(_ call: Call<PortalVisitor>) throws -> Portal {
        guard call.caller.portal.authenticationEnabled else { throw Refusal.notFound }
        return call.caller.portal
    }
}

/// `/api/v3/developer/me`.
struct ProfileRoutes {
    var endpoints: [Endpoint<PortalDeveloper>] {
        [
            .get(
                "/api/v3/developer/me", "get-developer-me",
                story: EndpointStory(summary: "Who is signed in", answer: AccountWire.profile.schema)
            ) { call in .json(AccountWire.profile.json(call.caller.developer)) }
        ]
    }
}

/// `/api/v3/portal`.
struct PortalContextRoutes {
    private let portals: Portals
    private let providers: IdentityProviders

    init(_ product: Product) {
        portals = product.portals
        providers = product.identityProviders
    }

    var endpoints: [Endpoint<PortalVisitor>] {
        [
            .get(
                "/api/v3/portal", "get-portal-context",
                story: EndpointStory(summary: "What this portal is", answer: AccountWire.context.schema)
            ) { [portals, providers] call in
                let portal = call.caller.portal
                let context = PortalContext(
                    portal: portal, organization: try await portals.organizationID(),
                    domain: portals.canonicalDomain(of: portal), waysIn: try await providers.waysIn(to: portal))
                return .json(AccountWire.context.json(context))
            }
        ]
    }
}
