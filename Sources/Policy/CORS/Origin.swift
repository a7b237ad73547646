/// An origin as it is compared: scheme, host and a port that is not the scheme's own.
struct Origin: Equatable, Sendable {
    let text: String
    let host: String

    init(_ origin: String) {
        guard let mark = origin.firstRange(of: "://") else {
            text = origin
            host = origin
            return
        }
        let scheme = origin[..<mark.lowerBound]
        let authority = origin[mark.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        var name = String(authority), port = ""
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            name = String(authority[..<colon])
            port = String(authority[authority.index(after: colon)...])
        }
        if (scheme == "http" && port == "80") || (scheme == "https" && port == "443") { port = "" }
        host = name
        text = "\(scheme)://\(name)" + (port.isEmpty ? "" : ":\(port)")
    }
}

/// One entry of a list of origins.
enum OriginPattern: Sendable {
    case any
    case origin(String)
    case pattern(Pattern, hostOnly: Bool)
    /// An expression that is not understood matches nothing.
    case nothing

    init(_ entry: String) {
        if entry == "*" {
            self = .any
        } else if Self.isPlain(entry) {
            self = .origin(Origin(entry).text)
        } else if let pattern = Pattern(entry) {
            self = .pattern(pattern, hostOnly: !entry.contains(":"))
        } else {
            self = .nothing
        }
    }

    static func isPlain(_ entry: String) -> Bool {
        !entry.isEmpty && entry.utf8.allSatisfy { plain.contains($0) }
    }

    private static let plain = ByteSet(0x2D...0x3A).union(ByteSet(0x41...0x5A)).union(ByteSet(0x61...0x7A))

    func matches(_ origin: Origin) -> Bool {
        switch self {
        case .any: true
        case .origin(let text): origin.text == text
        case .pattern(let pattern, let hostOnly):
            pattern.matchesWhole(Array((hostOnly ? origin.host : origin.text).utf8))
        case .nothing: false
        }
    }
}
