/// A schema as it is shown: one level of it, with references followed one step.
package struct APISchema: Sendable {
    package struct Property: Sendable {
        package var name: String
        package var isRequired: Bool
        package var schema: APISchema
    }

    /// Alternatives of which a value fits one or several.
    package struct Variants: Sendable {
        /// `oneOf` or `anyOf`.
        package let keyword: String
        private let nodes: [DocumentNode]
        private let references: References
        /// What a discriminator names; nil when the nodes are the alternatives.
        private let mapped: [APISchema]?

        /// Listed alternatives, read when somebody asks for them.
        init(keyword: String, nodes: [DocumentNode], references: References) {
            (self.keyword, self.nodes, self.references, mapped) = (keyword, nodes, references, nil)
        }

        init(mapped: [APISchema], references: References) {
            (keyword, nodes, self.references, self.mapped) = ("oneOf", [], references, mapped)
        }

        package var schemas: [APISchema] { mapped ?? nodes.map { APISchema($0, references: references) } }
        package var count: Int { mapped?.count ?? nodes.count }
        package var first: APISchema? { mapped?.first ?? nodes.first.map { APISchema($0, references: references) } }
    }

    /// The schema itself, its reference followed.
    package let node: DocumentNode
    /// The name under which it is referred to; nil for inline schemas.
    package let name: String?
    /// The text of a reference that leads nowhere.
    package let unresolved: String?
    private let siblings: DocumentNode?
    let references: References

    package init(_ node: DocumentNode, references: References) {
        let target = references.resolve(node)
        self.node = target.node
        self.name = target.name
        unresolved = target.unresolved
        siblings = target.siblings
        self.references = references
    }

    /// A schema that was found by a reference.
    init(_ node: DocumentNode, name: String, references: References) {
        self.node = node
        self.name = name.split(separator: "/").last.map(String.init)
        (unresolved, siblings) = (nil, nil)
        self.references = references
    }

    /// The JSON pointer of the schema.
    package var pointer: String { node.pointer }

    /// What is said beside a reference, or else in the schema.
    private func said(_ keyword: String) -> DocumentNode? {
        siblings?[keyword] ?? node[keyword]
    }

    /// A default beside a reference.
    var siblingDefault: DocumentNode? { siblings?["default"] }

    package var title: String? { node["title"]?.words }
    package var description: String? {
        said("description")?.words ?? (parts.count == 1 ? parts[0].description(depth: 1) : nil)
    }

    private func description(depth: Int) -> String? {
        if let text = said("description")?.words { return text }
        return depth < Self.maximumParts && parts.count == 1 ? parts[0].description(depth: depth + 1) : nil
    }

    /// The first answer of the schema and those that it combines by `allOf`.
    func every<Answer>(_ ask: (APISchema) -> Answer?) -> Answer? {
        if let answer = ask(self) { return answer }
        return node["allOf"] == nil ? nil : combined.dropFirst().lazy.compactMap(ask).first
    }

    /// The schema and those that it combines by `allOf`, itself first. Bounded in number.
    var combined: [APISchema] {
        guard node["allOf"] != nil else { return [self] }
        var found = [self], known: Set<DocumentNode> = [node], place = 0
        while place < found.count, found.count < 40 {
            for part in found[place].parts where known.insert(part.node).inserted { found.append(part) }
            place += 1
        }
        return found
    }
    package var format: String? { every { $0.node["format"]?.words } }
    package var isDeprecated: Bool { said("deprecated")?.bool ?? false }
    package var isReadOnly: Bool { said("readOnly")?.bool ?? false }
    package var isWriteOnly: Bool { said("writeOnly")?.bool ?? false }
    package var isInternal: Bool { said("x-internal")?.bool ?? false }

    /// The types as written, or as the other keywords imply; `null` apart.
    package var types: [String] { types(depth: 0) }

    private func types(depth: Int) -> [String] {
        let written: [String]
        if let type = node["type"] {
            written = type.kind == .array ? type.items.compactMap(\.text) : [type.text].compactMap { $0 }
        } else {
            written = []
        }
        let types = written.filter { $0 != "null" }
        if !types.isEmpty { return types }
        if node["properties"] != nil || node["additionalProperties"] != nil { return ["object"] }
        if node["items"] != nil { return ["array"] }
        guard depth < Self.maximumParts else { return [] }
        for part in parts {
            let types = part.types(depth: depth + 1)
            if !types.isEmpty { return types }
        }
        return []
    }

    package var isNullable: Bool {
        node["nullable"]?.bool == true || node["type"]?.items.contains { $0.text == "null" } == true
            || (node["anyOf"] ?? node["oneOf"])?.items.contains { $0["type"]?.text == "null" } == true
    }

    package var items: APISchema? {
        node["items"].flatMap { $0.isObject ? APISchema($0, references: references) : nil }
    }

    /// The schemas that all apply.
    var parts: [APISchema] {
        (node["allOf"]?.items ?? []).prefix(20).filter(\.isObject).map { APISchema($0, references: references) }
    }

    /// The alternatives; nil when there are none. An alternative that is only null does not count.
    package var variants: Variants? { variants(depth: 0) }

    private func variants(depth: Int) -> Variants? {
        if depth == 0, let mapped = mappedVariants { return mapped }
        for keyword in ["oneOf", "anyOf"] {
            let schemas = (node[keyword]?.items ?? []).prefix(100).filter { $0.isObject && $0["type"]?.text != "null" }
            if schemas.isEmpty { continue }
            return Variants(keyword: keyword, nodes: Array(schemas), references: references)
        }
        guard depth < Self.maximumParts else { return nil }
        // What is combined may list this very schema among its alternatives: they are none of its own.
        return parts.lazy.compactMap { $0.variants(depth: depth + 1) }.first { variants in
            depth > 0 || !variants.schemas.contains { $0.node == node }
        }
    }

    package var discriminator: String? { decides?["propertyName"]?.text ?? decides?.string }

    private var decides: DocumentNode? { every { $0.node["discriminator"] } }

    /// The values of the discriminator that mean an alternative.
    package func discriminatorValues(of variant: APISchema) -> [String] {
        guard discriminator != nil else { return [] }
        let mapped = (decides?["mapping"]?.members ?? []).prefix(200).filter { _, target in
            target.text.flatMap { references.named($0, beside: "schemas") } == variant.node
        }.map(\.name)
        return mapped.isEmpty ? [variant.name].compactMap { $0 } : mapped
    }

    /// The schemas of a discriminator that stands where no alternatives are listed.
    private var mappedVariants: Variants? {
        guard node["oneOf"] == nil, node["anyOf"] == nil, let mapping = node["discriminator"]?["mapping"] else {
            return nil
        }
        var known: Set<DocumentNode> = [node]
        let schemas = mapping.members.prefix(100).compactMap { _, target -> APISchema? in
            guard let reference = target.text, let found = references.schema(reference),
                known.insert(found.node).inserted
            else { return nil }
            return found
        }
        return schemas.count > 1 ? Variants(mapped: schemas, references: references) : nil
    }

    /// What other properties look like; nil when nothing is said about them.
    package var additional: APISchema? {
        node["additionalProperties"].flatMap { $0.isObject ? APISchema($0, references: references) : nil }
    }

    /// All properties, those of `allOf` included, the required ones marked. Bounded in number.
    package var properties: [Property] {
        var collector = PropertyCollector()
        collector.collect(self, depth: 0)
        return collector.properties.map { property in
            var property = property
            property.isRequired = collector.required.contains(property.name)
            return property
        }
    }

    /// The properties of several schemas that all apply; the first that says something about a name wins.
    static func merged(_ schemas: [APISchema]) -> [Property] {
        var known: Set<String> = []
        return schemas.flatMap(\.properties).filter { known.insert($0.name).inserted }
    }

    /// The schema of which the children are shown: of an array, that of its items.
    package var unwrapped: APISchema {
        var schema = self
        for _ in 0..<8 {
            if let only = schema.onlyVariant {
                schema = only
            } else if schema.node["properties"] == nil, schema.node["prefixItems"] == nil, let items = schema.items {
                schema = items
            } else {
                break
            }
        }
        return schema
    }

    /// The one alternative besides null, which is how OpenAPI 3.1 writes a nullable reference.
    private var onlyVariant: APISchema? {
        guard node["properties"] == nil, let variants, variants.count == 1 else { return nil }
        return variants.first
    }

    /// Whether there is more to show below this schema.
    package var hasChildren: Bool {
        let schema = unwrapped
        if !facets.isEmpty || !schema.facets.isEmpty { return true }
        if (schema.variants?.count ?? 0) > 1 || schema.additional?.hasShape == true { return true }
        return schema.hasProperties
    }

    /// Whether it has any property; quicker than listing them.
    var hasProperties: Bool { hasProperties(depth: 0) }

    private func hasProperties(depth: Int) -> Bool {
        if (node["properties"]?.count ?? 0) > 0 { return true }
        return depth < Self.maximumParts && parts.prefix(8).contains { $0.hasProperties(depth: depth + 1) }
    }

    /// How far `allOf` inside `allOf` is followed.
    private static let maximumParts = 4

    private var hasShape: Bool {
        node["properties"] != nil || node["items"] != nil || node["allOf"] != nil || name != nil
    }

    private struct PropertyCollector {
        var properties: [Property] = []
        var required: Set<String> = []
        private var places: [String: Int] = [:]
        private var visited: Set<DocumentNode> = []

        mutating func collect(_ schema: APISchema, depth: Int) {
            guard depth < 16, visited.count < 200, visited.insert(schema.node).inserted else { return }
            for part in schema.parts { collect(part, depth: depth + 1) }
            for name in schema.node["required"]?.items ?? [] { name.text.map { _ = required.insert($0) } }
            for (name, node) in (schema.node["properties"]?.members ?? []).prefix(10_000) {
                let property = Property(
                    name: name, isRequired: false, schema: APISchema(node, references: schema.references))
                if let place = places[name] {
                    properties[place] = property
                } else {
                    places[name] = properties.count
                    properties.append(property)
                }
            }
        }
    }
}
