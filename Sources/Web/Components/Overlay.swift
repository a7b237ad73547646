package import Rendering

extension UI {
    /// A dialog that a button from `dialogButton` opens. Without scripts it opens as a popover.
    package static func dialog(id: String, title: String, actions: HTML = .empty, content: HTML) -> HTML {
        overlay("dialog", id: id, title: title, actions: actions, content: content)
    }

    /// A panel that slides in at the end of the line, opened by `dialogButton`.
    package static func drawer(id: String, title: String, actions: HTML = .empty, content: HTML) -> HTML {
        overlay("drawer", id: id, title: title, actions: actions, content: content)
    }

    /// The button that opens the dialog or drawer with this id.
    package static func dialogButton(
        _ label: String, opens id: String, _ kind: ButtonKind = .secondary, icon: Icon? = nil, small: Bool = false
    ) -> HTML {
        """
        <button type="button" class="button button-\(kind.rawValue)\(small ? " button-small" : "")" \
        popovertarget="\(id)" aria-haspopup="dialog">\(icon.map { UI.icon($0) })<span>\(label)</span></button>
        """
    }

    /// The button that closes the dialog around it.
    package static func closeButton(_ label: String = "Cancel", closes id: String) -> HTML {
        """
        <button type="button" class="button button-secondary" popovertarget="\(id)" popovertargetaction="hide">\
        <span>\(label)</span></button>
        """
    }

    private static func overlay(
        _ look: String, id: String, title: String, actions: HTML, content: HTML
    ) -> HTML {
        let foot: HTML = actions.isEmpty ? "" : "<div class=\"dialog-actions\">\(actions)</div>"
        return """
            <dialog class="\(look)" id="\(id)" popover aria-labelledby="\(id)-title">\
            <div class="dialog-head"><h2 class="dialog-title" id="\(id)-title">\(title)</h2>\
            <button type="button" class="icon-button" popovertarget="\(id)" popovertargetaction="hide" \
            aria-label="Close">\(icon(.close))</button></div>\
            <div class="dialog-body">\(content)</div>\(foot)</dialog>
            """
    }
}
