package import Rendering

extension UI {
    /// A small picture of a portal that follows the form around it.
    ///
    /// Inputs take part with the attribute `data-preview`: `name`, `primary` (a colour) or `mode`.
    package static func portalPreview(name: String) -> HTML {
        let card: HTML = "<span class=\"preview-card\"><b></b><i></i><i></i></span>"
        return """
            <portico-preview class="preview" role="img" aria-label="Preview of the portal"><div class="preview-head">\
            <span class="preview-mark"></span><span data-preview-name>\(name)</span>\
            <span class="preview-button">Sign up</span></div><div class="preview-hero">\
            <p class="preview-title">Build with <span data-preview-name>\(name)</span></p>\
            <p>Guides, references and keys for our APIs.</p><span class="preview-button">Browse APIs</span></div>\
            <div class="preview-cards">\(card)\(card)\(card)</div></portico-preview>
            """
    }
}
