/// Everything of one kind that has a page.
package enum ReferenceList: String, Sendable, Hashable {
    case operations, channels, messages, schemas

    /// The lists of what has a name of its own.
    static let named: [ReferenceList] = [.channels, .messages, .schemas]

    var title: String {
        switch self {
        case .operations: "Operations"
        case .channels: "Channels"
        case .messages: "Messages"
        case .schemas: "Schemas"
        }
    }
}

/// A line of a list.
struct ReferenceEntry {
    var name: String
    var text: String
    var place: ReferencePlace
}

extension APIReference {
    /// What a list holds, in the order of the document.
    func entries(of list: ReferenceList) -> [ReferenceEntry] {
        switch list {
        case .operations:
            shown.map {
                ReferenceEntry(name: "\($0.method) \($0.path)", text: $0.title, place: .operation($0.key))
            }
        case .channels:
            (description.async?.channels ?? []).map {
                ReferenceEntry(name: $0.label, text: $0.title ?? $0.summary ?? "", place: .channel($0.key))
            }
        case .messages:
            (description.async?.messages ?? []).map {
                ReferenceEntry(name: $0.title, text: $0.summary ?? "", place: .message($0.key))
            }
        case .schemas:
            options.showsSchemas
                ? description.schemas.map {
                    ReferenceEntry(name: $0.name, text: "", place: .schema($0.key))
                } : []
        }
    }

    /// A page of a list, from a position on; nil when there is nothing there.
    package func list(_ list: ReferenceList, from start: Int) -> ReferencePage? {
        let entries = entries(of: list)
        guard entries.indices.contains(start) else { return nil }
        return page(
            list.title, summary: nil, at: .list(list, from: 0),
            body: ReferenceListView(reference: self, list: list, entries: entries, start: start).html)
    }

    /// The operations of a group for the navigation, or all groups; nil when there is no such group.
    package func navigation(_ group: String?) -> HTML? {
        let navigation = ReferenceNavigation(reference: self, current: .overview)
        return group.map(navigation.items) ?? navigation.all
    }
}

/// A list cut into pages.
struct ReferenceListView {
    /// How much one page lists.
    static let limit = 150

    let reference: APIReference
    let list: ReferenceList
    let entries: [ReferenceEntry]
    let start: Int

    var html: HTML {
        let end = min(start + Self.limit, entries.count)
        let count: HTML =
            entries.count > Self.limit
            ? "<p class=\"ref-muted\">\(start + 1) to \(end) of \(entries.count)</p>" : .empty
        return """
            <article class="ref-page"><header class="ref-header"><p class="ref-eyebrow">\
            \(reference.description.title ?? "API reference")</p><h1>\(list.title)</h1>\(count)</header>\
            <ul class="ref-operations">\(entries[start..<end].map { Self.row($0, reference) })</ul>\
            \(pager(end))</article>
            """
    }

    static func row(_ entry: ReferenceEntry, _ reference: APIReference) -> HTML {
        """
        <li><a class="ref-operation ref-operation-plain" href="\(url: reference.options.address(entry.place))">\
        <code>\(ReferenceText.path(entry.name))</code>\
        <span class="ref-operation-title">\(entry.text.prefix(200))</span>\
        </a></li>
        """
    }

    private func pager(_ end: Int) -> HTML {
        func link(_ from: Int?, _ label: String, _ kind: String) -> HTML {
            guard let from else { return "<span></span>" }
            let last = min(from + Self.limit, entries.count)
            return """
                <a class="ref-pager-\(kind)" href="\(url: reference.options.address(.list(list, from: from)))">\
                <span>\(label)</span>\(from + 1) to \(last)</a>
                """
        }
        guard start > 0 || end < entries.count else { return .empty }
        let previous = link(start > 0 ? max(0, start - Self.limit) : nil, "Previous", "previous")
        let next = link(end < entries.count ? end : nil, "Next", "next")
        return "<nav class=\"ref-pager\" aria-label=\"Pages of this list\">\(previous)\(next)</nav>"
    }
}
