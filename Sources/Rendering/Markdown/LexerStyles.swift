extension Lexer {
    mutating func program() {
        while let byte = current {
            if let open = grammar.lineComments.first(where: starts), open != "#" || isAtWordStart {
                emit(.comment, upTo: endOfLine)
            } else if let comment = grammar.blockComment, starts(with: comment.open) {
                emit(.comment, upTo: end(after: comment.close, from: position + comment.open.utf8.count))
            } else if grammar.quotes.contains(byte) {
                programText(byte)
            } else if Self.isDigit(byte) {
                emit(.number, upTo: end(from: position) { Self.isName($0) || $0 == UInt8(ascii: ".") })
            } else if grammar.isShell, isShellMark(byte) {
                emit(.option, upTo: end(from: position + 1) { Self.isName($0) || $0 == UInt8(ascii: "-") })
            } else if Self.isName(byte) {
                word()
            } else {
                emit(nil, upTo: position + 1)
            }
        }
    }

    private var isAtWordStart: Bool { position == 0 || bytes[position - 1] <= 0x20 }

    private func isShellMark(_ byte: UInt8) -> Bool {
        guard let next = self.byte(1), Self.isName(next) || next == UInt8(ascii: "-") else { return false }
        return byte == UInt8(ascii: "$") || (byte == UInt8(ascii: "-") && isAtWordStart)
    }

    private mutating func programText(_ quote: UInt8) {
        let long = String(repeating: Character(Unicode.Scalar(quote)), count: 3)
        if grammar.hasLongTexts, starts(with: long) {
            emit(.text, upTo: end(after: long, from: position + 3))
        } else {
            emit(.text, upTo: endOfText(isLong: quote == UInt8(ascii: "`") || grammar.isShell))
        }
    }

    func end(after text: String, from start: Int) -> Int {
        let wanted = Array(text.utf8)
        var end = min(start, bytes.count)
        while end + wanted.count <= bytes.count {
            if bytes[end..<end + wanted.count].elementsEqual(wanted) { return end + wanted.count }
            end += 1
        }
        return bytes.count
    }

    private mutating func word() {
        let end = self.end(from: position, while: Self.isName)
        let word = String(decoding: bytes[position..<end], as: UTF8.self)
        let next = end < bytes.count ? bytes[end] : 0
        if grammar.keywords.contains(word) {
            emit(.keyword, upTo: end)
        } else if grammar.literals.contains(word) {
            emit(.literal, upTo: end)
        } else if next == UInt8(ascii: "(") {
            emit(.function, upTo: end)
        } else if grammar.hasTypes, bytes[position] >= 0x41, bytes[position] <= 0x5A {
            emit(.type, upTo: end)
        } else if grammar.isShell, isCommand {
            emit(.function, upTo: end)
        } else {
            emit(nil, upTo: end)
        }
    }

    /// Whether a shell word stands where a command does.
    private var isCommand: Bool {
        var before = position - 1
        while before >= 0, bytes[before] == 0x20 || bytes[before] == UInt8(ascii: "$") { before -= 1 }
        if before < 0 || bytes[before] == UInt8(ascii: "|") { return true }
        return bytes[before] == 0x0A && !(before > 0 && bytes[before - 1] == UInt8(ascii: "\\"))
    }

    mutating func json() {
        while let byte = current {
            if byte == UInt8(ascii: "\"") {
                let end = endOfText(isLong: false)
                let after = self.end(from: end) { $0 <= 0x20 }
                emit(after < bytes.count && bytes[after] == UInt8(ascii: ":") ? .property : .text, upTo: end)
            } else if Self.isDigit(byte) || byte == UInt8(ascii: "-") {
                emit(
                    .number,
                    upTo: end(from: position + 1) {
                        Self.isName($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+")
                    })
            } else if starts(with: "//") {
                emit(.comment, upTo: endOfLine)
            } else if Self.isName(byte) {
                emit(.literal, upTo: end(from: position, while: Self.isName))
            } else {
                emit(nil, upTo: position + 1)
            }
        }
    }

    mutating func yaml() {
        while current != nil {
            emit(nil, upTo: end(from: position) { $0 == 0x20 || $0 == UInt8(ascii: "-") })
            yamlLine(end: endOfLine)
            emit(nil, upTo: position + 1)
        }
    }

    private mutating func yamlLine(end: Int) {
        var colon = position
        while colon < end, bytes[colon] != UInt8(ascii: ":"), bytes[colon] != UInt8(ascii: "#") { colon += 1 }
        let isKey = colon < end && bytes[colon] == UInt8(ascii: ":") && (colon + 1 == end || bytes[colon + 1] == 0x20)
        if isKey, colon > position {
            emit(.property, upTo: colon)
            emit(nil, upTo: self.end(from: colon + 1) { $0 == 0x20 })
        }
        var valueEnd = position
        while valueEnd < end {
            let isComment =
                bytes[valueEnd] == UInt8(ascii: "#") && (valueEnd == 0 || bytes[valueEnd - 1] <= 0x20)
            if isComment { break }
            valueEnd += 1
        }
        emit(yamlToken(String(decoding: bytes[position..<valueEnd], as: UTF8.self)), upTo: valueEnd)
        emit(.comment, upTo: end)
    }

    private func yamlToken(_ value: String) -> Token? {
        let value = value.filter { $0 != " " }
        if value.isEmpty { return nil }
        if ["true", "false", "null", "~"].contains(value) { return .literal }
        if Double(value) != nil { return .number }
        return ["|", ">", "{", "[", "&", "*"].contains { value.hasPrefix($0) } ? nil : .text
    }

    mutating func markup() {
        while let byte = current {
            if starts(with: "<!--") {
                emit(.comment, upTo: end(after: "-->", from: position + 4))
            } else if byte == UInt8(ascii: "<"), let next = self.byte(1), Self.isName(next) || !(next <= 0x20) {
                emit(nil, upTo: position + (next == UInt8(ascii: "/") ? 2 : 1))
                emit(
                    .keyword,
                    upTo: end(from: position) { $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") })
                attributes()
            } else {
                emit(nil, upTo: position + 1)
            }
        }
    }

    private mutating func attributes() {
        while let byte = current, byte != UInt8(ascii: ">") {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                emit(.text, upTo: endOfText(isLong: true))
            } else if Self.isName(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "@") {
                emit(.property, upTo: end(from: position + 1) { Self.isName($0) || $0 == UInt8(ascii: "-") })
            } else {
                emit(nil, upTo: position + 1)
            }
        }
    }

    mutating func http() {
        let method = end(from: position) { $0 > 0x20 }
        emit(.keyword, upTo: method)
        emit(.text, upTo: endOfLine)
        emit(nil, upTo: position + 1)
        while let byte = current, byte != 0x0A, byte != 0x0D {
            let colon = end(from: position) { $0 != UInt8(ascii: ":") && $0 != 0x0A }
            emit(.property, upTo: colon)
            emit(nil, upTo: endOfLine + 1)
        }
        emit(nil, upTo: bytes.count)
    }
}
