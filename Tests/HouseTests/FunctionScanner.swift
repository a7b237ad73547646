/// Finds the functions, initialisers and computed properties of a file and how long they are.
struct FunctionScanner {
    struct Function: Equatable {
        let name: String
        let line: Int
        let length: Int
    }

    private static let keywords: Set<String> = ["func", "init", "deinit", "subscript", "var"]
    private static let declarations: Set<String> = [
        "func", "init", "deinit", "subscript", "var", "let", "case", "struct", "enum", "class", "actor", "protocol",
        "extension", "typealias", "static", "package", "private", "fileprivate", "mutating", "associatedtype", "return",
    ]

    private let code: [UInt8]

    init(_ code: [UInt8]) {
        self.code = code
    }

    func functions() -> [Function] {
        var found: [Function] = []
        var index = 0
        var line = 1
        while index < code.count {
            let word = word(at: index)
            if Self.keywords.contains(word), !isMember(index), let body = body(from: index + word.utf8.count, word) {
                found.append(Function(name: name(from: index), line: line, length: lines(index, body) + 1))
            }
            if code[index] == UInt8(ascii: "\n") { line += 1 }
            index += max(word.utf8.count, 1)
        }
        return found
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte == UInt8(ascii: "_") || (byte >= 0x30 && byte <= 0x39)
    }

    private func word(at index: Int) -> String {
        var end = index
        while end < code.count, isLetter(code[end]) { end += 1 }
        return String(decoding: code[index..<end], as: UTF8.self)
    }

    /// `.init` and `` `init` `` are uses, no declarations.
    private func isMember(_ index: Int) -> Bool {
        index > 0 && (code[index - 1] == UInt8(ascii: ".") || code[index - 1] == UInt8(ascii: "`"))
    }

    private func name(from index: Int) -> String {
        let end = code[index...].firstIndex { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "\n") } ?? code.count
        return String(decoding: code[index..<end], as: UTF8.self)
    }

    private func lines(_ first: Int, _ last: Int) -> Int {
        code[first..<last].count { $0 == UInt8(ascii: "\n") }
    }

    /// The closing brace of the body of a declaration; nil when it has none.
    private func body(from start: Int, _ keyword: String) -> Int? {
        var index = start
        var depth = 0
        while index < code.count {
            switch code[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "{") where depth == 0: return closingBrace(from: index)
            case UInt8(ascii: "}") where depth == 0: return nil
            case UInt8(ascii: "=") where depth == 0 && keyword == "var": return nil
            case UInt8(ascii: "\n") where depth == 0:
                if keyword == "var" || startsDeclaration(after: index) { return nil }
            default: break
            }
            if depth < 0 { return nil }
            index += 1
        }
        return nil
    }

    private func startsDeclaration(after newline: Int) -> Bool {
        guard let next = code[newline...].firstIndex(where: { $0 != 0x20 && $0 != 0x0A && $0 != 0x09 }) else {
            return true
        }
        return code[next] == UInt8(ascii: "@") || Self.declarations.contains(word(at: next))
    }

    private func closingBrace(from open: Int) -> Int? {
        var depth = 0
        for index in open..<code.count {
            if code[index] == UInt8(ascii: "{") { depth += 1 }
            if code[index] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }
}
