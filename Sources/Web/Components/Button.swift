package import Rendering

extension UI {
    /// How loud a button is. One primary per view; danger only for what cannot be undone.
    package enum ButtonKind: String, Sendable {
        case primary, secondary, danger, ghost
    }

    /// A button that submits its form, or the form with the id `form`.
    package static func button(
        _ label: String, _ kind: ButtonKind = .primary, icon: Icon? = nil, small: Bool = false, name: String? = nil,
        value: String? = nil, form: String? = nil, attributes: Attributes = [:]
    ) -> HTML {
        var all = attributes
        all.add("name", name)
        all.add("value", value)
        all.add("form", form)
        return """
            <button type="submit" class="\(buttonClass(kind, small))"\(all.html)>\(icon.map { UI.icon($0) })\
            <span>\(label)</span></button>
            """
    }

    /// A link that looks like a button.
    package static func linkButton(
        _ label: String, to address: String, _ kind: ButtonKind = .secondary, icon: Icon? = nil, small: Bool = false,
        attributes: Attributes = [:]
    ) -> HTML {
        if FormGuard.isForm(address), !FormGuard.allows(address) { return .empty }
        return """
            <a class="\(buttonClass(kind, small))" href="\(url: address)"\(attributes.html)>\(icon.map { UI.icon($0) })\
            <span>\(label)</span></a>
            """
    }

    /// A button that does nothing but post to an address; left out for who may not. With `confirm`, scripts ask that
    /// question first.
    package static func postButton(
        _ label: String, to address: String, _ kind: ButtonKind = .secondary, icon: Icon? = nil, small: Bool = false,
        confirm: String? = nil, fields: [(name: String, value: String)] = []
    ) -> HTML {
        guard FormGuard.allows(address) else { return .empty }
        var attributes: Attributes = [:]
        attributes.add("data-confirm", confirm)
        if confirm != nil { attributes.add("data-confirm-action", label) }
        let hidden = fields.map { hiddenField($0.name, $0.value) }
        return """
            <form class="inline-form" method="post" action="\(url: address)"\(attributes.html)>\(hidden)\
            \(button(label, kind, icon: icon, small: small))</form>
            """
    }

    /// A button that shows an icon alone; the label is its name for assistive technology and its tooltip.
    package static func iconButton(
        _ label: String, icon: Icon, attributes: Attributes = [:]
    ) -> HTML {
        """
        <button type="submit" class="icon-button" aria-label="\(label)" title="\(label)"\(attributes.html)>\
        \(UI.icon(icon))</button>
        """
    }

    /// Buttons beside each other, wrapping when narrow.
    package static func buttonRow(_ buttons: HTML...) -> HTML {
        "<div class=\"button-row\">\(buttons)</div>"
    }

    private static func buttonClass(_ kind: ButtonKind, _ small: Bool) -> String {
        "button button-\(kind.rawValue)\(small ? " button-small" : "")"
    }
}
