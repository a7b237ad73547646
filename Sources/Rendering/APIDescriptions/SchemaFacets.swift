extension APISchema {
    /// A schema inside another that is no property, and when it applies.
    package struct Facet: Sendable {
        package var words: String
        /// The name, pattern or number that the words speak of.
        package var name: String?
        package var schema: APISchema
    }

    /// What else there is inside: items by their position, names by their pattern, conditions, exclusions.
    package var facets: [Facet] {
        combined.flatMap(\.ownFacets)
    }

    private var ownFacets: [Facet] {
        guard node.isObject else { return [] }
        return items(in: "prefixItems") + items(named: "items", "Further items", if: node["prefixItems"] != nil)
            + items(named: "unevaluatedItems", "Items not described above")
            + items(named: "contains", (node["minContains"]?.integer ?? 1) == 0 ? "Some items" : "At least one item")
            + members(of: "patternProperties", "Names that match")
            + items(named: "propertyNames", "Every name")
            + items(named: "unevaluatedProperties", "Names not described above")
            + members(of: "dependentSchemas", "When there is")
            + members(of: "dependencies", "When there is")
            + items(named: "if", "If") + items(named: "then", "Then") + items(named: "else", "Otherwise")
            + items(named: "not", "Not") + items(named: "contentSchema", "The text holds")
    }

    private func items(named keyword: String, _ words: String, if isMeant: Bool = true) -> [Facet] {
        guard isMeant, let schema = node[keyword], schema.isObject else { return [] }
        return [Facet(words: words, schema: APISchema(schema, references: references))]
    }

    private func items(in keyword: String) -> [Facet] {
        (node[keyword]?.items ?? []).prefix(50).enumerated().filter { $0.element.isObject }.map {
            Facet(words: "Item", name: String($0.offset + 1), schema: APISchema($0.element, references: references))
        }
    }

    private func members(of keyword: String, _ words: String) -> [Facet] {
        (node[keyword]?.members ?? []).prefix(50).filter(\.value.isObject).map {
            Facet(words: words, name: $0.name, schema: APISchema($0.value, references: references))
        }
    }

    /// What the schema forbids or asks for beside its values, in words.
    package var remarks: [String] {
        combined.flatMap(\.ownRemarks)
    }

    private var ownRemarks: [String] {
        guard node.isObject else { return node.bool == false ? ["nothing fits"] : [] }
        var found: [String] = []
        func forbids(_ keyword: String) -> Bool { node[keyword]?.bool == false }
        if forbids("additionalProperties") || forbids("unevaluatedProperties") { found.append("no other attributes") }
        if node["prefixItems"] != nil, forbids("items") || forbids("unevaluatedItems") {
            found.append("no further items")
        }
        if node["contains"] != nil {
            if let least = node["minContains"]?.integer, least > 1 { found.append("at least \(least) such items") }
            if let most = node["maxContains"]?.integer { found.append("at most \(most) such items") }
        }
        let needs = (node["dependentRequired"]?.members ?? []) + (node["dependencies"]?.members ?? [])
        for (name, others) in needs.prefix(30) where others.kind == .array {
            let list = others.items.prefix(20).compactMap(\.text).joined(separator: ", ")
            if !list.isEmpty { found.append("\(name) needs \(list)") }
        }
        return found + xml
    }

    /// How it is written as XML, where that differs from its name.
    private var xml: [String] {
        guard let xml = node["xml"], xml.isObject else { return [] }
        var found: [String] = []
        let name = xml["name"]?.text.map { name in (xml["prefix"]?.text.map { "\($0):" } ?? "") + name }
        if xml["attribute"]?.bool == true || xml["nodeType"]?.text == "attribute" {
            found.append("XML attribute \(name ?? "")")
        } else if let name {
            found.append("XML element \(name)")
        }
        if xml["wrapped"]?.bool == true { found.append("wrapped in XML") }
        if let namespace = xml["namespace"]?.text { found.append("XML namespace \(namespace)") }
        return found
    }
}
