package import HTTPTypes
package import Model

/// A refusal as problem JSON (RFC 9457 in the shape that existing clients know).
package enum Problem {
    /// Nil is a bug of ours: 500 with the request id and nothing else.
    ///
    /// The developer API titles its 400s otherwise than the management APIs.
    package static func reply(
        _ refusal: Refusal?, requestID: String, invalidTitle: String = "Invalid Request"
    ) -> Reply {
        var look = Look(refusal)
        if look.status == .badRequest { look.title = invalidTitle }
        var members: [JSON.Member] = [
            .init("status", .integer(Int64(look.status.code))), .init("title", .string(look.title)),
            .init("instance", .string("portico:trace:\(requestID)")), .init("detail", .string(look.detail)),
        ]
        if case .invalid(let problems, _)? = refusal {
            members.append(.init("invalid_parameters", .array(problems.map(parameter))))
        }
        var reply = Reply.json(.object(members), status: look.status)
        reply.headers[.contentType] = "application/problem+json"
        if look.status == .unauthorized { reply.headers[.wwwAuthenticate] = "Bearer" }
        if case .tooMany(_, let wait)? = refusal {
            reply.headers[.retryAfterSeconds] = String(max(1, wait.components.seconds))
        }
        if case .methodNotAllowed(let methods)? = refusal {
            reply.headers[.allow] = methods.joined(separator: ", ")
        }
        return reply
    }

    private static func parameter(_ problem: FieldProblem) -> JSON {
        var members: [JSON.Member] = [.init("field", .string(problem.field))]
        switch problem.rule {
        case .named(let rule): members.append(.init("rule", .string(rule)))
        case .minLength(let bound): members += limit("min_length", "minimum", bound)
        case .maxLength(let bound): members += limit("max_length", "maximum", bound)
        case .minItems(let bound): members += limit("min_items", "minimum", bound)
        case .maxItems(let bound): members += limit("max_items", "maximum", bound)
        case .min(let bound): members += limit("min", "minimum", bound)
        case .max(let bound): members += limit("max", "maximum", bound)
        case .oneOf(let choices):
            members.append(.init("rule", "enum"))
            members.append(.init("choices", .array(choices.map(JSON.string))))
        }
        members.append(.init("reason", .string(problem.reason)))
        members.append(.init("source", .string(problem.source.rawValue)))
        return .object(members)
    }

    private static func limit(_ rule: String, _ name: String, _ bound: Int) -> [JSON.Member] {
        [.init("rule", .string(rule)), .init(name, .integer(Int64(bound)))]
    }
}

/// The status, title and sentence of a refusal; both presenters use it.
package struct Look {
    package let status: HTTPResponse.Status
    package var title: String
    package let detail: String

    package init(_ refusal: Refusal?) {
        (status, title, detail) =
            switch refusal {
            case nil: (.internalServerError, "Internal Server Error", "An unexpected error occurred")
            case .notFound: (.notFound, "Not Found", "Not Found")
            case .unknown(let detail): (.notFound, "Not Found", detail)
            case .methodNotAllowed: (.methodNotAllowed, "Method Not Allowed", "Method Not Allowed")
            case .conflict(let detail): (.conflict, "Conflict", detail)
            case .invalid(_, let detail): (.badRequest, "Invalid Request", detail)
            case .forbidden(let detail): (.forbidden, "Forbidden", detail)
            case .unauthenticated(let title, let detail): (.unauthorized, title, detail)
            case .gone(let detail): (.gone, "Gone", detail)
            case .unprocessable(let title, let detail): (.unprocessableContent, title, detail)
            case .unready(let detail): (.preconditionFailed, "Precondition Failed", detail)
            case .tooLarge(let detail): (.contentTooLarge, "Payload Too Large", detail)
            case .unsupportedMediaType(let detail): (.unsupportedMediaType, "Unsupported Media Type", detail)
            case .tooMany(let detail, _): (.tooManyRequests, "Too Many Requests", detail)
            case .unavailable(let detail): (.serviceUnavailable, "Service Unavailable", detail)
            }
    }
}
