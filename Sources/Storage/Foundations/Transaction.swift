import Model

/// A connection of an engine, inside a transaction.
protocol Connection: AnyObject {
    func rows(_ statement: Rendered) throws -> [Row]
    /// The number of rows that the statement changed.
    func run(_ statement: Rendered) throws -> Int
    /// Runs several statements without binds.
    func script(_ text: String) throws
}

/// What is to be known about a transaction when it ends.
final class TransactionState {
    /// The first statement that failed outside of `attempt`.
    var failure: (any Error)?
    /// Another transaction got in the way: everything is to be rerun, whatever the body made of the error.
    var mustRerun = false
    var isAnnounced = false
    var isCommitting = false
    /// How the engine runs each query, when somebody wants to know.
    var plans: [QueryPlan]?
}

/// A transaction. Stores hang from it: `tx.portals`. It does not outlive the closure that it was given to.
package struct Transaction {
    package let dialect: Dialect
    let connection: any Connection
    let state: TransactionState
    /// What reads may take from memory; nil in writes, which see the data itself.
    private(set) var kept: KeptView?

    init(dialect: Dialect, connection: any Connection, state: TransactionState) {
        self.dialect = dialect
        self.connection = connection
        self.state = state
    }

    func keeping(_ view: KeptView?) -> Transaction {
        var copy = self
        copy.kept = view
        return copy
    }

    /// In a read the kept value, if there is one, else what the body reads. See `Database.kept`.
    func kept<T: Sendable>(_ key: KeptKey, _ body: () throws -> T) throws -> T {
        guard let kept else { return try body() }
        if let value = kept.reads.value(key, at: kept.stamp, as: T.self) { return value }
        let value = try body()
        kept.reads.keep(value, as: key, at: kept.stamp)
        return value
    }

    /// All rows of a query, or of a statement with RETURNING.
    package func all(_ sql: SQL) throws -> [Row] {
        try guarded {
            let statement = try checked(sql)
            if state.plans != nil { state.plans?.append(try plan(of: statement)) }
            return try connection.rows(statement)
        }
    }

    /// The first row, or nil when there is none.
    package func first(_ sql: SQL) throws -> Row? {
        try all(sql).first
    }

    /// Runs a statement and gives the number of rows that it changed.
    @discardableResult
    package func run(_ sql: SQL) throws -> Int {
        try guarded { try connection.run(checked(sql)) }
    }

    /// The number in the first column of the only row: for SELECT COUNT(*).
    package func count(_ sql: SQL) throws -> Int {
        guard case .integer(let number)? = try first(sql)?.values.first else { throw StorageError.column("count") }
        return Int(number)
    }

    /// Runs statements whose violations of constraints mean something to the caller; ends the transaction with that.
    @discardableResult
    package func mapping<T>(_ violations: Violation..., body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as StorageError {
            throw violations.lazy.compactMap { $0.refusal(for: error) }.first ?? error
        }
    }

    /// Runs statements that may fail without failing the transaction: what they did is undone, and the error is thrown.
    @discardableResult
    package func attempt<T>(_ body: () throws -> T) throws -> T {
        try run("SAVEPOINT attempt")
        do {
            let result = try body()
            try run("RELEASE SAVEPOINT attempt")
            return result
        } catch {
            state.failure = nil
            try run("ROLLBACK TO SAVEPOINT attempt")
            try run("RELEASE SAVEPOINT attempt")
            throw error
        }
    }

    /// Wakes everybody who follows `Database.changes`, here and in other processes, once this is committed.
    package func announce() {
        state.isAnnounced = true
    }

    func script(_ text: String) throws {
        try guarded { try connection.script(text) }
    }

    // PostgreSQL refuses everything after a failed statement and SQLite does not: both shall behave alike.
    private func guarded<T>(_ body: () throws -> T) throws -> T {
        guard state.failure == nil else { throw StorageError.aborted }
        do {
            return try body()
        } catch {
            state.failure = error
            throw error
        }
    }

    // PostgreSQL cannot store the null character in text, and SQLite cuts such text in comparisons.
    private func checked(_ sql: SQL) throws -> Rendered {
        let statement = sql.rendered(for: dialect)
        for case .text(let text?) in statement.binds where text.utf8.contains(0) {
            throw Refusal.invalid("body", .isString, "text must not contain null characters")
        }
        if statement.altersKeptTable { announce() }
        return statement
    }
}

extension Violation {
    fileprivate func refusal(for error: StorageError) -> Refusal? {
        switch (self, error) {
        case (.unique(let expected, let refusal), .unique(let name)) where expected == name: refusal
        case (.foreignKey(let refusal), .foreignKey): refusal
        default: nil
        }
    }
}
