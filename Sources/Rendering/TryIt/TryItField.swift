/// One parameter of the console, or one field of a form.
struct TryItField {
    let parameter: APIParameter
    let number: String
    /// How the field of a form is written.
    var encoding: DocumentNode?

    /// More choices than this are typed instead of chosen.
    private static let maximumChoices = 120

    var html: HTML {
        let kind: HTML =
            parameter.place == .form
            ? .empty : "<span class=\"field-optional\">\(parameter.place.rawValue)</span>"
        return """
            <div class="field"><label class="field-label" for="\(id)"><code>\(parameter.name)</code>\
            \(parameter.isRequired ? "<span class=\"ref-required\">required</span>" : "")\(kind)</label>\(input)\
            \(hint)</div>
            """
    }

    private var id: String { "tryit-\(parameter.place.rawValue)-\(number)" }
    private var type: String? { parameter.schema?.types.first }
    private var isList: Bool { type == "array" }
    private var isFiles: Bool { isList && parameter.schema?.items?.format == "binary" }
    private var listChoices: [String] { parameter.schema?.items.map(Self.choices) ?? [] }
    private var isStructured: Bool { type == "object" || ParameterText(parameter).mediaType != nil }

    private var hint: HTML {
        if parameter.isFile || isFiles { return .empty }
        if isStructured { return "<p class=\"field-hint\" id=\"\(id)-hint\">A value in JSON.</p>" }
        guard isList, listChoices.isEmpty else { return .empty }
        return "<p class=\"field-hint\" id=\"\(id)-hint\">Several values: commas between them, or a JSON array.</p>"
    }

    private var attributes: HTML {
        let text = ParameterText(parameter)
        let style = encoding?["style"]?.text ?? text.style
        let explodes = encoding?["explode"]?.bool ?? text.explodes
        let media = encoding?["contentType"]?.text ?? text.mediaType
        let keepsReserved = text.keepsReserved || encoding?["allowReserved"]?.bool == true
        let isDescribed = !hint.isEmpty
        return """
            id="\(id)" data-in="\(parameter.place.rawValue)" data-name="\(parameter.name)" data-style="\(style)"\
            \(explodes ? " data-explode" : "")\(keepsReserved ? " data-reserved" : "")\
            \(type.map { " data-type=\"\($0)\"" as HTML })\(media.map { " data-media-type=\"\($0)\"" as HTML })\
            \(isDescribed ? " aria-describedby=\"\(id)-hint\"" as HTML : .empty)
            """
    }

    private static func choices(_ schema: APISchema) -> [String] {
        let written = schema.node["enum"]?.items.prefix(maximumChoices + 1).compactMap(\.text) ?? []
        if written.isEmpty, schema.types == ["boolean"] { return ["true", "false"] }
        return written
    }

    private var value: String {
        guard parameter.isRequired || parameter.place == .form, let example = parameter.example else { return "" }
        switch example {
        case .array(let items) where isList:
            let words = items.map(\.plainText)
            return words.contains { $0.contains(",") } ? example.compactText : words.joined(separator: ", ")
        case .object: return example.prettyText()
        default: return isStructured ? example.compactText : example.plainText
        }
    }

    private var input: HTML {
        if parameter.isFile || isFiles {
            return """
                <input class="input" type="file" \(attributes)\(isFiles ? " multiple" : "")\
                \(parameter.isRequired ? " required" : "")>
                """
        }
        if isStructured {
            return """
                <textarea class="input ref-editor" rows="3" spellcheck="false" autocomplete="off" \(attributes)\
                \(parameter.isRequired ? " required" : "")>\n\(value)</textarea>
                """
        }
        if isList, !listChoices.isEmpty, listChoices.count <= Self.maximumChoices {
            let chosen = Set(value.split(separator: ",").map { $0.trimmingSpaces })
            let options: [HTML] = listChoices.map {
                "<option value=\"\($0)\"\(chosen.contains($0) ? " selected" : "")>\($0)</option>"
            }
            return """
                <select class="input" multiple size="\(min(6, listChoices.count))" \(attributes)\
                \(parameter.isRequired ? " required" : "")>\(options)</select>
                """
        }
        return Self.control(
            attributes, choices: parameter.schema.map(Self.choices) ?? [], value: value,
            isRequired: parameter.isRequired)
    }

    /// A list to choose from, or a line to fill in when there is nothing to choose.
    static func control(_ attributes: HTML, choices: [String], value: String, isRequired: Bool) -> HTML {
        guard !choices.isEmpty, choices.count <= maximumChoices else {
            return """
                <input class="input" type="text" \(attributes) value="\(value)" autocomplete="off" \
                spellcheck="false"\(isRequired ? " required" : "")>
                """
        }
        let options: [HTML] = choices.map {
            "<option value=\"\($0)\"\($0 == value ? " selected" : "")>\($0)</option>"
        }
        let none: HTML = isRequired && !value.isEmpty ? "" : "<option value=\"\"></option>"
        return "<select class=\"input\" \(attributes)>\(none)\(options)</select>"
    }
}

extension Substring {
    var trimmingSpaces: String {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
