/// Judges, before a text is given to the HTML parser, whether parsing it would cost too much.
///
/// It keeps a strict stack: an end tag that does not match the innermost element is ignored. So it may take a sloppy
/// text for deeper than it is, never a deep one for flat.
struct MarkupDepth {
    static let limit = 256
    private static let workLimit = 2_000_000
    private static let selfClosing: Set<String> = ["p", "li", "dt", "dd", "tr", "td", "th", "option", "tbody", "thead"]
    private static let formatting: Set<String> = [
        "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
    ]
    private static let rawText: Set<String> = [
        "script", "style", "xmp", "iframe", "noembed", "noframes", "noscript", "textarea", "title", "plaintext",
    ]

    private let bytes: [UInt8]
    private var position = 0
    private var stack: [String] = []
    private var styles = 0
    private var work = 0

    /// Whether elements are nested deeper than the limit, or would be repeated over and over by the parser.
    static func isExcessive(_ html: String) -> Bool {
        var scan = MarkupDepth(bytes: Array(html.utf8))
        return scan.run()
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func run() -> Bool {
        while let open = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
            position = open + 1
            if bytes[position...].starts(with: "!--".utf8) {
                // The dashes that open a comment may also end it: `<!-->`.
                position += 1
                skip(past: ["-->", "--!>"])
                continue
            }
            let isClosing = position < bytes.count && bytes[position] == UInt8(ascii: "/")
            if isClosing { position += 1 }
            let name = tagName()
            if name.isEmpty { continue }
            let isSelfClosed = skipAttributes()
            isClosing ? close(name) : self.open(name, isSelfClosed: isSelfClosed)
            if stack.count > Self.limit || work > Self.workLimit { return true }
        }
        return false
    }

    private mutating func open(_ name: String, isSelfClosed: Bool) {
        work += styles
        if Self.rawText.contains(name) {
            skip(past: ["</" + name])
            return
        }
        // Only inside SVG does a slash close; elsewhere it means nothing.
        let isForeign = isSelfClosed && stack.contains("svg")
        guard !isForeign, !MarkupPolicy.void.contains(name), !Self.selfClosing.contains(name) else { return }
        stack.append(name)
        if Self.formatting.contains(name) { styles += 1 }
    }

    private mutating func close(_ name: String) {
        guard stack.last == name else { return }
        stack.removeLast()
        if Self.formatting.contains(name) { styles -= 1 }
    }

    private mutating func tagName() -> String {
        let start = position
        guard position < bytes.count, (0x61...0x7A).contains(bytes[position] | 0x20) else { return "" }
        while position < bytes.count, !Self.endsName(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position].prefix(40), as: UTF8.self).lowercased()
    }

    private static func endsName(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">")
    }

    /// Goes to the end of the tag, past quoted values; says whether the tag ends with a slash.
    private mutating func skipAttributes() -> Bool {
        var last: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: ">") { return last == UInt8(ascii: "/") }
            if last == UInt8(ascii: "="), byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                guard let end = bytes[position...].firstIndex(of: byte) else {
                    position = bytes.count
                    return false
                }
                position = end + 1
            }
            if byte > 0x20 { last = byte }
        }
        return false
    }

    private mutating func skip(past ends: [String]) {
        let wanted = ends.map { Array($0.utf8) }
        while position < bytes.count {
            for end in wanted where matches(end) {
                position += end.count
                return
            }
            position += 1
        }
    }

    private func matches(_ end: [UInt8]) -> Bool {
        guard position + end.count <= bytes.count else { return false }
        return zip(bytes[position..<position + end.count], end).allSatisfy { $0 == $1 || ($0 | 0x20) == $1 }
    }
}

/// Sections of literal text (`<![CDATA[`) confuse HTML parsers: they are written as plain text instead.
enum LiteralSections {
    static func unfolded(_ html: String) -> String {
        guard html.contains("<![CDATA[") else { return html }
        var result = ""
        var rest = html[...]
        while let open = rest.firstRange(of: "<![CDATA[") {
            result += rest[..<open.lowerBound]
            rest = rest[open.upperBound...]
            let close = rest.firstRange(of: "]]>")
            result += HTML.escaped(String(rest[..<(close?.lowerBound ?? rest.endIndex)]))
            rest = rest[(close?.upperBound ?? rest.endIndex)...]
        }
        return result + rest
    }
}
