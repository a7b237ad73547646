package import Core
import HTTPTypes
import Model
import Rendering
package import Web

/// Organization > Settings: what tokens may be, and from where the Console and the management API may be used.
package struct OrganizationSettingsPages {
    private let operators: Operators
    private let organizations: Organizations

    package init(_ product: Product) {
        operators = product.operators
        organizations = product.organizations
    }

    package var endpoints: [Endpoint<ConsoleCaller>] {
        [
            .get("/organization/settings") { try await show($0) },
            .post("/organization/settings/tokens", setPolicy),
            .post("/organization/settings/addresses", setAddresses),
        ]
    }

    private func show(
        _ call: Call<ConsoleCaller>, _ data: FormData? = nil, _ problems: FormProblems = .none
    ) async throws -> Reply {
        let actor = call.caller.actor
        let policy = try await operators.tokenPolicy(as: actor), list = try await organizations.allowList(as: actor)
        let tokens = UI.form(
            to: ConsoleAddress.tokenSettings.path, guardUnsaved: true, actions: UI.button("Save"),
            content: """
                \(UI.toggle("tokens", label: "Operators may use personal access tokens", checked: policy.isEnabled))\
                \(UI.textField("days", label: "Longest life in days",
                    value: data?.nonEmpty("days") ?? "\(policy.longestLifeInDays)", type: .number,
                    hint: "From 1 to 365. Tokens that exist keep their life.",
                    error: problems["max_expiration_period_days"], required: true,
                    attributes: ["min": "1", "max": "365"]))
                """)
        let addresses = UI.form(
            to: ConsoleAddress.addressSettings.path, guardUnsaved: true, actions: UI.button("Save"),
            content: """
                \(UI.toggle("enabled", label: "Only these addresses are let in",
                    checked: data.map { $0.isOn("enabled") } ?? list?.isEnabled ?? false))\
                \(UI.textArea("addresses", label: "Addresses and networks",
                    value: data?["addresses"] ?? list?.networks.joined(separator: "\\n") ?? "", rows: 6, code: true,
                    hint: "One a line, such as 192.0.2.7 or 10.0.0.0/8. You come from \(call.origin.address).",
                    error: problems[beginningWith: "allowed_ips"]))
                """)
        return OrganizationLayout.list(
            call.caller, .settings, text: "What holds for everybody who works here.",
            body: """
                \(problems.summary(shown: ["max_expiration_period_days", "allowed_ips"]))\
                \(UI.section("Personal access tokens", text: "Switched off, they stop working at once.", id: "tokens",
                    content: UI.card(content: tokens)))\
                \(UI.section("Addresses", text: "For the Console and the management API; portals stay open.",
                    id: "addresses", content: UI.card(content: addresses)))
                """)
    }

    private func setPolicy(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let data = try await call.form()
        return try await retrying {
            _ = try await operators.setTokenPolicy(
                isEnabled: data.isOn("tokens"), days: Int(data["days"]) ?? 0, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.organizationSettings.path).with(Flash(.success, "Saved."))
        } form: { problems in
            try await show(call, nil, problems)
        }
    }

    private func setAddresses(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let data = try await call.form()
        let networks = data["addresses"].split(whereSeparator: \.isWhitespace).map(String.init)
        return try await retrying {
            _ = try await organizations.setAllowList(
                isEnabled: data.isOn("enabled"), networks: networks, from: call.origin.address,
                as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.organizationSettings.path).with(Flash(.success, "Saved."))
        } form: { problems in
            try await show(call, data, problems)
        }
    }
}
