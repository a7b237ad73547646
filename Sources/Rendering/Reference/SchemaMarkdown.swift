extension ReferenceMarkdown {
    /// The Markdown of any schema in the document; nil when the pointer leads to none.
    package func node(_ pointer: String) -> String? {
        let description = reference.description
        guard !pointer.isEmpty, let node = description.tree.node(at: pointer), node.isObject else { return nil }
        let schema = APISchema(node, references: description.references)
        return text(schema, title: schema.title ?? schema.name ?? node.name ?? "Schema")
    }

    func text(_ schema: APISchema, title: String) -> String {
        var parts = ["# \(line(title))"]
        if schema.isDeprecated { parts.append("**Deprecated.**") }
        if let words = schema.description { parts.append(words) }
        parts.append("Type: \(line(schema.typeName))")
        let values = (schema.unwrapped.node["enum"]?.items ?? []).prefix(200).compactMap(\.text)
        if !values.isEmpty { parts.append("One of: " + values.map { "`\(line($0))`" }.joined(separator: ", ")) }
        let properties = schema.unwrapped.properties.filter {
            !(reference.options.hidesInternal && $0.schema.isInternal)
        }
        if !properties.isEmpty { parts += [MarkdownText.table(properties), deeper(properties)].compactMap { $0 } }
        if let variants = schema.unwrapped.variants {
            let title = variants.keyword == "oneOf" ? "## One of" : "## Any of"
            let rows = variants.schemas.map { "- [\(line($0.name ?? $0.typeName))](\(address(of: $0)))" }
            parts.append("\(title)\n\n\(rows.joined(separator: "\n"))")
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    /// Where the insides of properties are.
    private func deeper(_ properties: [APISchema.Property]) -> String? {
        let rows = properties.prefix(200).filter(\.schema.hasChildren)
            .map { property in
                let link = address(of: property.schema.unwrapped)
                return "- `\(cell(property.name))`: [\(line(property.schema.typeName))](\(link))"
            }
        return rows.isEmpty ? nil : "## More\n\n" + rows.joined(separator: "\n")
    }

    private func address(of schema: APISchema) -> String {
        let steps = JSONPointer.steps(schema.pointer) ?? []
        let isNamed = steps.dropLast() == ["components", "schemas"] || steps.dropLast() == ["definitions"]
        if isNamed, reference.options.showsSchemas,
            let key = steps.last.flatMap({ reference.description.schemaKeys[$0] })
        {
            return address(.schema(key))
        }
        return address(.node(schema.pointer))
    }
}
