package import Rendering

/// What a page says once about what has just been done.
package struct Flash: Sendable, Equatable {
    package typealias Tone = UI.Tone

    package var tone: Tone
    package var text: String

    package init(_ tone: UI.Tone, _ text: String) {
        self.tone = tone
        self.text = text
    }
}

extension UI {
    /// A message that floats above the page and can be dismissed; empty for nil.
    package static func toast(_ flash: Flash?) -> HTML {
        guard let flash else { return .empty }
        let role = flash.tone == .danger ? "alert" : "status"
        return """
            <portico-toast class="toast toast-\(flash.tone.rawValue)" role="\(role)">\
            \(icon(flash.tone.icon))<p>\(flash.text)</p></portico-toast>
            """
    }

    /// A message in the flow of the page.
    package static func alert(
        _ tone: Tone, title: String? = nil, _ text: HTML = .empty, actions: HTML = .empty
    ) -> HTML {
        let title: HTML? = title.map { "<p class=\"alert-title\">\($0)</p>" }
        let body: HTML = text.isEmpty ? "" : "<div class=\"alert-text\">\(text)</div>"
        let foot: HTML = actions.isEmpty ? "" : "<div class=\"button-row\">\(actions)</div>"
        return """
            <div class="alert alert-\(tone.rawValue)" role="\(tone == .danger ? "alert" : "note")">\(icon(tone.icon))\
            <div class="alert-body">\(title)\(body)\(foot)</div></div>
            """
    }

    /// What stands where a list will be: what belongs here, why it is empty, and what to do about it.
    package static func emptyState(
        icon: Icon, title: String, text: HTML, action: HTML = .empty, level: Int = 2
    ) -> HTML {
        let foot: HTML = action.isEmpty ? "" : "<div class=\"button-row\">\(action)</div>"
        return """
            <div class="empty"><span class="empty-icon">\(UI.icon(icon))</span>\
            \(heading(level, title, class: "empty-title"))<div class="empty-text">\(text)</div>\(foot)</div>
            """
    }

    /// Grey lines in place of text that is on its way.
    package static func skeleton(lines: Int = 3) -> HTML {
        let items = [HTML](repeating: "<span class=\"skeleton-line\"></span>", count: lines)
        return "<div class=\"skeleton\" role=\"status\"><span class=\"visually-hidden\">Loading</span>\(items)</div>"
    }

    /// A number with its noun: `1 version`, `3 versions`.
    package static func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(number) \(number == 1 ? one : many)"
    }

    /// A heading of level 1 to 6.
    package static func heading(_ level: Int, _ text: String, class name: String = "", id: String? = nil) -> HTML {
        let level = min(max(level, 1), 6)
        var attributes: Attributes = [:]
        attributes.add("class", name.isEmpty ? nil : name)
        attributes.add("id", id)
        return "<h\(level)\(attributes.html)>\(text)</h\(level)>"
    }
}
