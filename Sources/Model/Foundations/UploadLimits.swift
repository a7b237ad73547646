/// How many bytes an upload may have.
package struct UploadLimits: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case description, icon, logo, favicon

        var standard: Int {
            switch self {
            case .description: 8 << 20
            case .icon: 500 << 10
            case .logo: 2 << 20
            case .favicon: 200 << 10
            }
        }
    }

    /// The most that any of them may be set to.
    package static let highest = 32 << 20
    private var changed: [Kind: Int] = [:]

    package init() {}

    /// Reads `description=12MB,icon=300KB`; what is not named keeps its limit. Nil when the text says something else.
    package init?(_ text: String) {
        for part in text.split(separator: ",") {
            let words = part.split(separator: "=", maxSplits: 1)
            guard words.count == 2, let kind = Kind(rawValue: String(words[0])), let bytes = Self.bytes(words[1]) else {
                return nil
            }
            changed[kind] = bytes
        }
    }

    package subscript(kind: Kind) -> Int { changed[kind] ?? kind.standard }

    /// What a JSON body with such an upload may weigh: escapes and base64 make it larger, and more comes with it.
    package func bodyLimit(_ kind: Kind) -> Int { 2 * self[kind] + 1 << 20 }

    /// A limit as people read it, such as `8 MB`.
    package func words(_ kind: Kind) -> String { Self.words(self[kind]) }

    /// A number of bytes as people read it.
    package static func words(_ bytes: Int) -> String {
        bytes % (1 << 20) == 0 ? "\(bytes >> 20) MB" : "\(bytes >> 10) KB"
    }

    private static func bytes(_ text: Substring) -> Int? {
        guard let number = Int(text.dropLast(2)), (1...highest).contains(number) else { return nil }
        let bytes = text.hasSuffix("MB") ? number << 20 : text.hasSuffix("KB") ? number << 10 : 0
        return (1...highest).contains(bytes) ? bytes : nil
    }
}
