package import Model

/// What a field of a list is in SQL, and how it compares.
package struct ListColumn: Sendable {
    enum Kind: Sendable {
        case text, uuid, boolean, dateTime, map, choice([String]), condition(@Sendable (ListFilter) throws -> SQL)
    }

    let kind: Kind
    let expression: SQL
    let isNullable: Bool
    /// The id of the row, when parts of the text are indexed under it.
    fileprivate(set) var parts: SQL?
    /// Where keys and values are looked for, which otherwise would be read from each object.
    fileprivate(set) var keys: MapKeys?
    /// The rows of another table with the ids of those of the list, and the same expression there.
    private var linked: (id: SQL, rows: SQL, expression: SQL)?

    private init(_ kind: Kind, _ expression: SQL, nullable: Bool) {
        self.kind = kind
        self.expression = expression
        isNullable = nullable
    }

    /// A text whose parts are indexed: see `0018-text-parts`.
    package static func indexedString(_ expression: SQL, of id: SQL) -> Self {
        var column = Self(.text, expression, nullable: false)
        column.parts = id
        return column
    }

    package static func string(_ expression: SQL, nullable: Bool = false) -> Self {
        Self(.text, expression, nullable: nullable)
    }

    /// A column of one of these texts, so that parts of them are looked for here and not in the rows.
    package static func choice(_ expression: SQL, _ values: [String]) -> Self {
        Self(.choice(values), expression, nullable: false)
    }

    /// Looks for the column in rows of another table, which begin with the ids of those of the list.
    package func linked(_ id: SQL, in rows: SQL, as expression: SQL) -> Self {
        var column = self
        column.linked = (id, rows, expression)
        return column
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
    package static func map(_ expression: SQL, keys: MapKeys? = nil) -> Self {
        var column = Self(.map, expression, nullable: false)
        column.keys = keys
        return column
    }

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
    /// The id of what callers need a role on to see the item.
    let owner: SQL
    fileprivate(set) var fields: [String: ListColumn]
    private var counts: [(from: SQL, fields: Set<String>)] = []
    private var kept: [(rows: RowCount, part: String?)] = []
    fileprivate var tables: [String]?
    private var orders: [String: (from: SQL, ties: [SQL])] = [:]

    /// So many rows are looked up and sorted sooner than the others are read in order.
    static let few = 500

    /// `from` gives one row per item; `id` is unique and breaks ties. Conditions are joined by AND. Without `owner`
    /// it is the item itself that callers need a role on.
    package init(
        _ columns: SQL, from: SQL, where conditions: [SQL] = [], id: SQL, owner: SQL? = nil,
        fields: [String: ListColumn]
    ) {
        self.columns = columns
        self.from = from
        self.conditions = conditions
        self.id = id
        self.owner = owner ?? id
        self.fields = fields
    }

    /// Counts, and chooses the rows of a page, in less than it reads, when neither a filter nor the order looks at
    /// other fields than these. The first that fits is taken.
    package func counting(in from: SQL, by fields: Set<String>) -> ListSource {
        var source = self
        source.counts.append((from, fields))
        return source
    }

    /// Takes the total from a count that is kept, when there is no filter, or only equality of the field of its parts.
    package func counted(_ rows: RowCount, part: String? = nil) -> ListSource {
        var source = self
        source.kept.append((rows, part))
        return source
    }

    /// Counts what has a part of a text once for each change of the tables, which migration 0022 knows.
    package func changing(with tables: String...) -> ListSource {
        var source = self
        source.tables = tables
        return source
    }

    /// Reads another way when sorted by the field, so that rows come in order: nothing but ties decides after it.
    package func sorted(by field: String, from: SQL, ties: [SQL]) -> ListSource {
        var source = self
        source.orders[field] = (from, ties)
        return source
    }
}

extension Transaction {
    /// One page of the list, and how many there are in all. Refuses fields that the rules or the source do not have.
    package func page(_ source: ListSource, _ query: ListQuery, _ rules: ListRules) throws -> Page<Row> {
        // A plan for any portal and any filter is the wrong one for a portal with half of everything.
        if dialect == .postgresql { try run("SET LOCAL plan_cache_mode = force_custom_plan") }
        let (items, total) = try sized(source, query).statements(query, rules)
        return Page(items: try all(items), total: try count(total, of: source, query), request: query.page)
    }

    private func count(_ statement: SQL, of source: ListSource, _ query: ListQuery) throws -> Int {
        guard let tables = source.tables, let known = kept?.reads.totals, query.filters.contains(where: \.isForParts)
        else { return try count(statement) }
        let rendered = statement.rendered(for: dialect)
        return try known.total(rendered, at: try changes(of: tables)) { try count(statement) }
    }

    // What is in many names, on whatever portal, is sooner read in the rows of this list than looked up.
    private func sized(_ source: ListSource, _ query: ListQuery) throws -> ListSource {
        guard dialect == .sqlite else { return source }
        var source = source
        for filter in query.filters where filter.isForParts && source.fields[filter.field]?.parts != nil {
            let sought = filter.values.compactMap { $0.flatMap { SQL.names(containing: $0, atMost: ListSource.few) } }
            let isRare = try sought.allSatisfy { try all($0).count < ListSource.few }
            if !isRare { source.fields[filter.field]?.parts = nil }
        }
        return source
    }

    /// All items of the list, for lists that have no pages.
    package func every(_ source: ListSource, _ query: ListQuery, _ rules: ListRules) throws -> [Row] {
        try all(try source.unpaged(query, rules))
    }
}

extension ListSource {
    /// The statement for the items of the page, and that for the number of all.
    func statements(_ query: ListQuery, _ rules: ListRules) throws -> (items: SQL, total: SQL) {
        let limit = " LIMIT \(query.page.size) OFFSET \(query.page.offset)" as SQL, sort = query.sort
        let keys = (sort.isEmpty ? rules.defaultSort : sort).map(\.field), total = try total(query, rules)
        let hasOrder = sort.count == 1 && orders[sort[0].field] != nil
        guard !hasOrder, let place = place(of: keys + query.filters.map(\.field)) else {
            return (try unpaged(query, rules) + limit, total)
        }
        let condition = try condition(query, rules), order = try order(query, rules)
        let chosen = "SELECT \(sql: id) FROM \(sql: place) WHERE \(sql: condition) ORDER BY \(sql: order)" + limit
        // PostgreSQL puts no more than eight tables in the best order: an array is none of them.
        let isChosen: SQL = .either(
            sqlite: "\(sql: id) IN (\(sql: chosen))", postgresql: "\(sql: id) = ANY(ARRAY(\(sql: chosen)))")
        let whole: SQL = .all([isChosen] + conditions)
        return ("SELECT \(sql: columns) FROM \(sql: from) WHERE \(sql: whole) ORDER BY \(sql: order)", total)
    }

    private func place(of fields: [String]) -> SQL? { counts.first { $0.fields.isSuperset(of: fields) }?.from }

    func unpaged(_ query: ListQuery, _ rules: ListRules) throws -> SQL {
        let condition = try condition(query, rules), order = try order(query, rules)
        let place = query.sort.count == 1 ? orders[query.sort[0].field]?.from : nil
        return "SELECT \(sql: columns) FROM \(sql: place ?? from) WHERE \(sql: condition) ORDER BY \(sql: order)"
    }

    private func total(_ query: ListQuery, _ rules: ListRules) throws -> SQL {
        let condition = try condition(query, rules)
        // What is kept counts all rows, also those that somebody may not see.
        for (rows, part) in kept where query.seen == .everything {
            if query.filters.isEmpty && part == nil { return rows.total() }
            guard let filter = query.filters.first, query.filters.count == 1, filter.field == part,
                let values = fields[filter.field]?.parts(filter)
            else { continue }
            return rows.total(parts: values)
        }
        let place = place(of: query.filters.map(\.field)) ?? from
        return "SELECT COUNT(*) AS count FROM \(sql: place) WHERE \(sql: condition)"
    }

    private func condition(_ query: ListQuery, _ rules: ListRules) throws -> SQL {
        try .all(conditions + SQL.seen(owner, query.seen) + query.filters.map { try condition($0, rules) })
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
        let direction: SQL = keys.last?.descending == true ? " DESC" : " ASC"
        let ties = query.sort.count == 1 ? orders[query.sort[0].field]?.ties : nil
        return .joined(terms + (ties ?? [id]).map { $0 + direction })
    }
}

extension ListColumn {
    /// The parts of a count that the filter lets through, when no row has two of them; nil when that is not sure.
    fileprivate func parts(_ filter: ListFilter) -> [String]? {
        let values = filter.values.compactMap(\.self)
        switch (kind, filter.op) {
        case (.choice(let choices), .contains), (.choice(let choices), .ocontains):
            return Self.choices(choices, containing: values)
        case (.choice, .eq), (.choice, .oeq): return Array(Set(values))
        case (.boolean, .eq), (.boolean, .oeq):
            let flags = values.compactMap(Bool.init)
            return flags.count == filter.values.count ? Array(Set(flags.map(\.description))) : nil
        case (.condition, .eq), (.condition, .oeq): return values.count == 1 ? [values[0].lowercased()] : nil
        default: return nil
        }
    }

    // Letters of either case are equal, as in the engines.
    private static func choices(_ choices: [String], containing parts: [String]) -> [String] {
        choices.filter { choice in parts.contains { choice.lowercased().contains($0.lowercased()) } }
    }

    private func chosen(_ choices: [String]) -> SQL {
        guard let linked else { return "\(sql: expression) IN \(list: choices)" }
        return "\(sql: linked.id) IN (\(sql: linked.rows) WHERE \(sql: linked.expression) IN \(list: choices))"
    }

    fileprivate func condition(_ filter: ListFilter) throws -> SQL {
        switch kind {
        case .condition(let make): return try make(filter)
        case .map:
            guard let key = filter.subkey else {
                if filter.op == .exists { return "\(sql: expression) <> '{}'" }
                return try .any(filter.pairs.map { try condition($0) })
            }
            if let keys, let condition = keys.condition(key, filter) { return condition }
            let member = SQL.member(expression, key)
            return try filter.condition(on: member) { "\($0)" }
        case .choice(let choices) where filter.op == .contains || filter.op == .ocontains:
            return chosen(Self.choices(choices, containing: filter.values.compactMap(\.self)))
        case .choice where (filter.op == .eq || filter.op == .oeq) && !filter.values.contains(nil):
            return chosen(filter.values.compactMap(\.self))
        case .text, .choice:
            if let parts, filter.op == .contains || filter.op == .ocontains {
                return .any(
                    filter.values.map { value in
                        value.map { SQL.contains(expression, partsOf: parts, $0) } ?? expression + " IS NULL"
                    })
            }
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
    fileprivate var isForParts: Bool { op == .contains || op == .ocontains }

    fileprivate var wireName: String { "filter[\(field)\(subkey.map { ".\($0)" } ?? "")]" }

    fileprivate func problem(_ rule: FieldProblem.Rule, _ reason: String) -> Refusal {
        .invalid([FieldProblem(wireName, rule, "\"\(wireName)\" \(reason)", source: .query)])
    }

    /// The same condition by key: clients with typed filters send `filter[labels][eq]=key:value`, or a bare key.
    var pairs: [ListFilter] {
        values.compactMap(\.self).map { value in
            let parts = value.split(separator: ":", maxSplits: 1).map(String.init)
            let key = parts.first ?? ""
            return parts.count == 2
                ? ListFilter(field, subkey: key, op, [parts[1]]) : ListFilter(field, subkey: key, .exists, [])
        }
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
