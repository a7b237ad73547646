/// A value shown as an example.
package indirect enum ExampleValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// As written.
    case number(String)
    case string(String)
    case array([ExampleValue])
    case object([(name: String, value: ExampleValue)])

    package static func == (left: ExampleValue, right: ExampleValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let one), .bool(let other)): one == other
        case (.number(let one), .number(let other)), (.string(let one), .string(let other)): one == other
        case (.array(let one), .array(let other)): one == other
        case (.object(let one), .object(let other)):
            one.count == other.count && zip(one, other).allSatisfy { $0.name == $1.name && $0.value == $1.value }
        default: false
        }
    }

    /// What a document holds; what is nested too deeply or too large is cut off.
    package init(_ node: DocumentNode) {
        var budget = 5_000
        self.init(node, depth: 0, budget: &budget)
    }

    private init(_ node: DocumentNode, depth: Int, budget: inout Int) {
        budget -= 1
        guard depth < 40, budget > 0 else {
            self = .string("…")
            return
        }
        switch node.kind {
        case .null: self = .null
        case .boolean: self = .bool(node.bool ?? false)
        case .integer, .number: self = .number(node.text ?? "0")
        case .string: self = .string(node.text ?? "")
        case .array: self = .array(node.items.map { ExampleValue($0, depth: depth + 1, budget: &budget) })
        case .object:
            self = .object(node.members.map { ($0.name, ExampleValue($0.value, depth: depth + 1, budget: &budget)) })
        }
    }

    /// A scalar as it stands in an address or a form; other values as JSON.
    package var plainText: String {
        switch self {
        case .string(let text): text
        case .array(let items): items.map(\.plainText).joined(separator: ",")
        default: compactText
        }
    }

    /// JSON on one line.
    package var compactText: String {
        switch self {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .number(let text): text
        case .string(let text): Self.quoted(text)
        case .array(let items): "[" + items.map(\.compactText).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { Self.quoted($0.name) + ":" + $0.value.compactText }.joined(separator: ",") + "}"
        }
    }

    /// JSON on many lines.
    package func prettyText() -> String {
        var text = ""
        write(to: &text, indent: 0)
        return text
    }

    private func write(to text: inout String, indent: Int) {
        let inner = "\n" + String(repeating: " ", count: indent + 2)
        func close(_ bracket: String) { text += "\n" + String(repeating: " ", count: indent) + bracket }
        switch self {
        case .array(let items) where !items.isEmpty:
            text += "["
            for (place, item) in items.enumerated() {
                text += place > 0 ? "," + inner : inner
                item.write(to: &text, indent: indent + 2)
            }
            close("]")
        case .object(let members) where !members.isEmpty:
            text += "{"
            for (place, member) in members.enumerated() {
                text += place > 0 ? "," + inner : inner
                text += Self.quoted(member.name) + ": "
                member.value.write(to: &text, indent: indent + 2)
            }
            close("}")
        default: text += compactText
        }
    }

    static func quoted(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) { return "\"" + text + "\"" }
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if scalar.value < 0x20 {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
