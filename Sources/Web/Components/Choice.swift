package import Rendering

extension UI {
    /// A box to tick. An unticked one sends nothing.
    package static func checkbox(
        _ name: String, label: String, checked: Bool = false, value: String = "true", hint: HTML? = nil,
        error: String? = nil, id: String? = nil, attributes: Attributes = [:]
    ) -> HTML {
        choice("checkbox", name, label, checked, value, hint, error, id, attributes)
    }

    /// A checkbox that looks and reads like a switch.
    package static func toggle(
        _ name: String, label: String, checked: Bool = false, value: String = "true", hint: HTML? = nil,
        error: String? = nil, id: String? = nil, attributes: Attributes = [:]
    ) -> HTML {
        choice("switch", name, label, checked, value, hint, error, id, attributes)
    }

    private static func choice(
        _ kind: String, _ name: String, _ label: String, _ checked: Bool, _ value: String, _ hint: HTML?,
        _ error: String?, _ id: String?, _ extra: Attributes
    ) -> HTML {
        let frame = FieldFrame(id: id ?? "field-\(name)", label: label, hint: hint, error: error, required: false)
        var all = extra
        all.add("checked", if: checked)
        if kind == "switch" { all.add("role", "switch") }
        return """
            <div class="choice"><input class="\(kind)" type="checkbox" name="\(name)" value="\(value)"\
            \(frame.attributes.html)\(all.html)><div class="choice-text"><label for="\(frame.id)">\(label)</label>\
            \(frame.notes)</div></div>
            """
    }

    /// One of the cards of `radioCards`.
    package struct Card: Sendable {
        package var value: String
        package var title: String
        package var text: String
        package var icon: Icon?

        package init(_ value: String, title: String, text: String = "", icon: Icon? = nil) {
            self.value = value
            self.title = title
            self.text = text
            self.icon = icon
        }
    }

    /// Exactly one of several, each explained on a card.
    package static func radioCards(
        _ name: String, legend: String, cards: [Card], value: String?, hint: HTML? = nil, error: String? = nil,
        attributes: Attributes = [:]
    ) -> HTML {
        let frame = FieldFrame(id: "field-\(name)", label: legend, hint: hint, error: error, required: true)
        let items: [HTML] = cards.map { card in
            let id = "\(frame.id)-\(card.value)"
            let text: HTML? = card.text.isEmpty ? nil : "<span class=\"radio-card-text\">\(card.text)</span>"
            return """
                <label class="radio-card" for="\(id)"><input type="radio" class="radio" id="\(id)" name="\(name)" \
                value="\(card.value)"\(card.value == value ? " checked" : "")\(attributes.html)>\
                <span class="radio-card-body"><span class="radio-card-title">\(card.icon.map { icon($0) })\
                \(card.title)</span>\(text)</span></label>
                """
        }
        return """
            <fieldset class="field\(error == nil ? "" : " field-invalid")"><legend class="field-label">\(legend)\
            </legend><div class="radio-cards">\(items)</div>\(frame.notes)</fieldset>
            """
    }
}
