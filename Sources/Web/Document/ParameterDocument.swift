import Model

/// The parameters of an operation: those of its path, and what the query string may say.
enum ParameterDocument {
    static func parameters(_ operation: OpenAPIDocument.Operation, _ catalog: inout ComponentCatalog) -> [JSON] {
        let story = operation.story
        var parameters = operation.pathParameters.map { name -> JSON in
            let schema: JSON =
                name.lowercased().hasSuffix("id") ? ["type": "string"] : ["type": "string", "minLength": 1]
            return [
                "name": .string(name), "in": "path", "required": true, "description": .string(Words.parameter(name)),
                "schema": schema,
            ]
        }
        if let rules = story.list { parameters += list(rules, story.paging, &catalog) }
        parameters += story.query.map { parameter in
            query(parameter.name, catalog.json(parameter.schema), parameter.summary)
        }
        return parameters
    }

    private static func query(_ name: String, _ schema: JSON, _ description: String) -> JSON {
        ["name": .string(name), "in": "query", "description": .string(description), "schema": schema]
    }

    private static func list(
        _ rules: ListRules, _ paging: EndpointStory.Paging, _ catalog: inout ComponentCatalog
    ) -> [JSON] {
        var parameters: [JSON] = []
        if paging != .whole {
            let size = Schema.integerIn(1...PageRequest.maximumSize).json
            parameters.append(query("page[size]", size.with("default", 10), "How many items a page has."))
        }
        switch paging {
        case .numbered:
            let number = Schema.integerIn(1...1_000_000_000).json
            parameters.append(query("page[number]", number.with("default", 1), "Which page, from 1."))
        case .cursor:
            let cursor = ["type": "string"] as JSON
            parameters.append(query("page[after]", cursor, "The cursor of a page that came before."))
            parameters.append(query("page[before]", cursor, "The cursor of a page that comes after."))
        case .whole: break
        }
        if !rules.filters.isEmpty { parameters.append(filter(rules, &catalog)) }
        if !rules.sorts.isEmpty { parameters.append(sort(rules)) }
        return parameters
    }

    private static func sort(_ rules: ListRules) -> JSON {
        let key = "(\(rules.sorts.joined(separator: "|")))( (asc|desc))?"
        let standard = rules.defaultSort.map { "\($0.field)\($0.descending ? " desc" : "")" }.joined(separator: ",")
        let names = rules.sorts.map { "`\($0)`" }.joined(separator: ", ")
        return query(
            "sort", ["type": "string", "pattern": .string("^\(key)(,\(key))*$")],
            "Keys in order, each with `asc` or `desc` behind it: \(names). Without it: `\(standard)`.")
    }

    private static func filter(_ rules: ListRules, _ catalog: inout ComponentCatalog) -> JSON {
        var properties: [JSON.Member] = [], patterns: [JSON.Member] = []
        for (name, kind) in rules.filters.sorted(by: { $0.key < $1.key }) {
            let schema = catalog.json(kind.schema)
            if kind.isMap { patterns.append(.init("^\(name)\\.[^\\[\\].]+$", schema)) }
            if !kind.isMap { properties.append(.init(name, schema)) }
        }
        var members: [JSON.Member] = [.init("type", "object"), .init("properties", .object(properties))]
        if !patterns.isEmpty { members.append(.init("patternProperties", .object(patterns))) }
        members.append(.init("additionalProperties", false))
        let names = rules.filters.keys.sorted().map { "`\($0)`" }.joined(separator: ", ")
        let parameter = query(
            "filter", .object(members),
            "Conditions on \(names), as `filter[field][operator]=value`; `filter[field]=value` is `eq`. All must hold.")
        return parameter.with("style", "deepObject").with("explode", true)
    }
}

extension ListRules.FilterKind {
    /// A bare value, or an object with operators.
    var schema: Schema {
        let properties = operators.map { op in
            Schema.Property(op.rawValue, op.takesText ? .string() : value, isRequired: false)
        }
        return .object(name: nil, properties, isClosed: true).or(value, named: name)
    }

    private var name: String? {
        switch self {
        case .string: "StringFilter"
        case .stringEquals: "StringEqualsFilter"
        case .uuid: "IDFilter"
        case .boolean: "BooleanFilter"
        case .dateTime: "DateTimeFilter"
        case .map: "MapFilter"
        case .choice: nil
        }
    }

    private var value: Schema {
        switch self {
        case .string, .stringEquals, .uuid, .map: .string()
        case .boolean: .boolean
        case .dateTime: .string(format: "date-time")
        case .choice(let choices): .choice(choices)
        }
    }
}

extension ListFilter.Operator {
    /// Lists with commas, and parts of a text, are texts whatever the field is.
    fileprivate var takesText: Bool {
        switch self {
        case .oeq, .ocontains, .contains, .exists: true
        default: false
        }
    }
}

extension Schema {
    fileprivate func or(_ other: Schema, named: String?) -> Schema {
        let either = Schema.oneOf([other, self])
        return named.map { .named($0, either) } ?? either
    }
}

extension JSON {
    /// The object with one more member.
    func with(_ name: String, _ value: JSON) -> JSON {
        .object((members ?? []) + [Member(name, value)])
    }
}
