package import Rendering

extension UI {
    /// The kinds of one-line input.
    package enum InputType: String, Sendable {
        case text, email, password, url, number, search, tel, color, date
        case dateTime = "datetime-local"
    }

    /// A labelled one-line input. A nil value leaves it empty; `error` marks it invalid and says why.
    package static func textField(
        _ name: String, label: String, value: String? = nil, type: InputType = .text, hint: HTML? = nil,
        error: String? = nil, required: Bool = false, placeholder: String? = nil, autocomplete: String? = nil,
        id: String? = nil, attributes: Attributes = [:]
    ) -> HTML {
        let frame = FieldFrame(id: id ?? "field-\(name)", label: label, hint: hint, error: error, required: required)
        var all = attributes
        all.add("value", type == .password ? nil : value)
        all.add("placeholder", placeholder)
        all.add("autocomplete", autocomplete)
        return frame.html(
            control: """
                <input class="input" type="\(type.rawValue)" name="\(name)"\(frame.attributes.html)\(all.html)>
                """)
    }

    /// A labelled input of several lines; `code` sets it in a monospaced face without spelling.
    package static func textArea(
        _ name: String, label: String, value: String? = nil, rows: Int = 4, code: Bool = false, hint: HTML? = nil,
        error: String? = nil, required: Bool = false, placeholder: String? = nil, id: String? = nil,
        attributes: Attributes = [:]
    ) -> HTML {
        let frame = FieldFrame(id: id ?? "field-\(name)", label: label, hint: hint, error: error, required: required)
        var all = attributes
        all.add("placeholder", placeholder)
        if code { all.add("spellcheck", "false") }
        // A line break directly after the tag is dropped by browsers, so that a value may begin with one.
        return frame.html(
            control: """
                <textarea class="input\(code ? " input-code" : "")" name="\(name)" rows="\(rows)"\
                \(frame.attributes.html)\(all.html)>
                \(value)</textarea>
                """)
    }

    /// One choice of a select.
    package struct Option: Sendable {
        package var value: String
        package var title: String

        package init(_ value: String, _ title: String) {
            self.value = value
            self.title = title
        }
    }

    /// A labelled drop-down list; `value` is the chosen one.
    package static func select(
        _ name: String, label: String, options: [Option], value: String? = nil, hint: HTML? = nil,
        error: String? = nil, required: Bool = true, id: String? = nil, attributes: Attributes = [:]
    ) -> HTML {
        var frame = FieldFrame(id: id ?? "field-\(name)", label: label, hint: hint, error: error, required: required)
        frame.emptyIsAChoice = options.contains(where: \.value.isEmpty)
        let items: [HTML] = options.map { option in
            "<option value=\"\(option.value)\"\(option.value == value ? " selected" : "")>\(option.title)</option>"
        }
        return frame.html(
            control: """
                <div class="select"><select class="input" name="\(name)"\(frame.attributes.html)\(attributes.html)>\
                \(items)</select>\(icon(.chevronDown))</div>
                """)
    }

    /// A value that the form carries along.
    package static func hiddenField(_ name: String, _ value: String) -> HTML {
        "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    }

    /// A colour as `#8250ff`: a hex input, with the browser's picker beside it where scripts run.
    package static func colorField(
        _ name: String, label: String, value: String, hint: HTML? = nil, error: String? = nil,
        attributes: Attributes = [:]
    ) -> HTML {
        let frame = FieldFrame(id: "field-\(name)", label: label, hint: hint, error: error, required: true)
        return frame.html(
            control: """
                <portico-color class="color-field"><input class="input" type="text" name="\(name)" value="\(value)" \
                pattern="#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})" maxlength="7" spellcheck="false"\
                \(frame.attributes.html)\(attributes.html)></portico-color>
                """)
    }
}

/// What surrounds every control: label, hint, error, and the attributes that tie them to it.
struct FieldFrame {
    let id: String
    let label: String
    let hint: HTML?
    let error: String?
    let required: Bool
    /// Browsers send no required control that is empty.
    var emptyIsAChoice = false

    /// The attributes that the control must carry.
    var attributes: Attributes {
        var attributes: Attributes = [:]
        attributes.add("id", id)
        attributes.add("required", if: required && !emptyIsAChoice)
        let described = [hint.map { _ in "\(id)-hint" }, error.map { _ in "\(id)-error" }].compactMap(\.self)
        attributes.add("aria-describedby", described.isEmpty ? nil : described.joined(separator: " "))
        attributes.add("aria-invalid", error.map { _ in "true" })
        return attributes
    }

    func html(control: HTML) -> HTML {
        let optional: HTML = required ? "" : " <span class=\"field-optional\">Optional</span>"
        return """
            <div class="field\(error == nil ? "" : " field-invalid")"><label class="field-label" for="\(id)">\(label)\
            \(optional)</label>\(control)\(notes)</div>
            """
    }

    /// Hint and error, with the ids that `attributes` names.
    var notes: HTML {
        let hint: HTML? = hint.map { "<p class=\"field-hint\" id=\"\(id)-hint\">\($0)</p>" }
        let error: HTML? = error.map {
            "<p class=\"field-error\" id=\"\(id)-error\">\(UI.icon(.alert))<span>\($0)</span></p>"
        }
        return "\(error)\(hint)"
    }
}
