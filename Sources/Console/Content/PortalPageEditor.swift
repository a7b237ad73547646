import Core
import HTTPTypes
import Model
import Rendering
import Web

/// One page of a portal: its words, its content, its place.
struct PortalPageEditor {
    private let product: Product

    init(_ product: Product) {
        self.product = product
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        let one = "/portals/{portalId}/pages/{pageId}"
        return [
            .get(one) { try await show($0) }, .post(one, save), .post(one + "/move", move),
            .post(one + "/delete", delete),
        ]
    }

    private func show(
        _ call: Call<ConsoleCaller>, _ problems: FormProblems = .none, _ form: FormData? = nil
    ) async throws -> Reply {
        let portal = try await product.portals.find(call.id("portalId"), as: call.caller.actor)
        let detail = try await product.portalPages.find(call.id("pageId"), on: portal.id, as: call.caller.actor)
        let tree = try await product.portalPages.tree(on: portal.id, as: call.caller.actor), page = detail.page
        let isOutdated = ContentLayout.isOutdated(form, current: page.revision)
        let newer: HTML? =
            isOutdated
            ? ContentLayout.newerEdit(title: page.title, content: detail.content, at: page.updatedAt) : nil
        let body: HTML = """
            <div class="editor-page"><aside class="editor-tree" aria-label="Pages">\
            \(PageTreeView.links(tree, current: page.id))</aside>\
            <div class="editor-main">\(newer)\(notice(page, tree))\
            \(editorForm(detail, isOutdated ? .none : problems, form))\(placeForm(page, tree))</div></div>
            """
        return ContentLayout.reply(
            call.caller, portal, .pages, title: page.title,
            crumb: UI.Link("Pages", to: ConsoleAddress.portalPages(portal.id).path),
            header: header(page, tree, portal), isWide: true, body: body)
    }

    private func path(_ page: PortalPage, _ tree: [PortalPageTree]) -> [String] {
        PortalPageTree.walk(tree).first { $0.page.id == page.id }?.path ?? [page.segment]
    }

    private func header(_ page: PortalPage, _ tree: [PortalPageTree], _ portal: Portal) -> HTML {
        let path = PageSlug.path(path(page, tree))
        let address = ConsoleAddress.portalPage(page.portalID, page.id).path
        let open = UI.linkButton(
            "Open", to: product.portals.siteURL(of: portal) + path, .secondary, icon: .external, small: true)
        let delete = UI.postButton(
            "Delete", to: address + "/delete", .ghost, icon: .trash, small: true,
            confirm: "Delete “\(page.title)” and all pages below it?")
        return UI.pageHeader(
            page.title, text: "<code>\(path)</code>", badge: PageTreeView.state(page),
            actions: page.status == .published ? open + delete : delete)
    }

    /// A page that cannot be reached says so.
    private func notice(_ page: PortalPage, _ tree: [PortalPageTree]) -> HTML {
        let pages = Dictionary(
            PortalPageTree.walk(tree).map { ($0.page.id, $0.page) }, uniquingKeysWith: { first, _ in first })
        var next = page.parentID, above: [PortalPage] = []
        while let parent = next.flatMap({ pages[$0] }) {
            above.append(parent)
            next = parent.parentID
        }
        if let draft = above.first(where: { $0.status == .unpublished }) {
            let text: HTML = "The page above it, “\(draft.title)”, is a draft; a draft hides all below it."
            return UI.alert(.info, title: "Nobody can open this page", text)
        }
        if page.visibility == .public, let hidden = above.first(where: { $0.visibility == .private }) {
            let text: HTML = "The page above it, “\(hidden.title)”, is private, and so is all below it."
            return UI.alert(.info, title: "Only signed-in developers can open this page", text)
        }
        return .empty
    }

    private func editorForm(_ detail: PortalPageDetail, _ problems: FormProblems, _ form: FormData?) -> HTML {
        let page = detail.page
        let value = { (name: String, stored: String) in form.map { $0[name] } ?? stored }
        return UI.form(
            to: ConsoleAddress.portalPage(page.portalID, page.id).path, guardUnsaved: true,
            actions: UI.button("Save"),
            content: """
                \(UI.hiddenField("revision", "\(page.revision)"))\
                \(problems.summary(shown: ["title", "slug", "description", "content"]))\
                \(UI.fieldRow(
                    UI.textField("title", label: "Title", value: value("title", page.title), error: problems["title"],
                        required: true, attributes: ["maxlength": "512"]),
                    UI.textField("slug", label: "Slug", value: value("slug", page.slug), error: problems["slug"],
                        required: true, attributes: ["maxlength": "512"])))\
                \(UI.textField("description", label: "Description",
                    value: value("description", page.description ?? ""), error: problems["description"],
                    attributes: ["maxlength": "160"]))\
                \(UI.fieldRow(
                    UI.select("status", label: "State", options: ContentLayout.statuses,
                        value: value("status", page.status.rawValue)),
                    UI.select("visibility", label: "Visibility", options: ContentLayout.visibilities,
                        value: value("visibility", page.visibility.rawValue))))\
                \(ContentLayout.editor(value("content", detail.content), error: problems["content"]))
                """)
    }

    private func placeForm(_ page: PortalPage, _ tree: [PortalPageTree]) -> HTML {
        let address = ConsoleAddress.portalPage(page.portalID, page.id).path
        let places = [UI.Option("0", "First"), UI.Option("-1", "Last")]
        let form = UI.form(
            to: address + "/move", actions: UI.button("Move", .secondary),
            content: UI.fieldRow(
                PageTreeView.parentField(tree, value: page.parentID?.text ?? "", except: page.id),
                UI.select("index", label: "Among the pages there", options: places, value: "-1")))
        if form.isEmpty { return .empty }
        return "<details class=\"card\"><summary class=\"card-body\">Move this page</summary>"
            + "<div class=\"card-body\">\(form)</div></details>"
    }

    private func save(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(limit: 8 << 20), portal: ID<Portal> = try call.id("portalId")
        let id: ID<PortalPage> = try call.id("pageId")
        return try await retrying {
            var change = PortalPageChange()
            change.title = .set(form["title"].trimmingSpaces)
            change.slug = .set(form["slug"].trimmingSpaces)
            change.description = .set(form.nonEmpty("description"))
            change.content = .set(form["content"].replacing("\r\n", with: "\n"))
            if let status = ContentStatus(rawValue: form["status"]) { change.status = .set(status) }
            if let visibility = Portal.Visibility(rawValue: form["visibility"]) {
                change.visibility = .set(visibility)
            }
            change.revision = Int(form["revision"]) ?? 0
            let saved = try await product.portalPages.update(id, on: portal, change, as: call.caller.actor).page
            let words = saved.status == .published ? "The page is saved and published." : "The draft is saved."
            return Reply.redirect(to: ConsoleAddress.portalPage(portal, id).path).with(Flash(.success, words))
        } form: { problems in
            try await show(call, problems, form)
        }
    }

    private func move(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), portal: ID<Portal> = try call.id("portalId")
        let id: ID<PortalPage> = try call.id("pageId")
        let parent: ID<PortalPage>? = form.nonEmpty("parent").flatMap { ID($0) }
        return try await retrying {
            try await product.portalPages.move(
                id, on: portal, to: parent, index: Int(form["index"]) ?? -1, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.portalPages(portal).path)
                .with(Flash(.success, "The page is moved."))
        } form: { problems in
            try await show(call, problems)
        }
    }

    private func delete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal: ID<Portal> = try call.id("portalId")
        try await product.portalPages.delete(call.id("pageId"), on: portal, as: call.caller.actor)
        return Reply.redirect(to: ConsoleAddress.portalPages(portal).path)
            .with(Flash(.success, "The page is deleted."))
    }
}
