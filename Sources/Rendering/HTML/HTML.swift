/// Safe HTML: whatever is interpolated is escaped, unless it is HTML already.
///
///     let row: HTML = "<td>\(api.name)</td>"
///
/// A `String` is escaped, an `HTML` is spliced, an array is joined, a nil vanishes. Addresses in `href` and `src`
/// go through `\(url:)`.
package struct HTML: Sendable, Equatable {
    package private(set) var text: String

    /// Markup that is known to be safe. The only way round the escaping: every use wants a reviewer.
    package init(trustedMarkup text: String) {
        self.text = text
    }

    package static let empty = HTML(trustedMarkup: "")

    package var isEmpty: Bool { text.isEmpty }

    /// Whether nothing would be seen of it.
    package var isBlank: Bool { text.allSatisfy(\.isWhitespace) }

    /// What is inside the only paragraph; nil when there is more than one, or anything else.
    package var onlyParagraph: HTML? {
        let whole = text.hasSuffix("\n") ? text.dropLast() : text[...]
        guard whole.hasPrefix("<p>"), whole.hasSuffix("</p>") else { return nil }
        let inside = whole.dropFirst(3).dropLast(4)
        guard !inside.contains("</p>") else { return nil }
        var html = self
        html.text = String(inside)
        return html
    }

    package static func + (left: HTML, right: HTML) -> HTML {
        HTML(trustedMarkup: left.text + right.text)
    }

    package static func += (left: inout HTML, right: HTML) {
        left.text += right.text
    }
}

extension HTML {
    /// Plain text as HTML.
    package init(escaping text: String) {
        self.init(trustedMarkup: Self.escaped(text))
    }

    /// The text with the five characters that mean something in HTML replaced, and those that HTML may not hold.
    package static func escaped(_ text: String) -> String {
        var bytes = text.utf8[...]
        guard let first = bytes.firstIndex(where: isSpecial) else { return text }
        var result = "", special = first
        result.reserveCapacity(bytes.count + 32)
        while true {
            let (length, replacement) = replacement(of: bytes[special...])
            let rest = bytes.index(special, offsetBy: length)
            result += Substring(bytes[..<(replacement == nil ? rest : special)])
            if let replacement { result += replacement }
            bytes = bytes[rest...]
            guard let next = bytes.firstIndex(where: isSpecial) else { break }
            special = next
        }
        return result + Substring(bytes)
    }

    /// Whether a byte is to be replaced, or begins what may have to be.
    private static func isSpecial(_ byte: UInt8) -> Bool {
        if byte > 0x3E { return byte == 0x7F || byte == 0xC2 || byte == 0xEF }
        if byte < 0x20 { return byte != 0x09 && byte != 0x0A && byte != 0x0C && byte != 0x0D }
        return byte == 0x26 || byte == 0x3C || byte == 0x3E || byte == 0x22 || byte == 0x27
    }

    /// How many bytes go, and what comes for them; nil when they may stay.
    private static func replacement(of bytes: Substring.UTF8View) -> (length: Int, text: Substring?) {
        let unknown: Substring = "\u{FFFD}"
        var rest = bytes.dropFirst().makeIterator()
        switch bytes.first {
        case 0x26: return (1, "&amp;")
        case 0x3C: return (1, "&lt;")
        case 0x3E: return (1, "&gt;")
        case 0x22: return (1, "&quot;")
        case 0x27: return (1, "&#39;")
        // Control characters beyond ASCII.
        case 0xC2: return (2, (rest.next() ?? 0) < 0xA0 ? unknown : nil)
        // What is no character.
        case 0xEF:
            let second = rest.next() ?? 0, third = rest.next() ?? 0
            let isNone = second == 0xB7 && (0x90...0xAF).contains(third) || second == 0xBF && third >= 0xBE
            return (3, isNone ? unknown : nil)
        default: return (1, unknown)
        }
    }
}

extension HTML: ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) {
        text = value
    }

    package init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        package mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        package mutating func appendInterpolation(_ html: HTML) {
            text += html.text
        }

        package mutating func appendInterpolation(_ html: HTML?) {
            if let html { text += html.text }
        }

        package mutating func appendInterpolation(_ parts: [HTML]) {
            for part in parts { text += part.text }
        }

        @_disfavoredOverload
        package mutating func appendInterpolation(_ plain: String) {
            text += HTML.escaped(plain)
        }

        @_disfavoredOverload
        package mutating func appendInterpolation(_ plain: String?) {
            if let plain { text += HTML.escaped(plain) }
        }

        @_disfavoredOverload
        package mutating func appendInterpolation(_ plain: Substring) {
            text += HTML.escaped(String(plain))
        }

        package mutating func appendInterpolation(_ number: some BinaryInteger) {
            text += String(number)
        }

        /// An address for `href` or `src`: schemes other than http, https, mailto and tel become `#`.
        package mutating func appendInterpolation(url address: String) {
            text += HTML.escaped(SafeURL.checked(address))
        }
    }
}

/// Which addresses may stand in a link.
package enum SafeURL {
    private static let schemes: Set<String> = ["http", "https", "mailto", "tel"]

    /// The address when it is relative or of a harmless scheme, else `#`.
    package static func checked(_ address: String) -> String {
        isSafe(address) ? address : "#"
    }

    package static func isSafe(_ address: String) -> Bool {
        // No scheme begins with a slash.
        if address.utf8.first == UInt8(ascii: "/") { return true }
        // Browsers drop these characters before they look for the scheme.
        let visible = address.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F }
        guard let colon = visible.firstIndex(of: ":") else { return true }
        let before = visible[..<colon]
        if before.contains(where: { $0 == "/" || $0 == "?" || $0 == "#" }) { return true }
        return schemes.contains(String(String.UnicodeScalarView(before)).lowercased())
    }
}
