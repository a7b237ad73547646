import Model
import Rendering
import Synchronization

/// Descriptions that have been read, kept while they are asked for: reading a large one takes long.
package final class DescriptionShelf: Sendable {
    private struct Key: Hashable {
        let id: ID<APIVersion>
        /// A description that changes gets a new time.
        let updatedAt: Instant
    }

    private struct Entry {
        let description: APIDescription
        let size: Int
        var lastUse: Int
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var size = 0
        var uses = 0
    }

    /// In bytes of text; what is kept of it takes some times that.
    private static let capacity = 32 << 20
    private let state = Mutex(State())

    package init() {}

    /// The description of a version, read from `content` unless it is here.
    func description(
        of version: APIVersion, content: @Sendable () async throws -> String
    ) async throws -> APIDescription {
        let key = Key(id: version.id, updatedAt: version.updatedAt)
        if let known = find(key) { return known }
        let text = try await content()
        let description = APIDescription.parse(text)
        keep(description, size: text.utf8.count, under: key)
        return description
    }

    private func find(_ key: Key) -> APIDescription? {
        state.withLock { state in
            guard var entry = state.entries[key] else { return nil }
            state.uses += 1
            entry.lastUse = state.uses
            state.entries[key] = entry
            return entry.description
        }
    }

    private func keep(_ description: APIDescription, size: Int, under key: Key) {
        state.withLock { state in
            guard state.entries[key] == nil else { return }
            state.uses += 1
            state.entries[key] = Entry(description: description, size: size, lastUse: state.uses)
            state.size += size
            while state.size > Self.capacity, state.entries.count > 1,
                let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                state.entries[oldest.key] = nil
                state.size -= oldest.value.size
            }
        }
    }
}
