/// The page of a schema.
struct SchemaView {
    let reference: APIReference
    let title: String
    let schema: APISchema
    /// The first attribute that is shown.
    var start = 0

    var html: HTML {
        let rows = SchemaRows(reference: reference)
        return """
            <article class="ref-page"><header class="ref-header"><p class="ref-eyebrow">Schema</p>\
            <h1>\(title)</h1><p class="ref-schema-type">\(rows.typeLine(schema))</p></header>\
            <div class="ref-columns"><div class="ref-prose">\
            \(schema.description.map { ReferenceText.normal($0) })\(rows.limits(schema))\
            <section class="ref-section"><h2>Attributes</h2>\
            \(schema.hasChildren ? rows.children(schema, from: start) : "<p class=\"ref-muted\">A plain value.</p>")\
            </section></div>\
            <aside class="ref-aside" aria-label="Example">\(example)</aside></div></article>
            """
    }

    private var example: HTML {
        let value = ExampleMaker.make(schema, for: .response)
        guard value != .null else { return .empty }
        return CodeCard.html(title: "Example", code: value.prettyText(), language: "json")
    }
}
