import Core
import Model
import Rendering
import Web

/// The parts of the pages about applications that need no more than their data.
enum ApplicationViews {
    static let none = UI.emptyState(
        icon: .app, title: "No applications yet",
        text: """
            <p>Find an API and choose “Use this API”: you get an application with a key in one step. Or make the \
            application first.</p>
            """,
        action: UI.linkButton("Browse the APIs", to: SiteAddress.apis.path, .primary)
            + UI.linkButton("New application", to: SiteAddress.newApplication.path))

    static let noStrategy = UI.emptyState(
        icon: .key, title: "Nothing to register for yet",
        text: "<p>No API on this portal asks for a key. Applications become useful when one does.</p>",
        action: UI.linkButton("Browse the APIs", to: SiteAddress.apis.path, .primary), level: 1)

    static func table(_ items: [ApplicationDetail]) -> HTML {
        UI.table(
            caption: "My applications",
            columns: [
                .init("Name"), .init("APIs", .number), .init("Owner", secondary: true),
                .init("Created", secondary: true),
            ],
            rows: items.map { detail in
                let application = detail.application
                let owner = application.owner.teamID == nil ? "Me" : "Team \(detail.ownerName)"
                return [
                    UI.rowLink(
                        application.name, to: SiteAddress.application(detail.id.text).path,
                        note: application.description),
                    "\(detail.registrationCount)", "\(owner)", day(application.createdAt),
                ]
            })
    }

    /// The day of a moment.
    static func day(_ instant: Instant?) -> HTML {
        guard let iso = instant?.iso else { return "<span class=\"subtle\">Never</span>" }
        return "<time datetime=\"\(iso)\">\(iso.prefix(10))</time>"
    }

    /// What a registration's state means for its developer.
    static func explanation(_ status: Registration.Status) -> String {
        switch status {
        case .approved: "Calls with a key of this application are let through."
        case .pending: "Somebody has to approve it; you will get an e-mail. Until then its calls are refused."
        case .rejected: "The request was declined."
        case .revoked: "Access was taken back; calls are refused."
        }
    }

    /// How to send a key: a whole request where one is known, else the header.
    static func example(_ keyNames: [String], key: String, call: FirstCall? = nil) -> HTML {
        let header = keyNames.first ?? KeyAuth.defaultKeyNames[0]
        if let call { return UI.codeBlock(call.command(header: header, key: key), title: "Your first call") }
        return UI.codeBlock("\(header): \(key)", title: "Request header")
    }
}

/// The page of one application.
struct ApplicationView {
    let detail: ApplicationDetail
    let registrations: [RegistrationDetail]
    let keys: [(credential: Credential, status: Credential.Status)]
    /// Its calls by day.
    let days: [UsageDay]
    /// A key that was made just now.
    let issued: Credentials.Issued?
    /// A client that was registered, or got a new secret, just now.
    let client: RegisteredClient?
    let problems: FormProblems
    let form: FormData
    /// Makes sending the form twice make one key.
    let keyID: String

    private var id: String { detail.id.text }

    var html: HTML {
        let application = detail.application
        let edit = UI.linkButton("Edit", to: SiteAddress.editApplication(id).path, icon: .edit)
        let text: HTML? = application.description.map { "<p>\($0)</p>" }
        return """
            \(UI.breadcrumbs([
                UI.Link("My applications", to: SiteAddress.applications.path), UI.Link(application.name, to: ""),
            ]))\
            \(UI.pageHeader(application.name, text: text ?? .empty, actions: edit))\
            <div class="stack">\(reveal)\(apis)\(keySection)\
            \(UI.card(title: "Calls", content: UI.usageChart(days)))\(facts)</div>
            """
    }

    private var reveal: HTML {
        if let client {
            return UI.keyReveal(
                client.secret, label: "Your client secret",
                text: "Copy it now: it is shown this once, and only your identity provider knows it.")
        }
        guard let issued else { return .empty }
        let names = detail.strategy.keyAuth?.keyNames ?? []
        return """
            \(UI.keyReveal(
                issued.key, label: "Your new key",
                text: "Copy it now: it is shown this once. We keep only its fingerprint."))\
            \(ApplicationViews.example(names, key: issued.key))
            """
    }

    private var apis: HTML {
        let add = UI.linkButton("Register for an API", to: SiteAddress.registerApplication(id).path, icon: .plus)
        let empty = UI.emptyState(
            icon: .api, title: "Not registered for any API",
            text: "<p>A key opens the APIs that its application is registered for.</p>", action: add, level: 3)
        let rows = registrations.map { row -> [HTML] in
            let remove = UI.postButton(
                "Remove", to: SiteAddress.deleteRegistration(id, row.id.text).path, .ghost, small: true,
                confirm: "Take back the registration for “\(row.apiName)”? Calls to it stop working at once.")
            return [
                UI.rowLink(row.apiName, to: SiteAddress.api(row.apiSlug).path, note: row.apiVersion),
                UI.status(row.registration.status.rawValue),
                "\(ApplicationViews.explanation(row.registration.status))", remove,
            ]
        }
        let table = UI.table(
            caption: "APIs of this application",
            columns: [.init("API"), .init("State"), .init("Meaning", secondary: true), .init("Actions", .actions)],
            rows: rows, empty: empty)
        return UI.card(title: "APIs", actions: rows.isEmpty ? .empty : add, flush: !rows.isEmpty, content: table)
    }

    private var keySection: HTML {
        guard let keyAuth = detail.strategy.keyAuth else { return clientSection }
        let rows = keys.map { key, status -> [HTML] in
            [
                "\(key.displayName)", "<code>ptk_…\(key.lastFour)</code>", UI.status(status.rawValue),
                ApplicationViews.day(key.createdAt), ApplicationViews.day(key.expiresAt), keyActions(key),
            ]
        }
        let table = UI.table(
            caption: "Keys",
            columns: [
                .init("Name"), .init("Key"), .init("State", secondary: true), .init("Created", secondary: true),
                .init("Expires", secondary: true), .init("Actions", .actions),
            ], rows: rows, empty: "<p class=\"muted\">No keys yet. Make one to call APIs.</p>")
        let names = keyAuth.keyNames.joined(separator: ", ")
        return UI.card(
            title: "Credentials", text: "<p>Send a key in the header <code>\(names)</code>.</p>",
            footer: newKey, flush: !rows.isEmpty, content: "\(table)\(keys.map { renameDialog($0.credential) })")
    }

    private var newKey: HTML {
        if keys.count >= Credential.limitPerApplication {
            return "<p class=\"muted\">An application may have \(Credential.limitPerApplication) keys.</p>"
        }
        let field = UI.textField(
            "display_name", label: "Name of the new key", value: form["display_name"],
            error: problems["display_name"], placeholder: "Production", autocomplete: "off",
            attributes: ["maxlength": "255"])
        return UI.form(
            to: SiteAddress.newKey(id).path, actions: UI.button("New key", .secondary, icon: .plus),
            content: "\(UI.hiddenField("key_id", keyID))\(field)")
    }

    private func keyActions(_ key: Credential) -> HTML {
        let delete = UI.postButton(
            "Delete", to: SiteAddress.deleteKey(id, key.id.text).path, .ghost, small: true,
            confirm: "Delete the key “\(key.displayName)”? Whatever uses it stops working at once.")
        let rename = UI.dialogButton("Rename", opens: "rename-\(key.id)", .ghost, small: true)
        return UI.buttonRow(rename, delete)
    }

    private func renameDialog(_ key: Credential) -> HTML {
        let dialog = "rename-\(key.id)", form = "form-\(key.id)"
        let field = UI.textField(
            "display_name", label: "Name", value: key.displayName, required: true, id: "name-\(key.id)",
            attributes: ["maxlength": "255"])
        return UI.dialog(
            id: dialog, title: "Rename the key",
            actions: UI.closeButton(closes: dialog) + UI.button("Rename", form: form),
            content: UI.form(to: SiteAddress.renameKey(id, key.id.text).path, id: form, content: field))
    }

    private var clientSection: HTML {
        let renew = UI.postButton(
            "New secret", to: SiteAddress.newClientSecret(id).path, icon: .refresh,
            confirm: "Replace the client secret? The old one stops working.")
        let client: HTML =
            detail.application.clientID.map { UI.copyable($0, what: "the client id") }
            ?? "<span class=\"subtle\">None</span>"
        return UI.card(
            title: "Credentials", text: "<p>They come from your identity provider.</p>",
            actions: detail.strategy.registersClients ? renew : .empty,
            content: UI.facts([UI.Fact("Client id", client)]))
    }

    private var facts: HTML {
        let owner = detail.application.owner.teamID == nil ? detail.ownerName : "Team \(detail.ownerName)"
        return UI.card(
            title: "Details",
            content: UI.facts([
                UI.Fact("Application id", UI.copyable(id, what: "the application id")),
                UI.Fact("Authentication", text: detail.strategy.title), UI.Fact("Owner", text: owner),
                UI.Fact("Created", ApplicationViews.day(detail.application.createdAt)),
            ]))
    }
}
