import Core
import HTTPTypes
import Model
import Rendering
import Web

/// Settings > Sign-in: which ways lead into a portal.
struct SignInSettingsPages {
    private let product: Product

    init(_ product: Product) {
        self.product = product
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        [
            .get("/portals/{portalId}/settings/sign-in") { try await show($0) },
            .post("/portals/{portalId}/settings/sign-in", save),
        ]
    }

    private func show(
        _ call: Call<ConsoleCaller>, _ data: FormData? = nil, _ problems: FormProblems = .none
    ) async throws -> Reply {
        let actor = call.caller.actor
        let portal = try await product.portals.find(call.id("portalId"), as: actor)
        let settings = try await product.identityProviders.settings(of: portal.id, as: actor)
        let notice: HTML =
            portal.authenticationEnabled
            ? .empty
            : UI.alert(
                .info, title: "User authentication is off on this portal",
                "Nobody signs in. What you choose here takes effect once you turn it on.",
                actions: UI.linkButton(
                    "Security settings", to: ConsoleAddress.portalSecurity(portal.id).path, small: true))
        let form = UI.form(
            to: ConsoleAddress.portalSignIn(portal.id).path, guardUnsaved: true, actions: UI.button("Save"),
            content: fields(data ?? Self.data(of: settings), settings, problems))
        return PortalSettingsLayout.reply(
            call.caller, portal, .signIn,
            body: "\(notice)\(UI.card(content: form))\(providers(settings, on: portal))")
    }

    private func fields(_ data: FormData, _ settings: SignInSettings, _ problems: FormProblems) -> HTML {
        """
        \(problems.summary(shown: ["idp_mapping_enabled"]))\
        \(UI.toggle(
            "basic_auth_enabled", label: "E-mail address and password", checked: data.isOn("basic_auth_enabled"),
            hint: "Developers sign up on the portal and choose a password. Leave it on while you try a provider."))\
        \(UI.toggle(
            "operators_assign", label: "Operators assign teams", checked: data.isOn("operators_assign"),
            hint: "You choose the members of teams by hand."))\
        \(UI.toggle(
            "idp_mapping_enabled", label: "Groups assign teams", checked: data.isOn("idp_mapping_enabled"),
            hint: "Groups of the enabled identity provider decide who is in which team.",
            error: problems["idp_mapping_enabled"]))
        """
    }

    private static func data(of settings: SignInSettings) -> FormData {
        FormData([
            ("basic_auth_enabled", settings.signIn.passwordsEnabled ? "true" : ""),
            ("operators_assign", settings.signIn.operatorsAssignTeams ? "true" : ""),
            ("idp_mapping_enabled", settings.signIn.groupsAssignTeams ? "true" : ""),
        ])
    }

    private func providers(_ settings: SignInSettings, on portal: Portal) -> HTML {
        let rows = settings.providers.map { provider -> [HTML] in
            let state: HTML = provider.isEnabled ? UI.status("enabled") : UI.badge("Disabled", dot: true)
            let place = provider.oidc?.issuerURL ?? provider.saml?.metadataURL ?? "Metadata document"
            return [
                UI.rowLink(
                    provider.kind.title, to: ConsoleAddress.identityProvider(portal.id, provider.id).path, note: place),
                state, Moment.html(provider.updatedAt),
            ]
        }
        let add = IdentityProvider.Kind.allCases.filter { settings.provider($0) == nil }.map { kind in
            UI.linkButton(
                "Add \(kind.title)", to: ConsoleAddress.newIdentityProvider(portal.id, kind).path, icon: .plus,
                small: true)
        }
        let table = UI.table(
            caption: "Identity providers",
            columns: [.init("Provider"), .init("State"), .init("Updated", secondary: true)], rows: rows,
            empty: """
                <p class="muted">No identity provider yet. With one, developers sign in with the account that they \
                have at your company or elsewhere.</p>
                """)
        return UI.card(
            title: "Identity providers",
            text: """
                <p>One of each kind, one enabled at a time. This version keeps them and does not sign developers \
                in there.</p>
                """,
            actions: "\(add)", flush: !rows.isEmpty, content: table)
    }

    private func save(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let data = try await call.form(), portal: ID<Portal> = try call.id("portalId")
        return try await retrying {
            var change = SignInChange()
            change.passwordsEnabled = .set(data.isOn("basic_auth_enabled"))
            change.operatorsAssignTeams = .set(data.isOn("operators_assign"))
            change.groupsAssignTeams = .set(data.isOn("idp_mapping_enabled"))
            _ = try await product.identityProviders.update(
                settingsOf: portal, change, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.portalSignIn(portal).path).with(Flash(.success, "Saved."))
        } form: { problems in
            try await show(call, data, problems)
        }
    }
}

extension IdentityProvider.Kind {
    /// As people say it.
    var title: String {
        switch self {
        case .oidc: "OpenID Connect"
        case .saml: "SAML"
        }
    }
}
