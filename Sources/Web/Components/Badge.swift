package import Rendering

extension UI {
    /// A small label with a tone. A dot makes it a state.
    package static func badge(_ text: String, _ tone: Tone = .neutral, dot: Bool = false) -> HTML {
        let mark: HTML = dot ? "<span class=\"badge-dot\"></span>" : ""
        return "<span class=\"badge badge-\(tone.rawValue)\">\(mark)\(text)</span>"
    }

    /// The badge of a state by its wire name: `approved`, `pending`, `public` and so on; unknown ones are neutral.
    package static func status(_ state: String) -> HTML {
        let tone: Tone =
            switch state.lowercased() {
            case "approved", "published", "active", "enabled", "connected", "verified", "sent", "completed": .success
            case "pending", "expiring", "queued", "deprecated", "accepted", "running": .warn
            case "rejected", "revoked", "failed", "undeliverable", "error", "expired": .danger
            case "public": .info
            default: .neutral
            }
        let words = state.split(whereSeparator: { $0 == "_" || $0 == "-" }).joined(separator: " ")
        return badge(words.prefix(1).uppercased() + words.dropFirst(), tone, dot: true)
    }

    /// The badge of an HTTP method.
    package static func method(_ method: String) -> HTML {
        let known = ["get", "post", "put", "patch", "delete"]
        let name = method.lowercased()
        return "<span class=\"method method-\(known.contains(name) ? name : "other")\">\(method.uppercased())</span>"
    }

    /// Labels as small tags.
    package static func tags(_ tags: [String]) -> HTML {
        let items: [HTML] = tags.map { "<span class=\"tag\">\($0)</span>" }
        return "<span class=\"tags\">\(items)</span>"
    }

    /// A round picture made of a name's initials, in a colour that follows from the name.
    ///
    /// Decorative: the name stands beside it.
    package static func avatar(_ name: String, large: Bool = false) -> HTML {
        let words = name.split(separator: " ").filter { $0.first?.isLetter == true }
        let letters = [words.first, words.count > 1 ? words.last : nil].compactMap { $0?.first }
        let initials = letters.isEmpty ? String(name.prefix(1)) : String(letters)
        let hue = name.unicodeScalars.reduce(0) { ($0 &* 31 &+ Int($1.value)) & 0xFFFF } % 6
        return """
            <span class="avatar avatar-\(hue)\(large ? " avatar-large" : "")" aria-hidden="true">\
            \(initials.uppercased())</span>
            """
    }
}
