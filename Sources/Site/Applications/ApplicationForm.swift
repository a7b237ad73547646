import Model
import Rendering
import Web

/// The forms in which a developer describes an application.
struct ApplicationForm {
    let strategies: [AuthStrategy]
    let defaultStrategy: ID<AuthStrategy>?
    let teams: [Team]
    let data: FormData
    let problems: FormProblems

    private static let shown = ["name", "description", "client_id", "team_id"]

    var html: HTML {
        let fields: HTML = """
            \(problems.summary(shown: Self.shown + (strategies.count == 1 ? [] : ["auth_strategy_id"])))\
            \(Self.words(data, problems))\(strategyField)\
            \(Self.clientField(strategies, data, problems))\(Self.teamField(teams, data, problems))
            """
        let actions = UI.button("Create application") + UI.linkButton("Cancel", to: SiteAddress.applications.path)
        let header = UI.pageHeader(
            "New application", text: "<p>Afterwards you make keys for it, and register it for APIs.</p>")
        let form = UI.form(to: SiteAddress.newApplication.path, actions: actions, content: fields)
        return "\(header)\(UI.card(content: form))"
    }

    /// Name and description.
    static func words(_ data: FormData, _ problems: FormProblems, required: Bool = true) -> HTML {
        """
        \(UI.textField(
            "name", label: "Name", value: data["name"], error: problems["name"], required: required,
            placeholder: "Mobile app", autocomplete: "off", attributes: ["maxlength": "255"]))\
        \(UI.textField(
            "description", label: "Description", value: data["description"],
            hint: "What it is for. The people who run this portal read it when they approve.",
            error: problems["description"], autocomplete: "off", attributes: ["maxlength": "255"]))
        """
    }

    /// The choice of an owning team; nothing when there is no choice.
    static func teamField(_ teams: [Team], _ data: FormData, _ problems: FormProblems) -> HTML {
        if teams.isEmpty { return .empty }
        let options = [UI.Option("", "Me")] + teams.map { UI.Option($0.id.text, "Team \($0.name)") }
        return UI.select(
            "team_id", label: "Owner", options: options, value: data["team_id"],
            hint: "Every member of a team may use and change its applications.", error: problems["team_id"])
    }

    private var strategyField: HTML {
        if strategies.count == 1 { return UI.hiddenField("auth_strategy_id", strategies[0].id.text) }
        let chosen = data.nonEmpty("auth_strategy_id") ?? defaultStrategy?.text
        let options = strategies.map { UI.Option($0.id.text, $0.title) }
        return UI.select(
            "auth_strategy_id", label: "Authentication", options: options, value: chosen,
            hint: "An application uses one way to authenticate, with all its APIs.",
            error: problems["auth_strategy_id"])
    }

    /// The client id that an application brings; nothing when no strategy takes one.
    static func clientField(_ strategies: [AuthStrategy], _ data: FormData, _ problems: FormProblems) -> HTML {
        guard strategies.contains(where: { $0.keyAuth == nil && !$0.registersClients }) else { return .empty }
        return UI.textField(
            "client_id", label: "Client id", value: data["client_id"],
            hint: "The id of your client at the identity provider, for OpenID Connect only.",
            error: problems["client_id"], autocomplete: "off")
    }

    static func draft(_ data: FormData) -> ApplicationDraft {
        var draft = ApplicationDraft(name: data.nonEmpty("name") ?? "", description: data.nonEmpty("description"))
        draft.clientID = data.nonEmpty("client_id")
        draft.strategyID = ID(data["auth_strategy_id"])
        draft.owner = ID<Team>(data["team_id"]).map(Application.Owner.team)
        return draft
    }

    static func change(_ data: FormData, of found: ApplicationDetail) -> ApplicationChange {
        var change = ApplicationChange()
        change.name = .set(data.nonEmpty("name") ?? "")
        change.description = .set(data.nonEmpty("description"))
        if found.strategy.keyAuth == nil, let client = data.nonEmpty("client_id") { change.clientID = .set(client) }
        return change
    }

    /// The form that changes an application.
    static func edit(_ found: ApplicationDetail, _ data: FormData, _ problems: FormProblems) -> HTML {
        let id = found.id.text
        let client: HTML =
            found.strategy.keyAuth != nil || found.strategy.registersClients
            ? .empty
            : UI.textField(
                "client_id", label: "Client id", value: data["client_id"], error: problems["client_id"],
                autocomplete: "off")
        let actions = UI.button("Save") + UI.linkButton("Cancel", to: SiteAddress.application(id).path)
        let form = UI.form(
            to: SiteAddress.editApplication(id).path, actions: actions,
            content: "\(problems.summary(shown: shown))\(words(data, problems))\(client)")
        let delete = UI.postButton(
            "Delete application", to: SiteAddress.deleteApplication(id).path, .danger,
            confirm: "Delete “\(found.application.name)”? Its keys stop working at once.")
        return """
            \(UI.breadcrumbs([
                UI.Link("My applications", to: SiteAddress.applications.path),
                UI.Link(found.application.name, to: SiteAddress.application(id).path), UI.Link("Edit", to: ""),
            ]))\
            \(UI.pageHeader("Edit \(found.application.name)"))<div class="stack">\(UI.card(content: form))\
            \(UI.dangerZone(
                "Delete this application",
                text: "<p>Its keys and registrations go with it. This cannot be undone.</p>", action: delete))</div>
            """
    }
}

extension AuthStrategy {
    /// What developers read.
    var title: String { displayName.isEmpty ? name : displayName }
}
