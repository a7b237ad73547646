/// Colours source text: each token becomes a `span` whose class says what it is.
package enum Highlighter {
    /// Longer texts stay plain.
    private static let maximumLength = 200_000

    /// A block of code with its language's name on it.
    package static func block(_ text: String, language: String?) -> HTML {
        let name = language.map { String($0.prefix(40)) } ?? "text"
        let code = spans(text, language: name)
        return """
            <div class="code-block" data-language="\(name)"><pre class="code" tabindex="0">\
            <code class="language-\(name)">\(code)</code></pre></div>

            """
    }

    /// The text as HTML with spans; plain when the language is not known.
    package static func spans(_ text: String, language: String) -> HTML {
        guard text.utf8.count <= maximumLength, let grammar = Grammar.named(language) else {
            return HTML(escaping: text)
        }
        var lexer = Lexer(text: text, grammar: grammar)
        switch grammar.style {
        case .program: lexer.program()
        case .json: lexer.json()
        case .yaml: lexer.yaml()
        case .markup: lexer.markup()
        case .http: lexer.http()
        }
        return HTML(trustedMarkup: lexer.html)
    }
}

/// Goes through a text once and writes it out again with spans.
struct Lexer {
    enum Token: String {
        case keyword = "hl-keyword"
        case text = "hl-string"
        case comment = "hl-comment"
        case number = "hl-number"
        case property = "hl-key"
        case function = "hl-function"
        case type = "hl-type"
        case literal = "hl-literal"
        case option = "hl-name"
    }

    let bytes: [UInt8]
    let grammar: Grammar
    private(set) var position = 0
    private var output: [UInt8] = []

    init(text: String, grammar: Grammar) {
        bytes = Array(text.utf8)
        self.grammar = grammar
        output.reserveCapacity(bytes.count * 2)
    }

    var html: String { String(decoding: output, as: UTF8.self) }

    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    func byte(_ offset: Int) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    func starts(with text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

    /// Writes the bytes up to `end`, as a token or plainly, and goes on behind them.
    mutating func emit(_ token: Token?, upTo end: Int) {
        let end = min(max(end, position), bytes.count)
        guard end > position else { return }
        if let token { output.append(contentsOf: "<span class=\"\(token.rawValue)\">".utf8) }
        for byte in bytes[position..<end] {
            switch byte {
            case UInt8(ascii: "&"): output.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): output.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): output.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): output.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): output.append(contentsOf: "&#39;".utf8)
            default: output.append(byte)
            }
        }
        if token != nil { output.append(contentsOf: "</span>".utf8) }
        position = end
    }

    func end(from start: Int, while condition: (UInt8) -> Bool) -> Int {
        var end = start
        while end < bytes.count, condition(bytes[end]) { end += 1 }
        return end
    }

    var endOfLine: Int { end(from: position) { $0 != 0x0A } }

    /// Where the text ends that the quote at the position opens; a line's end ends it too, unless it may be long.
    func endOfText(isLong: Bool) -> Int {
        let quote = bytes[position]
        var end = position + 1
        while end < bytes.count {
            if bytes[end] == UInt8(ascii: "\\") {
                end += 2
                continue
            }
            if bytes[end] == quote { return end + 1 }
            if bytes[end] == 0x0A, !isLong { return end }
            end += 1
        }
        return bytes.count
    }

    static func isName(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || (48...57).contains(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
