package import Model

/// What a field of a list is in SQL, and how it compares.
package struct ListColumn: Sendable {
    enum Kind: Sendable {
        case text, uuid, boolean, dateTime, map, condition(@Sendable (ListFilter) throws -> SQL)
    }

    let kind: Kind
    let expression: SQL
    let isNullable: Bool

    private init(_ kind: Kind, _ expression: SQL, nullable: Bool) {
        self.kind = kind
        self.expression = expression
        isNullable = nullable
    }

    package static func string(_ expression: SQL, nullable: Bool = false) -> Self {
        Self(.text, expression, nullable: nullable)
    }

    package static func uuid(_ expression: SQL, nullable: Bool = false) -> Self {
        Self(.uuid, expression, nullable: nullable)
    }

    package static func boolean(_ expression: SQL, nullable: Bool = false) -> Self {
        Self(.boolean, expression, nullable: nullable)
    }

    /// A column of milliseconds.
    package static func dateTime(_ expression: SQL, nullable: Bool = false) -> Self {
        Self(.dateTime, expression, nullable: nullable)
    }

    /// A column with a JSON object: `filter[labels.env]`.
    package static func map(_ expression: SQL) -> Self { Self(.map, expression, nullable: false) }

    /// A field that is no column: the store words the condition itself. Not to be sorted by.
    package static func condition(_ condition: @Sendable @escaping (ListFilter) throws -> SQL) -> Self {
        Self(.condition(condition), "NULL", nullable: true)
    }
}

/// What a list reads. Names from a request only choose among its columns; they never reach the text.
package struct ListSource: Sendable {
    let columns: SQL
    let from: SQL
    let conditions: [SQL]
    let id: SQL
    let fields: [String: ListColumn]

    /// `from` gives one row per item; `id` is unique and breaks ties. Conditions are joined by AND.
    package init(
        _ columns: SQL, from: SQL, where conditions: [SQL] = [], id: SQL, fields: [String: ListColumn]
    ) {
        self.columns = columns
        self.from = from
        self.conditions = conditions
        self.id = id
        self.fields = fields
    }
}

extension Transaction {
    /// One page of the list, and how many there are in all. Refuses fields that the rules or the source do not have.
    package func page(_ source: ListSource, _ query: ListQuery, _ rules: ListRules) throws -> Page<Row> {
        let (items, total) = try source.statements(query, rules)
        return Page(items: try all(items), total: try count(total), request: query.page)
    }

    /// All items of the list, for lists that have no pages.
    package func every(_ source: ListSource, _ query: ListQuery, _ rules: ListRules) throws -> [Row] {
        try all(try source.unpaged(query, rules))
    }
}

extension ListSource {
    /// The statement for the items of the page, and that for the number of all.
    func statements(_ query: ListQuery, _ rules: ListRules) throws -> (items: SQL, total: SQL) {
        let items = try unpaged(query, rules)
        let total = "SELECT COUNT(*) AS count FROM \(sql: from) WHERE \(sql: try condition(query, rules))" as SQL
        return (items + " LIMIT \(query.page.size) OFFSET \(query.page.offset)", total)
    }

    func unpaged(_ query: ListQuery, _ rules: ListRules) throws -> SQL {
        let condition = try condition(query, rules), order = try order(query, rules)
        return "SELECT \(sql: columns) FROM \(sql: from) WHERE \(sql: condition) ORDER BY \(sql: order)"
    }

    private func condition(_ query: ListQuery, _ rules: ListRules) throws -> SQL {
        try .all(conditions + query.filters.map { try condition($0, rules) })
    }

    private func condition(_ filter: ListFilter, _ rules: ListRules) throws -> SQL {
        guard rules.filters[filter.field] != nil, let column = fields[filter.field] else {
            let name = filter.wireName
            throw Refusal.invalid([
                FieldProblem(name, .unknownProperty, "\"\(name)\" is not allowed", source: .query)
            ])
        }
        return try column.condition(filter)
    }

    private func order(_ query: ListQuery, _ rules: ListRules) throws -> SQL {
        let keys = query.sort.isEmpty ? rules.defaultSort : query.sort
        let terms = try keys.map { key in
            let isAllowed = query.sort.isEmpty || rules.sorts.contains(key.field)
            guard isAllowed, let column = fields[key.field] else {
                let reason = "must be one of [\(rules.sorts.joined(separator: ", "))]"
                throw Refusal.invalid([FieldProblem("sort", .oneOf(rules.sorts), reason, source: .query)])
            }
            return SQL.ordered(column.expression, descending: key.descending, nullable: column.isNullable)
        }
        // The same direction as the last key, so that an index on both serves both.
        return .joined(terms + [id + (keys.last?.descending == true ? " DESC" : " ASC")])
    }
}

extension ListColumn {
    fileprivate func condition(_ filter: ListFilter) throws -> SQL {
        switch kind {
        case .condition(let make): return try make(filter)
        case .map:
            guard let key = filter.subkey else {
                return filter.op == .exists ? "\(sql: expression) <> '{}'" : try filter.refused()
            }
            let member = SQL.member(expression, key)
            return try filter.condition(on: member) { "\($0)" }
        case .text:
            return try filter.condition(on: expression) { "\($0)" }
        case .uuid:
            return try filter.condition(on: expression) { "\($0.lowercased())" }
        case .boolean:
            return try filter.condition(on: expression) { text in
                guard let flag = Bool(text) else { throw filter.problem(.isBoolean, "must be a boolean") }
                return "\(flag)"
            }
        case .dateTime:
            return try filter.condition(on: expression) { text in
                guard let instant = Instant(iso: text) else {
                    throw filter.problem(.isDateTime, "must be an RFC 3339 date-time")
                }
                return "\(instant)"
            }
        }
    }
}

extension ListFilter {
    fileprivate var wireName: String { "filter[\(field)\(subkey.map { ".\($0)" } ?? "")]" }

    fileprivate func problem(_ rule: FieldProblem.Rule, _ reason: String) -> Refusal {
        .invalid([FieldProblem(wireName, rule, "\"\(wireName)\" \(reason)", source: .query)])
    }

    fileprivate func refused() throws -> SQL {
        throw problem(.invalid, "does not take the operator \(op.rawValue)")
    }

    /// The condition in SQL; `bind` turns a value of the request into one of the column's type.
    fileprivate func condition(on column: SQL, bind: (String) throws -> SQL) throws -> SQL {
        switch op {
        case .exists: return column + " IS NOT NULL"
        case .eq: return try .any(values.map { try equals(column, $0, bind) })
        case .oeq: return try .any(values.map { try equals(column, $0, bind) })
        case .neq:
            return try .all(
                values.map { value in
                    guard let value else { return column + " IS NOT NULL" }
                    return "\(sql: column) IS DISTINCT FROM \(sql: try bind(value))"
                })
        case .contains, .ocontains:
            return .any(values.map { value in value.map { SQL.contains(column, $0) } ?? column + " IS NULL" })
        case .lt: return try compared(column, "<", bind)
        case .lte: return try compared(column, "<=", bind)
        case .gt: return try compared(column, ">", bind)
        case .gte: return try compared(column, ">=", bind)
        }
    }

    private func equals(_ column: SQL, _ value: String?, _ bind: (String) throws -> SQL) throws -> SQL {
        guard let value else { return column + " IS NULL" }
        return "\(sql: column) = \(sql: try bind(value))"
    }

    private func compared(_ column: SQL, _ sign: SQL, _ bind: (String) throws -> SQL) throws -> SQL {
        guard values.count == 1, let value = values[0] else { return try refused() }
        return "\(sql: column) \(sql: sign) \(sql: try bind(value))"
    }
}
