package import Model

extension Call {
    /// The filters, the order and the page that the query string asks for, as the rules of the resource allow.
    package func list(_ rules: ListRules, paged: Bool = true) throws -> ListQuery {
        var reader = ListQueryReader(rules: rules)
        for (name, value) in rawQuery { reader.read(name, value) }
        try Refusal.check(reader.problems)
        return reader.query
    }
}

/// Reads a query string part by part and collects every problem.
private struct ListQueryReader {
    let rules: ListRules
    var query = ListQuery()
    var problems: [FieldProblem] = []

    init(rules: ListRules) {
        self.rules = rules
    }

    mutating func read(_ name: String, _ value: String?) {
        let keys = Self.keys(name)
        switch keys[0] {
        case "page" where keys.count == 2: page(name, keys[1], value ?? "")
        case "sort" where keys.count == 1: sort(value ?? "")
        case "filter": filter(name, Array(keys.dropFirst()), value)
        default: break
        }
    }

    /// `filter[name][eq]` as `filter`, `name`, `eq`; a bracket that stays open makes an empty key.
    private static func keys(_ name: String) -> [String] {
        let parts = name.split(separator: "[", omittingEmptySubsequences: false)
        return [String(parts[0])] + parts.dropFirst().map { $0.hasSuffix("]") ? String($0.dropLast()) : "" }
    }

    private mutating func report(_ field: String, _ rule: FieldProblem.Rule, _ reason: String) {
        problems.append(FieldProblem(field, rule, reason, source: .query))
    }

    private mutating func page(_ name: String, _ key: String, _ value: String) {
        guard key == "size" || key == "number" else {
            if key != "after", key != "before" { report(name, .unknownProperty, "\"\(name)\" is not allowed") }
            return
        }
        guard let number = Int(value) else { return report(name, .isNumber, "\"\(name)\" must be a number") }
        let highest = key == "size" ? PageRequest.maximumSize : 1_000_000_000
        if number < 1 { return report(name, .min(1), "\"\(name)\" must be at least 1") }
        if number > highest { return report(name, .max(highest), "\"\(name)\" must not exceed \(highest)") }
        if key == "size" { query.page.size = number } else { query.page.number = number }
    }

    private mutating func sort(_ value: String) {
        for part in value.split(separator: ",") {
            let words = part.split(separator: " ")
            guard let field = words.first.map(String.init), rules.sorts.contains(field), words.count <= 2,
                words.count == 1 || ["asc", "desc"].contains(words[1].lowercased())
            else {
                let choices = rules.sorts
                return report("sort", .oneOf(choices), "must be one of [\(choices.joined(separator: ", "))]")
            }
            query.sort.append(ListSort(field, descending: words.count == 2 && words[1].lowercased() == "desc"))
        }
    }

    private mutating func filter(_ name: String, _ keys: [String], _ value: String?) {
        guard let first = keys.first, !first.isEmpty else {
            return report(name, .unknownProperty, "\"\(name)\" is not allowed")
        }
        let parts = first.split(separator: ".", maxSplits: 1).map(String.init)
        guard let field = parts.first, let kind = rules.filters[field], parts.count == 1 || kind.isMap, keys.count <= 2
        else {
            return report("filter[\(first)]", .unknownProperty, "\"filter[\(first)]\" is not allowed")
        }
        let bare: ListFilter.Operator = value == nil || (kind.isAboutPresence && value == "") ? .exists : .eq
        guard let op = keys.count == 2 ? ListFilter.Operator(rawValue: keys[1]) : bare, kind.operators.contains(op)
        else {
            return report(name, .unknownProperty, "\"\(name)\" is not allowed")
        }
        let isList = op == .oeq || op == .ocontains
        let texts = op == .exists ? [] : isList ? (value ?? "").split(separator: ",").map(String.init) : [value ?? ""]
        for text in texts where !kind.accepts(text) {
            report(name, kind.rule, "\"\(name)\" \(kind.expectation)")
        }
        for text in texts where text.utf8.contains(0) {
            report(name, .isString, "value of \"\(name)\" must not contain a null character")
        }
        let values = texts.map { text in text == "null" ? nil : text }
        query.filters.append(ListFilter(field, subkey: parts.count == 2 ? parts[1] : nil, op, values))
    }
}

extension ListRules.FilterKind {
    var isMap: Bool {
        if case .map = self { true } else { false }
    }

    /// Whether an empty value asks if there is any.
    fileprivate var isAboutPresence: Bool {
        if case .dateTime = self { true } else { isMap }
    }

    var operators: [ListFilter.Operator] {
        switch self {
        case .string, .map: [.eq, .neq, .contains, .ocontains, .oeq, .exists]
        case .stringEquals, .choice: [.eq, .neq, .oeq, .contains, .exists]
        case .uuid: [.eq, .neq, .oeq, .exists]
        case .boolean: [.eq, .neq, .exists]
        case .dateTime: [.eq, .lt, .lte, .gt, .gte, .exists]
        }
    }

    fileprivate func accepts(_ text: String) -> Bool {
        if text == "null" { return true }
        return switch self {
        case .boolean: text == "true" || text == "false"
        case .dateTime: Instant(iso: text) != nil
        case .choice(let choices): choices.contains(text)
        case .string, .stringEquals, .uuid, .map: true
        }
    }

    fileprivate var rule: FieldProblem.Rule {
        switch self {
        case .boolean: .isBoolean
        case .dateTime: .isDateTime
        case .choice(let choices): .oneOf(choices)
        case .uuid: .isUUID
        case .string, .stringEquals, .map: .isString
        }
    }

    fileprivate var expectation: String {
        switch self {
        case .boolean: "must be true or false"
        case .dateTime: "must be an RFC 3339 date-time"
        case .choice(let choices): "must be one of [\(choices.joined(separator: ", "))]"
        case .uuid: "must be a valid UUID"
        case .string, .stringEquals, .map: "must be a string"
        }
    }
}
