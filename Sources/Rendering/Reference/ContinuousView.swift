extension APIReference {
    /// Whether operations can be read one below the other.
    var isContinuous: Bool { options.isContinuous && description.async == nil && !shown.isEmpty }

    /// All operations on one page, from a position on; what follows is fetched as one comes near it.
    func continuous(from start: Int) -> ReferencePage? {
        guard let sections = continuation(from: start) else { return nil }
        let title = description.title ?? "API reference"
        return page(
            title, summary: description.summary, at: .continuous(from: 0),
            body: """
                <article class="ref-page"><header class="ref-header"><p class="ref-eyebrow">\(title)</p>\
                <h1>All operations</h1></header>\(sections)</article>
                """)
    }

    /// As many operations as make a page of usual weight, and the way to those that follow; nil when there are none.
    func continuation(from start: Int) -> HTML? {
        guard isContinuous, shown.indices.contains(start) else { return nil }
        var html = HTML.empty
        var place = start
        while place < shown.count, place < start + 20 {
            let section = OperationView(reference: self, operation: shown[place]).section
            if place > start, html.text.utf8.count + section.text.utf8.count > 70_000 { break }
            html += section
            place += 1
        }
        guard place < shown.count else { return html }
        return """
            \(html)<p class="ref-more" data-continue="\(url: options.address(.continuation(from: place)))">\
            <a href="\(url: options.address(.continuous(from: place)))">\(shown.count - place) more operations</a></p>
            """
    }
}
