import Model
import Rendering
import Web

/// The text of a description with its lines counted, and beside it what was found in it.
enum SourceView {
    /// Of longer texts only what surrounds the findings is shown.
    private static let wholeLines = 4_000
    private static let surroundings = 4
    private static let shownFindings = 200

    static func html(_ text: String, _ found: [Diagnostic], title: String) -> HTML {
        let lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        let marked = Dictionary(grouping: found.prefix(shownFindings).filter { $0.line > 0 }, by: \.line)
        let isWhole = lines.count <= wholeLines
        let shown = isWhole ? Set(lines.indices) : around(Set(marked.keys), in: lines.count)
        var rows: [HTML] = [], last = -1
        for index in shown.sorted() {
            if index > last + 1 { rows.append("<span class=\"source-gap\">…</span>") }
            rows.append(row(lines[index], index + 1, marked[index + 1]?.contains { $0.severity != .information }))
            last = index
        }
        let note: HTML? =
            isWhole ? nil : "<p class=\"muted\">The text has \(lines.count) lines: these are the ones in question.</p>"
        return """
            <div class="source-page"><section class="source-findings" aria-label="Findings">\
            \(findings(found))</section>\
            <section class="source-text" aria-label="\(title)">\(note)\
            <pre class="code source" tabindex="0"><code>\(rows)</code></pre></section></div>
            """
    }

    private static func around(_ lines: Set<Int>, in count: Int) -> Set<Int> {
        Set(lines.flatMap { max(0, $0 - 1 - surroundings)..<max(0, min(count, $0 + surroundings)) })
    }

    /// Nil as `isWarning` is a line without findings.
    private static func row(_ line: Substring, _ number: Int, _ isWarning: Bool?) -> HTML {
        let look: HTML = isWarning.map { $0 ? " source-warn" : " source-info" } ?? ""
        return """
            <span class="source-line\(look)" id="line-\(number)"><span class="source-number">\(number)</span>\
            \(String(line.prefix(500)))
            </span>
            """
    }

    private static func findings(_ found: [Diagnostic]) -> HTML {
        if found.isEmpty {
            return UI.emptyState(icon: .checkCircle, title: "Nothing to remark", text: "Every rule is kept.")
        }
        let order: [Diagnostic.Severity] = [.error, .warning, .information]
        let groups: [HTML] = order.compactMap { severity in
            let members = found.filter { $0.severity == severity }
            if members.isEmpty { return nil }
            let items = members.prefix(shownFindings).map { finding($0) }
            let more: HTML? =
                members.count > shownFindings
                ? "<li class=\"muted\">And \(members.count - shownFindings) more.</li>" : nil
            return UI.card(
                title: "\(title(severity)) (\(members.count))",
                content: "<ul class=\"source-list\">\(Array(items))\(more)</ul>")
        }
        return "<div class=\"stack\">\(groups)</div>"
    }

    static func finding(_ found: Diagnostic) -> HTML {
        let place: HTML? = found.line > 0 ? "<a href=\"#line-\(found.line)\">Line \(found.line)</a>" : nil
        let rule: HTML? = found.rule.map { "<code>\($0)</code>" }
        let parts = [place, rule].compactMap(\.self)
        let notes: HTML = parts.isEmpty ? "" : "<span class=\"source-notes\">\(parts)</span>"
        return "<li><span>\(found.message)</span>\(notes)</li>"
    }

    private static func title(_ severity: Diagnostic.Severity) -> String {
        switch severity {
        case .error: "Errors"
        case .warning: "Warnings"
        case .information: "Advice"
        }
    }
}
