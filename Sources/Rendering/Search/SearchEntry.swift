/// Something that search can find, and the words that it is found by.
package struct SearchEntry: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case operation, webhook, group, schema, channel, message, api, document, page
    }

    package var kind: Kind
    /// What its address is made of.
    package var key: String
    package var title: String
    /// In upper case; empty for what has none.
    package var method = ""
    package var path = ""
    /// Further names of the thing itself: the id of an operation, the slug of a page.
    package var id = ""
    package var tags: [String] = []
    /// What it consists of: parameters of an operation, properties of a schema.
    package var names: [String] = []
    package var text = ""
    package var isInternal = false
    package var isDeprecated = false

    package init(_ kind: Kind, key: String, title: String) {
        self.kind = kind
        self.key = key
        self.title = title
    }
}

extension SearchEntry {
    /// Entries as they are kept: a line each.
    package static func text(of entries: [SearchEntry]) -> String {
        entries.map(\.line).joined(separator: "\n")
    }

    /// Reads what `text(of:)` has written; lines that are none are left out.
    package static func read(_ text: String) -> [SearchEntry] {
        text.split(separator: "\n").compactMap { SearchEntry(line: $0) }
    }

    private var line: String {
        let flags = (isInternal ? "i" : "") + (isDeprecated ? "d" : "")
        let lists = [tags, names].map { $0.map(Self.clean).joined(separator: "\u{1F}") }
        return ([kind.rawValue, flags] + [key, title, method, path, id].map(Self.clean) + lists + [Self.clean(text)])
            .joined(separator: "\t")
    }

    private init?(line: Substring) {
        let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 10, let kind = Kind(rawValue: parts[0]) else { return nil }
        self.init(kind, key: parts[2], title: parts[3])
        (method, path, id) = (parts[4], parts[5], parts[6])
        tags = parts[7].split(separator: "\u{1F}").map(String.init)
        names = parts[8].split(separator: "\u{1F}").map(String.init)
        text = parts[9]
        isInternal = parts[1].contains("i")
        isDeprecated = parts[1].contains("d")
    }

    /// Without what separates fields and lines.
    private static func clean(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 >= 0x80 }) else { return text }
        let isBreak = { (scalar: Unicode.Scalar) in scalar.value < 0x20 || scalar.properties.isWhitespace }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isBreak($0) ? " " : $0 }))
    }
}
