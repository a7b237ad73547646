/// What stands between the two `---` lines at the beginning of a page.
package struct FrontMatter: Sendable {
    package var title: String?
    package var description: String?
    /// All of it; nil when the page has none.
    package var tree: DocumentTree?

    package init() {}

    /// The front matter and the rest of the text; blank lines may stand before it.
    package static func split(_ text: String) -> (FrontMatter, body: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = lines.first, line.allSatisfy(\.isWhitespace) { lines.removeFirst() }
        guard let first = lines.first, isFence(first) else { return (FrontMatter(), text) }
        lines.removeFirst()
        guard let end = lines.firstIndex(where: isFence) else { return (FrontMatter(), text) }
        let tree = DocumentTree.parse(lines[..<end].joined(separator: "\n"))
        guard tree.root?.isObject ?? lines[..<end].allSatisfy({ $0.allSatisfy(\.isWhitespace) }) else {
            return (FrontMatter(), text)
        }
        var matter = FrontMatter()
        matter.tree = tree
        matter.title = tree.root?["title"]?.text?.nonEmpty
        matter.description = tree.root?["description"]?.text?.nonEmpty
        return (matter, lines[lines.index(after: end)...].joined(separator: "\n"))
    }

    private static func isFence(_ line: Substring) -> Bool {
        line.hasPrefix("---") && line.dropFirst(3).allSatisfy(\.isWhitespace)
    }
}
