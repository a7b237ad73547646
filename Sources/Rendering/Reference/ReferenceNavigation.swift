/// The list of all pages beside each page.
struct ReferenceNavigation {
    /// References with more operations show only the current group opened.
    private static let openLimit = 80
    /// References with more operations list only those of the current group: the list would outweigh each page.
    private static let listLimit = 300

    let reference: APIReference
    let current: ReferencePlace

    var html: HTML {
        """
        <button type="button" class="ref-nav-button button button-secondary" popovertarget="ref-nav">\
        <span aria-hidden="true" class="ref-nav-icon"></span>All operations</button>\
        <nav class="ref-nav" id="ref-nav" popover aria-label="API reference">\
        <div class="ref-nav-head">\(reference.options.navigationHeader)\
        <label class="ref-nav-filter"><span class="visually-hidden">Filter operations</span>\
        <input type="search" class="input" placeholder="Filter" autocomplete="off" spellcheck="false" \
        data-test="reference-filter"></label></div>\
        <div class="ref-nav-list"><a class="ref-nav-link" href="\(url: address(.overview))"\(mark(.overview))>\
        Overview</a>\(reference.groups.map(group))\(schemas)\
        <p class="ref-nav-none" hidden>Nothing fits the filter.</p></div></nav>
        """
    }

    private func address(_ place: ReferencePlace) -> String { reference.options.address(place) }

    private func mark(_ place: ReferencePlace) -> HTML {
        place == current ? " aria-current=\"page\"" : ""
    }

    private func isOpen(_ group: ReferenceGroup) -> Bool {
        reference.description.operations.count <= Self.openLimit || isCurrent(group)
    }

    private func isCurrent(_ group: ReferenceGroup) -> Bool {
        switch current {
        case .group(let key): return key == group.key
        case .operation(let key): return group.operations.contains { $0.key == key }
        default: return false
        }
    }

    private func group(_ group: ReferenceGroup) -> HTML {
        if reference.description.operations.count > Self.listLimit, !isCurrent(group) {
            return """
                <a class="ref-nav-link ref-nav-jump" href="\(url: address(.group(group.key)))" \
                data-words="\(group.name.lowercased())"><span class="ref-nav-title">\(group.name)</span>\
                <span class="ref-nav-count">\(group.operations.count)</span></a>
                """
        }
        return """
            <details class="ref-nav-group"\(isOpen(group) ? " open" : "")><summary>\(group.name)</summary>\
            <ul>\(group.operations.map(item))</ul></details>
            """
    }

    private func item(_ operation: APIOperation) -> HTML {
        let place = ReferencePlace.operation(operation.key)
        let words = "\(operation.title) \(operation.method) \(operation.path)"
        return """
            <li data-words="\(words.lowercased())"><a class="ref-nav-link" href="\(url: address(place))"\(mark(place))>\
            <span class="ref-nav-title\(operation.isDeprecated ? " ref-deprecated" : "")">\(operation.title)</span>\
            \(MethodBadge.small(operation))</a></li>
            """
    }

    private var schemas: HTML {
        let schemas = reference.description.schemas
        guard reference.options.showsSchemas, !schemas.isEmpty else { return .empty }
        if case .schema(let key) = current { return schemaList(neighbours(of: key, in: schemas), isOpen: true) }
        // A list of thousands of names on each page would outweigh the page.
        return schemas.count <= 200 ? schemaList(schemas, isOpen: false) : schemaLink(schemas)
    }

    /// All schemas, or those around one when there are thousands.
    private func neighbours(of key: String, in schemas: [NamedSchema]) -> [NamedSchema] {
        guard schemas.count > Self.listLimit, let place = schemas.firstIndex(where: { $0.key == key }) else {
            return schemas
        }
        let start = max(0, min(place - Self.listLimit / 4, schemas.count - Self.listLimit / 2))
        return Array(schemas[start..<start + Self.listLimit / 2])
    }

    private func schemaList(_ schemas: [NamedSchema], isOpen: Bool) -> HTML {
        let items: [HTML] = schemas.map { schema in
            let place = ReferencePlace.schema(schema.key)
            return """
                <li data-words="\(schema.name.lowercased())"><a class="ref-nav-link" \
                href="\(url: address(place))"\(mark(place))><span class="ref-nav-title">\(schema.name)</span></a></li>
                """
        }
        return """
            <details class="ref-nav-group"\(isOpen ? " open" : "")><summary>Schemas</summary><ul>\(items)</ul></details>
            """
    }

    private func schemaLink(_ schemas: [NamedSchema]) -> HTML {
        guard let first = schemas.first else { return .empty }
        return """
            <a class="ref-nav-link" href="\(url: address(.schema(first.key)))">\
            <span class="ref-nav-title">Schemas</span><span class="ref-nav-count">\(schemas.count)</span></a>
            """
    }
}

/// The method of an operation in its colour.
enum MethodBadge {
    static func html(_ operation: APIOperation) -> HTML {
        let kind = operation.method.lowercased()
        return "<span class=\"method method-\(kind)\">\(operation.isWebhook ? "HOOK" : operation.method)</span>"
    }

    static func small(_ operation: APIOperation) -> HTML {
        let short = ["DELETE": "DEL", "OPTIONS": "OPT", "PATCH": "PATCH"][operation.method] ?? operation.method
        return """
            <span class="method method-\(operation.method.lowercased()) ref-method-small">\
            \(operation.isWebhook ? "HOOK" : short)</span>
            """
    }
}
