import Core
import Model
import Rendering
import Web

/// Making a portal in two steps: what it is, and how it looks.
struct PortalWizard {
    let product: Product

    init(_ product: Product) {
        self.product = product
    }

    func first(
        _ call: Call<ConsoleCaller>, _ problems: FormProblems = .none, _ form: FormData = FormData()
    ) async throws -> Reply {
        let cards = [
            UI.Card(
                "private", title: "Private portal", text: "Developers sign in to see pages and APIs.", icon: .lock),
            UI.Card(
                "public", title: "Public portal", text: "Anyone with the link can see pages and APIs.", icon: .globe),
        ]
        let kind = form["kind"].isEmpty ? "private" : form["kind"]
        let published = try await product.publications.choices(as: call.caller.actor).published
        let apis = try await product.apis.all(as: call.caller.actor).filter { published.contains($0.id) }
        let upload = UI.fileDrop(
            "spec", label: "API description", accept: ".yaml,.yml,.json,.zip",
            text: "OpenAPI or AsyncAPI in YAML or JSON, or a ZIP of several files, up to "
                + product.uploads.words(.description), error: problems["spec"])
        let choice = UI.select(
            "api", label: "Or choose one that you have",
            options: [UI.Option("", "None")] + apis.map { UI.Option($0.id.text, $0.name) }, value: form["api"],
            error: problems["api"], required: false)
        let content: HTML = """
            \(problems.summary(shown: ["name", "spec", "api"]))
            \(UI.radioCards("kind", legend: "Who is it for?", cards: cards, value: kind))
            \(UI.textField("name", label: "Portal name", value: form["name"],
                hint: "Its address follows from the name; you can change everything else later.",
                error: problems["name"], required: true, placeholder: "Developer Hub"))
            \(UI.section("Your first API", text: "Optional: you can publish APIs at any time.", content: """
                \(call.caller.access.may(.create, .apis) ? upload : .empty)
                \(apis.isEmpty ? .empty : choice)
                """))
            """
        let page = UI.form(
            to: ConsoleAddress.newPortal.path, upload: true,
            actions: UI.button("Create and continue")
                + UI.linkButton("Cancel", to: ConsoleAddress.portals.path, .ghost), content: content)
        let body: HTML = """
            \(UI.pageHeader("New portal"))\(UI.steps(["Portal", "Appearance"], current: 1))\(UI.card(content: page))
            """
        return ConsoleLayout.reply(
            call.caller, title: "New portal", section: .portals,
            breadcrumbs: [
                UI.Link("Portals", to: ConsoleAddress.portals.path), UI.Link("New portal", to: ""),
            ], body: body)
    }

    func create(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(limit: product.descriptionFormLimit)
        return try await retrying {
            var draft = PortalDraft(name: form["name"].trimmingSpaces)
            draft.authenticationEnabled = form["kind"] != "public"
            let portal = try await product.portalOpenings.open(draft, with: try firstAPI(form), as: call.caller.actor)
            return .redirect(to: ConsoleAddress.portalAppearance(portal.id).path + "?step=2")
        } form: { problems in
            try await first(call, problems, form)
        }
    }

    /// The API that was chosen, or the one that the dropped file describes.
    private func firstAPI(_ form: FormData) throws -> FirstAPI? {
        if let file = try product.descriptionFile(form) {
            return .described(file, fallbackName: form.files["spec"]?.name ?? "")
        }
        return ID<API>(form["api"]).map(FirstAPI.existing)
    }
}
