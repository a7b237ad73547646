/// The list of all pages beside each page. Where it would outweigh the page, the other groups are links to their pages,
/// which a script opens in place.
struct ReferenceNavigation {
    /// References with more operations show only the current group opened.
    private static let openLimit = 80
    /// References with more operations bring only those of the current group along.
    private static let listLimit = 120
    /// How many neighbours of the current page a long list shows.
    private static let neighbourLimit = 48

    let reference: APIReference
    let current: ReferencePlace

    var html: HTML {
        """
        <button type="button" class="ref-nav-button button button-secondary" popovertarget="ref-nav">\
        <span aria-hidden="true" class="ref-nav-icon"></span>All operations</button>\
        <nav class="ref-nav" id="ref-nav" popover aria-label="API reference"\
        \(isLong ? " data-all=\"\(url: address(.navigation(nil)))\"" as HTML : .empty)>\
        <div class="ref-nav-head">\(reference.options.navigationHeader)\
        \(filter)</div>\
        <div class="ref-nav-list"><a class="ref-nav-link" href="\(url: address(.overview))"\(mark(.overview))>\
        Overview</a>\(continuous)<div class="ref-nav-groups">\(groups)</div>\(ReferenceList.named.map(named))\
        <p class="ref-nav-none" hidden>Nothing fits the filter.</p></div></nav>
        """
    }

    /// All groups with all their operations, for the filter.
    var all: HTML {
        let groups = reference.groups
        return groups.indices.map { heading($0) + whole(groups[$0], isOpen: isCurrent(groups[$0])) }
            .reduce(.empty, +)
    }

    /// The heading that begins at a group.
    private func heading(_ place: Int) -> HTML {
        let section = reference.groups[place].section
        guard let section, place == 0 || reference.groups[place - 1].section != section else { return .empty }
        return "<p class=\"ref-nav-section\">\(section)</p>"
    }

    /// The operations of a group, to be put below its name; nil when there is none.
    func items(of key: String) -> HTML? {
        reference.groups.first { $0.key == key }.map { "<ul>\($0.operations.map(item))</ul>" }
    }

    /// Narrows the list down; without scripts it searches the portal.
    private var filter: HTML {
        let field: HTML = """
            <label class="ref-nav-filter"><span class="visually-hidden">Filter operations</span>\
            <input type="search" class="input" name="q" placeholder="Filter" autocomplete="off" spellcheck="false" \
            data-test="reference-filter"></label>
            """
        guard let search = reference.options.search else { return field }
        return """
            <form method="get" action="\(url: search.address)" data-filter>\(field)\
            <input type="hidden" name="near" value="\(search.near)"></form>
            """
    }

    private var continuous: HTML {
        guard reference.isContinuous else { return .empty }
        let place = ReferencePlace.continuous(from: 0)
        return "<a class=\"ref-nav-link\" href=\"\(url: address(place))\"\(mark(place))>All on one page</a>"
    }

    private var isLong: Bool { reference.shown.count > Self.listLimit }

    private func address(_ place: ReferencePlace) -> String { reference.options.address(place) }

    private func mark(_ place: ReferencePlace) -> HTML {
        place == current ? " aria-current=\"page\"" : ""
    }

    private func isCurrent(_ group: ReferenceGroup) -> Bool {
        switch current {
        case .group(let key): key == group.key
        case .operation(let key): reference.group(of: key)?.key == group.key
        default: false
        }
    }

    /// The groups, or those around the current one when there are hundreds.
    private var groups: HTML {
        let all = reference.groups
        let place = all.firstIndex(where: isCurrent) ?? 0
        let shown = around(place, in: all.count)
        let more: HTML =
            shown.count == all.count
            ? .empty : jump("All groups", to: .overview, count: all.count)
        return shown.map { heading($0) + group(all[$0]) }.reduce(.empty, +) + more
    }

    private func around(_ place: Int, in count: Int) -> Range<Int> {
        let size = Self.neighbourLimit
        guard count > size else { return 0..<count }
        let start = max(0, min(place - size / 2, count - size))
        return start..<start + size
    }

    private func group(_ group: ReferenceGroup) -> HTML {
        if !isLong { return whole(group, isOpen: reference.shown.count <= Self.openLimit || isCurrent(group)) }
        if isCurrent(group) { return part(group) }
        return """
            <a class="ref-nav-group" href="\(url: address(.group(group.key)))" \
            data-fragment="\(url: address(.navigation(group.key)))">\(group.name)</a>
            """
    }

    private func whole(_ group: ReferenceGroup, isOpen: Bool) -> HTML {
        """
        <details class="ref-nav-group"\(isOpen ? " open" : "")><summary>\(group.name)</summary>\
        <ul>\(group.operations.map(item))</ul></details>
        """
    }

    /// The current group, opened, with the neighbours of the current page.
    private func part(_ group: ReferenceGroup) -> HTML {
        var place = 0
        if case .operation(let key) = current {
            place = group.operations.firstIndex { $0.key == key } ?? 0
        }
        let shown = around(place, in: group.operations.count)
        let count = group.operations.count
        let more: HTML = shown.count < count ? jump("All of them", to: .group(group.key), count: count) : .empty
        return """
            <details class="ref-nav-group" open><summary>\(group.name)</summary>\
            <ul>\(shown.map { item(group.operations[$0]) })</ul>\(more)</details>
            """
    }

    private func item(_ operation: APIOperation) -> HTML {
        let place = ReferencePlace.operation(operation.key)
        let title: HTML =
            operation.isDeprecated ? "<s class=\"ref-deprecated\">\(operation.title)</s>" : "\(operation.title)"
        return """
            <li data-words="\(operation.method) \(operation.path)"><a class="ref-nav-link" \
            data-method="\(MethodBadge.short(operation))" href="\(url: address(place))"\(mark(place))>\
            \(title)</a></li>
            """
    }

    private func link(_ title: String, to place: ReferencePlace) -> HTML {
        """
        <a class="ref-nav-link" href="\(url: address(place))"\(mark(place))>\(title)</a>
        """
    }

    private func jump(_ title: String, to place: ReferencePlace, count: Int) -> HTML {
        """
        <a class="ref-nav-link ref-nav-jump" href="\(url: address(place))"\(mark(place))>\
        \(title)<span class="ref-nav-count">\(count)</span></a>
        """
    }

    /// Channels, messages or schemas: all of them, those around the current one, or a link to their list.
    private func named(_ list: ReferenceList) -> HTML {
        let entries = reference.entries(of: list)
        guard !entries.isEmpty else { return .empty }
        let place = entries.firstIndex { $0.place == current }
        let isShort = entries.count <= Self.neighbourLimit
        guard isShort || place != nil else { return jump(list.title, to: .list(list, from: 0), count: entries.count) }
        let shown = around(place ?? 0, in: entries.count)
        let more: HTML = isShort ? .empty : jump("All of them", to: .list(list, from: 0), count: entries.count)
        let isOpen = place != nil || (list != .schemas && reference.shown.count <= Self.openLimit)
        return """
            <details class="ref-nav-group"\(isOpen ? " open" : "")><summary>\(list.title)</summary>\
            <ul>\(shown.map { "<li>\(link(entries[$0].name, to: entries[$0].place))</li>" as HTML })</ul>\
            \(more)</details>
            """
    }
}

/// The method of an operation in its colour.
enum MethodBadge {
    static func html(_ operation: APIOperation) -> HTML {
        let kind = operation.method.lowercased()
        return "<span class=\"method method-\(kind)\">\(operation.isWebhook ? "HOOK" : operation.method)</span>"
    }

    /// What stands beside an operation where there is little room.
    static func short(_ operation: APIOperation) -> String {
        let words = ["DELETE": "DEL", "OPTIONS": "OPT", "RECEIVE": "RECV", "REQUEST": "REQ"]
        return operation.isWebhook ? "HOOK" : words[operation.method] ?? operation.method
    }
}
