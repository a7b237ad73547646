/// What an OpenID Connect strategy must say; everything else that it says is kept as written.
package enum OpenIDConnectConfiguration {
    package static let issuerRule = TextRule(
        1...256, pattern: TextRule.Pattern("^https?://[^\\s]+$", accepts: isAddress))

    /// The lists that must be there, with how many items each takes and how long those are.
    package static let lists: [(name: String, count: ClosedRange<Int>, length: Int)] = [
        ("credential_claim", 1...10, 128), ("scopes", 0...50, 128), ("auth_methods", 1...10, 64),
    ]

    /// Everything that is wrong with a configuration; fields are named below `field`.
    package static func problems(_ configuration: JSON, field: String) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        let issuer = "\(field).issuer"
        if let value = configuration["issuer"] {
            if let text = value.string {
                problems += [issuerRule.problem(issuer, text)].compactMap(\.self)
            } else {
                problems.append(FieldProblem(issuer, .isString, "value of \"\(issuer)\" must be a utf-8 string"))
            }
        } else {
            problems.append(FieldProblem(issuer, .required, "\"\(issuer)\" is required"))
        }
        return problems
            + lists.flatMap { list in
                Self.problems(configuration[list.name], "\(field).\(list.name)", count: list.count, length: list.length)
            }
    }

    /// The members of `old` with those of `update` in their place; null removes one.
    package static func merged(_ old: JSON, with update: JSON) -> JSON {
        var members = old.members ?? []
        for member in update.members ?? [] {
            members.removeAll { $0.name == member.name }
            if !member.value.isNull { members.append(member) }
        }
        return .object(members)
    }

    /// The texts of a list such as `scopes`.
    package static func texts(_ name: String, in configuration: JSON) -> [String] {
        configuration[name]?.array?.compactMap(\.string) ?? []
    }

    private static func problems(
        _ value: JSON?, _ field: String, count: ClosedRange<Int>, length: Int
    ) -> [FieldProblem] {
        guard let value else { return [FieldProblem(field, .required, "\"\(field)\" is required")] }
        guard let items = value.array else {
            return [FieldProblem(field, .isArray, "\"\(field)\" must be an array")]
        }
        if items.count < count.lowerBound {
            let reason = "\"\(field)\" must contain at least \(count.lowerBound) items"
            return [FieldProblem(field, .minItems(count.lowerBound), reason)]
        }
        if items.count > count.upperBound {
            let reason = "\"\(field)\" must contain no more than \(count.upperBound) items"
            return [FieldProblem(field, .maxItems(count.upperBound), reason)]
        }
        return items.enumerated().compactMap { index, item in
            let name = "\(field)[\(index)]"
            guard let text = item.string else {
                return FieldProblem(name, .isString, "value of \"\(name)\" must be a utf-8 string")
            }
            return TextRule(1...length).problem(name, text)
        }
    }

    private static func isAddress(_ text: String) -> Bool {
        let isWeb = text.hasPrefix("https://") || text.hasPrefix("http://")
        return isWeb && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
    }
}
