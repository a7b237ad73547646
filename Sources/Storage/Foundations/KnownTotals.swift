import Synchronization

/// Totals of lists whose filters look for a part that many names have: the rows with it can only be counted. Each is
/// known until a table of its list changes.
final class KnownTotals: Sendable {
    private struct Question: Hashable {
        let text: String
        let binds: String
    }

    private struct Total {
        let changes: Int
        let count: Int
    }

    private static let most = 1_000
    private let totals = Mutex<[Question: Total]>([:])

    /// What the statement gives: `changes` is another number whenever its tables may have changed.
    func total(_ statement: Rendered, at changes: Int, _ count: () throws -> Int) rethrows -> Int {
        let question = Question(text: statement.text, binds: "\(statement.binds)")
        let known = totals.withLock { $0[question] }
        if let known, known.changes == changes { return known.count }
        let total = Total(changes: changes, count: try count())
        totals.withLock { totals in
            if totals.count >= Self.most { totals = [:] }
            totals[question] = total
        }
        return total.count
    }
}
