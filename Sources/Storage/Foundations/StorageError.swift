package import Model

/// What an engine says when a statement does not do. Stores map the first two; the rest are bugs or outages.
package enum StorageError: Error, Equatable {
    /// A unique index refuses; its name is the same on both engines.
    case unique(String)
    /// A row that is referred to is missing, or a row that is still referred to should go.
    case foreignKey
    /// A CHECK or NOT NULL refuses.
    case check(String)
    /// The transaction had failed before, and the failure was swallowed.
    case aborted
    /// A column is missing from a row or holds another type.
    case column(String)
    /// A migration cannot run; the sentence is for people.
    case migration(String)
    /// Anything else, in the engine's words.
    case failed(code: String, message: String)
}

/// What a violated constraint means to the caller.
package enum Violation {
    /// The unique index of that name.
    case unique(String, Refusal)
    /// Any foreign key: SQLite does not say which.
    case foreignKey(Refusal)
}
