import Core
import HTTPTypes
import Model
import Rendering
import Web

/// The pages of a portal: their tree, and a new one.
struct PortalPagePages {
    private let product: Product

    init(_ product: Product) {
        self.product = product
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        [
            .get("/portals/{portalId}/pages") { try await list($0) }, .post("/portals/{portalId}/pages", create),
            .post("/portals/{portalId}/pages/defaults", addDefaults),
        ]
    }

    private func list(
        _ call: Call<ConsoleCaller>, _ problems: FormProblems = .none, _ form: FormData = FormData()
    ) async throws -> Reply {
        let portal = try await product.portals.find(call.id("portalId"), as: call.caller.actor)
        let tree = try await product.portalPages.tree(on: portal.id, as: call.caller.actor)
        let body: HTML = """
            \(tree.isEmpty ? empty(portal) : PageTreeView.list(tree))\
            \(UI.card(title: "New page", content: newForm(portal, tree, problems, form)))
            """
        return ContentLayout.reply(call.caller, portal, .pages, title: "Pages", body: body)
    }

    private func empty(_ portal: Portal) -> HTML {
        UI.emptyState(
            icon: .book, title: "No pages yet",
            text: """
                <p>A start page, a way to begin, guides: what is true for all your APIs stands here. Start from \
                pages that are already written, or with an empty one.</p>
                """,
            action: UI.postButton(
                "Add starter pages", to: ConsoleAddress.defaultContent(portal.id).path, .primary, icon: .plus))
    }

    private func newForm(
        _ portal: Portal, _ tree: [PortalPageTree], _ problems: FormProblems, _ form: FormData
    ) -> HTML {
        UI.form(
            to: ConsoleAddress.portalPages(portal.id).path, actions: UI.button("Create page", icon: .plus),
            content: """
                \(problems.summary(shown: ["title", "slug", "parent_page_id"]))\
                \(UI.fieldRow(
                    UI.textField("title", label: "Title", value: form["title"], error: problems["title"],
                        required: true),
                    UI.textField("slug", label: "Slug", value: form["slug"],
                        hint: "Left empty, it is made from the title. <code>/</code> is the start page.",
                        error: problems["slug"])))\
                \(PageTreeView.parentField(tree, value: form["parent"], error: problems["parent_page_id"]))
                """)
    }

    private func create(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), portal: ID<Portal> = try call.id("portalId")
        return try await retrying {
            let title = form["title"].trimmingSpaces, made = Slug.make(title)
            var draft = PortalPageDraft(
                slug: form.nonEmpty("slug") ?? (made.isEmpty ? "page" : made), content: "# \(title)\n\n")
            draft.title = title
            draft.parentID = form.nonEmpty("parent").flatMap { ID($0) }
            let page = try await product.portalPages.create(draft, on: portal, as: call.caller.actor).page
            return .redirect(to: ConsoleAddress.portalPage(portal, page.id).path)
        } form: { problems in
            try await list(call, problems, form)
        }
    }

    private func addDefaults(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal: ID<Portal> = try call.id("portalId")
        let added = try await product.defaultContent.add(to: portal, as: call.caller.actor)
        let words = added.pages.isEmpty ? "Everything was there already." : "The starter pages are published."
        return Reply.redirect(to: ConsoleAddress.portalPages(portal).path).with(Flash(.success, words))
    }
}
