import Core
import Model
import Rendering
import Web

/// Making an API: from a file, from a page of Markdown, or from a name alone.
struct APICreationPages {
    private let product: Product

    init(_ product: Product) {
        self.product = product
    }

    func new(
        _ call: Call<ConsoleCaller>, _ problems: FormProblems = .none, _ form: FormData = FormData()
    ) async throws -> Reply {
        let source = form["source"].isEmpty ? "file" : form["source"]
        let cards = [
            UI.Card("file", title: "Upload a description", text: "OpenAPI or AsyncAPI, YAML or JSON.", icon: .upload),
            UI.Card("markdown", title: "Write Markdown", text: "Start with a page in your own words.", icon: .edit),
            UI.Card("none", title: "Nothing yet", text: "Give it a name and go on later.", icon: .clock),
        ]
        let upload = UI.fileDrop(
            "spec", label: "API description", accept: ".yaml,.yml,.json,.zip",
            text: "YAML or JSON, or a ZIP of several files, up to \(product.uploads.words(.description))",
            error: problems["spec"] ?? problems["content"])
        let page = UI.textArea(
            "markdown", label: "First page", value: form["markdown"], rows: 12, code: true,
            hint: "Its first heading becomes the title.", error: problems["markdown"])
        let fields: HTML = """
            \(problems.summary(shown: APIForm.shown + ["markdown"]))\
            \(UI.radioCards("source", legend: "How do you want to begin?", cards: cards, value: source))\
            <div class="when-file"><portico-api-draft data-address="\(ConsoleAddress.previewAPI.path)">\(upload)\
            <p class="muted" role="status" data-outcome></p></portico-api-draft></div>\
            <div class="when-markdown">\(page)</div>\
            \(APIForm(form, problems).names(fromDescription: true))
            """
        let whole = UI.form(
            to: ConsoleAddress.newAPI.path, upload: true,
            actions: UI.button("Create API") + UI.linkButton("Cancel", to: ConsoleAddress.apis.path, .ghost),
            content: "<div class=\"api-draft stack\">\(fields)</div>")
        let header = UI.pageHeader(
            "New API", text: "<p>Name, version, slug and description come from the file; change what you like.</p>")
        return ConsoleLayout.reply(
            call.caller, title: "New API", section: .apis,
            breadcrumbs: [
                UI.Link("APIs", to: ConsoleAddress.apis.path), UI.Link("New API", to: ConsoleAddress.newAPI.path),
            ],
            body: header + UI.card(content: whole))
    }

    func create(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(limit: product.descriptionFormLimit)
        return try await retrying {
            let file = try form["source"] == "file" ? product.descriptionFile(form) : nil
            let overview = try await product.apis.create(
                try draft(form, file, call.caller.actor), as: call.caller.actor)
            if form["source"] == "markdown", let text = form.nonEmpty("markdown") {
                let document = APIDocumentDraft(content: text)
                _ = try await product.apiDocuments.create(document, of: overview.api.id, as: call.caller.actor)
            }
            let next: ConsoleAddress =
                form["source"] == "markdown" ? .apiDocuments(overview.api.id) : .api(overview.api.id)
            return Reply.redirect(to: next.path).with(Flash(.success, Self.outcome(overview)))
        } form: { problems in
            try await new(call, problems, form)
        }
    }

    /// What a chosen file says of itself, for the form to be filled in before it is sent.
    func preview(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let file = try SpecificationFile(
            try await call.bytes(limit: product.uploads[.description]), product.uploads)
        let found = try product.apis.preview(file.text, as: call.caller.actor)
        let name = found.title ?? ""
        return .json([
            "name": .string(name), "version": .string(found.version ?? ""),
            "slug": .string(name.isEmpty ? "" : API.defaultSlug(name: name, version: found.version)),
            "description": .string(found.description ?? ""), "kind": .string(found.kind.title),
            "operations": .integer(Int64(found.operations.count)), "problems": .integer(Int64(found.problems.count)),
        ])
    }

    private func draft(_ form: FormData, _ file: SpecificationFile?, _ actor: Actor) throws -> APIDraft {
        let found = try file.map { try product.apis.preview($0.text, as: actor) }
        var draft = APIDraft(name: form.nonEmpty("name") ?? found?.title ?? "")
        draft.version = form.nonEmpty("version")
        draft.slug = form.nonEmpty("slug")
        draft.description = form.nonEmpty("description")
        (draft.specification, draft.archive) = (file?.text, file?.archive)
        return draft
    }

    private static func outcome(_ overview: APIOverview) -> String {
        guard let version = overview.currentVersion else { return "\(overview.api.name) is created." }
        let operations = UI.count(version.operationCount, "operation", "operations")
        let found = "\(overview.api.name) is created with \(operations)"
        let problems = UI.count(version.problemCount, "problem", "problems")
        return version.problemCount == 0 ? "\(found)." : "\(found). Its description has \(problems): see Specification."
    }
}

extension Product {
    /// How large uploads may be.
    var uploads: UploadLimits { kernel.settings.uploads }

    /// A description, and what a form weighs besides.
    var descriptionFormLimit: Int { uploads[.description] + 1_024 * 1_024 }

    /// The chosen file; nil when none was chosen.
    func descriptionFile(_ form: FormData) throws -> SpecificationFile? {
        guard let file = form.files["spec"], !file.bytes.isEmpty else { return nil }
        return try SpecificationFile(file.bytes, uploads)
    }
}
