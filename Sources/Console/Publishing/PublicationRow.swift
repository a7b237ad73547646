import Model
import Rendering
import Web

/// One publication in a list: who sees it, what calls need, and the form that changes it.
struct PublicationRow {
    let cells: [HTML]
    let dialog: HTML

    /// Without `unpublish` it may not be changed.
    init(
        _ title: String, link: String, _ publication: Publication, _ portal: Portal, _ fields: PublicationForm,
        address: String, hidden: (name: String, value: String), unpublish: String?
    ) {
        let id = "change-\(publication.id)"
        let change = UI.form(
            to: address, actions: UI.button("Save"),
            content:
                "\(UI.hiddenField(hidden.name, hidden.value))\(fields.html(publication, suffix: publication.id.text))")
        let strategy = publication.strategyIDs.first.flatMap { id in fields.strategies.first { $0.id == id } }
        let isApproved = publication.autoApproveRegistrations || portal.autoApproveApplications
        var actions = HTML.empty, dialog = HTML.empty
        if let unpublish, !change.isEmpty {
            actions = UI.buttonRow(
                UI.dialogButton("Change", opens: id, small: true),
                UI.postButton(
                    "Unpublish", to: unpublish, .ghost, small: true,
                    confirm: "Unpublish \(title)? Developers no longer see it on \(portal.displayName)."))
            dialog = UI.dialog(id: id, title: "Change how \(title) is published", content: change)
        }
        cells = [
            UI.rowLink(title, to: link),
            """
            \(UI.status(publication.visibility.rawValue))\
            <span class="row-note">\(Self.audience(publication, portal))</span>
            """,
            "\(strategy?.displayName ?? "No key")",
            strategy == nil ? "–" : isApproved ? "At once" : "By an operator", actions,
        ]
        self.dialog = dialog
    }

    static func table(_ rows: [PublicationRow], caption: String, of column: String) -> HTML {
        let table = UI.table(
            caption: caption,
            columns: [
                .init(column), .init("Who sees it"), .init("Calls need"), .init("Approval"),
                .init("Actions", .actions),
            ],
            rows: rows.map(\.cells))
        return "\(table)\(rows.map(\.dialog))"
    }

    private static func audience(_ publication: Publication, _ portal: Portal) -> String {
        if publication.visibility == .public { return "Everybody" }
        if !portal.authenticationEnabled { return "Nobody: this portal has no accounts" }
        return portal.rbacEnabled ? "Developers whose team has a role on it" : "Signed-in developers"
    }
}
