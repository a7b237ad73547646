/// What a text field accepts: its length in characters, and a pattern when not every text will do.
package struct TextRule: Sendable {
    package let length: ClosedRange<Int>
    /// The pattern as the wire documents it, with the check that stands for it.
    package let pattern: Pattern?

    package struct Pattern: Sendable {
        package let text: String
        package let accepts: @Sendable (String) -> Bool

        package init(_ text: String, accepts: @escaping @Sendable (String) -> Bool) {
            self.text = text
            self.accepts = accepts
        }
    }

    package init(_ length: ClosedRange<Int>, pattern: Pattern? = nil) {
        self.length = length
        self.pattern = pattern
    }

    /// The first rule that the text breaks, or nil.
    package func problem(_ field: String, _ text: String) -> FieldProblem? {
        let count = text.unicodeScalars.count
        if count < length.lowerBound {
            let reason = "\(field) must be longer than or equal to \(length.lowerBound) characters"
            return FieldProblem(field, .minLength(length.lowerBound), reason)
        }
        if count > length.upperBound {
            let reason = "value of \"\(field)\" must not exceed \(length.upperBound) characters"
            return FieldProblem(field, .maxLength(length.upperBound), reason)
        }
        if length.lowerBound > 0, text.unicodeScalars.allSatisfy(\.properties.isWhitespace) {
            return FieldProblem(field, .minLength(length.lowerBound), "\(field) must not be blank")
        }
        if text.utf8.contains(0) {
            return FieldProblem(field, .isString, "value of \"\(field)\" must not contain a null character")
        }
        if let pattern, !pattern.accepts(text) {
            return FieldProblem(field, .matchesRegex, "\(field) must match /\(pattern.text)/ regular expression")
        }
        return nil
    }
}
