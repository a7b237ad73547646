package import Rendering

extension UI {
    /// The top of a page: its one `h1`, what it is about, and what can be done here.
    package static func pageHeader(
        _ title: String, text: HTML = .empty, badge: HTML = .empty, actions: HTML = .empty
    ) -> HTML {
        let text: HTML = text.isEmpty ? "" : "<div class=\"page-text\">\(text)</div>"
        let actions: HTML = actions.isEmpty ? "" : "<div class=\"button-row\">\(actions)</div>"
        return """
            <header class="page-header"><div class="page-heading"><div class="page-title"><h1>\(title)</h1>\
            \(badge)</div>\
            \(text)</div>\(actions)</header>
            """
    }

    /// A framed part of a page; nothing when there is nothing to frame.
    package static func card(
        title: String? = nil, text: HTML = .empty, actions: HTML = .empty, footer: HTML = .empty, flush: Bool = false,
        content: HTML
    ) -> HTML {
        if content.isBlank, footer.isBlank, actions.isBlank { return .empty }
        let text: HTML = text.isEmpty ? "" : "<div class=\"card-text\">\(text)</div>"
        let actions: HTML = actions.isEmpty ? "" : "<div class=\"button-row\">\(actions)</div>"
        let head: HTML? = title.map {
            "<div class=\"card-head\"><div><h2 class=\"card-title\">\($0)</h2>\(text)</div>\(actions)</div>"
        }
        let footer: HTML = footer.isEmpty ? "" : "<div class=\"card-foot\">\(footer)</div>"
        let body: HTML = content.isEmpty ? "" : "<div class=\"card-body\(flush ? " card-flush" : "")\">\(content)</div>"
        return "<section class=\"card\">\(head)\(body)\(footer)</section>"
    }

    /// A card that leads somewhere as a whole, for grids of things.
    package static func cardLink(
        _ title: String, to address: String, text: String = "", icon: Icon? = nil, meta: HTML = .empty, level: Int = 2
    ) -> HTML {
        if FormGuard.isForm(address), !FormGuard.allows(address) { return .empty }
        let icon: HTML? = icon.map { "<span class=\"card-link-icon\">\(UI.icon($0))</span>" }
        let text: HTML = text.isEmpty ? "" : "<p class=\"card-link-text\">\(text)</p>"
        let meta: HTML = meta.isEmpty ? "" : "<div class=\"card-link-meta\">\(meta)</div>"
        let level = min(max(level, 2), 6)
        return """
            <article class="card-link">\(icon)<h\(level) class="card-link-title">\
            <a href="\(url: address)">\(title)</a></h\(level)>\(text)\(meta)</article>
            """
    }

    /// Cards in as many columns as fit.
    package static func grid(_ items: [HTML]) -> HTML {
        "<div class=\"grid\">\(items)</div>"
    }

    /// A part of a settings page: what it is about at the start, its form or facts beside it. Nothing when there
    /// are none.
    package static func section(_ title: String, text: HTML = .empty, id: String? = nil, content: HTML) -> HTML {
        if content.isBlank { return .empty }
        var attributes: Attributes = [:]
        attributes.add("id", id)
        let text: HTML = text.isEmpty ? "" : "<div class=\"section-text\">\(text)</div>"
        return """
            <section class="section"\(attributes.html)><div class="section-head">\
            <h2 class="section-title">\(title)</h2>\
            \(text)</div><div class="section-body">\(content)</div></section>
            """
    }

    /// A framed section for what cannot be undone; nothing for who may not do it.
    package static func dangerZone(_ title: String, text: HTML, action: HTML) -> HTML {
        if action.isBlank { return .empty }
        return """
            <section class="danger-zone"><div><h2 class="section-title">\(title)</h2>\
            <div class="section-text">\(text)</div></div>\(action)</section>
            """
    }

    /// One number that matters, with an address when there is more to see.
    package static func stat(_ label: String, value: String, note: HTML = .empty, to address: String? = nil) -> HTML {
        let note: HTML = note.isEmpty ? "" : "<p class=\"stat-note\">\(note)</p>"
        let name: HTML = address.map { "<a href=\"\(url: $0)\">\(label)</a>" } ?? "\(label)"
        return """
            <div class="stat"><p class="stat-label">\(name)</p><p class="stat-value">\(value)</p>\(note)</div>
            """
    }

    /// Stat tiles in a row.
    package static func stats(_ stats: [HTML]) -> HTML {
        "<div class=\"stats\">\(stats)</div>"
    }

    /// A task of a "what to do next" list.
    package static func task(_ title: String, text: String, done: Bool, action: HTML = .empty) -> HTML {
        let state = done ? "Done" : "To do"
        return """
            <li class="task\(done ? " task-done" : "")"><span class="task-mark">\(icon(done ? .checkCircle : .circle))\
            <span class="visually-hidden">\(state)</span></span><div class="task-text">\
            <p class="task-title">\(title)</p><p>\(text)</p></div>\(action)</li>
            """
    }

    /// A task that is done at an address; nothing for who may not post there.
    package static func task(
        _ title: String, text: String, done: Bool, link: String, to address: String
    ) -> HTML {
        guard FormGuard.allows(address) else { return .empty }
        return task(title, text: text, done: done, action: linkButton(link, to: address, small: true))
    }

    package static func tasks(_ tasks: [HTML]) -> HTML {
        tasks.allSatisfy(\.isBlank) ? .empty : "<ul class=\"tasks\">\(tasks)</ul>"
    }
}
