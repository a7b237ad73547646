package import Model

/// What a value on the wire looks like, as far as the served OpenAPI document tells it.
package indirect enum Schema: Sendable {
    case string(format: String? = nil, length: ClosedRange<Int>? = nil, pattern: String? = nil)
    case choice([String])
    case boolean, integer, number, anything
    case integerIn(ClosedRange<Int>)
    case array(Schema, count: ClosedRange<Int>? = nil)
    case map(Schema)
    case object(name: String?, [Property], isClosed: Bool = false)
    case nullable(Schema)
    case oneOf([Schema])
    /// A schema that documents keep under a name.
    case named(String, Schema)

    package struct Property: Sendable {
        package var name: String
        package var schema: Schema
        package var isRequired: Bool

        package init(_ name: String, _ schema: Schema, isRequired: Bool = true) {
            self.name = name
            self.schema = schema
            self.isRequired = isRequired
        }
    }
}

extension Schema {
    /// As a JSON Schema of OpenAPI 3.1, with everything in place.
    package var json: JSON { json { _, object in object } }

    /// The same, with named objects handed to a function that says what stands in their place.
    package func json(_ named: (String, JSON) -> JSON) -> JSON {
        switch self {
        case .string(let format, let length, let pattern): return Self.string(format, length, pattern)
        case .choice(let values): return ["type": "string", "enum": .array(values.map(JSON.string))]
        case .boolean: return ["type": "boolean"]
        case .integer: return ["type": "integer"]
        case .integerIn(let range):
            return Self.bounded(["type": "integer"], "minimum", "maximum", range)
        case .number: return ["type": "number"]
        case .anything: return [:]
        case .array(let items, let count):
            let array: JSON = ["type": "array", "items": items.json(named)]
            return count.map { Self.bounded(array, "minItems", "maxItems", $0) } ?? array
        case .map(let values): return ["type": "object", "additionalProperties": values.json(named)]
        case .nullable(let schema): return ["anyOf": [schema.json(named), ["type": "null"]]]
        case .oneOf(let schemas): return ["anyOf": .array(schemas.map { $0.json(named) })]
        case .named(let name, let schema): return named(name, schema.json(named))
        case .object(let name, let properties, let isClosed):
            let object = Self.object(properties, isClosed: isClosed, named)
            return name.map { named($0, object) } ?? object
        }
    }

    private static func string(_ format: String?, _ length: ClosedRange<Int>?, _ pattern: String?) -> JSON {
        var members: [JSON.Member] = [.init("type", "string")]
        if let format { members.append(.init("format", .string(format))) }
        // Readers of schemas do not agree on classes of Unicode: such a pattern is left to the refusal's words.
        if let pattern, !pattern.contains(#"\p{"#) { members.append(.init("pattern", .string(pattern))) }
        return length.map { bounded(.object(members), "minLength", "maxLength", $0) } ?? .object(members)
    }

    /// The schema with the bounds that say something.
    private static func bounded(_ schema: JSON, _ low: String, _ high: String, _ range: ClosedRange<Int>) -> JSON {
        var members = schema.members ?? []
        if range.lowerBound > 0 || low == "minimum" { members.append(.init(low, .integer(Int64(range.lowerBound)))) }
        if range.upperBound < .max { members.append(.init(high, .integer(Int64(range.upperBound)))) }
        return .object(members)
    }

    private static func object(_ properties: [Property], isClosed: Bool, _ named: (String, JSON) -> JSON) -> JSON {
        var members: [JSON.Member] = [.init("type", "object")]
        members.append(.init("properties", .object(properties.map { JSON.Member($0.name, $0.schema.json(named)) })))
        let required = properties.filter(\.isRequired).map { JSON.string($0.name) }
        if !required.isEmpty { members.append(.init("required", .array(required))) }
        if isClosed { members.append(.init("additionalProperties", false)) }
        return .object(members)
    }
}
