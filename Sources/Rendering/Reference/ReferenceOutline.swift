import Synchronization

/// The operations of a description in their groups.
struct ReferenceOutline: Sendable {
    /// All groups in their order; webhooks are the last one.
    let groups: [ReferenceGroup]
    /// All operations that are shown, in the order of the groups.
    let shown: [APIOperation]
    /// The group of each operation, by their keys.
    let groupPlaces: [String: Int]

    init(groups: [ReferenceGroup]) {
        self.groups = groups
        shown = groups.flatMap(\.operations)
        let places = groups.enumerated().flatMap { place, group in group.operations.map { ($0.key, place) } }
        groupPlaces = Dictionary(places) { first, _ in first }
    }
}

/// Outlines are made once for each choice of what is hidden: each page needs one.
final class ReferenceOutlines: Sendable {
    private let kept = Mutex<[Int: ReferenceOutline]>([:])

    func outline(of description: APIDescription, _ options: ReferenceOptions) -> ReferenceOutline {
        let choice = (options.hidesInternal ? 1 : 0) + (options.hidesDeprecated ? 2 : 0)
        if let known = kept.withLock({ $0[choice] }) { return known }
        let made = ReferenceOutline(groups: ReferenceGrouping(description: description, options: options).groups())
        kept.withLock { $0[choice] = made }
        return made
    }
}
