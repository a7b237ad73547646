import HTTPTypes
import Hummingbird
import Model
import Rendering
import Web

/// What a reader of a catalog searches for and has ticked, as the address says it.
struct CatalogSelection {
    let text: String
    let attributes: [String: [String]]
    let page: Int

    init(_ call: Call<PortalVisitor>) {
        var text = "", page = 1, attributes: [String: [String]] = [:]
        for (name, value) in call.rawQuery {
            guard let value, !value.isEmpty else { continue }
            if name == "q" { text = String(value.prefix(200)) }
            if name == "page" { page = min(max(Int(value) ?? 1, 1), 1_000_000) }
            if name.hasPrefix("attr."), attributes.count < 20 {
                attributes[String(name.dropFirst(5)), default: []].append(value)
            }
        }
        self.text = text
        self.attributes = attributes
        self.page = page
    }

    var isEmpty: Bool { text.isEmpty && attributes.isEmpty }

    func query(size: Int) -> ListQuery {
        var filters = attributes.sorted { $0.key < $1.key }.map { key, values in
            ListFilter("attributes", subkey: key, .oeq, values)
        }
        if !text.isEmpty { filters.append(ListFilter("name", .contains, [text])) }
        return ListQuery(filters: filters, page: PageRequest(size: size, number: page))
    }

    /// The address of another page of the same selection.
    func address(page: Int) -> String {
        var parts = ["page=\(page)"]
        if !text.isEmpty { parts.append("q=\(QueryString.encoded(text))") }
        for (key, values) in attributes.sorted(by: { $0.key < $1.key }) {
            parts += values.map { "attr.\(QueryString.encoded(key))=\(QueryString.encoded($0))" }
        }
        return "\(SiteAddress.apis.path)?\(parts.joined(separator: "&"))"
    }

    /// Keeps what is ticked when the search form is sent.
    var hiddenAttributes: HTML {
        let fields: [HTML] = attributes.sorted { $0.key < $1.key }.flatMap { key, values in
            values.map { UI.hiddenField("attr.\(key)", $0) }
        }
        return "\(fields)"
    }
}

/// Texts of others within Markdown that we write.
enum MarkdownText {
    /// One line, in which nothing can be taken for a link or for emphasis.
    static func line(_ text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let line = words.count > 300 ? words.prefix(297) + "…" : words[...]
        return line.reduce(into: "") { result, character in
            if "\\[]()*_`<>#".contains(character) { result.append("\\") }
            result.append(character)
        }
    }
}

extension Call {
    /// Whether the reader prefers Markdown to a page.
    var wantsMarkdown: Bool {
        guard let accept = request.headers[.accept] else { return false }
        let types = accept.lowercased().split(separator: ",").map { $0.prefix { $0 != ";" }.trimmingSpaces }
        guard let markdown = types.firstIndex(of: "text/markdown") else { return false }
        return types.firstIndex(of: "text/html").map { markdown < $0 } ?? true
    }
}
