package import Core
import Model
import Rendering
package import Web

/// The list of packages, a new one, the overview of one, and its description.
package struct PackagePages {
    private let product: Product

    package init(_ product: Product) {
        self.product = product
    }

    package var endpoints: [Endpoint<ConsoleCaller>] {
        [
            .get("/packages", list), .get("/packages/new") { try await new($0) }, .post("/packages/new", create),
            .get("/packages/{apiId}", overview),
            .get("/packages/{apiId}/specification") { try await specification($0) },
            .post("/packages/{apiId}/specification", upload),
            .post("/packages/{apiId}/specification/generate", generate),
            .post("/packages/{apiId}/specification/delete", deleteSpecification),
            .get("/packages/{apiId}/specification/raw", raw),
        ] + PackageOperationPages(product).endpoints
    }

    private func list(_ call: Call<ConsoleCaller>) async throws -> Reply {
        var query = ListQuery(sort: [ListSort("name"), ListSort("version")], page: PageRequest(size: 20))
        if let number = call.query("page").flatMap(Int.init), (1...1_000_000).contains(number) {
            query.page.number = number
        }
        let page = try await product.packages.list(query, as: call.caller.actor)
        let new = UI.linkButton("New API package", to: ConsoleAddress.newPackage.path, .primary, icon: .plus)
        let isEmpty = page.total == 0
        let body: HTML =
            isEmpty
            ? UI.emptyState(
                icon: .list, title: "Bundle operations of several APIs",
                text: """
                    <p>A package is published like an API. Developers register for it once and may call the \
                    operations that you chose.</p>
                    """, action: new)
            : table(page) + UI.pagination(page) { "\(ConsoleAddress.packages.path)?page=\($0)" }
        let header = UI.pageHeader(
            "API packages", text: "<p>Operations of several APIs, published as one.</p>",
            actions: isEmpty ? .empty : new)
        return ConsoleLayout.reply(
            call.caller, title: "API packages", section: .apis,
            body: header + APILayout.lists(current: .package) + body)
    }

    private func table(_ page: Page<APIOverview>) -> HTML {
        UI.table(
            caption: "API packages",
            columns: [
                .init("Name"), .init("Version"), .init("Published to", secondary: true),
                .init("Changed", secondary: true),
            ],
            rows: page.items.map { item in
                [
                    UI.rowLink(item.api.name, to: ConsoleAddress.api(item.api.id).path(.package), note: item.api.slug),
                    "\(item.api.version ?? "–")", APIPages.portals(item.portals), Moment.html(item.api.updatedAt),
                ]
            })
    }

    private func new(
        _ call: Call<ConsoleCaller>, _ problems: FormProblems = .none, _ form: FormData = FormData()
    ) async throws -> Reply {
        let fields = APIForm(form, problems)
        let whole = UI.form(
            to: ConsoleAddress.newPackage.path,
            actions: UI.button("Create package") + UI.linkButton("Cancel", to: ConsoleAddress.packages.path, .ghost),
            content: "\(problems.summary(shown: APIForm.shown))\(fields.names(fromDescription: false))\(fields.limit)")
        let body: HTML = "\(UI.pageHeader("New API package"))\(UI.card(content: whole))"
        return ConsoleLayout.reply(
            call.caller, title: "New API package", section: .apis,
            breadcrumbs: [
                UI.Link("API packages", to: ConsoleAddress.packages.path),
                UI.Link("New API package", to: ConsoleAddress.newPackage.path),
            ], body: body)
    }

    private func create(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form()
        return try await retrying {
            var draft = APIDraft(name: form["name"].trimmingSpaces)
            draft.version = form.nonEmpty("version")
            draft.slug = form.nonEmpty("slug")
            draft.description = form.nonEmpty("description").map { $0.replacing("\r\n", with: "\n") }
            draft.rateLimit = try APIForm.rateLimit(form)
            let made = try await product.packages.create(draft, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.packageOperations(made.api.id).path)
                .with(Flash(.success, "\(made.api.name) is created. Choose its operations."))
        } form: { problems in
            try await new(call, problems, form)
        }
    }

    private func overview(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let overview = try await product.packages.find(call.id("apiId"), as: call.caller.actor), api = overview.api
        let operations = try await product.packageContents.all(of: api.id, as: call.caller.actor)
        let limit = api.rateLimit.map { "\($0.limit) requests in \($0.span.rawValue)" }
        let description: HTML? = api.description.map {
            UI.card(title: "Description", content: "<div class=\"prose\">\(Markdown.html($0))</div>")
        }
        let facts = UI.facts([
            .init("Version", text: api.version), .init("Slug", "<code>\(api.slug)</code>"),
            .init("Operations", "\(operations.count)"), .init("Limit for each key", text: limit),
            .init("Published to", APIPages.portals(overview.portals)), .init("Created", Moment.html(api.createdAt)),
            .init("Changed", Moment.html(api.updatedAt)), .init("Id", UI.copyable(api.id.text, what: "id")),
        ])
        let remove = UI.dangerZone(
            "Delete this package", text: "<p>Its documents, publications and registrations go with it.</p>",
            action: UI.linkButton("Delete…", to: ConsoleAddress.deleteAPI(api.id).path(.package), .danger))
        let body: HTML = """
            \(nextSteps(overview, operations.count))\(UI.card(title: "Facts", content: facts))\(description)\(remove)
            """
        return APILayout.reply(call.caller, overview, current: .overview, body: body)
    }

    private func nextSteps(_ overview: APIOverview, _ operations: Int) -> HTML {
        let id = overview.api.id
        if operations > 0, overview.currentVersion != nil, !overview.portals.isEmpty { return .empty }
        return UI.card(
            title: "Next steps",
            content: UI.tasks([
                UI.task(
                    "Choose operations", text: "Of every API that is linked to a whole control plane.",
                    done: operations > 0,
                    link: "Choose", to: ConsoleAddress.packageOperations(id).path),
                UI.task(
                    "Describe it", text: "Have a description made of the operations, or upload one.",
                    done: overview.currentVersion != nil,
                    link: "Describe", to: ConsoleAddress.apiSpecification(id).path(.package)),
                UI.task(
                    "Publish it", text: "Choose the portals that show it, and who sees it there.",
                    done: !overview.portals.isEmpty,
                    link: "Publish", to: ConsoleAddress.apiPortals(id).path(.package)),
            ]))
    }
}

/// The description of a package.
extension PackagePages {
    private func specification(_ call: Call<ConsoleCaller>, _ problems: FormProblems = .none) async throws -> Reply {
        let overview = try await product.packages.find(call.id("apiId"), as: call.caller.actor)
        let address = ConsoleAddress.apiSpecification(overview.api.id).path(.package)
        let generate = UI.postButton(
            "Make from the operations", to: ConsoleAddress.generatePackageDescription(overview.api.id).path,
            icon: .refresh,
            confirm: overview.currentVersion == nil ? nil : "Replace the present description?")
        let upload = UI.form(
            to: address, upload: true, actions: UI.button("Upload", .secondary),
            content: """
                \(problems.summary(shown: ["spec", "content"]))\
                \(UI.fileDrop("spec", label: "Description", accept: ".yaml,.yml,.json",
                    text: "YAML or JSON, up to \(product.uploads.words(.description))", required: true,
                    error: problems["spec"] ?? problems["content"]))
                """)
        var present: HTML = UI.emptyState(
            icon: .file, title: "No description yet",
            text: "<p>Developers read it as the reference of the package.</p>", action: generate)
        if overview.currentVersion != nil {
            let (_, stored) = try await product.packageContents.specification(
                of: overview.api.id, as: call.caller.actor)
            let description = APIDescription.parse(stored.content)
            let found = description.diagnostics + DescriptionRules.diagnostics(of: description)
            present = """
                <div class="spread"><h2>\(UI.count(description.operations.count, "operation", "operations"))</h2>\
                <div class="button-row">\(generate)\
                \(UI.linkButton("Download", to: address + "/raw", icon: .download))\
                \(UI.postButton("Delete", to: address + "/delete", .ghost, icon: .trash,
                    confirm: "Delete the description? The operations stay."))</div></div>\
                \(SourceView.html(stored.content, found, title: "Source"))
                """
        }
        let body: HTML = "\(present)\(UI.card(title: "Upload a description", content: upload))"
        return APILayout.reply(call.caller, overview, current: .specification, isWide: true, body: body)
    }

    private func upload(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(limit: product.descriptionFormLimit), id: ID<API> = try call.id("apiId")
        return try await retrying {
            guard let file = try product.descriptionFile(form) else {
                throw Refusal.invalid("spec", .required, "Choose a file first")
            }
            _ = try await product.packageContents.setSpecification(file.text, of: id, as: call.caller.actor)
            return described(id, "The description is stored.")
        } form: { problems in
            try await specification(call, problems)
        }
    }

    private func generate(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let id: ID<API> = try call.id("apiId")
        let (_, made) = try await product.packageContents.computedSpecification(of: id, as: call.caller.actor)
        _ = try await product.packageContents.setSpecification(made.content, of: id, as: call.caller.actor)
        let operations = UI.count(made.operations.count, "operation", "operations")
        return described(id, "The description is made of \(operations).")
    }

    private func deleteSpecification(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let id: ID<API> = try call.id("apiId")
        try await product.packageContents.deleteSpecification(of: id, as: call.caller.actor)
        return described(id, "The description is deleted.")
    }

    private func described(_ id: ID<API>, _ text: String) -> Reply {
        Reply.redirect(to: ConsoleAddress.apiSpecification(id).path(.package)).with(Flash(.success, text))
    }

    private func raw(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let found = try await product.packageContents.specification(of: call.id("apiId"), as: call.caller.actor)
        return .description(found.1.content)
    }
}
