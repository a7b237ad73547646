/// The part of the console in which the body of the request is written.
struct TryItBody {
    /// More fields than this are not offered.
    private static let maximumFields = 80
    /// More bytes of further examples than this are left out.
    private static let maximumExamples = 12_000

    let reference: APIReference
    let detail: OperationDetail

    var html: HTML {
        guard let contents = detail.body?.contents, !contents.isEmpty else { return .empty }
        let shown = contents.prefix(8)
        let choices: [HTML] = shown.map { "<option>\($0.mediaType)</option>" }
        let choice: HTML =
            shown.count == 1
            ? "<input type=\"hidden\" data-media value=\"\(shown.first?.mediaType ?? "")\">"
            : """
            <div class="field"><label class="field-label" for="tryit-media">Content type</label>\
            <select class="input" id="tryit-media" data-media>\(choices)</select></div>
            """
        let parts: [HTML] = shown.enumerated().map { position, content in part(content, position: position) }
        return choice + parts.reduce(.empty, +)
    }

    private func part(_ content: APIContent, position: Int) -> HTML {
        let hidden: HTML = position == 0 ? "" : " hidden"
        if content.isForm, !content.fields.isEmpty {
            let fields = content.fields.prefix(Self.maximumFields).enumerated().map { place, field in
                TryItField(
                    parameter: field, number: "b\(position)-\(place)", encoding: content.encoding?[field.name]
                ).html
            }
            return """
                <div class="ref-tryit-fields" data-body="\(content.mediaType)" role="group" aria-label="Body"\(hidden)>\
                \(fields)</div>
                """
        }
        let id = "tryit-body-\(position)"
        let isRequired = detail.body?.isRequired == true
        let label: HTML = """
            <label class="field-label" for="\(id)">Body<span class="field-optional">\(content.mediaType)</span></label>
            """
        if content.isFile {
            return """
                <div class="field" data-body="\(content.mediaType)"\(hidden)>\(label)\
                <input class="input" type="file" id="\(id)" data-file data-name="The body"\
                \(isRequired ? " required" : "") data-test="tryit-body-file"></div>
                """
        }
        let masks = SensitiveData(content.isJSON ? content.schema : nil, in: reference.description).json
        let text = content.editorText
        let rows = min(16, max(4, text.split(separator: "\n", omittingEmptySubsequences: false).count + 1))
        return """
            <div class="field" data-body="\(content.mediaType)"\
            \(masks.map { " data-masks=\"\($0)\"" as HTML })\(hidden)>\
            \(examples(content, id: id))\(label)\
            <textarea class="input ref-editor" id="\(id)" rows="\(rows)" spellcheck="false" \
            autocomplete="off" data-test="tryit-body-input">\n\(text)</textarea></div>
            """
    }

    /// A choice of examples, each of which takes the place of what is written.
    private func examples(_ content: APIContent, id: String) -> HTML {
        var rest = Self.maximumExamples
        let shown = content.examples.filter { example in
            rest -= example.text.utf8.count
            return rest >= 0
        }
        guard shown.count > 1 else { return .empty }
        let options: [HTML] = shown.map { "<option value=\"\($0.text)\">\($0.name)</option>" }
        return """
            <label class="field-label" for="\(id)-example">Example</label>\
            <select class="input" id="\(id)-example" data-example="\(id)">\(options)</select>
            """
    }
}
