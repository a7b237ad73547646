/// Several files that refer to each other, made one description.
///
/// The file that begins the description keeps its shape; those that it needs stand below `x-files`, and every reference
/// leads there.
package enum DescriptionBundle {
    private static let maximumBytes = 32 << 20

    /// The description as JSON. What refers to files that are not there stays as it was.
    package static func text(of files: [ZIPArchive.File]) throws(ZIPArchive.Trouble) -> String {
        let trees = Dictionary(
            files.map { ($0.path, DocumentTree.parse(String(decoding: $0.bytes, as: UTF8.self))) }
        ) { first, _ in first }
        let starts = trees.filter { _, tree in
            guard let root = tree.root, root.isObject else { return false }
            return root["openapi"] != nil || root["swagger"] != nil || root["asyncapi"] != nil
        }.keys.sorted { one, other in
            let depth = (one.split(separator: "/").count, other.split(separator: "/").count)
            return depth.0 == depth.1 ? one < other : depth.0 < depth.1
        }
        guard let start = starts.first else { throw .withoutDescription }
        if trees.count == 1, let only = files.first { return String(decoding: only.bytes, as: UTF8.self) }
        var writer = BundleWriter(trees: trees, start: start, limit: maximumBytes)
        guard let text = writer.bundle() else { throw .tooLarge }
        return text
    }
}

/// Writes trees as JSON, their references turned.
private struct BundleWriter {
    let trees: [String: DocumentTree]
    let start: String
    let limit: Int
    private var text = ""
    /// Files that were referred to, in the order in which they are written.
    private var wanted: [String] = []
    private var known: Set<String> = []

    init(trees: [String: DocumentTree], start: String, limit: Int) {
        self.trees = trees
        self.start = start
        self.limit = limit
        known = [start]
    }

    /// Nil when it becomes too large.
    mutating func bundle() -> String? {
        guard let root = trees[start]?.root else { return nil }
        text = "{"
        for (name, value) in root.members {
            text += ExampleValue.quoted(name) + ":"
            write(value, in: start, depth: 1)
            text += ","
        }
        text += "\"x-files\":{"
        var place = 0
        while place < wanted.count {
            let path = wanted[place]
            if place > 0 { text += "," }
            text += ExampleValue.quoted(path) + ":"
            if let root = trees[path]?.root { write(root, in: path, depth: 0) } else { text += "null" }
            place += 1
        }
        text += "}}"
        return text.utf8.count <= limit ? text : nil
    }

    private mutating func write(_ node: DocumentNode, in file: String, depth: Int) {
        guard depth < 300, text.utf8.count <= limit else {
            text += "null"
            return
        }
        switch node.kind {
        case .object:
            text += "{"
            for (place, member) in node.members.enumerated() {
                text += (place > 0 ? "," : "") + ExampleValue.quoted(member.name) + ":"
                if let reference = member.value.string, refers(member.name, node) {
                    text += ExampleValue.quoted(turned(reference, in: file))
                } else {
                    write(member.value, in: file, depth: depth + 1)
                }
            }
            text += "}"
        case .array:
            text += "["
            for (place, item) in node.items.enumerated() {
                if place > 0 { text += "," }
                write(item, in: file, depth: depth + 1)
            }
            text += "]"
        case .integer, .number: text += Self.isNumber(node.text ?? "") ? node.text ?? "0" : quoted(node)
        case .boolean: text += node.bool == true ? "true" : "false"
        case .string: text += quoted(node)
        case .null: text += "null"
        }
    }

    private func quoted(_ node: DocumentNode) -> String { ExampleValue.quoted(node.text ?? "") }

    /// Whether a text is an address: of a reference, a link, or what a discriminator maps to.
    private func refers(_ name: String, _ node: DocumentNode) -> Bool {
        name == "$ref" || name == "operationRef" || (node.name == "mapping" && node.parent?.name == "discriminator")
    }

    /// A reference as it is in the bundle.
    private mutating func turned(_ reference: String, in file: String) -> String {
        let parts = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let fragment = parts.count > 1 ? parts[1] : ""
        guard let path = parts[0].isEmpty ? file : resolved(parts[0], from: file), trees[path] != nil else {
            return reference
        }
        if path == start { return "#" + fragment }
        if known.insert(path).inserted { wanted.append(path) }
        // An anchor is found wherever it stands.
        if !fragment.isEmpty, !fragment.hasPrefix("/") { return "#" + fragment }
        let step = JSONPointer.escaped(path).replacing("%", with: "%25")
        return "#/x-files/\(step)\(fragment)"
    }

    /// The path that a relative address leads to; nil when it leads out of the archive or to a network.
    private func resolved(_ address: String, from file: String) -> String? {
        if address.contains("://") { return nil }
        var steps = address.hasPrefix("/") ? [] : file.split(separator: "/").dropLast().map(String.init)
        let plain = JSONPointer.local(reference: "#" + address) ?? address
        for step in plain.split(separator: "/") where step != "." {
            if step != ".." {
                steps.append(String(step))
            } else if steps.popLast() == nil {
                return nil
            }
        }
        return steps.joined(separator: "/")
    }

    /// Whether a number of YAML is one of JSON.
    private static func isNumber(_ text: String) -> Bool {
        text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil
    }
}
