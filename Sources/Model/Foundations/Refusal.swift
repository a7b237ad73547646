/// Why the product does not do what it was asked. Two presenters show it: problem JSON and HTML pages.
///
/// Every other error that reaches a door is a bug of ours.
package enum Refusal: Error, Equatable, Sendable {
    /// It does not exist, or the caller may not know that it does.
    case notFound
    /// What was sent names nothing, and everybody may know that, as with a mailed token; the detail says what.
    case unknown(String)
    /// The address does not serve the method; these are served there.
    case methodNotAllowed([String])
    /// It contradicts what is stored; the detail is for people and names what clashes.
    case conflict(String)
    /// What was sent breaks rules; each problem names its field.
    case invalid([FieldProblem], detail: String = "Invalid Parameters")
    /// The caller may see it, but not do this.
    case forbidden(String = "You do not have permission to perform this action")
    /// The caller is not signed in, or has no valid token.
    case unauthenticated(title: String = "Unauthorized", String = "Unauthorized")
    /// It existed and can no longer be used, such as an expired link.
    case gone(String)
    /// The request is well formed, and the current state cannot serve it.
    case unprocessable(title: String, String)
    /// It needs something else to be set up first; the sentence says what.
    case unready(String)
    /// The body is larger than the door takes.
    case tooLarge(String)
    /// The body is of a type that the door does not take.
    case unsupportedMediaType(String)
    /// The caller must wait.
    case tooMany(String, retryAfter: Duration)
    /// The product cannot serve this now.
    case unavailable(String)
}

extension Refusal {
    /// Throws `invalid` when there are problems.
    package static func check(_ problems: [FieldProblem]) throws {
        if !problems.isEmpty { throw Refusal.invalid(problems) }
    }

    /// One problem with one field.
    package static func invalid(_ field: String, _ rule: FieldProblem.Rule, _ reason: String) -> Refusal {
        .invalid([FieldProblem(field, rule, reason)])
    }
}

/// One field that breaks one rule, in the words of the management API.
package struct FieldProblem: Equatable, Sendable {
    /// What is broken; the names are those of the wire.
    package enum Rule: Equatable, Sendable {
        case named(String)
        case minLength(Int), maxLength(Int), minItems(Int), maxItems(Int), min(Int), max(Int)
        case oneOf([String])

        package static let required = named("required"), unknownProperty = named("unknown_property")
        package static let isString = named("is_string"), isBoolean = named("is_boolean"), isArray = named("is_array")
        package static let isObject = named("is_object"), isInteger = named("is_integer"), isNumber = named("is_number")
        package static let isUUID = named("is_uuid"), isDateTime = named("is_date_time"), isLabel = named("is_label")
        package static let matchesRegex = named("matches_regex"), invalid = named("invalid")
        package static let missingReference = named("missing_reference"), isBase64 = named("is_base64")
    }

    /// Where the field stood.
    package enum Source: String, Sendable {
        case body, query, path
    }

    package var field: String
    package var rule: Rule
    package var reason: String
    package var source: Source

    package init(_ field: String, _ rule: Rule, _ reason: String, source: Source = .body) {
        self.field = field
        self.rule = rule
        self.reason = reason
        self.source = source
    }
}
