import Model
import Rendering
import Synchronization

/// Indexes of what search looks at, kept while they are asked for.
final class SearchShelf: Sendable {
    /// What an index was made of; whatever is edited gets a new time.
    enum Source: Hashable {
        case version(ID<APIVersion>, Instant)
        case document(ID<APIDocument>, Instant)
        case page(ID<PortalPage>, Instant)
    }

    private struct Kept {
        let index: SearchIndex
        let size: Int
        var lastUse: Int
    }

    private struct State {
        var kept: [Source: Kept] = [:]
        var size = 0
        var uses = 0
    }

    private static let capacity = 48 << 20
    private let state = Mutex(State())

    /// The index of a source, when it is here.
    func find(_ source: Source) -> SearchIndex? {
        state.withLock { state in
            state.uses += 1
            state.kept[source]?.lastUse = state.uses
            return state.kept[source]?.index
        }
    }

    func keep(_ index: SearchIndex, of source: Source) {
        let size = index.size
        state.withLock { state in
            guard state.kept[source] == nil else { return }
            state.uses += 1
            state.kept[source] = Kept(index: index, size: size, lastUse: state.uses)
            state.size += size
            if state.size > Self.capacity { Self.clear(&state) }
        }
    }

    /// Drops what was not asked for the longest, until a quarter is free.
    private static func clear(_ state: inout State) {
        for (source, kept) in state.kept.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
            if state.size <= capacity * 3 / 4 || state.kept.count == 1 { return }
            state.kept[source] = nil
            state.size -= kept.size
        }
    }
}
