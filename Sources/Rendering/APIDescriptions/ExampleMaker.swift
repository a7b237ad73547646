/// Invents an example for a schema that gives none, bounded in depth and size.
package struct ExampleMaker {
    package enum Direction: String, Sendable { case request, response }

    private static let maximumDepth = 6

    private let direction: Direction
    private let isRequiredOnly: Bool
    private var budget = 400
    private var open: Set<DocumentNode> = []

    private init(_ direction: Direction, isRequiredOnly: Bool) {
        self.direction = direction
        self.isRequiredOnly = isRequiredOnly
    }

    /// An example of the schema; the properties that only the other direction has are left out, and if wished those
    /// that nobody needs.
    package static func make(
        _ schema: APISchema, for direction: Direction, requiredOnly: Bool = false
    ) -> ExampleValue {
        var maker = ExampleMaker(direction, isRequiredOnly: requiredOnly)
        return maker.value(schema, depth: 0)
    }

    private mutating func value(_ schema: APISchema, depth: Int) -> ExampleValue {
        budget -= 1
        if let example = schema.example { return ExampleValue(example) }
        if let fixed = schema.node["default"] ?? schema.node["const"] ?? schema.node["enum"]?[0] {
            return ExampleValue(fixed)
        }
        guard depth < Self.maximumDepth, budget > 0, open.insert(schema.node).inserted else { return .null }
        defer { open.remove(schema.node) }
        switch schema.types.first {
        case "array": return array(schema, depth: depth)
        case "string": return .string(Self.text(schema))
        case "integer": return .number(schema.node["minimum"]?.text ?? "0")
        case "number": return .number(schema.node["minimum"]?.text ?? "0")
        case "boolean": return .bool(true)
        case "object", nil: return object(schema, depth: depth)
        default: return .string("")
        }
    }

    private mutating func array(_ schema: APISchema, depth: Int) -> ExampleValue {
        guard let items = schema.items, !open.contains(items.node) else { return .array([]) }
        return .array([value(items, depth: depth + 1)])
    }

    private mutating func object(_ schema: APISchema, depth: Int) -> ExampleValue {
        var members: [(name: String, value: ExampleValue)] = []
        for property in schema.properties.prefix(60) where budget > 0 && isShown(property.schema) {
            if open.contains(property.schema.node) || (isRequiredOnly && !property.isRequired) { continue }
            members.append((property.name, value(property.schema, depth: depth + 1)))
        }
        if let variant = schema.variants?.first, !open.contains(variant.node) {
            let chosen = value(variant, depth: depth)
            guard case .object(let more) = chosen else { return members.isEmpty ? chosen : .object(members) }
            let known = Set(members.map(\.name))
            members += more.filter { !known.contains($0.name) }
            if let name = schema.discriminator, !Self.fixes(name, variant),
                let value = schema.discriminatorValues(of: variant).first
            {
                members = members.map { $0.name == name ? (name, .string(value)) : $0 }
            }
        }
        if members.isEmpty, let additional = schema.additional {
            members.append(("key", value(additional, depth: depth + 1)))
        }
        if members.isEmpty, schema.types.isEmpty { return .null }
        return .object(members)
    }

    /// Whether a schema says itself what one of its attributes holds.
    private static func fixes(_ name: String, _ schema: APISchema) -> Bool {
        guard let property = schema.properties.first(where: { $0.name == name })?.schema else { return false }
        return property.example != nil || ["const", "enum", "default"].contains { property.node[$0] != nil }
    }

    private func isShown(_ schema: APISchema) -> Bool {
        if schema.isDeprecated || schema.isInternal { return false }
        return direction == .request ? !schema.isReadOnly : !schema.isWriteOnly
    }

    private static func text(_ schema: APISchema) -> String {
        switch schema.format {
        case "date-time": "2026-01-31T12:00:00Z"
        case "date": "2026-01-31"
        case "time": "12:00:00"
        case "email": "ada@example.com"
        case "uuid": "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
        case "uri", "url", "uri-reference": "https://example.com"
        case "hostname": "example.com"
        case "ipv4": "192.0.2.1"
        case "ipv6": "2001:db8::1"
        case "byte": "aGVsbG8="
        case "binary": ""
        case "password": "••••••"
        default: "string"
        }
    }
}
