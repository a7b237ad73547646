import Model
import Rendering
import Web

/// The forms of a portal's settings.
enum PortalSettingsForm {
    static func data(of portal: Portal) -> FormData {
        func flag(_ isOn: Bool) -> String { isOn ? "true" : "" }
        return FormData([
            ("name", portal.name), ("display_name", portal.displayName), ("description", portal.description ?? ""),
            ("authentication_enabled", flag(portal.authenticationEnabled)),
            ("rbac_enabled", flag(portal.rbacEnabled)),
            ("auto_approve_developers", flag(portal.autoApproveDevelopers)),
            ("auto_approve_applications", flag(portal.autoApproveApplications)),
            ("default_strategy", portal.defaultStrategyID?.text ?? ""),
            ("default_api_visibility", portal.defaultAPIVisibility.rawValue),
            ("default_page_visibility", portal.defaultPageVisibility.rawValue),
        ])
    }

    static func general(_ data: FormData, _ problems: FormProblems) -> HTML {
        """
        \(problems.summary(shown: ["name", "display_name", "description"]))\
        \(UI.textField(
            "name", label: "Name", value: data["name"], hint: "For operators. The address stays as it is.",
            error: problems["name"], required: true, autocomplete: "off"))\
        \(UI.textField(
            "display_name", label: "Display name", value: data["display_name"], hint: "What developers read.",
            error: problems["display_name"], required: true, autocomplete: "off"))\
        \(UI.textArea(
            "description", label: "Description", value: data["description"], rows: 3,
            hint: "Shown on the start page.", error: problems["description"]))
        """
    }

    static func generalChange(_ data: FormData) -> PortalChange {
        var change = PortalChange()
        change.name = .set(data.nonEmpty("name") ?? "")
        change.displayName = .set(data.nonEmpty("display_name") ?? "")
        change.description = .set(data.nonEmpty("description"))
        return change
    }

    /// Of fields whose names say it otherwise.
    static let titles = [
        "authentication_enabled": "User authentication", "rbac_enabled": "RBAC",
        "auto_approve_developers": "Approve developers automatically",
        "auto_approve_applications": "Approve registrations automatically",
        "default_strategy": "Default authentication strategy", "default_api_visibility": "Default API visibility",
    ]

    static let securityFields = [
        "authentication_enabled", "rbac_enabled", "auto_approve_developers", "auto_approve_applications",
        "default_strategy", "default_api_visibility", "default_page_visibility",
    ]

    static func security(_ data: FormData, _ problems: FormProblems, _ strategies: [AuthStrategy]) -> HTML {
        "\(problems.summary(shown: ["rbac_enabled"]))\(switches(data, problems))\(defaults(data, strategies))"
    }

    private static func switches(_ data: FormData, _ problems: FormProblems) -> HTML {
        """
        \(UI.toggle(
            "authentication_enabled", label: "User authentication", checked: data.isOn("authentication_enabled"),
            hint: "Developers sign up and sign in. Without it there are no accounts, applications or keys."))\
        \(UI.toggle(
            "rbac_enabled", label: "RBAC", checked: data.isOn("rbac_enabled"),
            hint: """
                Developers see private APIs, and use any API, only through a role of one of their teams. Make teams \
                first: without any role every private API is hidden.
                """, error: problems["rbac_enabled"]))\
        \(UI.toggle(
            "auto_approve_developers", label: "Approve developers automatically",
            checked: data.isOn("auto_approve_developers"), hint: "New accounts need no decision of yours."))\
        \(UI.toggle(
            "auto_approve_applications", label: "Approve registrations automatically",
            checked: data.isOn("auto_approve_applications"),
            hint: "For every API of this portal. Publications may also say so by themselves."))
        """
    }

    private static func defaults(_ data: FormData, _ strategies: [AuthStrategy]) -> HTML {
        let options = [UI.Option("", "None")] + strategies.map { UI.Option($0.id.text, $0.name) }
        let visibilities = [UI.Option("private", "Private"), UI.Option("public", "Public")]
        return """
            \(UI.select(
                "default_strategy", label: "Default authentication strategy", options: options,
                value: data["default_strategy"], hint: "For publications and applications that choose none."))\
            \(UI.fieldRow(
                UI.select(
                    "default_api_visibility", label: "Default API visibility", options: visibilities,
                    value: data["default_api_visibility"]),
                UI.select(
                    "default_page_visibility", label: "Default page visibility", options: visibilities,
                    value: data["default_page_visibility"])))
            """
    }

    static func securityChange(_ data: FormData) -> PortalChange {
        var change = PortalChange()
        change.authenticationEnabled = .set(data.isOn("authentication_enabled"))
        change.rbacEnabled = .set(data.isOn("rbac_enabled"))
        change.autoApproveDevelopers = .set(data.isOn("auto_approve_developers"))
        change.autoApproveApplications = .set(data.isOn("auto_approve_applications"))
        change.defaultStrategyID = .set(ID(data["default_strategy"]))
        if let visibility = Portal.Visibility(rawValue: data["default_api_visibility"]) {
            change.defaultAPIVisibility = .set(visibility)
        }
        if let visibility = Portal.Visibility(rawValue: data["default_page_visibility"]) {
            change.defaultPageVisibility = .set(visibility)
        }
        return change
    }
}
