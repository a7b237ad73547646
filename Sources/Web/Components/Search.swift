package import Rendering

extension UI {
    /// A search form that asks with GET, so that a result has an address.
    package static func searchField(
        to address: String, name: String = "q", label: String, value: String = "", extra: HTML = .empty
    ) -> HTML {
        """
        <form class="search" role="search" method="get" action="\(url: address)">\(extra)\
        \(searchInput(name: name, label: label, value: value))</form>
        """
    }

    /// An input that narrows down the rows below it as one types; shown only where scripts run.
    ///
    /// The rows carry `data-filter-item` (a table does with `filterable: true`).
    package static func filter(_ label: String, content: HTML) -> HTML {
        """
        <portico-filter class="filter"><div class="filter-bar">\
        \(searchInput(name: "filter", label: label, value: ""))</div>\(content)\
        <p class="filter-none" role="status" hidden>Nothing matches.</p></portico-filter>
        """
    }

    /// A place to drop a file or choose one. `accept` is a list such as `.yaml,.json`.
    package static func fileDrop(
        _ name: String, label: String, accept: String, text: String, required: Bool = false, hint: HTML? = nil,
        error: String? = nil
    ) -> HTML {
        let frame = FieldFrame(id: "field-\(name)", label: label, hint: hint, error: error, required: required)
        return frame.html(
            control: """
                <portico-file-drop class="file-drop">\(icon(.upload))<p class="file-drop-text">\
                <b>Choose a file</b> <span>or drop it here</span></p><p class="file-drop-note">\(text)</p>\
                <input type="file" name="\(name)" accept="\(accept)"\(frame.attributes.html)></portico-file-drop>
                """)
    }

    private static func searchInput(name: String, label: String, value: String) -> HTML {
        """
        <label class="search-box">\(icon(.search))<span class="visually-hidden">\(label)</span>\
        <input class="input" type="search" name="\(name)" value="\(value)" placeholder="\(label)"></label>
        """
    }
}
