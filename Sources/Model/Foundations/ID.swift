import struct Foundation.UUID

/// The id of an entity of one kind: a lower-case UUID (version 7 when we made it).
package struct ID<Entity>: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let text: String

    /// Nil when the text is no UUID; upper case is accepted and lowered.
    package init?(_ text: String) {
        guard text.utf8.count == 36, let uuid = UUID(uuidString: text) else { return nil }
        self.text = uuid.uuidString.lowercased()
    }

    /// For ids that this program has stored or made, which need no check.
    package init(stored text: String) {
        self.text = text
    }

    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension ID {
    /// A new id, ordered by time: 48 bits of milliseconds, then the given random bits (RFC 9562, version 7).
    package static func make(at now: Instant, random: (UInt64, UInt64)) -> Self {
        let time = UInt64(max(0, now.milliseconds))
        let high = time << 16 | 0x7000 | random.0 & 0x0FFF
        let low = 0x8000_0000_0000_0000 | random.1 & 0x3FFF_FFFF_FFFF_FFFF
        let digits = hexadecimal(high) + hexadecimal(low)
        var text = ""
        text.reserveCapacity(36)
        for (index, digit) in digits.enumerated() {
            if index == 8 || index == 12 || index == 16 || index == 20 { text.append("-") }
            text.append(digit)
        }
        return Self(stored: text)
    }

    /// When an id of version 7 was made; nonsense for others.
    package var time: Instant {
        let digits = text.filter { $0 != "-" }.prefix(12)
        return Instant(milliseconds: Int64(digits, radix: 16) ?? 0)
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension ID: Codable {
    package init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
