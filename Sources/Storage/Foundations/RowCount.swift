package import Model

/// Counts that triggers keep, so that the total of a long list is not counted anew for each of its pages.
package struct RowCount: Sendable {
    /// What the schema counts, each below its scope: see migrations 0014 and 0022.
    package enum List: String, Sendable, CaseIterable {
        /// By kind of entry.
        case apis
        /// By key, in parts by value.
        case attributes
        /// By portal, in parts by kind of entry.
        case publications
        /// By portal, in parts by status.
        case developers, registrations
        /// By portal.
        case applications
        /// By API.
        case apiRegistrations = "api registrations"
        /// By team, in parts by whether they are active.
        case members
        /// Publications by portal, in parts by strategy.
        case strategies
        /// In parts by how they are linked; only APIs are.
        case implementations
        /// No list: how often a table has changed, in parts by its name.
        case changes
    }

    let list: List
    /// Nil for all scopes together.
    let scope: String?

    package init<Entity>(_ list: List, of scope: ID<Entity>) {
        self.list = list
        self.scope = scope.text
    }

    package init(_ list: List, scope: String? = nil) {
        self.list = list
        self.scope = scope
    }

    /// The number of rows: of some parts, or of all.
    func total(parts: [String]? = nil) -> SQL {
        var conditions: [SQL] = ["list = \(list)"]
        if let scope { conditions.append("scope = \(scope)") }
        if let parts { conditions.append("part IN \(list: parts)") }
        return "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) AS count FROM row_counts WHERE \(sql: .all(conditions))"
    }
}

extension Transaction {
    /// How many rows there are below the scope.
    package func count(_ rows: RowCount, part: String? = nil) throws -> Int {
        try count(rows.total(parts: part.map { [$0] }))
    }

    /// Another number whenever one of these tables has changed: those of migration 0022.
    func changes(of tables: [String]) throws -> Int {
        try count(RowCount(.changes, scope: "").total(parts: tables))
    }

    /// Another number whenever something may have changed that decides which application may call what.
    package func grantChanges() throws -> Int {
        try changes(of: [
            "applications", "credentials", "developers", "portals", "publication_strategies", "registrations",
            "team_developers", "team_roles",
        ])
    }

    /// How many rows there are of each part; those without any are left out.
    package func parts(_ rows: RowCount) throws -> [String: Int] {
        var conditions: [SQL] = ["list = \(rows.list)"]
        if let scope = rows.scope { conditions.append("scope = \(scope)") }
        let found = try all(
            """
            SELECT part, CAST(SUM(amount) AS BIGINT) AS count FROM row_counts WHERE \(sql: .all(conditions))
            GROUP BY part HAVING SUM(amount) <> 0
            """)
        return try Dictionary(found.map { (try $0.text("part"), try $0.int("count")) }, uniquingKeysWith: +)
    }

    /// Puts what writers added on PostgreSQL into one row each. For a transaction that claims: it meets no writer.
    package func foldCounts() throws {
        guard dialect == .postgresql else { return }
        try run(
            """
            WITH gone AS (DELETE FROM row_counts RETURNING list, scope, part, amount)
            INSERT INTO row_counts SELECT list, scope, part, CAST(SUM(amount) AS BIGINT) FROM gone
            GROUP BY list, scope, part HAVING SUM(amount) <> 0
            """)
    }
}
