/// Several files that refer to each other, made one description.
///
/// The file that begins the description keeps its shape; those that it needs stand below `x-files`, and every reference
/// leads there.
package enum DescriptionBundle {
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
        var writer = BundleWriter(trees: trees, start: start)
        guard let text = writer.bundle() else { throw .tooLarge }
        // On lines of its own each value can be shown with what is wrong with it.
        let lines = DocumentWriter.text(of: DocumentTree.parse(text), as: .json)
        return lines.utf8.count <= wellShown ? lines : text
    }

    /// What is larger is left on one line, which takes less.
    private static let wellShown = 6 << 20
}
