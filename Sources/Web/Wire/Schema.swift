package import Model

/// What a value on the wire looks like, as far as the served OpenAPI document tells it.
package indirect enum Schema: Sendable {
    case string(format: String? = nil, length: ClosedRange<Int>? = nil, pattern: String? = nil)
    case choice([String])
    case boolean, integer, number, anything
    case array(Schema)
    case map(Schema)
    case object(name: String?, [Property], isClosed: Bool = false)
    case nullable(Schema)
    case oneOf([Schema])

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
    /// As a JSON Schema of OpenAPI 3.1.
    package var json: JSON {
        switch self {
        case .string(let format, let length, let pattern):
            var members: [JSON.Member] = [.init("type", "string")]
            if let format { members.append(.init("format", .string(format))) }
            if let length {
                members.append(.init("minLength", .integer(Int64(length.lowerBound))))
                members.append(.init("maxLength", .integer(Int64(length.upperBound))))
            }
            if let pattern { members.append(.init("pattern", .string(pattern))) }
            return .object(members)
        case .choice(let values): return ["type": "string", "enum": .array(values.map(JSON.string))]
        case .boolean: return ["type": "boolean"]
        case .integer: return ["type": "integer"]
        case .number: return ["type": "number"]
        case .anything: return [:]
        case .array(let items): return ["type": "array", "items": items.json]
        case .map(let values): return ["type": "object", "additionalProperties": values.json]
        case .nullable(let schema): return ["anyOf": [schema.json, ["type": "null"]]]
        case .oneOf(let schemas): return ["oneOf": .array(schemas.map(\.json))]
        case .object(_, let properties, let isClosed): return Self.object(properties, isClosed: isClosed)
        }
    }

    private static func object(_ properties: [Property], isClosed: Bool) -> JSON {
        var members: [JSON.Member] = [.init("type", "object")]
        members.append(.init("properties", .object(properties.map { JSON.Member($0.name, $0.schema.json) })))
        let required = properties.filter(\.isRequired).map { JSON.string($0.name) }
        if !required.isEmpty { members.append(.init("required", .array(required))) }
        if isClosed { members.append(.init("additionalProperties", false)) }
        return .object(members)
    }
}
