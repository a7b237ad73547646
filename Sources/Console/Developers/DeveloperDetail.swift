import Model
import Rendering
import Web

/// One developer: who it is, where the account stands, what belongs to it, and what can be decided.
struct DeveloperDetail {
    /// How many applications and teams are listed at most.
    static let most = PageRequest.maximumSize

    let portal: Portal
    let developer: Developer
    let applications: Page<ApplicationDetail>
    let teams: Page<Team>

    var html: HTML {
        let here = ConsoleAddress.developer(portal.id, developer.id).path
        let choices = DeveloperActions.choices(developer).map { status in
            DeveloperActions.button(
                developer, status, status == .approved ? .primary : .secondary, returnTo: here)
        }
        let facts = UI.facts([
            UI.Fact("E-mail address", UI.copyable(developer.email, what: "e-mail address")),
            UI.Fact("Address confirmed", Self.confirmed(developer)),
            UI.Fact("Password", text: developer.passwordHash == nil ? "Not chosen yet" : "Set"),
            UI.Fact("Signed up", Moment.html(developer.createdAt)),
            UI.Fact("Changed", Moment.html(developer.updatedAt)),
            UI.Fact("Id", UI.copyable(developer.id.text, what: "id")),
        ])
        let delete = UI.postButton(
            "Delete developer", to: ConsoleAddress.deleteDeveloper(portal.id, developer.id).path, .danger,
            confirm: DeveloperActions.deletion(developer))
        return """
            \(UI.pageHeader(
                developer.fullName, text: "<p>\(Self.explanation(developer.status))</p>",
                badge: UI.status(developer.status.rawValue), actions: "\(choices)"))\
            \(UI.section("Account", text: "<p>What is known of this developer.</p>", content: UI.card(content: facts)))\
            \(UI.section(
                "Applications", text: "<p>Their own, and those of their teams.</p>", id: "applications",
                content: applicationPart))\
            \(UI.section("Teams", text: "<p>They have the roles of their teams.</p>", id: "teams", content: teamPart))\
            \(UI.dangerZone(
                "Delete this developer",
                text: "<p>Deletes the account with its own applications and keys. The address may sign up again.</p>",
                action: delete))
            """
    }

    private var applicationPart: HTML {
        let rows = applications.items.map { detail -> [HTML] in
            let application = detail.application
            return [
                UI.rowLink(
                    application.name, to: ConsoleAddress.application(portal.id, application.id).path,
                    note: application.description),
                application.owner.teamID == nil ? "Their own" : "Team \(detail.ownerName)",
                "\(detail.registrationCount)", Moment.html(application.createdAt),
            ]
        }
        let table = UI.table(
            caption: "Applications of \(developer.fullName)",
            columns: [
                .init("Name"), .init("Owner", secondary: true), .init("APIs", .number),
                .init("Created", secondary: true),
            ], rows: rows,
            empty: UI.emptyState(
                icon: .app, title: "No applications", text: "They have made none, and share none with a team.",
                level: 3))
        let rest: HTML? =
            applications.total > rows.count
            ? UI.linkButton(
                "All applications of the portal", to: ConsoleAddress.applications(portal.id).path, small: true)
            : nil
        return "<div class=\"stack\">\(table)\(rest)</div>"
    }

    private var teamPart: HTML {
        let rows = teams.items.map { team -> [HTML] in
            [
                UI.rowLink(team.name, to: ConsoleAddress.team(portal.id, team.id).path, note: team.description),
                team.canOwnApplications ? "May" : "May not",
            ]
        }
        return UI.table(
            caption: "Teams of \(developer.fullName)",
            columns: [.init("Name"), .init("Owns applications", secondary: true)], rows: rows,
            empty: UI.emptyState(
                icon: .people, title: "In no team", text: "A team gives its developers roles on the page of the team.",
                action: UI.linkButton("Teams", to: ConsoleAddress.teams(portal.id).path, small: true), level: 3))
    }

    private static func confirmed(_ developer: Developer) -> HTML {
        developer.emailVerifiedAt.map(Moment.html) ?? "<span class=\"subtle\">Not yet</span>"
    }

    private static func explanation(_ status: Developer.Status) -> String {
        switch status {
        case .pending: "Waits for approval: cannot sign in yet."
        case .approved: "May sign in and use the APIs of the portal."
        case .rejected: "Was declined: cannot sign in, and keys do not work."
        case .revoked: "Lost access: cannot sign in, and keys do not work."
        }
    }
}

/// The form that adds a developer.
enum DeveloperForm {
    static func draft(_ form: FormData) -> DeveloperDraft {
        var draft = DeveloperDraft(email: form["email"].trimmingSpaces, fullName: form["full_name"].trimmingSpaces)
        draft.status = Developer.Status(rawValue: form["status"])
        draft.sendsInvitation = form.isOn("send_invitation_email")
        return draft
    }

    static func html(_ portal: Portal, _ form: FormData, _ problems: FormProblems) -> HTML {
        let usual = portal.autoApproveDevelopers ? "approved" : "pending"
        let isFresh = form.fields.isEmpty
        let fields: HTML = """
            \(problems.summary(shown: ["full_name", "email", "status"]))\
            \(UI.textField(
                "full_name", label: "Full name", value: form["full_name"], error: problems["full_name"],
                required: true, autocomplete: "off"))\
            \(UI.textField(
                "email", label: "E-mail address", value: form["email"], type: .email, error: problems["email"],
                required: true, autocomplete: "off"))\
            \(UI.select(
                "status", label: "Status",
                options: [
                    .init("", "As the portal says (\(usual))"), .init("approved", "Approved"),
                    .init("pending", "Pending approval"),
                ], value: form["status"], error: problems["status"]))\
            \(UI.checkbox(
                "send_invitation_email", label: "Send an invitation",
                checked: isFresh || form.isOn("send_invitation_email"),
                hint: "An e-mail with a link that chooses a password, good for 7 days."))
            """
        let actions =
            UI.button("Add developer") + UI.linkButton("Cancel", to: ConsoleAddress.developers(portal.id).path)
        return UI.card(
            content: UI.form(to: ConsoleAddress.newDeveloper(portal.id).path, actions: actions, content: fields))
    }
}
