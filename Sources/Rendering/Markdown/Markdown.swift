import CMarkGFM

/// Markdown (CommonMark and GFM) as safe HTML.
package enum Markdown {
    package struct Options: Sendable, Hashable {
        /// How many levels deeper headings come out: a description inside a page has no `h1`.
        package var headingOffset = 0
        /// Whether headings have an id and a link to themselves.
        package var anchors = true

        package init(headingOffset: Int = 0, anchors: Bool = true) {
            self.headingOffset = headingOffset
            self.anchors = anchors
        }
    }

    package struct Heading: Sendable, Equatable {
        /// From 1 to 6, as written.
        package var level: Int
        /// The anchor: unique on the page.
        package var id: String
        package var text: String
    }

    /// A whole page: its front matter split off, its body rendered.
    package struct Page: Sendable {
        package var frontMatter: FrontMatter
        package var html: HTML
        package var headings: [Heading]
    }

    /// Longer texts are cut off.
    static let maximumLength = 2_000_000

    package static func page(_ text: String, options: Options = Options()) -> Page {
        let (frontMatter, body) = FrontMatter.split(text)
        let result = rendered(body, options)
        return Page(frontMatter: frontMatter, html: HTML(trustedMarkup: result.html), headings: result.headings)
    }

    /// The text as HTML; a front matter is not shown.
    package static func html(_ text: String, options: Options = Options()) -> HTML {
        if isPlain(text) { return "<p>\(text)</p>\n" }
        return page(text, options: options).html
    }

    /// The headings of the text, with the ids that `html` gives them.
    package static func headings(_ text: String) -> [Heading] {
        page(text).headings
    }

    /// The words of the text without any markup, for search and for descriptions.
    package static func plainText(_ text: String) -> String {
        let (_, body) = FrontMatter.split(text)
        return rendered(body, Options(anchors: false)).words
    }

    /// HTML from elsewhere, rebuilt from what is allowed.
    package static func sanitized(html: String) -> HTML {
        HTML(trustedMarkup: SafeMarkup.rebuilt(html, Options(anchors: false)).html)
    }

    private static func rendered(_ text: String, _ options: Options) -> SafeMarkup.Result {
        SafeMarkup.rebuilt(commonMark(text), options)
    }

    /// A short text without anything that Markdown could take for markup.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count < 2_000 else { return false }
        guard (0x41...0x5A).contains(first & 0xDF) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            // ! " $ % ' ( ) + , - . / digits : ; = ? and letters
            case 0x20...0x22, 0x24, 0x25, 0x27...0x29, 0x2B...0x3B, 0x3D, 0x3F, 0x41...0x5A, 0x61...0x7A: true
            default: false
            }
        } && !text.contains("www.") && !text.contains("://") && !text.hasSuffix(" ")
    }

    private static let registered: Void = cmark_gfm_core_extensions_ensure_registered()

    /// What libcmark-gfm makes of the text, raw HTML included: not safe yet.
    private static func commonMark(_ text: String) -> String {
        let cost = MarkdownCost(text)
        let footnotes = cost.allowsFootnotes ? CMARK_OPT_FOOTNOTES : 0
        let options = CMARK_OPT_UNSAFE | CMARK_OPT_VALIDATE_UTF8 | footnotes
        var names = ["strikethrough", "tasklist"]
        if cost.allowsTables { names.append("table") }
        if cost.allowsAutolinks { names.append("autolink") }
        _ = registered
        guard let parser = cmark_parser_new(options) else { return "" }
        defer { cmark_parser_free(parser) }
        for name in names {
            if let found = cmark_find_syntax_extension(name) { cmark_parser_attach_syntax_extension(parser, found) }
        }
        var text = text.utf8.count > maximumLength ? String(text.prefix(maximumLength)) : text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                cmark_parser_feed(parser, characters.baseAddress, characters.count)
            }
        }
        guard let document = cmark_parser_finish(parser) else { return "" }
        defer { cmark_node_free(document) }
        guard let html = cmark_render_html(document, options, cmark_parser_get_syntax_extensions(parser)) else {
            return ""
        }
        defer { html.deallocate() }
        return String(cString: html)
    }
}
