/// Shows why something was found.
package struct SearchHighlight: Sendable {
    private let words: [SearchWords.Word]

    package init(_ query: SearchQuery) {
        words = query.words
    }

    /// The text with what was looked for marked.
    package func html(_ text: String) -> HTML {
        var html = HTML.empty
        var rest: [Unicode.Scalar] = [], run: [Unicode.Scalar] = []
        func plain() {
            html += "\(Self.text(rest[...]))"
            rest.removeAll()
        }
        func close() {
            if let marked = marked(run) {
                rest += run[..<marked.lowerBound]
                plain()
                html += "<mark>\(Self.text(run[marked]))</mark>"
                rest += run[marked.upperBound...]
            } else {
                rest += run
            }
            run.removeAll()
        }
        for scalar in text.unicodeScalars {
            if SearchWords.isPart(scalar) {
                run.append(scalar)
            } else {
                close()
                rest.append(scalar)
            }
        }
        close()
        plain()
        return html
    }

    /// Whether any of what was looked for is in the text.
    package func touches(_ text: String) -> Bool {
        SearchWords.all(in: text).contains { known in words.contains { WordFit($0, known) != nil } }
    }

    /// The part of a text around the first word that was looked for, as it is, and cut at words.
    package func excerpt(_ text: String, length: Int = 160) -> String {
        guard text.count > length else { return text }
        let all = text.split(separator: " ")
        let first = all.firstIndex { touches(String($0)) } ?? 0
        var start = first
        var count = 0
        while start > 0, count < length / 3 {
            start -= 1
            count += all[start].count + 1
        }
        var shown = "", place = start
        while place < all.count, shown.count + all[place].count < length {
            shown += (shown.isEmpty ? "" : " ") + all[place]
            place += 1
        }
        if shown.isEmpty, start < all.count { shown = String(all[start].prefix(length)) }
        return (start > 0 ? "… " : "") + shown + (place < all.count ? " …" : "")
    }

    /// The part of a run of letters that fits: what was written, or all of it where somebody mistyped.
    private func marked(_ run: [Unicode.Scalar]) -> Range<Int>? {
        guard !run.isEmpty else { return nil }
        let known = SearchWords.lower(run[...])
        for word in words {
            guard let fit = WordFit(word, known) else { continue }
            let isPlain = known.count == run.count
            guard !fit.isGuess, isPlain, let place = WordFit.place(of: word, in: known) else { return run.indices }
            return place..<place + word.count
        }
        // A part of a run such as `getPetById` may be mistyped.
        let isMistyped = SearchWords.all(in: Self.text(run[...])).dropFirst().contains { part in
            words.contains { WordFit($0, part) != nil }
        }
        return isMistyped ? run.indices : nil
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }
}
