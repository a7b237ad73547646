import Core
import Model
import Rendering
import Web

/// The parts of the pages about teams that need no more than their data.
enum TeamViews {
    static func fields(_ data: FormData, _ problems: FormProblems) -> HTML {
        """
        \(problems.summary(shown: ["name", "description"]))\
        \(UI.textField(
            "name", label: "Name", value: data["name"], error: problems["name"], required: true,
            autocomplete: "off", attributes: ["maxlength": "250"]))\
        \(UI.textField(
            "description", label: "Description", value: data["description"], error: problems["description"],
            autocomplete: "off", attributes: ["maxlength": "250"]))\
        \(UI.toggle(
            "can_own_applications", label: "May own applications", checked: data.isOn("can_own_applications"),
            hint: "Members share these applications and their keys."))
        """
    }

    static func data(of team: Team) -> FormData {
        FormData([
            ("name", team.name), ("description", team.description),
            ("can_own_applications", team.canOwnApplications ? "true" : ""),
        ])
    }

    static func rolesAreIdle(_ portal: Portal) -> HTML {
        UI.alert(
            .info, title: "RBAC is off on this portal",
            "Every approved developer sees and may use what is published. Roles take effect once you turn RBAC on.",
            actions: UI.linkButton("Security settings", to: ConsoleAddress.portalSecurity(portal.id).path, small: true))
    }
}

/// The page of one team.
struct TeamView {
    let portal: Portal
    let overview: TeamOverview
    let data: FormData
    let problems: FormProblems

    private var team: Team { overview.team }
    private var base: String { ConsoleAddress.team(portal.id, team.id).path }

    var html: HTML {
        let notice: HTML = portal.rbacEnabled ? .empty : TeamViews.rolesAreIdle(portal)
        let settings = UI.form(
            to: base, guardUnsaved: true, actions: UI.button("Save"),
            content: "\(TeamViews.data(of: team).opened())\(TeamViews.fields(data, problems))")
        let delete = UI.dangerZone(
            "Delete this team", text: "Its roles go with it; its developers stay.",
            action: UI.postButton(
                "Delete team", to: "\(base)/delete", .danger, confirm: "Delete the team “\(team.name)”?"))
        let members = UI.section(
            "Developers", text: "Who is in the team.", id: "developers", content: memberPart)
        let roles = UI.section(
            "APIs", text: "What its developers may do: viewers read, consumers also register and call.",
            id: "apis", content: rolePart)
        let rest = UI.section(
            "Settings", id: "settings", content: "<div class=\"stack\">\(UI.card(content: settings))\(delete)</div>")
        return "\(notice)<div>\(members)\(roles)\(rest)</div>"
    }

    private var memberPart: HTML {
        let rows = overview.members.map { member -> [HTML] in
            let remove = UI.postButton(
                "Remove", to: "\(base)/developers/\(member.id)/remove", .ghost, small: true)
            let state: HTML = member.isActive ? UI.status("approved") : UI.badge("Not approved", .warn, dot: true)
            return [
                UI.rowLink(
                    member.fullName, to: ConsoleAddress.developer(portal.id, member.id).path, note: member.email),
                state, remove,
            ]
        }
        let table = UI.table(
            caption: "Members of the team",
            columns: [.init("Name"), .init("State", secondary: true), .init("Actions", .actions)],
            rows: rows, empty: "<p class=\"muted\">Nobody is in it yet.</p>")
        let names = Dictionary(grouping: overview.candidates, by: \.fullName)
        let options = overview.candidates.map { developer in
            let isAlone = names[developer.fullName]?.count == 1
            let title = isAlone ? developer.fullName : "\(developer.fullName) (\(developer.email))"
            return UI.Option(developer.id.text, title)
        }
        let add: HTML =
            options.isEmpty
            ? "<p class=\"muted\">Every developer of the portal is in the team.</p>"
            : UI.form(
                to: "\(base)/developers", actions: UI.button("Add developer", .secondary, icon: .plus),
                content: UI.select("developer", label: "Developer", options: options))
        return UI.card(footer: add, flush: !rows.isEmpty, content: table)
    }

    private var rolePart: HTML {
        let apis = overview.apis
        let titles = Dictionary(apis.map { ($0.id, $0.title) }, uniquingKeysWith: { first, _ in first })
        let rows = overview.roles.map { role -> [HTML] in
            let remove = UI.postButton("Remove", to: "\(base)/roles/\(role.id)/remove", .ghost, small: true)
            let name = role.scope.apiID.map { titles[$0] ?? $0.text } ?? "All APIs"
            return ["\(name)", "\(role.name.rawValue)", remove]
        }
        let table = UI.table(
            caption: "What the team may do", columns: [.init("API"), .init("Role"), .init("Actions", .actions)],
            rows: rows, empty: "<p class=\"muted\">No roles yet: with RBAC its developers see public APIs only.</p>")
        let scopes = [UI.Option("*", "All APIs")] + apis.map { UI.Option($0.id.text, $0.title) }
        let names = TeamRole.Name.allCases.map { UI.Option($0.rawValue, $0.rawValue) }
        let chosen = apis.count == 1 ? apis[0].id.text : "*"
        let add = UI.form(
            to: "\(base)/roles", actions: UI.button("Add role", .secondary, icon: .plus),
            content: UI.fieldRow(
                UI.select("api", label: "API", options: scopes, value: chosen),
                UI.select("role", label: "Role", options: names, value: TeamRole.Name.consumer.rawValue)))
        return UI.card(footer: add, flush: !rows.isEmpty, content: table)
    }
}

extension API {
    /// Name and version, for lists of choices.
    var title: String { version.map { "\(name) \($0)" } ?? name }
}
