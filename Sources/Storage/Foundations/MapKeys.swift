import Model

/// A table of the keys and values of JSON objects.
package struct MapKeys: Sendable {
    private let owner: SQL
    private let from: SQL

    /// The labels of the API `a`.
    package static let apiLabels = Self(owner: "a.id", from: "SELECT l.api_id FROM api_labels l")

    /// Nil for what the table cannot answer: that a key is missing.
    func condition(_ key: String, _ filter: ListFilter) -> SQL? {
        let values = filter.values.compactMap(\.self)
        guard values.count == filter.values.count else { return nil }
        let match: SQL
        switch filter.op {
        case .exists: match = "TRUE"
        case .eq, .oeq: match = "l.value IN \(list: values)"
        case .contains, .ocontains: match = .any(values.map { .contains("l.value", $0) })
        case .neq, .lt, .lte, .gt, .gte: return nil
        }
        return "\(sql: owner) IN (\(sql: from) WHERE l.key = \(key) AND \(sql: match))"
    }
}
