/// Rebuilds HTML that others wrote from the elements and attributes that are allowed.
struct SafeMarkup {
    struct Result {
        var html: String
        var headings: [Markdown.Heading]
        /// The words alone, one line for each block.
        var words: String
    }

    private let options: Markdown.Options
    private var html = ""
    private var words = ""
    private var headings: [Markdown.Heading] = []
    private var anchors = HeadingAnchors()

    /// The text rebuilt; as preformatted plain text when it is nested too deeply to be parsed.
    static func rebuilt(_ source: String, _ options: Markdown.Options) -> Result {
        let source = LiteralSections.unfolded(source)
        guard !MarkupDepth.isExcessive(source) else {
            return Result(html: "<pre>\(HTML.escaped(source))</pre>", headings: [], words: source)
        }
        var markup = SafeMarkup(options: options)
        markup.append(MarkupParser.fragment(source))
        let words = markup.words.split(separator: "\n").map { line in
            line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        return Result(
            html: markup.html, headings: markup.headings,
            words: words.filter { !$0.isEmpty }.joined(separator: "\n"))
    }

    private init(options: Markdown.Options) {
        self.options = options
    }

    private mutating func append(_ nodes: [MarkupNode]) {
        for node in nodes {
            switch node {
            case .text(let text):
                html += HTML.escaped(text)
                words += text
            case .element(let element): append(element)
            }
        }
    }

    private mutating func append(_ element: MarkupNode.Element) {
        if element.isDrawing || element.name == "svg" {
            html += SVG.rebuilt(element, standalone: false)
            return
        }
        if MarkupPolicy.dropped.contains(element.name) { return }
        guard MarkupPolicy.elements[element.name] != nil else {
            append(element.children)
            return
        }
        if let level = Self.headingLevel(element.name) {
            appendHeading(element, level: level)
        } else if element.name == "pre" {
            appendCode(element)
        } else if element.name == "input" {
            appendCheckbox(element)
        } else if element.name == "table" {
            html += "<div class=\"table-scroll\" tabindex=\"0\">"
            appendPlain(element)
            html += "</div>"
        } else {
            appendPlain(element)
        }
        if Self.isBlock(element.name) { words += "\n" }
    }

    private mutating func appendPlain(_ element: MarkupNode.Element) {
        let name = MarkupPolicy.renamed[element.name] ?? element.name
        html += "<" + name
        for attribute in element.attributes {
            guard let value = MarkupPolicy.value(attribute.name, attribute.value, of: element.name) else { continue }
            html += " \(attribute.name)=\"\(HTML.escaped(value))\""
        }
        if name == "a", let target = element.attribute("href"), Self.leadsAway(target) {
            html += " rel=\"nofollow noopener\""
        }
        if name == "img" {
            if element.attribute("alt") == nil { html += " alt=\"\"" }
            html += " loading=\"lazy\""
        }
        html += ">"
        if MarkupPolicy.void.contains(name) { return }
        append(element.children)
        html += "</\(name)>"
    }

    private mutating func appendHeading(_ element: MarkupNode.Element, level: Int) {
        let name = "h\(min(6, level + options.headingOffset))"
        guard options.anchors else {
            html += "<\(name)>"
            append(element.children)
            html += "</\(name)>"
            return
        }
        let text = MarkupNode.element(element).words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let id = anchors.make(text)
        headings.append(Markdown.Heading(level: level, id: id, text: text))
        html += "<\(name) id=\"\(HTML.escaped(id))\">"
        append(element.children)
        html += "<a class=\"anchor\" href=\"#\(HTML.escaped(id))\" aria-label=\"Link to "
        html += "\(HTML.escaped(text))\">#</a></\(name)>"
    }

    private mutating func appendCode(_ element: MarkupNode.Element) {
        guard case .element(let code)? = element.children.first, code.name == "code", element.children.count == 1 else {
            html += "<pre tabindex=\"0\">"
            append(element.children)
            html += "</pre>"
            return
        }
        let text = MarkupNode.element(code).words
        let classes = (code.attribute("class") ?? "").split(separator: " ")
        let language = classes.first { $0.hasPrefix("language-") }.map { String($0.dropFirst(9)) }
        html += Highlighter.block(text, language: language).text
        words += text
    }

    private mutating func appendCheckbox(_ element: MarkupNode.Element) {
        guard element.attribute("type") == "checkbox" else { return }
        let isDone = element.attribute("checked") != nil
        html += "<input type=\"checkbox\" disabled\(isDone ? " checked" : "")"
        html += " aria-label=\"\(isDone ? "Done" : "To do")\">"
    }

    private static func headingLevel(_ name: String) -> Int? {
        guard name.utf8.count == 2, name.first == "h", let level = name.last?.wholeNumberValue else { return nil }
        return (1...6).contains(level) ? level : nil
    }

    private static func isBlock(_ name: String) -> Bool {
        switch name {
        case "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "pre", "tr", "blockquote", "div", "dt", "dd", "br", "td",
            "th", "section", "summary", "figcaption":
            true
        default: false
        }
    }

    private static func leadsAway(_ target: String) -> Bool {
        let start = target.prefix(8).lowercased()
        return start.hasPrefix("http:") || start.hasPrefix("https:") || start.hasPrefix("//")
    }
}

/// Anchors of headings, as GitHub makes them, none twice on a page.
struct HeadingAnchors {
    private var taken: Set<String> = []

    mutating func make(_ text: String) -> String {
        var slug = ""
        for scalar in text.lowercased().unicodeScalars.prefix(200) {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_" {
                slug.unicodeScalars.append(scalar)
            } else if scalar == " " || scalar == "-", !slug.hasSuffix("-") {
                slug += "-"
            }
        }
        while slug.hasPrefix("-") { slug.removeFirst() }
        while slug.hasSuffix("-") { slug.removeLast() }
        if slug.first?.isNumber == true { slug = "_" + slug }
        if slug.isEmpty { slug = "section" }
        var result = slug
        var number = 1
        while !taken.insert(result).inserted {
            result = "\(slug)-\(number)"
            number += 1
        }
        return result
    }
}
