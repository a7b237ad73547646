import Rendering

/// A whole HTML document around a body.
struct Document {
    var title: String
    var stylesheets: [String]
    var mode = SiteFrame.Mode.system
    /// What the head holds besides: descriptions, canonical addresses, feeds.
    var head: HTML = .empty
    var icon: String?
    var bodyClass: String

    func html(_ body: HTML) -> HTML {
        let theme: HTML = mode == .system ? "" : " data-theme=\"\(mode.rawValue)\""
        let sheets: [HTML] = stylesheets.map { "<link rel=\"stylesheet\" href=\"\(url: $0)\">\n" }
        // Blocks on purpose: it sets the chosen theme before anything is painted.
        let early: HTML? = mode == .system ? "<script src=\"\(url: AssetStore.path("theme.js"))\"></script>\n" : nil
        return """
            <!doctype html>
            <html lang="en"\(theme)>
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)</title>
            \(sheets)\(early)<script type="module" src="\(url: AssetStore.path("portico.js"))"></script>
            <link rel="icon" href="\(url: icon ?? AssetStore.path("portico.svg"))">
            \(head)</head>
            <body class="\(bodyClass)">
            <a class="skip-link" href="#main">Skip to content</a>
            \(body)
            </body>
            </html>

            """
    }
}
