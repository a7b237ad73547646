/// What a list may be filtered and sorted by; stands beside the resource, and its doors and its store accept no other.
package struct ListRules: Sendable {
    package enum FilterKind: Sendable {
        case string, stringEquals, uuid, boolean, dateTime, choice([String])
        /// `filter[labels.key]`: the key travels in `ListFilter.subkey`.
        case map
    }

    package let filters: [String: FilterKind]
    package let sorts: [String]
    package let defaultSort: [ListSort]

    package init(
        filters: [String: FilterKind], sorts: [String] = [],
        defaultSort: [ListSort] = [ListSort("created_at", descending: true)]
    ) {
        self.filters = filters
        self.sorts = sorts
        self.defaultSort = defaultSort
    }
}

/// One condition of a list; conditions are joined by AND.
package struct ListFilter: Equatable, Sendable {
    package enum Operator: String, Sendable {
        case eq, neq, contains, ocontains, oeq, lt, lte, gt, gte, exists
    }

    package var field: String
    package var subkey: String?
    package var op: Operator
    /// More than one for `oeq` and `ocontains`; none for `exists`. "null" was sent as the bare word when nil.
    package var values: [String?]

    package init(_ field: String, subkey: String? = nil, _ op: Operator, _ values: [String?]) {
        self.field = field
        self.subkey = subkey
        self.op = op
        self.values = values
    }
}

/// One key of an order.
package struct ListSort: Equatable, Sendable {
    package var field: String
    package var descending: Bool

    package init(_ field: String, descending: Bool = false) {
        self.field = field
        self.descending = descending
    }
}

/// Which items, in which order, and which page of them.
package struct ListQuery: Equatable, Sendable {
    package var filters: [ListFilter]
    /// Empty: the resource's own order.
    package var sort: [ListSort]
    package var page: PageRequest
    /// Which items the caller may see.
    package private(set) var seen = Seen.everything

    package init(filters: [ListFilter] = [], sort: [ListSort] = [], page: PageRequest = PageRequest()) {
        self.filters = filters
        self.sort = sort
        self.page = page
    }

    /// The same query for somebody who sees only these.
    package func limited(to seen: Seen) -> Self {
        var query = self
        query.seen = seen
        return query
    }
}

/// A page by number, from 1.
package struct PageRequest: Equatable, Sendable {
    package static let maximumSize = 100

    package var size: Int
    package var number: Int

    package init(size: Int = 10, number: Int = 1) {
        self.size = size
        self.number = number
    }

    package var offset: Int { (number - 1) * size }
}

/// One page of a list, with the number of all items that match.
package struct Page<Item: Sendable>: Sendable {
    package var items: [Item]
    package var total: Int
    package var request: PageRequest

    package init(items: [Item], total: Int, request: PageRequest) {
        self.items = items
        self.total = total
        self.request = request
    }

    package func map<Other>(_ transform: (Item) throws -> Other) rethrows -> Page<Other> {
        Page<Other>(items: try items.map(transform), total: total, request: request)
    }

    package var pageCount: Int { max(1, (total + request.size - 1) / request.size) }
}
