/// Which of the two engines a statement is for.
package enum Dialect: Sendable {
    case sqlite, postgresql
}

/// The few things that the engines word differently.
extension SQL {
    /// Locks the selected rows and skips those that others have locked. SQLite has one writer: nothing to do.
    package static let skipLocked = either(sqlite: "", postgresql: " FOR UPDATE SKIP LOCKED")

    /// Whether the text of the column contains `text`; ASCII letters of either case are equal.
    package static func contains(_ column: SQL, _ text: String) -> SQL {
        guard text.utf8.count <= longestPattern else { return "FALSE" }
        return like(column, "%" + likeEscaped(text) + "%")
    }

    /// Like `contains`, of a column whose parts are indexed under the id of its row: see `0018-text-parts`.
    package static func contains(_ column: SQL, partsOf id: SQL, _ text: String) -> SQL {
        let plain = contains(column, text)
        guard let phrase = phrase(text) else { return plain }
        let indexed: SQL = """
            \(sql: id) IN (SELECT n.owner_id FROM text_parts_index f JOIN text_parts n ON n.number = f.rowid
                WHERE f.content MATCH \(phrase)) AND \(sql: plain)
            """
        return either(sqlite: indexed, postgresql: plain)
    }

    /// A row for each name with the part in it on SQLite, at most so many; nil when the index cannot tell.
    static func names(containing text: String, atMost most: Int) -> SQL? {
        phrase(text).map { "SELECT 1 AS found FROM text_parts_index f WHERE f.content MATCH \($0) LIMIT \(most)" }
    }

    // The index knows nothing shorter than three characters.
    private static func phrase(_ text: String) -> String? {
        guard text.unicodeScalars.count >= 3, text.utf8.count <= longestPattern, !text.utf8.contains(0) else {
            return nil
        }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// Whether the text of the column begins with `text`; ASCII letters of either case are equal.
    package static func hasPrefix(_ column: SQL, _ text: String) -> SQL {
        guard text.utf8.count <= longestPattern else { return "FALSE" }
        return like(column, likeEscaped(text) + "%")
    }

    /// The member of a JSON object in a text column as text; NULL when there is none.
    package static func member(_ column: SQL, _ key: String) -> SQL {
        either(
            sqlite: "(SELECT j.value FROM json_each(\(sql: column)) j WHERE j.key = \(key))",
            postgresql: "(\(sql: column)::json ->> \(key))")
    }

    /// A join that reads the tables in this order. PostgreSQL knows from its statistics when that is best.
    package static func inOrder(_ first: SQL, _ others: KeyValuePairs<StaticString, SQL>) -> SQL {
        others.reduce(first) { joined, other in
            let table = SQL(stringLiteral: other.key) + " ON " + other.value
            return joined + either(sqlite: " CROSS JOIN ", postgresql: " JOIN ") + table
        }
    }

    /// An order in which NULLs are smallest, on both engines.
    package static func ordered(_ key: SQL, descending: Bool, nullable: Bool) -> SQL {
        let nulls: SQL = descending ? " NULLS LAST" : " NULLS FIRST"
        return key + (descending ? " DESC" : " ASC") + (nullable ? either(sqlite: "", postgresql: nulls) : "")
    }

    // SQLite refuses patterns of 50,000 bytes with an error.
    private static let longestPattern = 4_096

    private static func like(_ column: SQL, _ pattern: String) -> SQL {
        either(
            sqlite: #"\#(sql: column) LIKE \#(pattern) ESCAPE '\'"#,
            postgresql: #"\#(sql: column) ILIKE \#(pattern) ESCAPE '\'"#)
    }

    private static func likeEscaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            if character == "%" || character == "_" || character == "\\" { result += "\\" }
            result.unicodeScalars.append(character)
        }
        return result
    }
}
