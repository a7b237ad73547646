import Model
import Rendering
import Web

/// The form of a strategy: key authentication by fields, OpenID Connect by its required fields and JSON for the rest.
struct StrategyForm {
    let data: FormData
    let problems: FormProblems
    let existing: AuthStrategy?
    var providers: [DCRProvider] = []

    static let titles = [
        "ttl_unit": "Keys expire", "ttl_value": "After", "dcr_provider": "DCR provider",
        "credential_claim": "Credential claims", "advanced": "Advanced configuration",
    ]

    private static let lists = ["credential_claim", "scopes", "auth_methods"]

    var html: HTML {
        let actions =
            UI.button(existing == nil ? "Create strategy" : "Save")
            + UI.linkButton("Cancel", to: ConsoleAddress.applicationAuth.path)
        let address = existing.map { ConsoleAddress.strategy($0.id) } ?? .newStrategy
        return UI.form(
            to: address.path, guardUnsaved: true, actions: actions,
            content: """
                \(existing.map { Self.data(of: $0).opened() })\(problems.summary(shown: ["name", "display_name"]))\
                \(names)\(kindChoice)\(keyFields)\(openID)
                """)
    }

    private var names: HTML {
        """
        \(UI.textField(
            "name", label: "Name", value: data["name"], hint: "For operators.", error: problems["name"],
            required: true, autocomplete: "off"))\
        \(UI.textField(
            "display_name", label: "Display name", value: data["display_name"], hint: "What developers read.",
            error: problems["display_name"], required: true, autocomplete: "off"))
        """
    }

    private var kind: AuthStrategy.KindName {
        existing?.kindName ?? AuthStrategy.KindName(rawValue: data["kind"]) ?? .keyAuth
    }

    private var kindChoice: HTML {
        if existing != nil { return .empty }
        return UI.radioCards(
            "kind", legend: "How do applications identify themselves?",
            cards: [
                UI.Card(
                    AuthStrategy.KindName.keyAuth.rawValue, title: "API key",
                    text: "Developers make keys on the portal. The gateway checks them.", icon: .key),
                UI.Card(
                    AuthStrategy.KindName.openIDConnect.rawValue, title: "OpenID Connect",
                    text: "Tokens from your identity provider; developers bring a client id.", icon: .shield),
            ], value: kind.rawValue)
    }

    private var keyFields: HTML {
        if existing != nil, kind != .keyAuth { return .empty }
        let spans = TimeToLive.Unit.allCases.map { UI.Option($0.rawValue, "In \($0.rawValue)") }
        let units = [UI.Option("", "Never")] + spans
        let names = data.nonEmpty("key_names") ?? (existing == nil ? "apikey" : data["key_names"])
        return """
            <div class="form-fields when-key">\(UI.textField(
                "key_names", label: "Key names", value: names,
                hint: "Request headers that may carry the key, separated by commas.",
                autocomplete: "off"))\
            \(UI.fieldRow(
                UI.select("ttl_unit", label: "Keys expire", options: units, value: data["ttl_unit"]),
                UI.textField(
                    "ttl_value", label: "After", value: data.nonEmpty("ttl_value"), type: .number,
                    hint: "Keys that exist keep the expiry that they have.")))</div>
            """
    }

    private var openID: HTML {
        if existing != nil, kind != .openIDConnect { return .empty }
        return """
            <div class="form-fields when-openid">\(UI.textField(
                "issuer", label: "Issuer", value: data["issuer"], type: .url,
                hint: "The address of the identity provider.", autocomplete: "off"))\
            \(UI.textField(
                "credential_claim", label: "Credential claims", value: data["credential_claim"],
                hint: "The claims that hold the client id, separated by commas.", placeholder: "client_id"))\
            \(UI.textField("scopes", label: "Scopes", value: data["scopes"], placeholder: "openid"))\
            \(UI.textField(
                "auth_methods", label: "Auth methods", value: data["auth_methods"],
                placeholder: "client_credentials, bearer"))\
            \(providers.isEmpty ? HTML.empty : providerChoice)\
            \(UI.textArea(
                "advanced", label: "Advanced configuration", value: data["advanced"], code: true,
                hint: "Further properties of the OpenID Connect plugin as a JSON object."))</div>
            """
    }

    private var providerChoice: HTML {
        UI.select(
            "dcr_provider", label: "DCR provider",
            options: [UI.Option("", "None")] + providers.map { UI.Option($0.id.text, $0.name) },
            value: data["dcr_provider"], hint: "Where clients are registered for applications.",
            error: problems["dcr_provider_id"], required: false)
    }

    static func draft(_ data: FormData) throws -> AuthStrategyDraft {
        let isKey = AuthStrategy.KindName(rawValue: data["kind"]) != .openIDConnect
        let kind: AuthStrategy.Kind = isKey ? .keyAuth(try keyAuth(data)) : .openIDConnect(try configuration(data))
        return AuthStrategyDraft(
            name: data.nonEmpty("name") ?? "", displayName: data.nonEmpty("display_name") ?? "", kind: kind,
            dcrProviderID: isKey ? nil : ID(data["dcr_provider"]))
    }

    static func change(_ data: FormData, of old: AuthStrategy) throws -> AuthStrategyChange {
        var change = AuthStrategyChange()
        change.name = .set(data.nonEmpty("name") ?? "")
        change.displayName = .set(data.nonEmpty("display_name") ?? "")
        switch old.kind {
        case .keyAuth:
            let keyAuth = try keyAuth(data)
            change.configuration = .keyAuth(
                keyNames: .set(keyAuth.keyNames), timeToLive: .set(keyAuth.timeToLive))
        case .openIDConnect(let configuration):
            let wanted = try Self.configuration(data)
            // Merging keeps what the form no longer says: null takes it away.
            let gone = (configuration.members ?? []).filter { wanted[$0.name] == nil }.map {
                JSON.Member($0.name, .null)
            }
            change.configuration = .openIDConnect(.object((wanted.members ?? []) + gone))
            // Who sees no provider has no such field.
            if !data.all("dcr_provider").isEmpty { change.dcrProviderID = .set(ID(data["dcr_provider"])) }
        }
        return change
    }

    static func data(of strategy: AuthStrategy) -> FormData {
        var fields = [
            ("name", strategy.name), ("display_name", strategy.displayName),
            ("dcr_provider", strategy.dcrProvider?.id.text ?? ""),
        ]
        switch strategy.kind {
        case .keyAuth(let keyAuth):
            fields.append(("key_names", keyAuth.keyNames.joined(separator: ", ")))
            fields.append(("ttl_unit", keyAuth.timeToLive?.unit.rawValue ?? ""))
            fields.append(("ttl_value", keyAuth.timeToLive.map { String($0.value) } ?? ""))
        case .openIDConnect(let json):
            fields.append(("issuer", json["issuer"]?.string ?? ""))
            for name in lists {
                let texts = OpenIDConnectConfiguration.texts(name, in: json)
                fields.append((name, texts.joined(separator: ", ")))
            }
            let known = Set(lists + ["issuer"])
            let others = (json.members ?? []).filter { !known.contains($0.name) }
            fields.append(("advanced", others.isEmpty ? "" : JSON.object(others).text))
        }
        return FormData(fields.map { (name: $0.0, value: $0.1) })
    }

    private static func keyAuth(_ data: FormData) throws -> KeyAuth {
        var ttl: TimeToLive?
        if let unit = TimeToLive.Unit(rawValue: data["ttl_unit"]) {
            guard let value = Int(data["ttl_value"]), TimeToLive.values.contains(value) else {
                throw Refusal.invalid("Keys expire after", .min(1), "a number of \(unit.rawValue), at least 1")
            }
            ttl = TimeToLive(value, unit)
        }
        return KeyAuth(keyNames: texts(data["key_names"]), timeToLive: ttl)
    }

    private static func configuration(_ data: FormData) throws -> JSON {
        var members: [JSON.Member] = [.init("issuer", .string(data["issuer"].trimmingSpaces))]
        for name in lists { members.append(.init(name, .array(texts(data[name]).map(JSON.string)))) }
        if let advanced = data.nonEmpty("advanced") {
            guard let json = try? JSON(parsing: advanced), let more = json.members else {
                throw Refusal.invalid("Advanced configuration", .isObject, "it must be a JSON object")
            }
            members += more.filter { member in !members.contains { $0.name == member.name } }
        }
        return .object(members)
    }

    private static func texts(_ list: String) -> [String] {
        list.split(separator: ",").map(\.trimmingSpaces).filter { !$0.isEmpty }
    }
}
