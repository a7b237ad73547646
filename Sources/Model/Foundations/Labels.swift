/// Key and value pairs that an operator attaches to a resource.
package enum Labels {
    package static let maximumCount = 50
    package static let reservedPrefixes = ["kong", "konnect", "mesh", "kic", "_"]
    /// The pattern of values, as the wire documents it.
    package static let pattern = "^[a-z0-9A-Z]{1}([a-z0-9A-Z-._]*[a-z0-9A-Z]+)?$"

    /// Nil as a value deletes the key: see `merged`.
    package static func problems(_ labels: [String: String?], field: String = "labels") -> [FieldProblem] {
        if labels.count > maximumCount {
            let reason = "\(field) must contain no more than \(maximumCount) entries"
            return [FieldProblem(field, .maxItems(maximumCount), reason)]
        }
        return labels.sorted { $0.key < $1.key }.compactMap { key, value in
            let name = "\(field).\(key)"
            if !(1...63).contains(key.unicodeScalars.count) || !isName(key) {
                return FieldProblem(name, .isLabel, "label keys have 1 to 63 characters and match /\(pattern)/")
            }
            if let prefix = reservedPrefixes.first(where: key.hasPrefix) {
                return FieldProblem(name, .isLabel, "label keys must not start with \"\(prefix)\"")
            }
            if let value, !(1...63).contains(value.unicodeScalars.count) || !isName(value) {
                return FieldProblem(name, .isLabel, "label values have 1 to 63 characters and match /\(pattern)/")
            }
            return nil
        }
    }

    /// What remains of `old` after an update in which a nil value deletes its key.
    package static func merged(_ old: [String: String], with update: [String: String?]) -> [String: String] {
        var labels = old
        for (key, value) in update { labels[key] = value }
        return labels
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last, isAlphanumeric(first), isAlphanumeric(last)
        else { return false }
        return text.utf8.allSatisfy { isAlphanumeric($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}
