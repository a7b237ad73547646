import Model
import Rendering
import Web

/// The form of an identity provider. A secret that exists is never shown; an empty field leaves it alone.
struct IdentityProviderForm {
    let kind: IdentityProvider.Kind
    let data: FormData
    let problems: FormProblems
    let hasSecret: Bool

    static func data(of provider: IdentityProvider) -> FormData {
        var fields = [("enabled", provider.isEnabled ? "true" : "")]
        if let oidc = provider.oidc {
            fields += [
                ("issuer_url", oidc.issuerURL), ("client_id", oidc.clientID),
                ("scopes", oidc.scopes.joined(separator: " ")), ("claim_name", oidc.claims.name),
                ("claim_email", oidc.claims.email), ("claim_groups", oidc.claims.groups),
            ]
        }
        if let saml = provider.saml {
            fields += [("metadata_url", saml.metadataURL ?? ""), ("metadata", saml.metadata ?? "")]
        }
        return FormData(fields.map { (name: $0.0, value: $0.1) })
    }

    static let newData = FormData([
        ("scopes", IdentityProvider.OIDC.defaultScopes.joined(separator: " ")), ("claim_name", "name"),
        ("claim_email", "email"), ("claim_groups", "groups"),
    ])

    var html: HTML {
        let toggle = UI.toggle(
            "enabled", label: "Enabled", checked: data.isOn("enabled"),
            hint: "Developers may sign in with it. Only one provider is enabled at a time.")
        let shown = [
            "config.issuer_url", "config.client_id", "config.client_secret", "config.idp_metadata_url",
            "config.idp_metadata_xml",
        ]
        return "\(problems.summary(shown: shown))\(kind == .oidc ? oidc : saml)\(toggle)"
    }

    private var oidc: HTML {
        let secretHint: HTML =
            hasSecret ? "One is kept. Fill this in to replace it." : "Kept sealed, and never shown again."
        return """
            \(UI.textField(
                "issuer_url", label: "Issuer", value: data["issuer_url"], type: .url,
                hint: "The address at which the provider describes itself.", error: problems["config.issuer_url"],
                required: true, placeholder: "https://login.example.com", autocomplete: "off"))\
            \(UI.fieldRow(
                UI.textField(
                    "client_id", label: "Client id", value: data["client_id"], error: problems["config.client_id"],
                    required: true, autocomplete: "off"),
                UI.textField(
                    "client_secret", label: "Client secret", type: .password, hint: secretHint,
                    error: problems["config.client_secret"], autocomplete: "new-password")))\
            \(UI.textField(
                "scopes", label: "Scopes", value: data["scopes"], hint: "Separated by spaces.", required: true,
                autocomplete: "off"))\
            \(UI.fieldRow(
                UI.textField("claim_name", label: "Name claim", value: data["claim_name"], required: true),
                UI.textField("claim_email", label: "Address claim", value: data["claim_email"], required: true),
                UI.textField("claim_groups", label: "Groups claim", value: data["claim_groups"], required: true)))
            """
    }

    private var saml: HTML {
        """
        \(UI.textField(
            "metadata_url", label: "Metadata address", value: data["metadata_url"], type: .url,
            hint: "Where the provider publishes its SAML 2.0 metadata.", error: problems["config.idp_metadata_url"],
            autocomplete: "off"))\
        \(UI.textArea(
            "metadata", label: "Metadata document", value: data["metadata"], rows: 8, code: true,
            hint: "For providers that publish none.", error: problems["config.idp_metadata_xml"]))
        """
    }

    static func draft(_ kind: IdentityProvider.Kind, _ data: FormData) -> IdentityProviderDraft {
        switch kind {
        case .oidc:
            var oidc = IdentityProvider.OIDC(
                issuerURL: data.nonEmpty("issuer_url") ?? "", clientID: data.nonEmpty("client_id") ?? "",
                scopes: scopes(data))
            oidc.claims.name = data.nonEmpty("claim_name") ?? ""
            oidc.claims.email = data.nonEmpty("claim_email") ?? ""
            oidc.claims.groups = data.nonEmpty("claim_groups") ?? ""
            return IdentityProviderDraft(
                .oidc(oidc), clientSecret: data.nonEmpty("client_secret"), isEnabled: data.isOn("enabled"))
        case .saml:
            let saml = IdentityProvider.SAML(
                metadataURL: data.nonEmpty("metadata_url"), metadata: data.nonEmpty("metadata"))
            return IdentityProviderDraft(.saml(saml), isEnabled: data.isOn("enabled"))
        }
    }

    static func change(_ kind: IdentityProvider.Kind, _ data: FormData) -> IdentityProviderChange {
        var change = IdentityProviderChange()
        change.isEnabled = .set(data.isOn("enabled"))
        switch kind {
        case .oidc:
            var oidc = IdentityProviderChange.OIDC()
            oidc.issuerURL = .set(data.nonEmpty("issuer_url") ?? "")
            oidc.clientID = .set(data.nonEmpty("client_id") ?? "")
            oidc.clientSecret = data.nonEmpty("client_secret").map(Change.set) ?? .unchanged
            oidc.scopes = .set(scopes(data))
            oidc.nameClaim = .set(data.nonEmpty("claim_name") ?? "")
            oidc.emailClaim = .set(data.nonEmpty("claim_email") ?? "")
            oidc.groupsClaim = .set(data.nonEmpty("claim_groups") ?? "")
            change.configuration = .oidc(oidc)
        case .saml:
            var saml = IdentityProviderChange.SAML()
            saml.metadataURL = .set(data.nonEmpty("metadata_url"))
            saml.metadata = .set(data.nonEmpty("metadata"))
            change.configuration = .saml(saml)
        }
        return change
    }

    private static func scopes(_ data: FormData) -> [String] {
        data["scopes"].split { $0 == " " || $0 == "," }.map(String.init)
    }
}
