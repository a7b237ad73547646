/// A type of an Avro schema, one level of it.
package struct AvroType: Sendable {
    package struct Field: Sendable {
        package var name: String
        package var type: AvroType
        package var documentation: String?
        package var defaultText: String?
    }

    private static let maximumFields = 400

    package let node: DocumentNode

    init(_ node: DocumentNode) {
        self.node = node
    }

    package var isRecord: Bool {
        (node["type"]?.string == "record" || node["type"]?.string == "error") && node["fields"]?.kind == .array
    }

    package var name: String? { node["name"]?.words }
    package var documentation: String? { node["doc"]?.words }
    package var logicalType: String? { plain.node["logicalType"]?.words }

    /// The type inside `{"type": {…}}`, which some write around a type.
    private var plain: AvroType {
        var current = self
        for _ in 0..<8 {
            guard let inner = current.node["type"], inner.kind == .object || inner.kind == .array else { break }
            current = AvroType(inner)
        }
        return current
    }

    /// The type in words: `array of Line`, `string or null`.
    package var typeName: String { typeName(depth: 0) }

    private func typeName(depth: Int) -> String {
        let type = plain
        guard depth < 5 else { return "…" }
        if let text = type.node.text { return text }
        if type.node.kind == .array {
            let names = type.node.items.prefix(20).map { AvroType($0).typeName(depth: depth + 1) }
            let others = names.filter { $0 != "null" }
            let words = others.isEmpty ? "null" : others.joined(separator: " or ")
            return others.count < names.count && !others.isEmpty ? words + " or null" : words
        }
        func inner(_ name: String) -> String {
            type.node[name].map { AvroType($0).typeName(depth: depth + 1) } ?? "any"
        }
        switch type.node["type"]?.text {
        case "array": return "array of " + inner("items")
        case "map": return "map of " + inner("values")
        case "fixed": return "fixed of \(type.node["size"]?.text ?? "?") bytes"
        case "record", "enum", "error": return type.name ?? type.node["type"]?.text ?? "record"
        case let other: return other ?? "any"
        }
    }

    /// The values of an enumeration.
    package var symbols: [String] {
        let type = plain
        let holder = type.node["type"]?.text == "array" ? type.node["items"].map { AvroType($0).plain } : type
        return (holder?.node["symbols"]?.items ?? []).prefix(500).compactMap(\.text)
    }

    /// The record in this type: itself, that of its items or values, the first of a union; nil when there is none.
    package var record: AvroType? { record(depth: 0) }

    private func record(depth: Int) -> AvroType? {
        let type = plain
        if type.isRecord { return type }
        guard depth < 8 else { return nil }
        if type.node.kind == .array {
            return type.node.items.prefix(20).lazy.compactMap { AvroType($0).record(depth: depth + 1) }.first
        }
        return (type.node["items"] ?? type.node["values"]).flatMap { AvroType($0).record(depth: depth + 1) }
    }

    /// The fields of a record. Bounded in number.
    package var fields: [Field] {
        (node["fields"]?.items ?? []).prefix(Self.maximumFields).compactMap { field in
            guard let name = field["name"]?.text else { return nil }
            return Field(
                name: name, type: AvroType(field["type"] ?? field), documentation: field["doc"]?.words,
                defaultText: field["default"].map { ExampleValue($0).compactText })
        }
    }

    /// A made-up value.
    package var example: ExampleValue {
        var budget = 300
        return example(depth: 0, budget: &budget)
    }

    private func example(depth: Int, budget: inout Int) -> ExampleValue {
        budget -= 1
        let type = plain
        guard depth < 6, budget > 0 else { return .null }
        if type.node.kind == .array {
            let first = type.node.items.first { $0.text != "null" }
            return first.map { AvroType($0).example(depth: depth + 1, budget: &budget) } ?? .null
        }
        if type.isRecord {
            return .object(
                type.fields.prefix(60).map { ($0.name, $0.type.example(depth: depth + 1, budget: &budget)) })
        }
        func inner(_ name: String) -> ExampleValue {
            type.node[name].map { AvroType($0).example(depth: depth + 1, budget: &budget) } ?? .null
        }
        switch type.node.text ?? type.node["type"]?.text {
        case "array": return .array([inner("items")])
        case "map": return .object([("key", inner("values"))])
        case "enum": return .string(type.symbols.first ?? "")
        case "boolean": return .bool(true)
        case "int", "long": return .number("0")
        case "float", "double": return .number("0.0")
        case "null": return .null
        default: return .string(type.logicalType == "uuid" ? "3f2504e0-4f89-41d3-9a0c-0305e82c3301" : "string")
        }
    }
}
