/// Writes trees as one JSON document, their references turned.
struct BundleWriter {
    /// Where other documents stand in a bundle, and why some are missing.
    static let files = "x-files", missing = "x-files-missing"
    private static let maximumBytes = 32 << 20

    /// The documents by their paths or addresses.
    let trees: [String: DocumentTree]
    /// The one that begins the description.
    let start: String
    /// Where the documents were found that are called by another address.
    var places: [String: WebReference] = [:]
    /// Why documents are not there, by their addresses.
    var reasons: [(address: String, reason: String)] = []
    private var text = ""
    /// Documents that were referred to, in the order in which they are written.
    private var wanted: [String] = []
    private var known: Set<String> = []

    init(trees: [String: DocumentTree], start: String) {
        self.trees = trees
        self.start = start
        known = [start]
    }

    /// Nil when it becomes too large.
    mutating func bundle() -> String? {
        guard let root = trees[start]?.root else { return nil }
        text = "{"
        for (name, value) in root.members where name != Self.files && name != Self.missing {
            text += ExampleValue.quoted(name) + ":"
            write(value, in: start, depth: 1)
            text += ","
        }
        text += "\"\(Self.files)\":{"
        for (name, value) in root[Self.files]?.members ?? [] where trees[name] == nil {
            lead(name)
            write(value, in: start, depth: 2)
        }
        var place = 0
        while place < wanted.count {
            let path = wanted[place]
            lead(path)
            if let root = trees[path]?.root { write(root, in: path, depth: 0) } else { text += "null" }
            place += 1
        }
        text += "}"
        if !reasons.isEmpty {
            text += ",\"\(Self.missing)\":{"
            for (address, reason) in reasons {
                lead(address)
                text += ExampleValue.quoted(reason)
            }
            text += "}"
        }
        text += "}"
        return text.utf8.count <= Self.maximumBytes ? text : nil
    }

    /// The name of a member, behind the members before it.
    private mutating func lead(_ name: String) {
        text += (text.utf8.last == UInt8(ascii: "{") ? "" : ",") + ExampleValue.quoted(name) + ":"
    }

    private mutating func write(_ node: DocumentNode, in file: String, depth: Int) {
        guard depth < 300, text.utf8.count <= Self.maximumBytes else {
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
        guard let path = parts[0].isEmpty ? file : resolved(parts[0], from: file) else { return reference }
        // What is missing keeps an address that says which document is meant.
        guard trees[path] != nil else { return places[file] == nil ? reference : joined(path, fragment) }
        if path == start { return "#" + fragment }
        if known.insert(path).inserted { wanted.append(path) }
        // An anchor is found wherever it stands.
        if !fragment.isEmpty, !fragment.hasPrefix("/") { return "#" + fragment }
        let step = JSONPointer.escaped(path).replacing("%", with: "%25")
        return "#/\(Self.files)/\(step)\(fragment)"
    }

    private func joined(_ address: String, _ fragment: String) -> String {
        fragment.isEmpty ? address : "\(address)#\(fragment)"
    }

    /// The document that an address leads to; nil when there can be none.
    private func resolved(_ address: String, from file: String) -> String? {
        if let place = places[file] { return place.resolving(address)?.text }
        if let place = WebReference(address) { return place.text }
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
