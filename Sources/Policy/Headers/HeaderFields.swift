/// The fields of a head, in their order; names are compared without regard to ASCII case.
package struct HeaderFields: Sendable, Sequence {
    package typealias Field = (name: String, value: String)

    package private(set) var fields: [Field]

    package init(_ fields: [Field] = []) {
        self.fields = fields
    }

    package var count: Int { fields.count }

    package func makeIterator() -> IndexingIterator<[Field]> { fields.makeIterator() }

    /// The value of the first field of that name.
    package func first(_ name: String) -> String? {
        for field in fields where ASCII.same(field.name, name) { return field.value }
        return nil
    }

    /// The values of all fields of that name.
    package func all(_ name: String) -> [String] {
        fields.compactMap { ASCII.same($0.name, name) ? $0.value : nil }
    }

    package mutating func append(_ name: String, _ value: String) {
        fields.append((name, value))
    }

    /// Replaces every field of that name by one.
    package mutating func set(_ name: String, _ value: String) {
        remove(name)
        fields.append((name, value))
    }

    package mutating func remove(_ name: String) {
        if fields.contains(where: { ASCII.same($0.name, name) }) {
            fields.removeAll { ASCII.same($0.name, name) }
        }
    }

    package mutating func removeAll(where condition: (Field) -> Bool) {
        fields.removeAll(where: condition)
    }

    package mutating func reserve(_ count: Int) {
        fields.reserveCapacity(count)
    }
}

/// Text as HTTP compares it: bytes, with the case of the 26 letters folded.
package enum ASCII {
    package static func lower(_ byte: UInt8) -> UInt8 {
        (65...90).contains(byte) ? byte | 0x20 : byte
    }

    package static func same(_ left: String, _ right: String) -> Bool {
        let left = left.utf8, right = right.utf8
        guard left.count == right.count else { return false }
        return zip(left, right).allSatisfy { $0 == $1 || lower($0) == lower($1) }
    }

    package static func lowercased(_ text: String) -> String {
        String(decoding: text.utf8.map(lower), as: UTF8.self)
    }

    /// The items of a comma-separated list, without surrounding blanks and empty items.
    package static func list(_ value: String) -> [String] {
        value.split(separator: ",").map { trimmed($0) }.filter { !$0.isEmpty }
    }

    package static func trimmed(_ text: some StringProtocol) -> String {
        let bytes = Array(text.utf8)
        guard let first = bytes.firstIndex(where: { $0 != 32 && $0 != 9 }),
            let last = bytes.lastIndex(where: { $0 != 32 && $0 != 9 })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}
