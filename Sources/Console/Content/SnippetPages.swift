import Core
import HTTPTypes
import Model
import Rendering
import Web

/// The snippets of a portal: a list, a new one, an editor.
struct SnippetPages {
    private let product: Product

    init(_ product: Product) {
        self.product = product
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        let all = "/portals/{portalId}/snippets", one = all + "/{snippetId}"
        return [
            .get(all) { try await list($0) }, .post(all, create), .get(one) { try await show($0) }, .post(one, save),
            .post(one + "/delete", delete),
        ]
    }

    private func list(
        _ call: Call<ConsoleCaller>, _ problems: FormProblems = .none, _ form: FormData = FormData()
    ) async throws -> Reply {
        let portal = try await product.portals.find(call.id("portalId"), as: call.caller.actor)
        var query = ListQuery(sort: [ListSort("name")], page: PageRequest(size: 20))
        if let number = call.query("page").flatMap(Int.init), number > 0 { query.page.number = number }
        let page = try await product.snippets.list(on: portal.id, query, as: call.caller.actor)
        let empty = UI.emptyState(
            icon: .book, title: "No snippets yet",
            text: "<p>A snippet is a piece of Markdown that several pages share. Change it once, in one place.</p>")
        let table = UI.table(
            caption: "Snippets",
            columns: [.init("Name"), .init("State"), .init("Visibility"), .init("Changed", secondary: true)],
            rows: page.items.map { snippet in
                let address = ConsoleAddress.snippet(portal.id, snippet.id).path
                let note = snippet.title == snippet.name ? nil : snippet.title
                return [
                    UI.rowLink(snippet.name, to: address, note: note), UI.status(snippet.status.rawValue),
                    UI.status(snippet.visibility.rawValue), Moment.html(snippet.updatedAt),
                ]
            }, empty: empty)
        let new = UI.form(
            to: ConsoleAddress.snippets(portal.id).path, actions: UI.button("Create snippet", icon: .plus),
            content: """
                \(problems.summary(shown: ["name"]))\
                \(UI.textField("name", label: "Name", value: form["name"],
                    hint: "Pages call it by its name: small letters and dashes read best.", error: problems["name"],
                    required: true, attributes: ["maxlength": "512"]))
                """)
        let pages = UI.pagination(page) { "\(ConsoleAddress.snippets(portal.id).path)?page=\($0)" }
        return ContentLayout.reply(
            call.caller, portal, .snippets, title: "Snippets",
            body: "\(table)\(pages)\(UI.card(title: "New snippet", content: new))")
    }

    private func create(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), portal: ID<Portal> = try call.id("portalId")
        return try await retrying {
            let draft = SnippetDraft(name: form["name"].trimmingSpaces, content: "")
            let snippet = try await product.snippets.create(draft, on: portal, as: call.caller.actor).snippet
            return .redirect(to: ConsoleAddress.snippet(portal, snippet.id).path)
        } form: { problems in
            try await list(call, problems, form)
        }
    }

    private func show(
        _ call: Call<ConsoleCaller>, _ problems: FormProblems = .none, _ form: FormData? = nil
    ) async throws -> Reply {
        let portal = try await product.portals.find(call.id("portalId"), as: call.caller.actor)
        let detail = try await product.snippets.find(call.id("snippetId"), on: portal.id, as: call.caller.actor)
        let snippet = detail.snippet
        let isOutdated = ContentLayout.isOutdated(form, current: snippet.revision)
        let newer: HTML? =
            isOutdated
            ? ContentLayout.newerEdit(title: snippet.title, content: detail.content, at: snippet.updatedAt) : nil
        let delete = UI.postButton(
            "Delete", to: ConsoleAddress.snippet(portal.id, snippet.id).path + "/delete", .ghost, icon: .trash,
            small: true, confirm: "Delete the snippet “\(snippet.name)”?")
        return ContentLayout.reply(
            call.caller, portal, .snippets, title: snippet.name,
            crumb: UI.Link("Snippets", to: ConsoleAddress.snippets(portal.id).path),
            header: UI.pageHeader(snippet.name, badge: UI.status(snippet.status.rawValue), actions: delete),
            isWide: true, body: "\(newer)\(editorForm(detail, isOutdated ? .none : problems, form))")
    }

    private func editorForm(_ detail: SnippetDetail, _ problems: FormProblems, _ form: FormData?) -> HTML {
        let snippet = detail.snippet
        let value = { (name: String, stored: String) in form.map { $0[name] } ?? stored }
        return UI.form(
            to: ConsoleAddress.snippet(snippet.portalID, snippet.id).path, guardUnsaved: true,
            actions: UI.button("Save"),
            content: """
                \(UI.hiddenField("revision", "\(snippet.revision)"))\
                \(problems.summary(shown: ["name", "title", "content"]))\
                \(UI.fieldRow(
                    UI.textField("name", label: "Name", value: value("name", snippet.name), error: problems["name"],
                        required: true, attributes: ["maxlength": "512"]),
                    UI.textField("title", label: "Title", value: value("title", snippet.title),
                        error: problems["title"], attributes: ["maxlength": "512"])))\
                \(UI.fieldRow(
                    UI.select("status", label: "State", options: ContentLayout.statuses,
                        value: value("status", snippet.status.rawValue)),
                    UI.select("visibility", label: "Visibility", options: ContentLayout.visibilities,
                        value: value("visibility", snippet.visibility.rawValue))))\
                \(ContentLayout.editor(value("content", detail.content), error: problems["content"]))
                """)
    }

    private func save(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(limit: 8 << 20), portal: ID<Portal> = try call.id("portalId")
        let id: ID<Snippet> = try call.id("snippetId")
        return try await retrying {
            var change = SnippetChange()
            change.name = .set(form["name"].trimmingSpaces)
            change.title = .set(form["title"].trimmingSpaces)
            change.content = .set(form["content"].replacing("\r\n", with: "\n"))
            if let status = ContentStatus(rawValue: form["status"]) { change.status = .set(status) }
            if let visibility = Portal.Visibility(rawValue: form["visibility"]) {
                change.visibility = .set(visibility)
            }
            change.revision = Int(form["revision"]) ?? 0
            _ = try await product.snippets.update(id, on: portal, change, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.snippet(portal, id).path)
                .with(Flash(.success, "The snippet is saved."))
        } form: { problems in
            try await show(call, problems, form)
        }
    }

    private func delete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal: ID<Portal> = try call.id("portalId")
        try await product.snippets.delete(call.id("snippetId"), on: portal, as: call.caller.actor)
        return Reply.redirect(to: ConsoleAddress.snippets(portal).path)
            .with(Flash(.success, "The snippet is deleted."))
    }
}
