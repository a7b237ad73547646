/// What counts as an e-mail address here: one `@`, a local part, a domain with sane labels. The mail proves the rest.
package enum EmailAddress {
    package static let rule = TextRule(
        3...255, pattern: TextRule.Pattern(#"^[^\s@]+@[^\s@]+$"#, accepts: isPlausible))

    package static func problem(_ field: String, _ address: String) -> FieldProblem? {
        rule.problem(field, address)
    }

    /// Addresses are compared and stored in lower case.
    package static func normalized(_ address: String) -> String {
        address.lowercased()
    }

    private static func isPlausible(_ address: String) -> Bool {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return false }
        let isVisible = address.unicodeScalars.allSatisfy {
            $0.value > 0x20 && $0.value != 0x7F && !"<>,;:\"()[]\\".unicodeScalars.contains($0)
        }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return isVisible && labels.allSatisfy { !$0.isEmpty && !$0.hasPrefix("-") && !$0.hasSuffix("-") }
    }
}

/// Which passwords are taken: long enough, and not the obvious ones.
package enum PasswordRule {
    package static let length = 12...1_024

    package static func problem(_ field: String, _ password: String, email: String) -> FieldProblem? {
        if password.count < length.lowerBound {
            let reason = "\(field) must have at least \(length.lowerBound) characters"
            return FieldProblem(field, .minLength(length.lowerBound), reason)
        }
        if password.utf8.count > length.upperBound {
            let reason = "\(field) must not exceed \(length.upperBound) bytes"
            return FieldProblem(field, .maxLength(length.upperBound), reason)
        }
        if Set(password).count == 1 {
            return FieldProblem(field, .invalid, "\(field) must not be one character repeated")
        }
        let local = email.split(separator: "@").first.map(String.init) ?? email
        if [email.lowercased(), local.lowercased()].contains(password.lowercased()) {
            return FieldProblem(field, .invalid, "\(field) must not be the e-mail address or a part of it")
        }
        return nil
    }
}
