/// How an engine runs a query.
package struct QueryPlan: Sendable {
    package let statement: String
    package let steps: [String]

    /// The steps that read a whole table, for want of an index.
    package var scans: [String] {
        steps.filter { step in
            step.contains("Seq Scan")
                || (step.hasPrefix("SCAN ") && !step.contains(" INDEX ") && !step.contains("VIRTUAL TABLE")
                    && !step.contains("CONSTANT ROW"))
        }
    }

    /// The steps that put rows in order which no index gave in order.
    package var sorts: [String] {
        steps.filter { $0.contains("TEMP B-TREE FOR ORDER BY") || $0.contains("Sort Key") }
    }
}

extension Database {
    /// Runs the body as a read and gives the plans of its queries. PostgreSQL avoids scans of small tables for once.
    package func plans(_ body: @Sendable @escaping (Transaction) throws -> Void) async throws -> [QueryPlan] {
        try await read { tx in
            if tx.dialect == .postgresql { try tx.run("SET LOCAL enable_seqscan = off") }
            tx.state.plans = []
            try body(tx)
            return tx.state.plans ?? []
        }
    }
}

extension Transaction {
    func plan(of statement: Rendered) throws -> QueryPlan {
        var question = statement
        question.text = (dialect == .sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + statement.text
        let column = dialect == .sqlite ? "detail" : "QUERY PLAN"
        return QueryPlan(statement: statement.text, steps: try connection.rows(question).map { try $0.text(column) })
    }
}
