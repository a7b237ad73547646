import Model
package import Rendering
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

    private struct ComparisonKey: Hashable {
        let older: Key
        let newer: Key
        let hidesInternal: Bool
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var comparisons: [ComparisonKey: APIComparison] = [:]
        /// What is being read: whoever asks meanwhile waits for it.
        var reading: [Key: Task<APIDescription, any Error>] = [:]
        var size = 0
        var uses = 0
    }

    private static let comparisonsKept = 200
    /// In bytes of text; what is kept of it takes some times that.
    private static let capacity = 32 << 20
    private let state = Mutex(State())

    package init() {}

    /// The description of a version, read from `content` unless it is here.
    func description(
        of version: APIVersion, content: @escaping @Sendable () async throws -> String
    ) async throws -> APIDescription {
        let key = Key(id: version.id, updatedAt: version.updatedAt)
        if let known = find(key) { return known }
        let task: Task<APIDescription, any Error> = state.withLock { state in
            if let running = state.reading[key] { return running }
            let started = Task<APIDescription, any Error> {
                defer { self.state.withLock { $0.reading[key] = nil } }
                let text = try await content()
                let description = APIDescription.parse(text)
                keep(description, size: text.utf8.count, under: key)
                return description
            }
            state.reading[key] = started
            return started
        }
        return try await task.value
    }

    /// Keeps what was read at an upload, for those who look at it next.
    func keep(_ description: APIDescription, size: Int, of version: APIVersion) {
        keep(description, size: size, under: Key(id: version.id, updatedAt: version.updatedAt))
    }

    /// What changed from one version to another, made anew unless it is here.
    func comparison(
        from older: APIVersion, to newer: APIVersion, _ pair: (older: APIDescription, newer: APIDescription),
        hidesInternal: Bool
    ) -> DescriptionPair {
        let key = ComparisonKey(
            older: Key(id: older.id, updatedAt: older.updatedAt), newer: Key(id: newer.id, updatedAt: newer.updatedAt),
            hidesInternal: hidesInternal)
        if let known = state.withLock({ $0.comparisons[key] }) {
            return DescriptionPair(older: pair.older, newer: pair.newer, comparison: known)
        }
        let made = APIComparison(from: pair.older, to: pair.newer, hidesInternal: hidesInternal)
        state.withLock { state in
            if state.comparisons.count >= Self.comparisonsKept { state.comparisons = [:] }
            state.comparisons[key] = made
        }
        return DescriptionPair(older: pair.older, newer: pair.newer, comparison: made)
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

/// Two descriptions of an API, and what changed from the one to the other.
package struct DescriptionPair: Sendable {
    package let older: APIDescription
    package let newer: APIDescription
    package let comparison: APIComparison
}
