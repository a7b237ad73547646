package import Rendering

extension UI {
    /// A button that copies a text; it appears only where scripts run. `what` says what is copied.
    package static func copyButton(_ text: String, what: String = "to clipboard", label: Bool = false) -> HTML {
        let words: HTML = label ? "<span>Copy</span>" : ""
        return """
            <portico-copy class="copy" data-text="\(text)"><button type="button" \
            class="\(label ? "button button-secondary" : "icon-button")" aria-label="Copy \(what)" title="Copy">\
            \(icon(.copy))\(icon(.check))\(words)</button></portico-copy>
            """
    }

    /// Code with a title bar and a copy button. `highlighted` replaces the plain text on screen, not in the clipboard.
    package static func codeBlock(_ code: String, title: String = "", highlighted: HTML? = nil) -> HTML {
        """
        <figure class="code-block"><figcaption class="code-head"><span>\(title.isEmpty ? "Code" : title)</span>\
        \(copyButton(code, what: title.isEmpty ? "code" : title))</figcaption>\
        <pre class="code" tabindex="0" role="region" aria-label="\(title.isEmpty ? "Code" : title)"><code>\
        \(highlighted ?? "\(code)")</code></pre></figure>
        """
    }

    /// A short value in a monospaced face with a copy button beside it, such as an id or an address.
    package static func copyable(_ text: String, what: String) -> HTML {
        "<span class=\"copyable\"><code>\(text)</code>\(copyButton(text, what: what))</span>"
    }

    /// A secret that is shown this once, ready to copy.
    package static func keyReveal(_ secret: String, label: String, text: HTML) -> HTML {
        """
        <section class="key-reveal" aria-label="\(label)"><div class="key-reveal-head">\(icon(.key))\
        <div><p class="key-reveal-title">\(label)</p><div class="muted">\(text)</div></div></div>\
        <div class="key-reveal-row"><code class="key-reveal-secret" tabindex="0">\(secret)</code>\
        \(copyButton(secret, what: label.lowercased(), label: true))</div></section>
        """
    }
}
