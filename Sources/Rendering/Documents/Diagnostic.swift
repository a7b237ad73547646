/// Something worth telling about an uploaded document. Documents never fail: they have diagnostics.
package struct Diagnostic: Sendable, Equatable, Codable {
    package enum Severity: String, Sendable, Codable {
        case error, warning, information
    }

    package var severity: Severity
    package var message: String
    /// The JSON pointer of the place, empty for the document as a whole.
    package var pointer: String
    /// Counted from 1; 0 when the place is not known.
    package var line: Int
    /// Counted from 1 in bytes; 0 when the place is not known.
    package var column: Int
    /// The name of the rule that is broken, as linters know it; nil for broken syntax and references.
    package var rule: String?

    package init(
        _ severity: Severity, _ message: String, pointer: String = "", line: Int = 0, column: Int = 0,
        rule: String? = nil
    ) {
        self.rule = rule
        self.severity = severity
        self.message = message
        self.pointer = pointer
        self.line = line
        self.column = column
    }

    package init(_ severity: Severity, _ message: String, at node: DocumentNode, rule: String? = nil) {
        self.init(severity, message, pointer: node.pointer, line: node.line, column: node.column, rule: rule)
    }
}
