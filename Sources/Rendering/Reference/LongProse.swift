/// Prose in parts that each fit on a page: it is parted between its blocks, before headings where that can be.
struct LongProse {
    private static let longest = 60_000
    private static let empty: Set<Substring> = ["br", "hr", "img", "input", "wbr", "col", "source"]

    /// At least one.
    let parts: [HTML]

    /// Takes well-formed markup, such as that of `Markdown.html`. Links to a heading in another part lead to `address`
    /// of that part.
    init(_ prose: HTML, address: (Int) -> String) {
        guard prose.text.utf8.count > Self.longest else {
            parts = [prose]
            return
        }
        let texts = Self.parted(Self.blocks(of: prose.text))
        var places: [Substring: Int] = [:]
        for (number, text) in texts.enumerated() {
            for piece in text.split(separator: " id=\"").dropFirst() {
                places[piece.prefix { $0 != "\"" }] = number
            }
        }
        parts = texts.enumerated().map { number, text in
            HTML(trustedMarkup: Self.linked(text) { id in places[id].flatMap { $0 == number ? nil : address($0) } })
        }
    }

    /// The text with links to what stands elsewhere.
    private static func linked(_ text: String, elsewhere: (Substring) -> String?) -> String {
        let pieces = text.split(separator: " href=\"#", omittingEmptySubsequences: false)
        return pieces.dropFirst().reduce(into: String(pieces.first ?? "")) { result, piece in
            let address = elsewhere(piece.prefix { $0 != "\"" }) ?? ""
            result += " href=\"\(HTML.escaped(address))#\(piece)"
        }
    }

    /// The elements of the outermost level, each with the text behind it.
    private static func blocks(of text: String) -> [Substring] {
        var blocks: [Substring] = [], depth = 0, start = text.startIndex, place = start
        let bytes = text.utf8
        while let open = bytes[place...].firstIndex(of: UInt8(ascii: "<")),
            let close = bytes[open...].firstIndex(of: UInt8(ascii: ">"))
        {
            place = bytes.index(after: close)
            let tag = text[bytes.index(after: open)..<close]
            if tag.hasPrefix("/") {
                depth -= 1
            } else if !empty.contains(tag.prefix { $0.isLetter || $0.isNumber }), !tag.hasSuffix("/") {
                if depth == 0, open > start {
                    blocks.append(text[start..<open])
                    start = open
                }
                depth += 1
            }
        }
        return blocks + [text[start...]]
    }

    private static func parted(_ blocks: [Substring]) -> [String] {
        var parts: [String] = [], part = ""
        for block in blocks {
            let isFull = part.utf8.count + block.utf8.count > longest
            let isHeading = (block.hasPrefix("<h") && !block.hasPrefix("<hr")) && part.utf8.count > longest / 2
            if isFull || isHeading, !part.isEmpty {
                parts.append(part)
                part = ""
            }
            part += block
        }
        return parts + [part]
    }
}

/// The description of an API where it is too long for the overview: one part, with the way to the others.
struct DescriptionView {
    let reference: APIReference
    let part: Int

    /// Nil when there is no such part.
    var html: HTML? {
        let parts = reference.prose.parts
        guard parts.indices.contains(part) else { return nil }
        return """
            <article class="ref-page"><header class="ref-header"><p class="ref-eyebrow">API reference</p>\
            <h1>\(reference.description.title ?? "API reference")</h1>\
            <p class="ref-muted">Part \(part + 1) of \(parts.count)</p></header>\
            <div class="ref-prose"><div class="prose">\(parts[part])</div></div>\(pager)</article>
            """
    }

    /// The way to the parts before and after; nothing when there is one part.
    var pager: HTML {
        let count = reference.prose.parts.count
        guard count > 1 else { return .empty }
        return """
            <nav class="ref-pager" aria-label="Parts of the description">\
            \(link(to: part - 1, of: count, "Previous", "previous"))\
            \(link(to: part + 1, of: count, "Next", "next"))</nav>
            """
    }

    private func link(to other: Int, of count: Int, _ label: String, _ kind: String) -> HTML {
        guard (0..<count).contains(other) else { return "<span></span>" }
        return """
            <a class="ref-pager-\(kind)" href="\(url: reference.address(ofPart: other))"><span>\(label)</span>\
            \(other == 0 ? "Overview" : "Part \(other + 1) of the description")</a>
            """
    }
}

extension APIReference {
    /// The description of the API.
    var prose: LongProse {
        let text = description.description ?? ""
        return LongProse(Markdown.html(text, options: .init(headingOffset: 1)), address: address(ofPart:))
    }

    /// A part of the description that the overview had no room for; nil when there is none.
    func description(part: Int) -> ReferencePage? {
        guard part > 0, let html = DescriptionView(reference: self, part: part).html else { return nil }
        return page(description.title ?? "API reference", summary: nil, at: .description(part: part), body: html)
    }

    func address(ofPart part: Int) -> String {
        options.address(part == 0 ? .overview : .description(part: part))
    }
}
