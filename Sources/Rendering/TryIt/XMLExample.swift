/// An XML document that fits a schema.
struct XMLExample {
    private static let maximumDepth = 6
    private var budget = 200

    static func text(_ schema: APISchema) -> String {
        var example = XMLExample()
        let name = schema.node["xml"]?["name"]?.text ?? schema.name ?? "root"
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + example.element(name, schema, depth: 0).joined(separator: "\n")
    }

    private mutating func element(_ written: String, _ schema: APISchema, depth: Int) -> [String] {
        budget -= 1
        guard budget > 0, depth < Self.maximumDepth else { return [] }
        let xml = schema.node["xml"]
        let name = Self.name((xml?["prefix"]?.text).map { "\($0):\(written)" } ?? written)
        var attributes = ""
        if let namespace = xml?["namespace"]?.text {
            let prefix = xml?["prefix"]?.text.map { ":\($0)" } ?? ""
            attributes += " xmlns\(prefix)=\"\(Self.escaped(namespace))\""
        }
        if schema.types.first == "array", let items = schema.items {
            let inner = element(items.node["xml"]?["name"]?.text ?? written, items, depth: depth + 1)
            if xml?["wrapped"]?.bool != true { return inner }
            return ["<\(name)\(attributes)>"] + SampleText.indented(inner, by: 2) + ["</\(name)>"]
        }
        var children: [String] = []
        for property in schema.properties.prefix(60) where !property.schema.isReadOnly {
            let own = property.schema.node["xml"]
            let child = own?["name"]?.text ?? property.name
            if own?["attribute"]?.bool == true {
                attributes += " \(Self.name(child))=\"\(Self.escaped(Self.value(property.schema)))\""
            } else {
                children += element(child, property.schema, depth: depth + 1)
            }
        }
        if children.isEmpty, schema.properties.isEmpty {
            return ["<\(name)\(attributes)>\(Self.escaped(Self.value(schema)))</\(name)>"]
        }
        return ["<\(name)\(attributes)>"] + SampleText.indented(children, by: 2) + ["</\(name)>"]
    }

    private static func value(_ schema: APISchema) -> String {
        let value = schema.example.map { ExampleValue($0) } ?? ExampleMaker.make(schema, for: .request)
        return value == .null ? "" : value.plainText
    }

    private static func name(_ text: String) -> String {
        let name = String(text.map { $0.isLetter || $0.isNumber || "_-.:".contains($0) ? $0 : "_" })
        return name.first?.isLetter == true || name.first == "_" ? name : "_\(name)"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
}
