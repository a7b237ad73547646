import Crypto

/// Where random bits come from; tests count instead.
package struct Randomness: Sendable {
    private let next: @Sendable () -> UInt64

    package init(_ next: @escaping @Sendable () -> UInt64) {
        self.next = next
    }

    package static let system = Randomness {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }

    package func word() -> UInt64 { next() }

    package func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            withUnsafeBytes(of: next()) { bytes.append(contentsOf: $0) }
        }
        return Array(bytes.prefix(count))
    }

    /// Characters of `0-9A-Za-z`, each equally likely.
    package func base62(_ count: Int) -> String {
        var text = ""
        while text.utf8.count < count {
            // 248 is the largest multiple of 62 in a byte: beyond it some characters would come more often.
            for byte in bytes(count * 2) where byte < 248 && text.utf8.count < count {
                text.unicodeScalars.append(Unicode.Scalar(Base62.alphabet[Int(byte % 62)]))
            }
        }
        return text
    }
}

/// The alphabet of our secrets.
package enum Base62 {
    package static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
}

/// A secret that is shown once and kept as its SHA-256.
package struct Secret: Sendable, Equatable {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// 43 characters of base62 are 256 bits; 34 are 202.
    package static func make(prefix: String = "", _ random: Randomness) -> Secret {
        Secret(prefix + random.base62(34))
    }

    package var hash: [UInt8] { Self.hash(text) }

    package static func hash(_ text: String) -> [UInt8] {
        Array(SHA256.hash(data: Array(text.utf8)))
    }
}
