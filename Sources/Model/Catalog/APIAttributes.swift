/// Keys with lists of values that developers filter catalogs by.
package enum APIAttributes {
    package static let maximumKeys = 100
    package static let valueCount = 1...20
    package static let keyPattern = "^[a-z0-9-_]{1,128}$"
    package static let valuePattern = "^[^,<>]*$"

    /// Nil as a list deletes the key: see `merged`.
    package static func problems(
        _ attributes: [String: [String]?], field: String = "attributes"
    ) -> [FieldProblem] {
        if attributes.count > maximumKeys {
            let reason = "\(field) must contain no more than \(maximumKeys) entries"
            return [FieldProblem(field, .maxItems(maximumKeys), reason)]
        }
        return attributes.sorted { $0.key < $1.key }.compactMap { key, values in
            let name = "\(field).\(key)"
            guard isKey(key) else {
                return FieldProblem(name, .matchesRegex, "attribute keys match /\(keyPattern)/")
            }
            return values.flatMap { problem(name, $0) }
        }
    }

    /// What remains of `old` after an update in which nil deletes its key.
    package static func merged(
        _ old: [String: [String]], with update: [String: [String]?]
    ) -> [String: [String]] {
        var attributes = old
        for (key, values) in update { attributes[key] = values.map(distinct) }
        return attributes
    }

    private static func distinct(_ values: [String]) -> [String] {
        var seen: Set<String> = []
        return values.filter { seen.insert($0).inserted }
    }

    private static func problem(_ name: String, _ values: [String]) -> FieldProblem? {
        if values.isEmpty { return FieldProblem(name, .minItems(1), "\(name) must contain at least 1 items") }
        if values.count > valueCount.upperBound {
            let reason = "\(name) must contain no more than \(valueCount.upperBound) items"
            return FieldProblem(name, .maxItems(valueCount.upperBound), reason)
        }
        let isWrong = values.contains { value in
            !(1...512).contains(value.unicodeScalars.count) || value.contains { ",<>".contains($0) }
                || value.utf8.contains(0)
        }
        let reason = "attribute values have 1 to 512 characters and match /\(valuePattern)/"
        return isWrong ? FieldProblem(name, .matchesRegex, reason) : nil
    }

    private static func isKey(_ key: String) -> Bool {
        (1...128).contains(key.utf8.count)
            && key.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (97...122).contains(byte) || byte == 0x2D || byte == 0x5F
            }
    }
}

/// A key of attributes with how many APIs carry each of its values.
package struct APIAttribute: Sendable, Equatable {
    package struct Value: Sendable, Equatable {
        package var value: String
        package var apiCount: Int
        /// How many remain under the reader's present selection; nil when nothing is selected.
        package var selectedCount: Int?

        package init(_ value: String, apiCount: Int, selectedCount: Int? = nil) {
            self.value = value
            self.apiCount = apiCount
            self.selectedCount = selectedCount
        }
    }

    package var id: ID<APIAttribute>
    package var key: String
    package var values: [Value]
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<APIAttribute>, key: String, values: [Value], createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.key = key
        self.values = values
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    package static let list = ListRules(
        filters: ["id": .uuid, "key": .string, "created_at": .dateTime, "updated_at": .dateTime],
        sorts: ["id", "key", "created_at", "updated_at"], defaultSort: [ListSort("key")])
}
