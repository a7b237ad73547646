/// Shows what changed between two versions of an API, for the frame of Console or Site.
package struct ComparisonView: Sendable {
    let comparison: APIComparison
    let older: APIReference
    let newer: APIReference

    /// The references give the addresses of what has changed.
    package init(_ comparison: APIComparison, older: APIReference, newer: APIReference) {
        self.comparison = comparison
        self.older = older
        self.newer = newer
    }

    /// The sum of the changes, and each of them by what it is about; `only` leaves out those of other effects.
    package func html(only effect: DescriptionChange.Effect? = nil) -> HTML {
        if let trouble = ComparisonWords.trouble(comparison) { return "<p class=\"compare-none\">\(trouble)</p>" }
        let links = ComparisonLinks(older: older, newer: newer)
        let groups: [HTML] = comparison.groups.compactMap { group in
            let shown = group.changes.filter { effect == nil || $0.effect == effect }
            if shown.isEmpty { return nil }
            return """
                <section class="compare-group"><h2 class="compare-subject">\(links.html(group.subject))</h2>\
                \(Self.list(shown))</section>
                """
        }
        let more: HTML =
            comparison.isComplete ? "" : "<p class=\"compare-none\">There are more changes than are listed here.</p>"
        return "<div class=\"compare\">\(groups)\(more)</div>"
    }

    static func list(_ changes: [DescriptionChange]) -> HTML {
        let rows: [HTML] = changes.map { change in
            "<li>\(badge(change.effect))<span>\(sentence(change.sentence))</span></li>"
        }
        return "<ul class=\"compare-list\">\(rows)</ul>"
    }

    static func badge(_ effect: DescriptionChange.Effect, count: Int? = nil) -> HTML {
        let tone =
            switch effect {
            case .breaking: "danger"
            case .unknown: "warn"
            case .harmless: "neutral"
            }
        let number: HTML? = count.map { "\($0) " }
        return "<span class=\"badge badge-\(tone)\">\(number)\(effect.words)</span>"
    }

    /// The text with what stands in backticks as code.
    static func sentence(_ text: String) -> HTML {
        let parts: [HTML] = text.split(separator: "`", omittingEmptySubsequences: false).enumerated().map {
            place, part in
            place.isMultiple(of: 2) ? "\(part)" : "<code>\(part)</code>"
        }
        return "\(parts)"
    }

    /// How many changes of each effect there are.
    package static func sum(_ comparison: APIComparison) -> HTML {
        let badges: [HTML] = DescriptionChange.Effect.allCases.compactMap { effect in
            let count = comparison.count(effect)
            return count == 0 ? nil : badge(effect, count: count)
        }
        return "<span class=\"compare-sum\">\(badges)</span>"
    }
}

/// What is said of a comparison as a whole.
enum ComparisonWords {
    /// Why there is no list of changes; nil when there is one.
    static func trouble(_ comparison: APIComparison) -> String? {
        guard comparison.isComparable else {
            return comparison.isComplete
                ? "Both descriptions are the same."
                : "Only OpenAPI descriptions can be compared. These differ, and one of them is none."
        }
        return comparison.changes.isEmpty ? "Nothing changed that an application would notice." : nil
    }

    static func subject(_ subject: DescriptionChange.Subject) -> String {
        switch subject {
        case .api: "The whole API"
        case .operation(let name): name
        case .schema(let name): "Schema \(name)"
        }
    }
}

/// Where the subjects of changes are shown: in the newer reference, or in the older one when they are gone.
struct ComparisonLinks {
    private var addresses: [String: String] = [:]
    private let older: APIReference
    private let newer: APIReference

    init(older: APIReference, newer: APIReference) {
        self.older = older
        self.newer = newer
        for reference in [older, newer] {
            for operation in reference.description.operations where reference.shows(operation) {
                addresses["\(operation.method) \(operation.path)"] = reference.options.address(
                    .operation(operation.key))
            }
            for operation in reference.description.webhooks where reference.shows(operation) {
                let name = "\(operation.method) webhook \(operation.path)"
                addresses[name] = reference.options.address(.operation(operation.key))
            }
        }
    }

    /// Nil for what has no page.
    func address(_ subject: DescriptionChange.Subject) -> String? {
        switch subject {
        case .api: return nil
        case .operation(let name): return addresses[name]
        case .schema(let name):
            for reference in [newer, older] where reference.options.showsSchemas {
                if let key = reference.description.schemaKeys[name] { return reference.options.address(.schema(key)) }
            }
            return nil
        }
    }

    func html(_ subject: DescriptionChange.Subject) -> HTML {
        let text: HTML
        if case .operation(let name) = subject {
            let method = name.prefix { $0 != " " }, rest = name.dropFirst(method.count + 1)
            let known = ["get", "post", "put", "patch", "delete"]
            let style = known.contains(method.lowercased()) ? method.lowercased() : "other"
            text = "<span class=\"method method-\(style)\">\(method)</span> <code>\(rest)</code>"
        } else {
            text = "\(ComparisonWords.subject(subject))"
        }
        return address(subject).map { "<a href=\"\(url: $0)\">\(text)</a>" } ?? text
    }
}
