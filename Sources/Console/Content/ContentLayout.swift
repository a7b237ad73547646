import Model
import Rendering
import Web

/// The frame of the pages about what a portal says: its pages and its snippets.
enum ContentLayout {
    enum Tab: String, CaseIterable {
        case pages = "Pages", snippets = "Snippets"
    }

    /// A list below the tabs; with `crumb` a page below one of the lists, with a header of its own.
    static func reply(
        _ caller: ConsoleCaller, _ portal: Portal, _ tab: Tab, title: String, crumb: UI.Link? = nil,
        header: HTML = .empty, isWide: Bool = false, body: HTML
    ) -> Reply {
        let tabs = UI.tabs(
            "Content",
            [
                UI.Tab("Pages", to: ConsoleAddress.portalPages(portal.id).path, current: tab == .pages),
                UI.Tab("Snippets", to: ConsoleAddress.snippets(portal.id).path, current: tab == .snippets),
            ])
        let text: HTML = "What the portal says beside its APIs, in Markdown."
        let head: HTML = crumb == nil ? "\(UI.pageHeader("Content", text: text))\(tabs)" : header
        let crumbs = [
            UI.Link("Portals", to: ConsoleAddress.portals.path),
            UI.Link(portal.displayName, to: ConsoleAddress.portal(portal.id).path), crumb,
            UI.Link(title, to: ""),
        ]
        return ConsoleLayout.reply(
            caller, title: title, section: .portals, breadcrumbs: crumbs.compactMap(\.self),
            context: PortalNavigation.context(portal, current: .pages), isWide: isWide,
            body: "\(head)<div class=\"stack\">\(body)</div>")
    }

    static let statuses = [UI.Option("published", "Published"), UI.Option("unpublished", "Draft")]
    static let visibilities = [
        UI.Option("public", "Public: everybody"), UI.Option("private", "Private: signed-in developers"),
    ]

    /// The Markdown field with its preview beside it.
    static func editor(_ content: String, error: String?) -> HTML {
        let text = UI.textArea(
            "content", label: "Content", value: content, rows: 24, code: true,
            hint: "Markdown. A title and a description in the front matter win over the fields above.", error: error,
            attributes: ["data-editor": ""])
        return """
            <portico-editor class="editor" data-preview="\(ConsoleAddress.previewMarkdown.path)">\
            <div class="editor-text">\(text)</div>\
            <section class="editor-preview" aria-label="Preview"><div class="prose" data-target>\
            \(Markdown.html(content))</div></section></portico-editor>
            """
    }

    /// What somebody else has saved while a form was open; the form keeps what was typed into it.
    static func newerEdit(title: String, content: String, at time: Instant) -> HTML {
        let text: HTML = """
            <p>It was saved \(Moment.html(time)) and stands below. What you typed is in the form, and not saved. Take \
            over what you need; saving again replaces the newer version.</p>
            """
        let theirs = UI.textArea(
            "newer", label: "The newer version: \(title)", value: content, rows: 12, code: true,
            attributes: ["readonly": ""])
        return UI.alert(.warn, title: "Somebody else has saved a newer version", text)
            + UI.card(content: theirs)
    }

    /// The revision that a form was filled from, when it is no longer the current one.
    static func isOutdated(_ form: FormData?, current: Int) -> Bool {
        guard let form, let revision = Int(form["revision"]) else { return false }
        return revision != current
    }
}
