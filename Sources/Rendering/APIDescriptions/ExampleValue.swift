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
        left.compactText == right.compactText
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
    package func prettyText(indent: Int = 0) -> String {
        let inner = String(repeating: " ", count: indent + 2)
        let outer = String(repeating: " ", count: indent)
        switch self {
        case .array(let items) where !items.isEmpty:
            return "[\n" + items.map { inner + $0.prettyText(indent: indent + 2) }.joined(separator: ",\n")
                + "\n\(outer)]"
        case .object(let members) where !members.isEmpty:
            let lines = members.map { inner + Self.quoted($0.name) + ": " + $0.value.prettyText(indent: indent + 2) }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
        default: return compactText
        }
    }

    static func quoted(_ text: String) -> String {
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
