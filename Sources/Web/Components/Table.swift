package import Rendering

extension UI {
    /// One column of a table.
    package struct Column: Sendable {
        package enum Kind: String, Sendable {
            case plain, number, actions
        }

        package var title: String
        package var kind: Kind
        /// Left out on phones.
        package var isSecondary: Bool

        package init(_ title: String, _ kind: Kind = .plain, secondary: Bool = false) {
            self.title = title
            self.kind = kind
            isSecondary = secondary
        }

        var classes: String { "cell-\(kind.rawValue)\(isSecondary ? " cell-secondary" : "")" }
    }

    /// A table whose first cell names its row. Without rows it shows `empty` instead.
    ///
    /// The caption names it for assistive technology; `filterable` rows are narrowed by `UI.filter`.
    package static func table(
        caption: String, columns: [Column], rows: [[HTML]], empty: HTML = .empty, filterable: Bool = false
    ) -> HTML {
        if rows.isEmpty && !empty.isEmpty { return empty }
        let heads: [HTML] = columns.map { column in
            let isHidden = column.kind == .actions
            let name = isHidden && column.title.isEmpty ? "Actions" : column.title
            let title: HTML = isHidden ? "<span class=\"visually-hidden\">\(name)</span>" : "\(name)"
            return "<th role=\"columnheader\" scope=\"col\" class=\"\(column.classes)\">\(title)</th>"
        }
        let body: [HTML] = rows.map { cells in
            let parts: [HTML] = zip(columns, cells).enumerated().map { index, pair in
                let (column, cell) = pair
                return index == 0
                    ? "<th role=\"rowheader\" scope=\"row\" class=\"\(column.classes)\">\(cell)</th>"
                    : "<td role=\"cell\" class=\"\(column.classes)\" data-label=\"\(column.title)\">\(cell)</td>"
            }
            return "<tr role=\"row\"\(filterable ? " data-filter-item" : "")>\(parts)</tr>\n"
        }
        return """
            <div class="table-frame" role="region" aria-label="\(caption)" tabindex="0">\
            <table class="table" role="table">\
            <caption class="visually-hidden">\(caption)</caption>\
            <thead role="rowgroup"><tr role="row">\(heads)</tr></thead>
            <tbody role="rowgroup">\(body)</tbody></table></div>
            """
    }

    /// The link in a row's first cell; the whole row leads there.
    package static func rowLink(_ title: String, to address: String, note: String? = nil) -> HTML {
        let note: HTML? = note.map { "<span class=\"row-note\">\($0)</span>" }
        return "<a class=\"row-link\" href=\"\(url: address)\">\(title)</a>\(note)"
    }

    /// One line of a description list.
    package struct Fact: Sendable {
        package var term: String
        package var value: HTML

        package init(_ term: String, _ value: HTML) {
            self.term = term
            self.value = value
        }

        package init(_ term: String, text: String?) {
            self.term = term
            value = text.map { "\($0)" } ?? "<span class=\"subtle\">None</span>"
        }
    }

    /// Terms and what they are, in two columns where there is room.
    package static func facts(_ facts: [Fact]) -> HTML {
        let lines: [HTML] = facts.map { "<div><dt>\($0.term)</dt><dd>\($0.value)</dd></div>" }
        return "<dl class=\"facts\">\(lines)</dl>"
    }
}
