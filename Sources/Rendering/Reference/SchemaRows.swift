/// The rows that show what is in a schema: one level; deeper ones are fetched when they are opened.
struct SchemaRows {
    private static let maximumRows = 150
    /// What the rows of one schema may come to; the rest is fetched.
    private static let maximumBytes = 24_000

    let reference: APIReference
    /// Leaves out what only the other direction has; nil shows everything.
    var direction: ExampleMaker.Direction?

    /// What is inside a schema: its properties, its alternatives, or the values of a map.
    func children(_ outer: APISchema, from start: Int = 0) -> HTML {
        let schema = outer.unwrapped
        let shown = schema.properties.filter { isShown($0.schema) }
        var html = properties(Array(shown.dropFirst(max(0, start))), of: schema, from: max(0, start))
        guard start <= 0 else { return html }
        if let variants = schema.variants, variants.count > 1 { html += self.variants(variants, of: schema) }
        if let additional = schema.additional {
            html += """
                <ul class="ref-props">\(row("any other name", additional, isRequired: false, isLiteral: false))</ul>
                """
        }
        html += facets(schema.node == outer.node ? schema.facets : outer.facets + schema.facets)
        return html.isEmpty ? "<p class=\"ref-muted\">Nothing more is said about this.</p>" : html
    }

    private func isShown(_ schema: APISchema) -> Bool {
        if schema.isInternal, reference.options.hidesInternal { return false }
        switch direction {
        case .request: return !schema.isReadOnly
        case .response: return !schema.isWriteOnly
        case nil: return true
        }
    }

    /// As many as fit, and a way to the others.
    private func properties(_ properties: [APISchema.Property], of schema: APISchema, from start: Int) -> HTML {
        var rows = HTML.empty
        var count = 0
        for property in properties.prefix(Self.maximumRows) {
            let row = row(property)
            if count > 0, rows.text.utf8.count + row.text.utf8.count > Self.maximumBytes { break }
            rows += row
            count += 1
        }
        guard count > 0 else { return .empty }
        let rest = properties.count - count
        let list: HTML = "<ul class=\"ref-props\">\(rows)</ul>"
        guard rest > 0 else { return list }
        let address = reference.options.address
        return """
            \(list)<details class="ref-nested ref-nested-rest" \
            data-fragment="\(url: address(.fragment(schema.pointer, from: start + count, for: direction)))">\
            <summary>Show \(rest) more</summary>\
            <a href="\(url: address(.node(schema.pointer, from: start + count)))">Open the others</a></details>
            """
    }

    private func row(_ property: APISchema.Property) -> HTML {
        row(property.name, property.schema, isRequired: property.isRequired)
    }

    func row(_ name: String, _ schema: APISchema, isRequired: Bool, isLiteral: Bool = true) -> HTML {
        let title: HTML = isLiteral ? "<code class=\"ref-prop-name\">\(name)</code>" : "<em>\(name)</em>"
        return """
            <li class="ref-prop">\(title) \(typeLine(schema))\
            \(isRequired ? " <span class=\"ref-required\">required</span>" : "")\(flags(schema))\
            \(about(schema))\(nested(schema))</li>
            """
    }

    /// Prose, limits, values, examples.
    private func about(_ schema: APISchema) -> HTML {
        """
        \(schema.description.map { ReferenceText.small($0) })\(limits(schema, and: example(schema).map { [$0] } ?? []))\
        \(manual(schema))
        """
    }

    /// The example that the schema gives of a plain value.
    private func example(_ schema: APISchema) -> HTML? {
        guard let node = schema.example, !node.isObject, !schema.hasChildren else { return nil }
        let text = ExampleValue(node).plainText
        guard !text.isEmpty, text != schema.defaultText, schema.enumeration.isEmpty else { return nil }
        return "for example <code>\(text.prefix(160))</code>"
    }

    private func manual(_ schema: APISchema) -> HTML {
        guard let link = APILink(schema.node["externalDocs"], references: reference.description.references) else {
            return .empty
        }
        return "<p class=\"ref-facts\"><a href=\"\(url: link.url)\" rel=\"noopener\">\(link.text)</a></p>"
    }

    /// The type, its format, and a mark for what is not in the document.
    func typeLine(_ schema: APISchema) -> HTML {
        let format: HTML = schema.format.map { " <span class=\"ref-format\">\($0)</span>" } ?? .empty
        return "<span class=\"ref-type\">\(schema.typeName)</span>\(format)"
    }

    private func flags(_ schema: APISchema) -> HTML {
        var html = HTML.empty
        if schema.isDeprecated { html += " <span class=\"ref-flag ref-flag-warn\">deprecated</span>" }
        if schema.isReadOnly { html += " <span class=\"ref-flag\">read-only</span>" }
        if schema.isWriteOnly { html += " <span class=\"ref-flag\">write-only</span>" }
        if schema.isInternal { html += " <span class=\"ref-flag\">internal</span>" }
        return html
    }

    /// Limits, default, whatever else is known, and allowed values.
    func limits(_ schema: APISchema, and more: [HTML] = []) -> HTML {
        let inner = schema.types.first == "array" ? schema.items : nil
        var facts: [HTML] = schema.constraints.map { "\($0)" }
        facts += (inner?.constraints ?? []).map { "each \($0)" }
        if let pattern = schema.pattern ?? inner?.pattern {
            facts.append("matches <code>\(pattern.prefix(400))</code>")
        }
        if let text = schema.defaultText, text != "null" {
            facts.append("default <code>\(text.prefix(200))</code>")
        }
        let listed = schema.enumeration.isEmpty ? inner ?? schema : schema
        return ReferenceText.facts(facts + more) + values(listed.enumeration, words: listed.enumerationWords)
    }

    /// The values of which one is meant, with what they mean.
    func values(_ values: [String], words: [String?] = []) -> HTML {
        guard !values.isEmpty else { return .empty }
        if words.contains(where: { $0 != nil }) { return meanings(values, words) }
        let chips: [HTML] = values.map { "<code class=\"ref-value\">\($0.prefix(120))</code>" }
        let lead = values.count == 1 ? "Always" : "One of"
        if chips.count <= 12 { return "<p class=\"ref-values\">\(lead) \(chips)</p>" }
        return """
            <details class="ref-values-more"><summary>One of \(chips.count) values</summary>\
            <p class="ref-values">\(chips)</p></details>
            """
    }

    private func meanings(_ values: [String], _ words: [String?]) -> HTML {
        let rows: [HTML] = values.enumerated().map { place, value in
            let text: HTML = words.indices.contains(place) ? "\(words[place].map { String($0.prefix(300)) })" : .empty
            return "<div><dt><code class=\"ref-value\">\(value.prefix(120))</code></dt><dd>\(text)</dd></div>"
        }
        let list: HTML = "<dl class=\"ref-meanings\">\(rows)</dl>"
        if rows.count <= 12 { return list }
        return "<details class=\"ref-values-more\"><summary>One of \(rows.count) values</summary>\(list)</details>"
    }

    /// A closed row under which the inside of the schema appears when it is opened.
    func nested(_ schema: APISchema, label: String? = nil, group: String? = nil) -> HTML {
        guard schema.unresolved == nil else { return "<p class=\"ref-muted\">This is not in the description.</p>" }
        guard schema.hasChildren else { return .empty }
        let inner = schema.facets.isEmpty ? schema.unwrapped : schema
        let isChoice = !inner.hasProperties && (inner.variants?.count ?? 0) > 1
        let fragment = reference.options.address(.fragment(inner.pointer, for: direction))
        return """
            <details class="ref-nested"\(group.map { " name=\"\($0)\"" as HTML }) data-fragment="\(url: fragment)">\
            <summary>\(label ?? (isChoice ? "Show alternatives" : "Show attributes"))</summary>\
            <a href="\(url: reference.address(of: inner))">Open \(inner.name ?? "this schema")</a></details>
            """
    }

    /// The alternatives, of which one is open at a time, with what decides for each.
    private func variants(_ variants: APISchema.Variants, of schema: APISchema) -> HTML {
        let decides = schema.discriminator
        let group = "of-\(schema.pointer)"
        let rows: [HTML] = variants.schemas.map { variant in
            let values: [HTML] = schema.discriminatorValues(of: variant).prefix(8).map {
                " <code class=\"ref-value\">\(decides): \($0)</code>"
            }
            let title = variant.title ?? variant.name ?? "Alternative"
            return """
                <li class="ref-prop"><strong>\(title)</strong>\
                \(variant.typeName == title ? .empty : " \(typeLine(variant))" as HTML)\(values)\
                \(about(variant))\(nested(variant, group: group))</li>
                """
        }
        let told: HTML = decides.map { ", told apart by <code>\($0)</code>" } ?? .empty
        return """
            <p class="ref-choice">\(variants.keyword == "oneOf" ? "One of" : "Any of")\(told)</p>\
            <ul class="ref-props ref-variants">\(rows)</ul>
            """
    }

    /// Items by position, names by pattern, conditions, exclusions.
    private func facets(_ facets: [APISchema.Facet]) -> HTML {
        guard !facets.isEmpty else { return .empty }
        let rows: [HTML] = facets.prefix(60).map { facet in
            let name: HTML? = facet.name.map { " <code>\($0.prefix(200))</code>" }
            return """
                <li class="ref-prop"><em>\(facet.words)\(name)</em> \(typeLine(facet.schema))\
                \(needs(facet.schema))\(about(facet.schema))\(nested(facet.schema))</li>
                """
        }
        return "<ul class=\"ref-props\">\(rows)</ul>"
    }

    /// What a condition asks for by name alone.
    private func needs(_ schema: APISchema) -> HTML {
        let names = (schema.node["required"]?.items ?? []).prefix(20).compactMap(\.text)
        guard !names.isEmpty, schema.node["properties"] == nil else { return .empty }
        let chips: [HTML] = names.map { "<code class=\"ref-value\">\($0)</code>" }
        return "<p class=\"ref-values\">has \(chips)</p>"
    }
}
