/// Which elements and attributes of HTML that others wrote may reach a page.
enum MarkupPolicy {
    /// Elements that stay, with the attributes that they may have besides the common ones.
    static let elements: [String: Set<String>] = {
        var all: [String: Set<String>] = [
            "a": ["href", "title"], "img": ["src", "alt", "title", "width", "height"],
            "td": ["align", "colspan", "rowspan"], "th": ["align", "colspan", "rowspan", "scope"],
            "ol": ["start", "reversed"], "li": ["value"], "details": ["open"], "input": [],
            "blockquote": ["cite"], "q": ["cite"], "time": ["datetime"], "abbr": ["title"],
        ]
        let plain = """
            p h1 h2 h3 h4 h5 h6 ul dl dt dd pre code em strong b i u s del ins sub sup small mark kbd samp var cite \
            dfn \
            br hr table thead tbody tfoot tr caption div span section summary figure figcaption address wbr center \
            article aside header footer nav main
            """
        for name in plain.split(separator: " ") { all[String(name)] = [] }
        return all
    }()

    static let void: Set<String> = ["br", "hr", "img", "input", "wbr"]

    /// Elements that go with all that is inside; of other unknown ones the content stays.
    static let dropped: Set<String> = [
        "script", "style", "template", "iframe", "object", "embed", "noscript", "title", "textarea", "select", "xmp",
        "plaintext", "noembed", "noframes", "math", "applet", "audio", "video", "canvas", "frameset", "head",
    ]

    /// Elements that would stand for parts of our own page, as something harmless.
    static let renamed: [String: String] = [
        "main": "div", "header": "div", "footer": "div", "nav": "div", "aside": "div", "article": "div",
        "section": "div", "center": "div", "address": "div",
    ]

    private static let classes: Set<String> = [
        "footnotes", "footnote-ref", "footnote-backref", "contains-task-list", "task-list-item",
    ]

    /// The value that an attribute may have; nil when it may not stand.
    static func value(_ name: String, _ value: String, of element: String) -> String? {
        if name == "class" {
            let kept = value.split(separator: " ").map(String.init).filter { word in
                classes.contains(word) || (element == "code" && isLanguage(word))
            }
            return kept.isEmpty ? nil : kept.joined(separator: " ")
        }
        if name == "id" { return isName(value) ? value : nil }
        guard elements[element]?.contains(name) == true else { return nil }
        switch name {
        case "href", "src", "cite": return SafeURL.isSafe(value) ? value : nil
        case "align": return ["left", "center", "right"].contains(value) ? value : nil
        case "width", "height", "colspan", "rowspan", "start", "value":
            return value.utf8.count < 8 && !value.isEmpty
                && value.utf8.allSatisfy({ (48...57).contains($0) || $0 == 37 })
                ? value : nil
        case "open", "reversed": return ""
        case "scope": return ["row", "col"].contains(value) ? value : nil
        default: return value
        }
    }

    private static func isLanguage(_ word: String) -> Bool {
        word.hasPrefix("language-") && word.utf8.count < 60
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, text.utf8.count < 200 else { return false }
        return (first.properties.isAlphabetic || first == "_")
            && text.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-" || $0 == "_" || $0 == "."
            }
    }
}
