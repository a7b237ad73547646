/// Which values of a body are not to be shown, and what is shown instead.
struct SensitiveData {
    static let keyword = "x-sensitive-data"
    static let bullets = "••••••"
    private static let maximumDepth = 8

    enum Mask: String {
        case full, remove, hash, regex
    }

    struct Rule {
        /// Names of properties; `*` for every item or member.
        var path: [String]
        var mask: Mask
        /// Of `regex`: what is hidden.
        var pattern: String?
    }

    private(set) var rules: [Rule] = []
    private var budget = 1_500

    /// What the schema says, as far as it is followed.
    init(_ schema: APISchema?, in description: APIDescription) {
        guard description.marksSensitiveData, let schema else { return }
        collect(schema, path: [])
    }

    private mutating func collect(_ schema: APISchema, path: [String]) {
        budget -= 1
        guard budget > 0, path.count <= Self.maximumDepth, schema.unresolved == nil else { return }
        if let node = schema.node[Self.keyword], node.isObject || node.bool == true {
            let mask = node["mask"]?.text.flatMap(Mask.init(rawValue:)) ?? .full
            rules.append(Rule(path: path, mask: mask, pattern: node["pattern"]?.text))
            return
        }
        for property in schema.properties { collect(property.schema, path: path + [property.name]) }
        if let items = schema.items { collect(items, path: path + ["*"]) }
        if let additional = schema.additional { collect(additional, path: path + ["*"]) }
        for variant in schema.variants?.schemas ?? [] { collect(variant, path: path) }
    }

    /// For the console's script; nil when nothing is hidden.
    var json: String? {
        if rules.isEmpty { return nil }
        let list = rules.map { rule in
            var members: [(name: String, value: ExampleValue)] = [
                ("path", .array(rule.path.map { .string($0) })), ("mask", .string(rule.mask.rawValue)),
            ]
            if let pattern = rule.pattern { members.append(("pattern", .string(pattern))) }
            return ExampleValue.object(members)
        }
        return ExampleValue.array(list).compactText
    }

    /// The value with bullets for what is hidden: a page without scripts neither hashes nor searches.
    func masked(_ value: ExampleValue) -> ExampleValue {
        rules.reduce(value) { Self.masked($0, $1.path[...], $1.mask) ?? .null }
    }

    private static func masked(_ value: ExampleValue, _ path: ArraySlice<String>, _ mask: Mask) -> ExampleValue? {
        guard let step = path.first else { return mask == .remove ? nil : .string(bullets) }
        switch value {
        case .array(let items) where step == "*": return .array(items.compactMap { masked($0, path.dropFirst(), mask) })
        case .object(let members):
            return .object(
                members.compactMap { name, value in
                    guard step == "*" || step == name else { return (name, value) }
                    return masked(value, path.dropFirst(), mask).map { (name, $0) }
                })
        default: return value
        }
    }
}

extension APIContent {
    var isXML: Bool { mediaType.contains("xml") }

    /// Whether the body is a file, byte by byte.
    var isFile: Bool {
        if isForm || isJSON || isXML || mediaType.hasPrefix("text/") { return false }
        let kinds = [
            "image/", "audio/", "video/", "font/", "application/octet-stream", "application/pdf", "application/zip",
        ]
        return schema?.format == "binary" || kinds.contains { mediaType.hasPrefix($0) }
    }

    /// What stands in the editor of the body at first.
    var editorText: String {
        if let text = examples.first?.text { return text }
        return isXML ? schema.map { XMLExample.text($0) } ?? "" : ""
    }

    /// The first example, without what is hidden.
    func sampleText(in description: APIDescription) -> String {
        let data = SensitiveData(isJSON ? schema : nil, in: description)
        guard !data.rules.isEmpty, let example = examples.first,
            let root = DocumentTree.parse(example.text).root, root.kind == .object || root.kind == .array
        else { return editorText }
        return data.masked(ExampleValue(root)).prettyText()
    }
}
