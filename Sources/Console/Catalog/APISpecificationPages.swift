import Core
import HTTPTypes
import Model
import Rendering
import Web

/// The versions of an API: upload, replacement, what is wrong with a description, and its reference.
struct APISpecificationPages {
    private let product: Product

    init(_ product: Product) {
        self.product = product
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        let one = "/apis/{apiId}/specification/{versionId}"
        return [
            .get("/apis/{apiId}/specification") { try await show($0) },
            .post("/apis/{apiId}/specification", upload), .get(one) { try await show($0) }, .post(one, replace),
            .post(one + "/delete", delete), .get(one + "/raw", raw), .get(one + "/source", source),
            .get(one + "/{kind}/{key}", place),
        ]
    }

    private func show(_ call: Call<ConsoleCaller>, _ problems: FormProblems = .none) async throws -> Reply {
        let overview = try await product.apis.find(call.id("apiId"), as: call.caller.actor)
        let versions = try await product.apiVersions.all(of: overview.api.id, as: call.caller.actor)
        guard let current = try chosen(call, versions, overview) else {
            return APILayout.reply(
                call.caller, overview, current: .specification, body: empty(overview.api, problems))
        }
        let (version, description) = try await product.apiVersions.description(
            of: current.id, of: overview.api.id, as: call.caller.actor)
        let reference = APIReference(description, options: Self.options(overview.api.id, version))
        let body: HTML = """
            \(bar(overview.api, version, versions, problems))\(diagnostics(description, overview.api, version))\
            \(UI.reference(reference.overview()))
            """
        return APILayout.reply(call.caller, overview, current: .specification, isWide: true, body: body)
    }

    /// The version in the address; without one the current one.
    private func chosen(
        _ call: Call<ConsoleCaller>, _ versions: [APIVersion], _ overview: APIOverview
    ) throws -> APIVersion? {
        guard call.parameters["versionId"] != nil else { return overview.currentVersion }
        let id: ID<APIVersion> = try call.id("versionId")
        guard let version = versions.first(where: { $0.id == id }) else { throw Refusal.notFound }
        return version
    }

    private func empty(_ api: API, _ problems: FormProblems) -> HTML {
        let form = uploadForm(api, problems, button: "Upload")
        return UI.emptyState(
            icon: .file, title: "No description yet",
            text: "<p>Upload an OpenAPI or AsyncAPI file. It becomes the reference that developers read and try.</p>")
            + UI.card(title: "Upload a description", content: form)
    }

    private func uploadForm(_ api: API, _ problems: FormProblems, button: String) -> HTML {
        UI.form(
            to: ConsoleAddress.apiSpecification(api.id).path, upload: true, actions: UI.button(button),
            content: """
                \(problems.summary(shown: ["spec", "content", "version"]))\
                \(UI.fileDrop("spec", label: "Description", accept: ".yaml,.yml,.json,.zip",
                    text: "YAML or JSON, or a ZIP of several files, up to \(product.uploads.words(.description))",
                    required: true, error: problems["spec"] ?? problems["content"]))\
                \(UI.textField("version", label: "Version", hint: "Left empty, it is taken from the description.",
                    error: problems["version"], placeholder: "2.0.0"))
                """)
    }

    /// Which version is shown, the others, and what can be done with it.
    private func bar(
        _ api: API, _ version: APIVersion, _ versions: [APIVersion], _ problems: FormProblems
    ) -> HTML {
        let tabs = UI.tabs(
            "Versions",
            versions.map {
                let address = ConsoleAddress.apiVersion(api.id, $0.id).path
                return UI.Tab($0.version, to: address, current: $0.id == version.id)
            })
        let address = ConsoleAddress.apiVersion(api.id, version.id).path
        let replace = UI.form(
            to: address, upload: true, actions: UI.button("Replace"),
            content: UI.fileDrop(
                "spec", label: "Description", accept: ".yaml,.yml,.json,.zip",
                text: "YAML or JSON, or a ZIP of several files, up to \(product.uploads.words(.description))",
                required: true)
        )
        let upload = uploadForm(api, .none, button: "Add")
        let compare: HTML =
            versions.count < 2
            ? ""
            : UI.linkButton(
                "Compare with…", to: ConsoleAddress.compareVersions(api.id, to: version.id).path, small: true)
        let editing: HTML = """
            \(UI.dialogButton("Add version", opens: "add-version", icon: .plus, small: true))\
            \(UI.dialogButton("Replace", opens: "replace-version", icon: .upload, small: true))
            """
        let dialogs: HTML = """
            \(UI.dialog(id: "add-version", title: "Add a version", content: upload))\
            \(UI.dialog(id: "replace-version", title: "Replace \(version.version)", content: replace))
            """
        let actions: HTML = """
            \(compare)\
            \(upload.isEmpty ? .empty : editing)\
            \(UI.linkButton("Download", to: address + "/raw", icon: .download, small: true))\
            \(UI.postButton("Delete", to: address + "/delete", .ghost, icon: .trash, small: true,
                confirm: "Delete version \(version.version)? Its reference goes with it."))
            """
        return """
            <div class="spread">\(tabs)<div class="button-row">\(actions)</div></div>\
            \(problems.summary(shown: []))\(upload.isEmpty ? .empty : dialogs)
            """
    }

    /// How many errors, warnings and pieces of advice there are, with a way to see them in the text.
    private func diagnostics(_ description: APIDescription, _ api: API, _ version: APIVersion) -> HTML {
        let found = Self.found(description)
        let count = { (severity: Diagnostic.Severity) in found.count { $0.severity == severity } }
        let errors = count(.error), warnings = count(.warning), advice = count(.information)
        let words = [
            errors == 0 ? nil : "\(errors) errors", warnings == 0 ? nil : "\(warnings) warnings",
            advice == 0 ? nil : "\(advice) pieces of advice",
        ].compactMap(\.self).joined(separator: ", ")
        let link = UI.linkButton(
            "Show in the source", to: ConsoleAddress.versionSource(api.id, version.id).path, icon: .code, small: true)
        let isBroken = errors + warnings > 0
        let text: HTML =
            found.isEmpty
            ? "The description keeps every rule."
            : "\(words).\(isBroken ? " The reference is shown as far as the description goes." : "")"
        return """
            <div class="card"><div class="card-body spread"><p class="cluster">\
            \(UI.icon(isBroken ? .warning : .checkCircle)) <span>\(text)</span></p>\(link)</div></div>
            """
    }

    private static func found(_ description: APIDescription) -> [Diagnostic] {
        description.diagnostics + DescriptionRules.diagnostics(of: description)
    }

    /// The text of the description, beside what was found in it. What was fetched for it has no lines there.
    private func source(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let overview = try await product.apis.find(call.id("apiId"), as: call.caller.actor)
        let id: ID<APIVersion> = try call.id("versionId")
        let (version, specification) = try await product.apiVersions.find(
            id, of: overview.api.id, as: call.caller.actor)
        let (_, description) = try await product.apiVersions.description(
            of: id, of: overview.api.id, as: call.caller.actor)
        var found = Self.found(description)
        if specification.bundle != nil {
            found = Diagnostic.located(found, in: DocumentTree.parse(specification.content))
        }
        let back = UI.linkButton(
            "Reference", to: ConsoleAddress.apiVersion(overview.api.id, id).path, .ghost, icon: .arrowLeft, small: true)
        let body: HTML = """
            <div class="spread"><h2>Source of \(version.version)</h2>\(back)</div>\
            \(SourceView.html(specification.content, found, title: "Source"))
            """
        return APILayout.reply(call.caller, overview, current: .specification, isWide: true, body: body)
    }

    static func options(_ api: ID<API>, _ version: APIVersion) -> ReferenceOptions {
        let base = ConsoleAddress.apiVersion(api, version.id).path
        var options = ReferenceOptions { $0.address(below: base) }
        options.download = base + "/raw"
        options.storageKey = "console-\(api)"
        return options
    }

    private func place(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let overview = try await product.apis.find(call.id("apiId"), as: call.caller.actor)
        let (version, description) = try await product.apiVersions.description(
            of: call.id("versionId"), of: overview.api.id, as: call.caller.actor)
        let reference = APIReference(description, options: Self.options(overview.api.id, version))
        func query(_ name: String) -> String? { call.rawQuery.first { $0.name == name }?.value }
        let place = ReferencePlace(
            kind: try call.text("kind"), key: try call.text("key"), pointer: query("pointer") ?? "",
            from: query("from").flatMap { Int($0) } ?? 0, for: query("for"))
        guard let place else { throw Refusal.notFound }
        if let fragment = reference.fragment(at: place) { return .html(fragment) }
        guard let page = reference.page(at: place) else { throw Refusal.notFound }
        return APILayout.reply(call.caller, overview, current: .specification, isWide: true, body: UI.reference(page))
    }

    private func upload(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(limit: product.descriptionFormLimit), id: ID<API> = try call.id("apiId")
        return try await retrying {
            let file = try file(form)
            let draft = APIVersionDraft(
                version: form.nonEmpty("version"), content: file.text, archive: file.archive)
            let (version, _) = try await product.apiVersions.create(draft, of: id, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.apiVersion(id, version.id).path)
                .with(Flash(.success, "Version \(version.version) is there."))
        } form: { problems in
            try await show(call, problems)
        }
    }

    private func replace(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(limit: product.descriptionFormLimit), api: ID<API> = try call.id("apiId")
        let id: ID<APIVersion> = try call.id("versionId")
        return try await retrying {
            var change = APIVersionChange()
            let file = try file(form)
            (change.content, change.archive) = (.set(file.text), file.archive)
            let (version, _) = try await product.apiVersions.update(id, of: api, change, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.apiVersion(api, id).path)
                .with(Flash(.success, "The description of \(version.version) is replaced."))
        } form: { problems in
            try await show(call, problems)
        }
    }

    private func file(_ form: FormData) throws -> SpecificationFile {
        guard let file = try product.descriptionFile(form) else {
            throw Refusal.invalid("spec", .required, "Choose a file first")
        }
        return file
    }

    private func delete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let api: ID<API> = try call.id("apiId")
        try await product.apiVersions.delete(call.id("versionId"), of: api, as: call.caller.actor)
        return Reply.redirect(to: ConsoleAddress.apiSpecification(api).path)
            .with(Flash(.success, "The version is deleted."))
    }

    private func raw(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let id: ID<APIVersion> = try call.id("versionId"), api: ID<API> = try call.id("apiId")
        let actor = call.caller.actor
        if let archive = try await product.apiVersions.archive(of: id, of: api, as: actor) {
            return Reply(
                .ok,
                headers: [
                    .contentType: "application/zip", .contentDisposition: "attachment; filename=\"description.zip\"",
                ], body: archive)
        }
        return .description(try await product.apiVersions.find(id, of: api, as: actor).1.content)
    }
}
