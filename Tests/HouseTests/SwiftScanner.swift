/// Tells code from comments and string literals, as far as the house rules need it.
struct SwiftScanner {
    struct Literal: Sendable {
        let line: Int
        let text: String
    }

    private(set) var code: [UInt8] = []
    private(set) var literals: [Literal] = []
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1

    init(_ text: String) {
        bytes = Array(text.utf8)
        code.reserveCapacity(bytes.count)
    }

    mutating func scan() {
        while index < bytes.count { scanCode() }
    }

    private func starts(_ text: StaticString, at position: Int) -> Bool {
        text.withUTF8Buffer { wanted in
            position + wanted.count <= bytes.count && bytes[position..<position + wanted.count].elementsEqual(wanted)
        }
    }

    /// Takes one byte over into the code, or blanks it.
    private mutating func advance(blank: Bool) {
        let byte = bytes[index]
        if byte == UInt8(ascii: "\n") { line += 1 }
        code.append(blank && byte != UInt8(ascii: "\n") ? UInt8(ascii: " ") : byte)
        index += 1
    }

    private mutating func advance(by count: Int, blank: Bool) {
        for _ in 0..<count where index < bytes.count { advance(blank: blank) }
    }

    private mutating func scanCode() {
        if starts("//", at: index) {
            while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { advance(blank: true) }
        } else if starts("/*", at: index) {
            scanBlockComment()
        } else if let pounds = poundsBeforeQuote() {
            scanLiteral(pounds: pounds)
        } else {
            advance(blank: false)
        }
    }

    private mutating func scanBlockComment() {
        var depth = 0
        repeat {
            if starts("/*", at: index) {
                depth += 1
                advance(by: 2, blank: true)
            } else if starts("*/", at: index) {
                depth -= 1
                advance(by: 2, blank: true)
            } else {
                advance(blank: true)
            }
        } while depth > 0 && index < bytes.count
    }

    /// How many `#` stand before a quote here; nil when no literal begins here.
    private func poundsBeforeQuote() -> Int? {
        var position = index
        while position < bytes.count, bytes[position] == UInt8(ascii: "#") { position += 1 }
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
        return position - index
    }

    private mutating func scanLiteral(pounds: Int) {
        let begun = index, firstLine = line
        advance(by: pounds, blank: true)
        let isMultiline = starts("\"\"\"", at: index)
        let quotes = isMultiline ? 3 : 1
        advance(by: quotes, blank: true)
        while index < bytes.count, !closes(quotes: quotes, pounds: pounds) {
            if !isMultiline, bytes[index] == UInt8(ascii: "\n") { break }
            if bytes[index] == UInt8(ascii: "\\"), hasPounds(pounds, at: index + 1) {
                scanEscape(pounds: pounds)
            } else {
                advance(blank: true)
            }
        }
        literals.append(Literal(line: firstLine, text: String(decoding: bytes[begun..<index], as: UTF8.self)))
        advance(by: quotes + pounds, blank: true)
    }

    private func hasPounds(_ count: Int, at position: Int) -> Bool {
        position + count <= bytes.count && bytes[position..<position + count].allSatisfy { $0 == UInt8(ascii: "#") }
    }

    private func closes(quotes: Int, pounds: Int) -> Bool {
        let end = index + quotes
        guard end <= bytes.count, bytes[index..<end].allSatisfy({ $0 == UInt8(ascii: "\"") }) else { return false }
        return hasPounds(pounds, at: end)
    }

    /// An escape, or an interpolation, which is code again up to its closing parenthesis.
    private mutating func scanEscape(pounds: Int) {
        advance(by: 1 + pounds, blank: true)
        guard index < bytes.count else { return }
        guard bytes[index] == UInt8(ascii: "(") else { return advance(blank: true) }
        var depth = 0
        repeat {
            if bytes[index] == UInt8(ascii: "(") { depth += 1 }
            if bytes[index] == UInt8(ascii: ")") { depth -= 1 }
            scanCode()
        } while depth > 0 && index < bytes.count
    }
}
