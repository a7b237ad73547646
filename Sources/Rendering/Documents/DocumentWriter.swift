/// Writes a document in the other syntax: JSON as YAML, YAML as JSON. Comments, anchors and merges do not survive.
package struct DocumentWriter {
    private static let maximumDepth = 300

    private let syntax: DocumentTree.Syntax
    private var text = ""

    private init(_ syntax: DocumentTree.Syntax) {
        self.syntax = syntax
    }

    /// The whole document; empty when nothing of it could be read.
    package static func text(of tree: DocumentTree, as syntax: DocumentTree.Syntax) -> String {
        guard let root = tree.root else { return "" }
        var writer = DocumentWriter(syntax)
        if syntax == .json {
            writer.json(root, depth: 0)
        } else {
            writer.yaml(root, depth: 0, isInline: true)
        }
        return writer.text + "\n"
    }

    private func indent(_ depth: Int) -> String { String(repeating: "  ", count: depth) }

    private mutating func json(_ node: DocumentNode, depth: Int) {
        guard depth < Self.maximumDepth, node.isObject || node.kind == .array, node.count > 0 else {
            text += node.isObject ? "{}" : node.kind == .array ? "[]" : scalar(node)
            return
        }
        text += node.isObject ? "{" : "["
        var isFirst = true
        func separator() -> String {
            defer { isFirst = false }
            return (isFirst ? "\n" : ",\n") + indent(depth + 1)
        }
        for (name, value) in node.members {
            text += separator() + ExampleValue.quoted(name) + ": "
            json(value, depth: depth + 1)
        }
        for item in node.items {
            text += separator()
            json(item, depth: depth + 1)
        }
        text += "\n" + indent(depth) + (node.isObject ? "}" : "]")
    }

    /// `isInline`: the cursor stands where the first line belongs.
    private mutating func yaml(_ node: DocumentNode, depth: Int, isInline: Bool) {
        guard depth < Self.maximumDepth, node.isObject || node.kind == .array, node.count > 0 else {
            text += node.isObject ? "{}" : node.kind == .array ? "[]" : plain(node, depth: depth)
            return
        }
        var isFirst = isInline
        func lead() -> String {
            defer { isFirst = false }
            return isFirst ? "" : "\n" + indent(depth)
        }
        for (name, value) in node.members {
            text += lead() + Self.word(name) + ":"
            let isNested = (value.isObject || value.kind == .array) && value.count > 0
            if !isNested { text += " " }
            yaml(value, depth: depth + 1, isInline: false)
        }
        for item in node.items {
            text += lead() + "- "
            yaml(item, depth: depth + 1, isInline: true)
        }
    }

    private func scalar(_ node: DocumentNode) -> String {
        switch node.kind {
        case .null: return "null"
        case .boolean: return node.bool == true ? "true" : "false"
        case .integer, .number:
            let text = node.text ?? "0"
            return text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) == nil
                ? ExampleValue.quoted(text) : text
        default: return ExampleValue.quoted(node.text ?? "")
        }
    }

    private func plain(_ node: DocumentNode, depth: Int) -> String {
        guard let text = node.string else { return scalar(node) }
        return block(text, depth: depth) ?? Self.word(text)
    }

    /// Several lines as they are; nil where YAML would read them differently.
    private func block(_ text: String, depth: Int) -> String? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 1, let first = lines.first, !first.isEmpty, first.first != " ", first.first != "\t",
            text.unicodeScalars.allSatisfy({ $0 == "\n" || ($0.value >= 0x20 && $0.value < 0x7F) || $0.value > 0xA0 }),
            !text.unicodeScalars.contains(where: { ["\u{2028}", "\u{2029}", "\u{FEFF}"].contains($0) }),
            !text.hasSuffix("\n\n")
        else { return nil }
        let shown = text.hasSuffix("\n") ? lines.dropLast() : lines[...]
        return (text.hasSuffix("\n") ? "|" : "|-")
            + shown.map { $0.isEmpty ? "\n" : "\n" + indent(depth) + $0 }.joined()
    }

    private static let taken: Set<String> = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]

    /// A word without quotes where nothing else can be meant.
    private static func word(_ text: String) -> String {
        let plain = /[A-Za-z\/$][A-Za-z0-9_\/.$-]*( [A-Za-z0-9_\/.$-]+)*/
        let isPlain = text.utf8.count < 120 && text.wholeMatch(of: plain) != nil
        return isPlain && !taken.contains(text.lowercased()) ? text : ExampleValue.quoted(text)
    }
}
