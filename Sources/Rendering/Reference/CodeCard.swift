/// A piece of code with a title; scripts add what copies it.
enum CodeCard {
    static func html(title: String, code: String, language: String) -> HTML {
        """
        <figure class="ref-code"><figcaption class="ref-code-head"><span>\(title)</span>\(copy)</figcaption>\
        \(pane(code, language: language, label: title))</figure>
        """
    }

    static let copy: HTML = "<button type=\"button\" class=\"ref-copy\" hidden>Copy</button>"

    /// What a page shows of a piece of code, in bytes.
    private static let longest = 16_000

    /// The code itself; among tabs with what scripts know it by. What is too long for a page ends with how much is
    /// missing.
    static func pane(_ code: String, language: String, label: String, marks: HTML = .empty) -> HTML {
        let shown = beginning(of: code), left = code.utf8.count - shown.utf8.count
        let lines = code.utf8.suffix(left).count { $0 == UInt8(ascii: "\n") }
        let more: HTML =
            left == 0
            ? ""
            : "<span class=\"ref-code-more\">… and \(lines > 1 ? "\(lines) lines" : "\(left) characters") more</span>"
        return """
            <pre class="ref-pre"\(marks) tabindex="0" role="region" aria-label="\(label)"><code>\
            \(Highlighter.spans(shown, language: language))</code>\(more)</pre>
            """
    }

    /// Whole lines, as far as there are any.
    private static func beginning(of code: String) -> String {
        guard code.utf8.count > longest else { return code }
        var part = Substring(code)
        part = part[..<(part.utf8.index(part.startIndex, offsetBy: longest))]
        if let end = part.lastIndex(where: \.isNewline) { return String(part[...end]) }
        return String(part)
    }
}

/// Several pieces of code behind tabs, which are radio buttons and so work without scripts.
enum CodeTabs {
    struct Tab {
        var label: HTML
        var name: String
        /// One element.
        var panes: HTML
    }

    private static let maximumTabs = 14
    /// What all panes of some tabs may come to: longer code is not coloured, and what does not fit is left out.
    private static let maximumBytes = 32_000

    /// A pane, if it fits.
    private static func pane(
        _ code: String, language: String, label: String, marks: HTML = .empty, used: inout Int
    ) -> HTML? {
        let isLong = used + code.utf8.count * 4 > maximumBytes
        let pane = CodeCard.pane(code, language: isLong ? "text" : language, label: label, marks: marks)
        guard used == 0 || used + pane.text.utf8.count <= maximumBytes else { return nil }
        used += pane.text.utf8.count
        return pane
    }

    static func html(_ tabs: [Tab], group: String, title: String) -> HTML {
        let tabs = tabs.prefix(maximumTabs)
        let radios: [HTML] = tabs.enumerated().map { position, tab in
            """
            <input type="radio" class="ref-tab-radio" name="\(group)" id="\(group)-\(position)" value="\(tab.name)"\
            \(position == 0 ? " checked" : "")><label class="ref-tab" for="\(group)-\(position)">\(tab.label)</label>
            """
        }
        return """
            <fieldset class="ref-code ref-tabs"><legend class="visually-hidden">\(title)</legend>\
            <div class="ref-tab-row"><div class="ref-tab-list">\(radios)</div>\(CodeCard.copy)</div>\
            <div class="ref-tab-panes">\(tabs.map(\.panes))</div></fieldset>
            """
    }

    /// Has a script colour what is looked at by a grammar: colours are most of the weight of code.
    private static func colouredLater(_ grammar: String) -> HTML { " data-colour=\"\(grammar)\"" }

    /// The request in each language; the document's own samples come first.
    static func samples(_ request: SampleRequest, own: [APISample]) -> HTML {
        var used = 0
        var tabs: [Tab] = []
        for sample in own {
            let pane = pane(sample.source, language: sample.language, label: sample.label, used: &used)
            if let pane { tabs.append(Tab(label: "\(sample.label)", name: sample.language, panes: pane)) }
        }
        for language in SampleLanguage.allCases where tabs.count < maximumTabs {
            let label = "Request in \(language.label)"
            let code = language.code(for: request)
            let isFirst = tabs.isEmpty
            let marks: HTML =
                " data-sample=\"\(language.rawValue)\"\(isFirst ? .empty : colouredLater(language.grammar))"
            let pane = pane(
                code, language: isFirst ? language.grammar : "text", label: label, marks: marks, used: &used)
            if let pane { tabs.append(Tab(label: "\(language.label)", name: language.rawValue, panes: pane)) }
        }
        return html(tabs, group: "ref-language", title: "Request")
    }

    /// The examples of each response that has some.
    static func responses(_ responses: [APIResponse]) -> HTML {
        var used = 0
        var tabs: [Tab] = []
        for response in responses {
            let panes: [HTML] = response.contents.prefix(3).flatMap { content in
                content.examples.prefix(6).compactMap { example -> HTML? in
                    let label = content.examples.count > 1 ? example.name : content.mediaType
                    let name: HTML =
                        content.examples.count > 1 ? "<p class=\"ref-example-name\">\(example.name)</p>" : ""
                    let isLater = content.isJSON && !tabs.isEmpty
                    let language = content.isJSON ? "json" : content.mediaType.contains("xml") ? "html" : "text"
                    let title = "Response \(response.status): \(label)"
                    return pane(
                        example.text, language: isLater ? "text" : language, label: title,
                        marks: isLater ? colouredLater("json") : .empty, used: &used
                    ).map { name + $0 }
                }
            }
            guard let first = panes.first else { continue }
            let isAlone = panes.count == 1 && first.text.hasPrefix("<pre")
            tabs.append(
                Tab(
                    label: StatusBadge.html(response.status), name: response.status,
                    panes: isAlone ? first : "<div>\(panes)</div>"))
        }
        return tabs.isEmpty ? .empty : html(tabs, group: "ref-response", title: "Response")
    }
}
