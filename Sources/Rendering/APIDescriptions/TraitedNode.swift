/// A value with the traits that complete it, merged where it is asked for one of its members.
///
/// Since version 3 of AsyncAPI the value itself wins over its traits; before, the last trait did.
struct TraitedNode: Sendable {
    /// From the strongest to the weakest.
    let layers: [DocumentNode]

    init(_ node: DocumentNode, references: References, traitsWin: Bool) {
        let traits = (node["traits"]?.items ?? []).prefix(50).map { references.resolve($0) }
            .filter { $0.unresolved == nil && $0.node.isObject }.map(\.node)
        layers = traitsWin ? traits.reversed() + [node] : [node] + traits.reversed()
    }

    /// The strongest member of this name; null takes it away.
    subscript(name: String) -> DocumentNode? {
        guard let found = layers.lazy.compactMap({ $0[name] }).first, found.kind != .null else { return nil }
        return found
    }

    /// All members of this name, the strongest first.
    func all(_ name: String) -> [DocumentNode] {
        layers.compactMap { $0[name] }.filter { $0.kind != .null }
    }

    func text(_ name: String) -> String? { self[name]?.words }
}
