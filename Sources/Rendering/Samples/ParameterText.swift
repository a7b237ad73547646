/// A parameter's value as it stands in an address, a header or a cookie, by its style.
struct ParameterText {
    let name: String
    let place: APIParameter.Place
    let style: String
    let explodes: Bool
    let keepsReserved: Bool
    /// The value is one piece of JSON or another format, instead of a value with a style.
    let mediaType: String?

    init(_ parameter: APIParameter) {
        name = parameter.name
        place = parameter.place
        mediaType = parameter.node?["content"]?.members.first?.name
        let usual = place == .path || place == .header ? "simple" : "form"
        // Swagger 2 has one word for both.
        let formats = ["ssv": "spaceDelimited", "pipes": "pipeDelimited", "tsv": "tabDelimited"]
        if let format = parameter.node?["collectionFormat"]?.text {
            style = formats[format] ?? usual
            explodes = format == "multi"
        } else {
            style = parameter.style ?? usual
            let isOld = parameter.node?["type"]?.text == "array" && parameter.node?["schema"] == nil && place != .form
            explodes = parameter.explode ?? (["form", "deepObject"].contains(style) && !isOld)
        }
        keepsReserved = parameter.node?["allowReserved"]?.bool ?? false
    }

    /// Names and values as they stand in the query, encoded.
    func query(_ value: ExampleValue) -> [String] {
        let own = AddressText.encoded(name)
        if let mediaType {
            return ["\(own)=\(encoded(mediaType.contains("json") ? value.compactText : value.plainText))"]
        }
        switch value {
        case .array(let items):
            if explodes, style != "deepObject" { return items.map { "\(own)=\(encoded($0.plainText))" } }
            let separators = ["spaceDelimited": "%20", "pipeDelimited": "%7C", "tabDelimited": "%09"]
            return ["\(own)=" + items.map { encoded($0.plainText) }.joined(separator: separators[style] ?? ",")]
        case .object(let members):
            if style == "deepObject" {
                return members.map { "\(own)%5B\(AddressText.encoded($0.name))%5D=\(encoded($0.value.plainText))" }
            }
            if explodes { return members.map { "\(AddressText.encoded($0.name))=\(encoded($0.value.plainText))" } }
            let separators = ["spaceDelimited": "%20", "pipeDelimited": "%7C"]
            let parts = members.flatMap { [AddressText.encoded($0.name), encoded($0.value.plainText)] }
            return ["\(own)=" + parts.joined(separator: separators[style] ?? ",")]
        default: return ["\(own)=\(encoded(value.plainText))"]
        }
    }

    /// What takes the place of `{name}` in a path, encoded.
    func path(_ value: ExampleValue) -> String {
        let list = list(value) { encoded($0) }
        switch style {
        case "label": return "." + (explodes ? list.pairs.joined(separator: ".") : list.flat.joined(separator: ","))
        case "matrix":
            let own = AddressText.encoded(name)
            if case .object = value, explodes { return list.pairs.map { ";\($0)" }.joined() }
            if case .array = value, explodes { return list.flat.map { ";\(own)=\($0)" }.joined() }
            return ";\(own)=" + list.flat.joined(separator: ",")
        default: return (explodes ? list.pairs : list.flat).joined(separator: ",")
        }
    }

    /// What stands in a header, or after `name=` in a cookie.
    func plain(_ value: ExampleValue) -> String {
        if let mediaType, mediaType.contains("json") { return value.compactText }
        let list = list(value) { $0 }
        return (explodes && style == "simple" ? list.pairs : list.flat).joined(separator: ",")
    }

    /// All words in a row, and the members as `name=value`.
    private func list(
        _ value: ExampleValue, _ encoded: (String) -> String
    ) -> (flat: [String], pairs: [String]) {
        if mediaType?.contains("json") == true {
            let text = encoded(value.compactText)
            return ([text], [text])
        }
        switch value {
        case .array(let items):
            let words = items.map { encoded($0.plainText) }
            return (words, words)
        case .object(let members):
            return (
                members.flatMap { [encoded($0.name), encoded($0.value.plainText)] },
                members.map { "\(encoded($0.name))=\(encoded($0.value.plainText))" }
            )
        default:
            let text = encoded(value.plainText)
            return ([text], [text])
        }
    }

    private func encoded(_ text: String) -> String {
        keepsReserved
            ? AddressText.encoded(text, keeping: place == .path ? ":@!$'()*,;=+" : ":/?@!$'()*,;=")
            : AddressText.encoded(text)
    }
}
