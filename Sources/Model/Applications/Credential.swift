/// A key by which an application identifies itself to the gateway. Only its hash is kept.
package struct Credential: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable {
        case active, expired, revoked
    }

    package var id: ID<Credential>
    package var portalID: ID<Portal>
    package var applicationID: ID<Application>
    package var keyHash: KeyHash
    package var displayName: String
    /// The last characters of the key, to tell keys apart.
    package var lastFour: String
    /// Nil lives for ever.
    package var expiresAt: Instant?
    package var createdAt: Instant

    package init(
        id: ID<Credential>, portalID: ID<Portal>, applicationID: ID<Application>, keyHash: KeyHash,
        displayName: String, lastFour: String, expiresAt: Instant?, createdAt: Instant
    ) {
        self.id = id
        self.portalID = portalID
        self.applicationID = applicationID
        self.keyHash = keyHash
        self.displayName = displayName
        self.lastFour = lastFour
        self.expiresAt = expiresAt
        self.createdAt = createdAt
    }
}

extension Credential {
    /// How many one application may have, expired ones included.
    package static let limitPerApplication = 20
    package static let displayNameRule = TextRule(1...255)
    package static let list = ListRules(filters: [:])

    package func status(at now: Instant) -> Status {
        expiresAt.map { $0 <= now } ?? false ? .expired : .active
    }
}

/// The text of a key: `ptk_` and 40 characters of base62, the last 6 of them a checksum of those before, so that
/// scanners for leaked secrets can tell a key from chance.
package enum APIKey {
    package static let prefix = "ptk_"
    package static let randomLength = 34
    package static let checksumLength = 6

    /// The key around 34 random characters of base62.
    package static func make(_ random: String) -> String {
        prefix + random + checksum(random)
    }

    /// Whether the text has the form of a key and its checksum is right.
    package static func isWellFormed(_ text: String) -> Bool {
        let length = prefix.utf8.count + randomLength + checksumLength
        guard text.hasPrefix(prefix), text.utf8.count == length, text.count == length else { return false }
        let random = String(text.dropFirst(prefix.count).prefix(randomLength))
        return text == make(random)
    }

    // CRC-32 (ISO 3309) in base62, padded with zeros.
    private static func checksum(_ text: String) -> String {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in text.utf8 {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        var rest = crc ^ 0xFFFF_FFFF, digits = ""
        while digits.utf8.count < checksumLength {
            digits = String(Unicode.Scalar(alphabet[Int(rest % 62)])) + digits
            rest /= 62
        }
        return digits
    }

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
}
