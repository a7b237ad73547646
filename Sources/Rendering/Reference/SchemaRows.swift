/// The rows that show what is in a schema: one level; deeper ones are fetched when they are opened.
struct SchemaRows {
    private static let maximumRows = 400

    let reference: APIReference

    /// What is inside a schema: its properties, its alternatives, or the values of a map.
    func children(_ outer: APISchema) -> HTML {
        let schema = outer.unwrapped
        var html = HTML.empty
        let properties = schema.properties.filter { !(reference.options.hidesInternal && $0.schema.isInternal) }
        if !properties.isEmpty {
            html += "<ul class=\"ref-props\">\(properties.prefix(Self.maximumRows).map(row))</ul>"
            if properties.count > Self.maximumRows {
                html += "<p class=\"ref-muted\">And \(properties.count - Self.maximumRows) more.</p>"
            }
        }
        if let variants = schema.variants, variants.schemas.count > 1 { html += self.variants(variants, of: schema) }
        if let additional = schema.additional {
            html += """
                <ul class="ref-props">\(row("any other name", additional, isRequired: false, isLiteral: false))</ul>
                """
        }
        return html.isEmpty ? "<p class=\"ref-muted\">Nothing more is said about this.</p>" : html
    }

    private func row(_ property: APISchema.Property) -> HTML {
        row(property.name, property.schema, isRequired: property.isRequired)
    }

    private func row(_ name: String, _ schema: APISchema, isRequired: Bool, isLiteral: Bool = true) -> HTML {
        let title: HTML = isLiteral ? "<code class=\"ref-prop-name\">\(name)</code>" : "<em>\(name)</em>"
        return """
            <li class="ref-prop"><div class="ref-prop-head">\(title)\(typeLine(schema))\
            \(isRequired ? "<span class=\"ref-required\">required</span>" : "")\(flags(schema))</div>\
            \(schema.description.map { ReferenceText.small($0) })\(limits(schema))\(nested(schema))</li>
            """
    }

    /// The type, its format, and a mark for what is not in the document.
    func typeLine(_ schema: APISchema) -> HTML {
        let format: HTML = schema.format.map { "<span class=\"ref-format\">\($0)</span>" } ?? .empty
        return "<span class=\"ref-type\">\(schema.typeName)</span>\(format)"
    }

    private func flags(_ schema: APISchema) -> HTML {
        var html = HTML.empty
        if schema.isDeprecated { html += "<span class=\"ref-flag ref-flag-warn\">deprecated</span>" }
        if schema.isReadOnly { html += "<span class=\"ref-flag\">read-only</span>" }
        if schema.isWriteOnly { html += "<span class=\"ref-flag\">write-only</span>" }
        return html
    }

    /// Limits, default and allowed values.
    func limits(_ schema: APISchema) -> HTML {
        let inner = schema.types.first == "array" ? schema.items : nil
        var facts: [HTML] = schema.constraints.map { "<span class=\"ref-fact\">\($0)</span>" }
        facts += (inner?.constraints ?? []).map { "<span class=\"ref-fact\">each \($0)</span>" }
        if let pattern = schema.pattern {
            facts.append("<span class=\"ref-fact\">matches <code>\(pattern)</code></span>")
        }
        if let text = schema.defaultText, text != "null" {
            facts.append("<span class=\"ref-fact\">default <code>\(text.prefix(200))</code></span>")
        }
        let line: HTML = facts.isEmpty ? .empty : "<p class=\"ref-facts\">\(facts)</p>"
        return line + values(schema.enumeration.isEmpty ? inner?.enumeration ?? [] : schema.enumeration)
    }

    private func values(_ values: [String]) -> HTML {
        guard !values.isEmpty else { return .empty }
        let chips: [HTML] = values.map { "<code class=\"ref-value\">\($0.prefix(120))</code>" }
        let words = values.count == 1 ? "Always" : "One of"
        if chips.count <= 12 { return "<p class=\"ref-values\"><span>\(words)</span>\(chips)</p>" }
        return """
            <details class="ref-values-more"><summary>One of \(chips.count) values</summary>\
            <p class="ref-values">\(chips)</p></details>
            """
    }

    /// A closed row under which the inside of the schema appears when it is opened.
    func nested(_ schema: APISchema, label: String? = nil) -> HTML {
        guard schema.unresolved == nil else { return "<p class=\"ref-muted\">This is not in the description.</p>" }
        guard schema.hasChildren else { return .empty }
        let inner = schema.unwrapped
        let isChoice = inner.properties.isEmpty && (inner.variants?.schemas.count ?? 0) > 1
        return """
            <details class="ref-nested" data-fragment="\(url: reference.options.address(.fragment(inner.pointer)))">\
            <summary>\(label ?? (isChoice ? "Show alternatives" : "Show attributes"))</summary>\
            <p><a href="\(url: reference.address(of: inner))">Open \(inner.name ?? "this schema")</a></p></details>
            """
    }

    private func variants(_ variants: APISchema.Variants, of schema: APISchema) -> HTML {
        let rows: [HTML] = variants.schemas.map { variant in
            """
            <li class="ref-prop"><div class="ref-prop-head"><strong>\(variant.title ?? variant.name ?? "Alternative")\
            </strong>\(typeLine(variant))</div>\(variant.description.map { ReferenceText.small($0) })\(limits(variant))\
            \(nested(variant))</li>
            """
        }
        let decides: HTML = schema.discriminator.map { ", told apart by <code>\($0)</code>" } ?? .empty
        return """
            <p class="ref-choice">\(variants.keyword == "oneOf" ? "One of" : "Any of")\(decides)</p>\
            <ul class="ref-props ref-variants">\(rows)</ul>
            """
    }
}

/// The page of a schema.
struct SchemaView {
    let reference: APIReference
    let title: String
    let schema: APISchema

    var html: HTML {
        let rows = SchemaRows(reference: reference)
        return """
            <article class="ref-page"><header class="ref-header"><p class="ref-eyebrow">Schema</p>\
            <h1>\(title)</h1><p class="ref-schema-type">\(rows.typeLine(schema))</p></header>\
            <div class="ref-columns"><div class="ref-prose">\
            \(schema.description.map { ReferenceText.normal($0) })\(rows.limits(schema))\
            <section class="ref-section"><h2>Attributes</h2>\
            \(schema.hasChildren ? rows.children(schema) : "<p class=\"ref-muted\">A plain value.</p>")</section></div>\
            <aside class="ref-aside" aria-label="Example">\(example)</aside></div></article>
            """
    }

    private var example: HTML {
        let value = ExampleMaker.make(schema, for: .response)
        guard value != .null else { return .empty }
        return CodeCard.html(title: "Example", code: value.prettyText(), language: "json")
    }
}
