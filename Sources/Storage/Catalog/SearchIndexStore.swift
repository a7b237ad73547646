package import Model

extension Transaction {
    package var searchIndexes: SearchIndexStore { SearchIndexStore(tx: self) }
}

/// What search knows of the descriptions of versions.
package struct SearchIndexStore {
    /// Whoever writes entries in another way counts up.
    package static let format = 1

    let tx: Transaction

    /// Replaces what was known; nothing is known when the text is empty.
    package func put(_ entries: String, of version: ID<APIVersion>) throws {
        try tx.run("DELETE FROM search_indexes WHERE version_id = \(version)")
        if entries.isEmpty { return }
        try tx.run(
            .insert(
                "search_indexes",
                ["version_id": "\(version)", "format": "\(Self.format)", "entries": "\(entries)"]))
    }

    /// The entries of a version; nil when they were never made, or in an older format.
    package func find(_ version: ID<APIVersion>) throws -> String? {
        try tx.first("SELECT entries FROM search_indexes WHERE version_id = \(version) AND format = \(Self.format)")
            .map { try $0.text("entries") }
    }
}
