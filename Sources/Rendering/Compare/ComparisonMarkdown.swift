extension ComparisonView {
    /// The changes as Markdown, by what they are about; links lead where the references say.
    package func markdown() -> String {
        if let trouble = ComparisonWords.trouble(comparison) { return trouble + "\n" }
        let links = ComparisonLinks(older: older, newer: newer)
        var parts = [Self.sumText(comparison)]
        for group in comparison.groups {
            let name = Self.line(ComparisonWords.subject(group.subject))
            let title = links.address(group.subject).map { "[\(name)](\($0))" } ?? name
            parts.append("## \(title)\n\n" + Self.rows(group.changes).joined(separator: "\n"))
        }
        if !comparison.isComplete { parts.append("There are more changes than are listed here.") }
        return parts.joined(separator: "\n\n") + "\n"
    }

    static func rows(_ changes: [DescriptionChange]) -> [String] {
        changes.map { "- **\($0.effect.words)**: \(line($0.sentence))" }
    }

    /// `2 breaking, 1 maybe breaking, 5 non-breaking`.
    static func sumText(_ comparison: APIComparison) -> String {
        let parts = DescriptionChange.Effect.allCases.compactMap { effect in
            let count = comparison.count(effect)
            return count == 0 ? nil : "\(count) \(effect.words)"
        }
        return parts.joined(separator: ", ") + " changes."
    }

    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

/// What one version of an API changed, as a changelog tells it.
package struct ChangelogEntry: Sendable {
    package var version: String
    /// `2026-01-31`.
    package var date: String
    /// Nil for the first version.
    package var comparison: APIComparison?
    /// Where the whole comparison is.
    package var address: String?

    package init(version: String, date: String, comparison: APIComparison?, address: String?) {
        self.version = version
        self.date = date
        self.comparison = comparison
        self.address = address
    }
}

/// The versions of an API in order, each with what it changed, the worst first and not too many.
package enum ChangelogView {
    private static let shown = 20

    package static func html(_ entries: [ChangelogEntry]) -> HTML {
        let sections: [HTML] = entries.map { entry in
            """
            <section class="compare-group"><h2 class="compare-version">\(entry.version) \
            <time class="muted" datetime="\(entry.date)">\(entry.date)</time>\
            \(entry.comparison.map(ComparisonView.sum))</h2>\(body(entry))</section>
            """
        }
        return "<div class=\"compare\">\(sections)</div>"
    }

    private static func body(_ entry: ChangelogEntry) -> HTML {
        guard let comparison = entry.comparison else { return "<p class=\"compare-none\">The first version.</p>" }
        if let trouble = ComparisonWords.trouble(comparison) { return "<p class=\"compare-none\">\(trouble)</p>" }
        let rows: [HTML] = APIComparison.worstFirst(comparison.changes).prefix(shown).map { change in
            """
            <li>\(ComparisonView.badge(change.effect))<span><b>\(ComparisonWords.subject(change.subject))</b>: \
            \(ComparisonView.sentence(change.sentence))</span></li>
            """
        }
        let more: HTML? = entry.address.map { address in
            "<p><a href=\"\(url: address)\">\(words(comparison)) of \(entry.version)</a></p>"
        }
        return "<ul class=\"compare-list\">\(rows)</ul>\(more)"
    }

    private static func words(_ comparison: APIComparison) -> String {
        comparison.changes.count == 1 ? "The change" : "All \(comparison.changes.count) changes"
    }

    package static func markdown(_ entries: [ChangelogEntry]) -> String {
        entries.map { entry in
            var parts = ["## \(entry.version) (\(entry.date))"]
            if let comparison = entry.comparison {
                if let trouble = ComparisonWords.trouble(comparison) {
                    parts.append(trouble)
                } else {
                    let rows = APIComparison.worstFirst(comparison.changes).prefix(shown).map { change in
                        "- **\(change.effect.words)**: \(ComparisonWords.subject(change.subject)): "
                            + change.sentence
                    }
                    parts += [ComparisonView.sumText(comparison), rows.joined(separator: "\n")]
                    if let address = entry.address { parts.append("[All changes](\(address))") }
                }
            } else {
                parts.append("The first version.")
            }
            return parts.joined(separator: "\n\n")
        }.joined(separator: "\n\n") + "\n"
    }
}
