import Core
import Model
import Rendering
import Web

/// The documents of an API or of a package: a tree, new pages, and an editor.
struct APIDocumentPages {
    private let kind: API.Kind
    private let entries: APIs
    private let documents: APIDocuments

    init(_ product: Product, _ kind: API.Kind = .api) {
        self.kind = kind
        entries = kind == .api ? product.apis : product.packages
        documents = kind == .api ? product.apiDocuments : product.packageDocuments
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        let all = (kind == .api ? "/apis" : "/packages") + "/{apiId}/documents", one = all + "/{documentId}"
        return [
            .get(all) { try await list($0) }, .post(all, create),
            .get(one) { try await editor($0) }, .post(one, save), .post(one + "/status", setStatus),
            .post(one + "/move", move), .post(one + "/delete", delete),
        ]
    }

    /// The preview of every editor.
    static let preview = Endpoint<ConsoleCaller>.post("/preview/markdown", preview)

    private func list(
        _ call: Call<ConsoleCaller>, _ problems: FormProblems = .none, _ form: FormData = FormData()
    ) async throws -> Reply {
        let overview = try await entries.find(call.id("apiId"), as: call.caller.actor)
        let tree = try await documents.tree(of: overview.api.id, as: call.caller.actor)
        let new = newForm(overview.api, tree, problems, form)
        let main: HTML =
            tree.isEmpty
            ? UI.emptyState(
                icon: .book, title: "No pages yet",
                text: "<p>Guides, tutorials and terms stand here, beside the reference. Write the first one.</p>")
            : UI.card(title: "Pages", flush: true, content: DocumentTreeView.list(tree, of: overview.api))
        let body: HTML = "\(main)\(UI.card(title: "New page", content: new))"
        return APILayout.reply(call.caller, overview, current: .documentation, body: body)
    }

    private func newForm(
        _ api: API, _ tree: [APIDocumentTree], _ problems: FormProblems, _ form: FormData
    ) -> HTML {
        UI.form(
            to: ConsoleAddress.apiDocuments(api.id).path(kind), actions: UI.button("Create page", icon: .plus),
            content: """
                \(problems.summary(shown: ["title", "slug", "parent_document_id"]))\
                \(UI.fieldRow(
                    UI.textField("title", label: "Title", value: form["title"], error: problems["title"],
                        required: true),
                    UI.textField("slug", label: "Slug", value: form["slug"],
                        hint: "Left empty, it is made from the title.", error: problems["slug"])))\
                \(DocumentTreeView.parentField(tree, value: form["parent"], error: problems["parent_document_id"]))
                """)
    }

    private func create(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), api: ID<API> = try call.id("apiId")
        return try await retrying {
            var draft = APIDocumentDraft(content: "# \(form["title"].trimmingSpaces)\n\n")
            draft.title = form["title"].trimmingSpaces
            draft.slug = form.nonEmpty("slug")
            draft.parentID = form.nonEmpty("parent").flatMap { ID($0) }
            let page = try await documents.create(draft, of: api, as: call.caller.actor)
            return .redirect(to: ConsoleAddress.apiDocument(api, page.document.id).path(kind))
        } form: { problems in
            try await list(call, problems, form)
        }
    }

    private func editor(
        _ call: Call<ConsoleCaller>, _ problems: FormProblems = .none, _ form: FormData? = nil
    ) async throws -> Reply {
        let overview = try await entries.find(call.id("apiId"), as: call.caller.actor)
        let api = overview.api.id
        let page = try await documents.find(call.id("documentId"), of: api, as: call.caller.actor)
        let tree = try await documents.tree(of: api, as: call.caller.actor)
        let body: HTML = """
            <div class="editor-page"><aside class="editor-tree" aria-label="Pages">\
            \(UI.linkButton("All pages", to: ConsoleAddress.apiDocuments(api).path(kind), .ghost, icon: .arrowLeft,
                small: true))\
            \(DocumentTreeView.links(tree, of: overview.api, current: page.document.id))</aside>\
            <div class="editor-main">\(head(page.document))\(editorForm(page, problems, form))\
            \(placeForm(page.document, tree))</div></div>
            """
        return APILayout.reply(call.caller, overview, current: .documentation, isWide: true, body: body)
    }

    /// Title, state, the Published switch, and deletion.
    private func head(_ document: APIDocument) -> HTML {
        let address = ConsoleAddress.apiDocument(document.apiID, document.id).path(kind)
        let isPublished = document.status == .published
        let toggle = UI.form(
            to: address + "/status", attributes: ["data-submit-on-change": ""],
            actions: "<noscript>\(UI.button("Apply", .secondary, small: true))</noscript>",
            content: UI.toggle("published", label: "Published", checked: isPublished))
        return """
            <div class="spread"><div class="cluster"><h2>\(document.title)</h2>\
            \(UI.status(document.status.rawValue))</div><div class="cluster">\(toggle)\
            \(UI.postButton("Delete", to: address + "/delete", .ghost, icon: .trash, small: true,
                confirm: "Delete “\(document.title)” and all pages below it?"))</div></div>
            """
    }

    private func editorForm(_ page: APIDocumentPage, _ problems: FormProblems, _ form: FormData?) -> HTML {
        let document = page.document
        let value = { (name: String, stored: String) in form.map { $0[name] } ?? stored }
        let content = value("content", page.content)
        let text = UI.textArea(
            "content", label: "Content", value: content, rows: 24, code: true,
            hint: "Markdown: headings, lists, tables, code, links.", error: problems["content"],
            attributes: ["data-editor": ""])
        return UI.form(
            to: ConsoleAddress.apiDocument(document.apiID, document.id).path(kind), guardUnsaved: true,
            actions: UI.button("Save"),
            content: """
                \(problems.summary(shown: ["title", "slug", "content"]))\
                \(UI.fieldRow(
                    UI.textField("title", label: "Title", value: value("title", document.title),
                        error: problems["title"], required: true),
                    UI.textField("slug", label: "Slug", value: value("slug", document.slug), error: problems["slug"],
                        required: true)))\
                <portico-editor class="editor" data-preview="\(ConsoleAddress.previewMarkdown.path)">\
                <div class="editor-text">\(text)</div>\
                <section class="editor-preview" aria-label="Preview"><div class="prose" data-target>\
                \(Markdown.html(content))</div></section></portico-editor>
                """)
    }

    private func placeForm(_ document: APIDocument, _ tree: [APIDocumentTree]) -> HTML {
        let address = ConsoleAddress.apiDocument(document.apiID, document.id).path(kind)
        let places = [
            UI.Option("0", "First"), UI.Option("-1", "Last"),
        ]
        let form = UI.form(
            to: address + "/move", actions: UI.button("Move", .secondary),
            content: UI.fieldRow(
                DocumentTreeView.parentField(tree, value: document.parentID?.text ?? "", except: document.id),
                UI.select("index", label: "Among the pages there", options: places, value: "-1")))
        if form.isEmpty { return .empty }
        return "<details class=\"card\"><summary class=\"card-body\">Move this page</summary>"
            + "<div class=\"card-body\">\(form)</div></details>"
    }

    private func save(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(limit: 4 * 1_024 * 1_024), api: ID<API> = try call.id("apiId")
        let id: ID<APIDocument> = try call.id("documentId")
        return try await retrying {
            var change = APIDocumentChange()
            change.title = .set(form["title"].trimmingSpaces)
            change.slug = .set(form["slug"].trimmingSpaces)
            change.content = .set(form["content"].replacing("\r\n", with: "\n"))
            _ = try await documents.update(id, of: api, change, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.apiDocument(api, id).path(kind))
                .with(Flash(.success, "The page is saved."))
        } form: { problems in
            try await editor(call, problems, form)
        }
    }

    private func setStatus(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), api: ID<API> = try call.id("apiId")
        let id: ID<APIDocument> = try call.id("documentId")
        var change = APIDocumentChange()
        change.status = .set(form.isOn("published") ? .published : .unpublished)
        let page = try await documents.update(id, of: api, change, as: call.caller.actor)
        let words = page.document.status == .published ? "published" : "hidden from developers"
        return Reply.redirect(to: ConsoleAddress.apiDocument(api, id).path(kind))
            .with(Flash(.success, "“\(page.document.title)” is \(words)."))
    }

    private func move(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), api: ID<API> = try call.id("apiId")
        let id: ID<APIDocument> = try call.id("documentId")
        let parent: ID<APIDocument>? = form.nonEmpty("parent").flatMap { ID($0) }
        return try await retrying {
            try await documents.move(
                id, of: api, to: parent, index: Int(form["index"]) ?? -1, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.apiDocuments(api).path(kind)).with(
                Flash(.success, "The page is moved."))
        } form: { problems in
            try await editor(call, problems)
        }
    }

    private func delete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let api: ID<API> = try call.id("apiId")
        try await documents.delete(call.id("documentId"), of: api, as: call.caller.actor)
        return Reply.redirect(to: ConsoleAddress.apiDocuments(api).path(kind)).with(
            Flash(.success, "The page is deleted."))
    }

    /// Markdown in, the same HTML out that readers get.
    @Sendable private static func preview(_ call: Call<ConsoleCaller>) async throws -> Reply {
        .html(Markdown.html(String(decoding: try await call.bytes(limit: 4 * 1_024 * 1_024), as: UTF8.self)))
    }
}
