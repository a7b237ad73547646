/// The name of the group that an operation is in, above its title.
enum GroupEyebrow {
    static func html(_ reference: APIReference, _ operation: APIOperation) -> HTML {
        guard let group = reference.group(of: operation.key) else { return .empty }
        let address = reference.options.address(.group(group.key))
        return "<p class=\"ref-eyebrow\"><a href=\"\(url: address)\">\(group.name)</a></p>"
    }
}

enum DeprecationNote {
    static func html(_ isDeprecated: Bool) -> HTML {
        isDeprecated
            ? "<p class=\"ref-note ref-note-warn\"><strong>Deprecated.</strong> It may go away; do not build on it.</p>"
            : ""
    }
}

/// The ways to authenticate, of which one is enough.
struct SecurityList {
    let reference: APIReference
    let ways: [[SecurityNeed]]

    var html: HTML {
        guard !ways.isEmpty else { return .empty }
        let choice: HTML = ways.count > 1 ? "<p class=\"ref-muted\">One of these is enough.</p>" : ""
        return """
            <section class="ref-section"><h2>Authentication</h2>\(choice)\
            <ul class="ref-ways">\(ways.map(way))</ul></section>
            """
    }

    private func way(_ way: [SecurityNeed]) -> HTML {
        if way.isEmpty { return "<li><span class=\"ref-muted\">No authentication</span></li>" }
        let parts: [HTML] = way.enumerated().map { position, need in
            let link = "\(reference.options.address(.overview))#auth-\(UniqueKeys.slug(need.scheme.name))"
            let scopes: [HTML] = need.scopes.prefix(30).map { "<code class=\"ref-value\">\($0)</code>" }
            return """
                \(position > 0 ? " <span class=\"ref-and\">and</span> " : "")<a href="\(url: link)">\
                \(need.scheme.name)</a> <span class="ref-muted">\(SecurityWords.kind(need.scheme))</span>\
                \(scopes.isEmpty ? "" : " <span class=\"ref-values\">needs \(scopes)</span>" as HTML)
                """
        }
        return "<li>\(parts)</li>"
    }
}

/// The operations before and after.
struct OperationPager {
    let reference: APIReference
    let operation: APIOperation

    var html: HTML {
        let all = reference.shown
        guard let place = all.firstIndex(where: { $0.key == operation.key }) else { return .empty }
        let previous = link(place > 0 ? all[place - 1] : nil, "Previous", "previous")
        let next = link(place + 1 < all.count ? all[place + 1] : nil, "Next", "next")
        return "<nav class=\"ref-pager\" aria-label=\"Operations before and after\">\(previous)\(next)</nav>"
    }

    private func link(_ other: APIOperation?, _ label: String, _ kind: String) -> HTML {
        guard let other else { return "<span></span>" }
        return """
            <a class="ref-pager-\(kind)" href="\(url: reference.options.address(.operation(other.key)))">\
            <span>\(label)</span>\(other.title)</a>
            """
    }
}

/// An operation in a list.
enum OperationRow {
    static func html(_ operation: APIOperation, _ reference: APIReference) -> HTML {
        let name: HTML = operation.title == "\(operation.method) \(operation.path)" ? "" : "\(operation.title)"
        return """
            <li><a class="ref-operation" href="\(url: reference.options.address(.operation(operation.key)))">\
            \(MethodBadge.html(operation))<code>\(ReferenceText.path(operation.path))</code>\
            <span class="ref-operation-title\(operation.isDeprecated ? " ref-deprecated" : "")">\(name)</span></a></li>
            """
    }
}
