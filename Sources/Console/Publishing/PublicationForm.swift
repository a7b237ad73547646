import Model
import Rendering
import Web

/// The fields of a publication, as forms show and send them.
struct PublicationForm {
    let strategies: [AuthStrategy]
    let problems: FormProblems

    /// A nil publication offers the portal's defaults. The suffix tells several forms on a page apart.
    func html(_ publication: Publication?, suffix: String) -> HTML {
        let visibility = [
            UI.Option("public", "Public: everybody sees it"), UI.Option("private", "Private: developers see it"),
        ]
        let keys =
            [UI.Option("none", "None: calls need no key")]
            + strategies.map { UI.Option($0.id.text, $0.displayName) }
        let chosen = publication.map { $0.strategyIDs.first?.text ?? "none" }
        return """
            \(UI.select("visibility", label: "Visibility",
                options: publication == nil ? [UI.Option("", "As the portal says")] + visibility : visibility,
                value: publication?.visibility.rawValue ?? "", error: problems["visibility"], required: false,
                id: "visibility-\(suffix)"))\
            \(UI.select("strategy", label: "Authentication strategy",
                options: publication == nil ? [UI.Option("", "The portal's default")] + keys : keys,
                value: chosen ?? "", error: problems["auth_strategy_ids"], required: false, id: "strategy-\(suffix)"))\
            \(UI.checkbox("auto_approve", label: "Approve registrations at once",
                checked: publication?.autoApproveRegistrations ?? false,
                hint: "Applications get in without an operator's word.", id: "auto-approve-\(suffix)"))
            """
    }

    static func draft(_ form: FormData) throws -> PublicationDraft {
        var draft = PublicationDraft()
        draft.visibility = Portal.Visibility(rawValue: form["visibility"])
        draft.autoApproveRegistrations = form.isOn("auto_approve")
        draft.strategies =
            switch form["strategy"] {
            case "": .portalDefault
            case "none": .none
            case let text: .some([try strategy(text)])
            }
        return draft
    }

    private static func strategy(_ text: String) throws -> ID<AuthStrategy> {
        guard let id = ID<AuthStrategy>(text) else {
            throw Refusal.invalid("auth_strategy_ids", .isUUID, "Choose one of the strategies")
        }
        return id
    }
}
