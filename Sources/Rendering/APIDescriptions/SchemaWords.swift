extension APISchema {
    /// The type in words: `array of Pet`, `string or null`, `any`.
    package var typeName: String { typeName(depth: 0) }

    private func typeName(depth: Int, isAlternative: Bool = false) -> String {
        let base = baseName(depth: depth, isAlternative: isAlternative)
        return isNullable && base != "any" && !base.hasSuffix(" or null") ? base + " or null" : base
    }

    /// An alternative goes by its name, since what it is made of may lead back.
    private func baseName(depth: Int, isAlternative: Bool) -> String {
        if node.bool == false { return "never" }
        if unresolved != nil { return name ?? "unknown" }
        let types = self.types
        if types == ["array"] || (types.contains("array") && types.count == 1) {
            guard depth < 4, let items else { return "array" }
            return "array of " + items.typeName(depth: depth + 1)
        }
        if let variants, depth < 3, !isAlternative || name == nil {
            let count = variants.count
            if count > 5 { return name ?? "one of \(count)" }
            let names = variants.schemas.map { $0.typeName(depth: depth + 1, isAlternative: true) }
            let unique = names.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            return unique.count <= 3 ? unique.joined(separator: " or ") : name ?? "one of \(count)"
        }
        if types.contains("object"), let name { return name }
        if types == ["object"], !hasProperties, let additional, depth < 4 {
            return "map of " + additional.typeName(depth: depth + 1)
        }
        if types.isEmpty { return node["enum"] == nil && node["const"] == nil ? name ?? "any" : "enum" }
        return types.joined(separator: " or ")
    }

    /// The limits on a value, in words.
    package var constraints: [String] {
        var found: [String] = []
        func value(_ keyword: String) -> DocumentNode? { every { $0.node[keyword] } }
        func add(_ keyword: String, _ words: (String) -> String) {
            if let text = value(keyword)?.text { found.append(words(text)) }
        }
        add("minimum") { (value("exclusiveMinimum")?.bool == true ? "more than " : "at least ") + $0 }
        add("maximum") { (value("exclusiveMaximum")?.bool == true ? "less than " : "at most ") + $0 }
        if value("exclusiveMinimum")?.number != nil { add("exclusiveMinimum") { "more than \($0)" } }
        if value("exclusiveMaximum")?.number != nil { add("exclusiveMaximum") { "less than \($0)" } }
        add("multipleOf") { "multiple of \($0)" }
        add("minLength") { "at least \($0) \($0 == "1" ? "character" : "characters")" }
        add("maxLength") { "at most \($0) \($0 == "1" ? "character" : "characters")" }
        add("minItems") { "at least \($0) \($0 == "1" ? "item" : "items")" }
        add("maxItems") { "at most \($0) \($0 == "1" ? "item" : "items")" }
        add("minProperties") { "at least \($0) \($0 == "1" ? "property" : "properties")" }
        add("maxProperties") { "at most \($0) \($0 == "1" ? "property" : "properties")" }
        if value("uniqueItems")?.bool == true { found.append("unique items") }
        add("contentEncoding") { "encoded as \($0)" }
        add("contentMediaType") { "holds \($0)" }
        return found + remarks
    }

    package var pattern: String? { every { $0.node["pattern"]?.text } }
    package var defaultText: String? {
        (siblingDefault ?? every { $0.node["default"] }).flatMap { ExampleValue($0).compactText }
    }

    package var enumeration: [String] {
        values.prefix(500).map { ExampleValue($0).compactText }
    }

    private var values: [DocumentNode] {
        every { $0.node["enum"]?.items ?? $0.node["const"].map { [$0] } } ?? []
    }

    /// What the values mean, in their order; empty when nobody says so, nil where it is not said of one.
    package var enumerationWords: [String?] {
        let keywords = ["x-enumDescriptions", "x-enum-descriptions", "x-enumNames", "x-enum-varnames", "x-ms-enum"]
        guard let written = every({ schema in keywords.lazy.compactMap { schema.node[$0] }.first }) else { return [] }
        let values = self.values.prefix(500)
        if written.kind == .array { return zip(values.indices, values).map { written[$0.0]?.words } }
        if let list = written["values"]?.items {
            return values.map { value in
                list.first { $0["value"]?.text == value.text }.flatMap { ($0["description"] ?? $0["name"])?.text }
            }
        }
        return values.map { $0.text.flatMap { written[$0]?.words } }
    }

    /// The example that the schema itself gives.
    package var example: DocumentNode? { node["example"] ?? node["examples"]?[0] ?? node["x-example"] }
}
