extension ReferencePlace {
    /// The place of an address below a reference: its kind, its key, and what its query says; nil when there is none.
    package init?(kind: String, key: String, pointer: String = "", from start: Int = 0, for direction: String? = nil) {
        switch kind {
        case "operations": self = .operation(key)
        case "description": self = .description(part: start)
        case "groups": self = .group(key)
        case "schemas": self = .schema(key)
        case "channels": self = .channel(key)
        case "messages": self = .message(key)
        case "lists":
            guard let list = ReferenceList(rawValue: key) else { return nil }
            self = .list(list, from: start)
        case "nodes": self = .node(pointer, from: start)
        case "fragments":
            self = .fragment(pointer, from: start, for: ExampleMaker.Direction(rawValue: direction ?? ""))
        case "continuous": self = key == "part" ? .continuation(from: start) : .continuous(from: start)
        case "navigation": self = .navigation(key.hasPrefix("of-") ? String(key.dropFirst(3)) : nil)
        default: return nil
        }
    }

    /// The address below that of the reference. The ending stands behind pages that have other forms.
    package func address(below base: String, ending: String = "", query more: [(name: String, value: String)] = [])
        -> String
    {
        var query: [(name: String, value: String)] = []
        let path: String
        switch self {
        case .overview: path = ending
        case .description(let part):
            path = "/description/part"
            query.append(("from", String(part)))
        case .operation(let key): path = "/operations/\(AddressText.encoded(key))\(ending)"
        case .group(let key): path = "/groups/\(AddressText.encoded(key))\(ending)"
        case .schema(let key): path = "/schemas/\(AddressText.encoded(key))\(ending)"
        case .channel(let key): path = "/channels/\(AddressText.encoded(key))\(ending)"
        case .message(let key): path = "/messages/\(AddressText.encoded(key))\(ending)"
        case .list(let list, let start):
            path = "/lists/\(list.rawValue)"
            if start > 0 { query.append(("from", String(start))) }
        case .node(let pointer, let start):
            path = "/nodes/at\(ending)"
            query.append(("pointer", pointer))
            if start > 0 { query.append(("from", String(start))) }
        case .fragment(let pointer, let start, let direction):
            path = "/fragments/at"
            query.append(("pointer", pointer))
            if start > 0 { query.append(("from", String(start))) }
            if let direction { query.append(("for", direction.rawValue)) }
        case .continuous(let start), .continuation(let start):
            if case .continuous = self { path = "/continuous/page" } else { path = "/continuous/part" }
            if start > 0 { query.append(("from", String(start))) }
        case .navigation(let key): path = "/navigation/" + (key.map { "of-" + AddressText.encoded($0) } ?? "all")
        }
        let pairs = (query + more).map { "\($0.name)=\(AddressText.encoded($0.value))" }
        return base + path + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
    }
}

extension APIReference {
    /// The page at a place; nil when there is none, or when the place is a part of a page.
    package func page(at place: ReferencePlace) -> ReferencePage? {
        switch place {
        case .overview: overview()
        case .description(let part): description(part: part)
        case .operation(let key): operation(key)
        case .group(let key): group(key)
        case .schema(let key): schema(key)
        case .channel(let key): channel(key)
        case .message(let key): message(key)
        case .list(let kind, let start): list(kind, from: start)
        case .node(let pointer, let start): node(pointer, from: start)
        case .continuous(let start): continuous(from: start)
        case .fragment, .navigation, .continuation: nil
        }
    }

    /// The part of a page at a place; nil when there is none, or when the place is a whole page.
    package func fragment(at place: ReferencePlace) -> HTML? {
        switch place {
        case .fragment(let pointer, let start, let direction):
            schemaFragment(pointer: pointer, from: start, for: direction)
        case .continuation(let start): continuation(from: start)
        case .navigation(let group): navigation(group)
        default: nil
        }
    }
}
