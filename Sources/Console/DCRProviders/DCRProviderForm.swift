import Model
import Rendering
import Web

/// The form of a DCR provider. A secret that exists is never shown; an empty field leaves it alone.
struct DCRProviderForm {
    let kind: DCRProvider.Kind
    let data: FormData
    let problems: FormProblems
    let isNew: Bool

    private static let shown = [
        "name", "display_name", "issuer", "dcr_config.initial_client_id", "dcr_config.initial_client_audience",
        "dcr_config.dcr_base_url", "dcr_config.initial_client_secret", "dcr_config.dcr_token", "dcr_config.api_key",
    ]

    static let titles = [
        "base_url": "Address of the bridge", "no_hooks": "No event hooks", "no_refresh": "No new secrets",
        "several": "Several credentials for an application",
    ]

    static func data(of provider: DCRProvider) -> FormData {
        let configuration = provider.configuration
        func flag(_ isOn: Bool?) -> String { isOn == true ? "true" : "" }
        return FormData([
            ("name", provider.name), ("display_name", provider.displayName), ("issuer", provider.issuer),
            ("client_id", configuration.clientID ?? ""), ("audience", configuration.audience ?? ""),
            ("scopes", flag(configuration.usesDeveloperScopes)), ("base_url", configuration.baseURL ?? ""),
            ("no_hooks", flag(configuration.disablesEventHooks)),
            ("no_refresh", flag(configuration.disablesRefreshSecret)),
            ("several", flag(configuration.allowsMultipleCredentials)),
        ])
    }

    var html: HTML {
        """
        \(problems.summary(shown: Self.shown))\
        \(UI.fieldRow(
            UI.textField(
                "name", label: "Name", value: data["name"], hint: "For operators.", error: problems["name"],
                required: true, autocomplete: "off"),
            UI.textField(
                "display_name", label: "Display name", value: data["display_name"], hint: "What developers read.",
                error: problems["display_name"], autocomplete: "off")))\
        \(UI.textField(
            "issuer", label: "Issuer", value: data["issuer"], type: .url, error: problems["issuer"], required: true,
            placeholder: "https://login.example.com", autocomplete: "off"))\
        \(kind.needsClientID ? client : "")\(kind == .http ? bridge : "")\(secret)
        """
    }

    private var client: HTML {
        let audience: HTML =
            kind == .auth0
            ? """
            \(UI.textField(
                "audience", label: "Audience", value: data["audience"], hint: "Only with a custom domain at Auth0.",
                error: problems["dcr_config.initial_client_audience"], autocomplete: "off"))\
            \(UI.toggle("scopes", label: "Developers choose scopes", checked: data.isOn("scopes")))
            """ : .empty
        return """
            \(UI.textField(
                "client_id", label: "Initial client id", value: data["client_id"],
                hint: "The client that registers the others.", error: problems["dcr_config.initial_client_id"],
                required: true, autocomplete: "off"))\(audience)
            """
    }

    private var bridge: HTML {
        """
        \(UI.textField(
            "base_url", label: "Address of the bridge", value: data["base_url"], type: .url,
            error: problems["dcr_config.dcr_base_url"], required: true, autocomplete: "off"))\
        \(UI.toggle("no_hooks", label: "No event hooks", checked: data.isOn("no_hooks")))\
        \(UI.toggle("no_refresh", label: "No new secrets", checked: data.isOn("no_refresh")))\
        \(UI.toggle("several", label: "Several credentials for an application", checked: data.isOn("several")))
        """
    }

    private var secret: HTML {
        guard let name = kind.secretName else { return .empty }
        return UI.textField(
            "secret", label: kind.secretTitle, type: .password,
            hint: isNew ? "Kept sealed, and never shown again." : "One is kept. Fill this in to replace it.",
            error: problems["dcr_config.\(name)"], required: isNew, autocomplete: "new-password")
    }

    static func draft(_ kind: DCRProvider.Kind, _ data: FormData) -> DCRProviderDraft {
        var configuration = DCRProvider.Configuration()
        if kind.needsClientID { configuration.clientID = data.nonEmpty("client_id") ?? "" }
        if kind == .auth0 {
            configuration.audience = data.nonEmpty("audience")
            configuration.usesDeveloperScopes = data.isOn("scopes")
        }
        if kind == .http {
            configuration.baseURL = data.nonEmpty("base_url") ?? ""
            configuration.disablesEventHooks = data.isOn("no_hooks")
            configuration.disablesRefreshSecret = data.isOn("no_refresh")
            configuration.allowsMultipleCredentials = data.isOn("several")
        }
        return DCRProviderDraft(
            name: data.nonEmpty("name") ?? "", displayName: data.nonEmpty("display_name"), kind: kind,
            issuer: data.nonEmpty("issuer") ?? "", configuration: configuration, secret: data.nonEmpty("secret"))
    }

    static func change(_ kind: DCRProvider.Kind, _ data: FormData) -> DCRProviderChange {
        let draft = draft(kind, data), configuration = draft.configuration
        var change = DCRProviderChange()
        change.name = .set(draft.name)
        change.displayName = .set(draft.displayName ?? draft.name)
        change.issuer = .set(draft.issuer)
        change.clientID = .set(configuration.clientID)
        change.audience = .set(configuration.audience)
        change.usesDeveloperScopes = .set(configuration.usesDeveloperScopes)
        change.baseURL = .set(configuration.baseURL)
        change.disablesEventHooks = .set(configuration.disablesEventHooks)
        change.disablesRefreshSecret = .set(configuration.disablesRefreshSecret)
        change.allowsMultipleCredentials = .set(configuration.allowsMultipleCredentials)
        change.secret = draft.secret
        return change
    }
}

extension DCRProvider.Kind {
    /// As people say it.
    var title: String {
        switch self {
        case .auth0: "Auth0"
        case .azureAd: "Microsoft Entra ID"
        case .curity: "Curity"
        case .okta: "Okta"
        case .http: "HTTP bridge"
        case .kongIdentity: "Kong Identity"
        }
    }

    fileprivate var secretTitle: String {
        switch self {
        case .okta: "Token"
        case .http: "Key of the bridge"
        default: "Initial client secret"
        }
    }
}
