import Model

extension OpenAPIDocument.Operation {
    /// The names of its parameters, in the order of the path.
    var pathParameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }

    /// What the operation is about, from its path: the collection that it works on.
    var tag: String {
        let parts = path.split(separator: "/").filter { part in
            let isVersion = part.first == "v" && part.dropFirst().allSatisfy(\.isNumber)
            return !part.hasPrefix("{") && part != "api" && !isVersion
        }
        guard let first = parts.first else { return "Document" }
        switch (first, parts.dropFirst().first) {
        case ("portals", let inner?): return Words.capitalised(inner)
        case ("control-planes", "core-entities"?): return Words.capitalised(parts.dropFirst(2).first ?? "Entities")
        case ("apis", "actions"?), ("apis", "applications"?): return "APIs"
        case ("apis", let inner?): return Words.capitalised("API \(inner)"[...])
        default: return Words.capitalised(first)
        }
    }

    /// The story's own words, and what follows from its list.
    var description: String? {
        guard let list = story.list, !list.sorts.isEmpty || !list.filters.isEmpty else { return story.description }
        let part =
            switch story.paging {
            case .numbered: "Paged by number; `meta.page.total` counts all items that match."
            case .cursor: "Paged by cursor; `next` in `meta` leads to the next page."
            case .whole: "Given whole."
            }
        return [story.description, part].compactMap(\.self).joined(separator: "\n\n")
    }

    /// The statuses of its refusals: those of every operation of its kind, and its own.
    func refusals(common: [Int]) -> [Int] {
        var statuses = Set(common + story.refusals)
        if access == .required { statuses.formUnion([401, 403]) }
        if !pathParameters.isEmpty { statuses.insert(404) }
        if story.requestSchema != nil { statuses.formUnion([400, 413, 415]) }
        if story.list != nil || !story.query.isEmpty { statuses.insert(400) }
        if method != "GET" { statuses.insert(409) }
        return statuses.sorted()
    }
}

/// Answers that refuse, as components that operations share.
enum ProblemResponses {
    static func name(_ status: Int) -> String {
        Words.status(status).split(separator: " ").map { Words.capitalised($0) }.joined()
    }

    static func components(_ statuses: Set<Int>) -> [JSON.Member] {
        statuses.sorted().map { status in
            let schema = status == 400 ? invalid.json : problem.json
            var members: [JSON.Member] = [
                .init("description", .string(Words.status(status))),
                .init("content", ["application/problem+json": ["schema": schema]]),
            ]
            if status == 429 { members.append(.init("headers", waiting)) }
            return JSON.Member(name(status), .object(members))
        }
    }

    private static let waiting: JSON = [
        "Retry-After": ["description": "Seconds to wait.", "schema": ["type": "integer", "minimum": 1]],
        "RateLimit-Limit": ["description": "Requests per minute.", "schema": ["type": "integer"]],
        "RateLimit-Remaining": ["description": "Requests left at once.", "schema": ["type": "integer"]],
        "RateLimit-Reset": ["description": "Seconds until all are there again.", "schema": ["type": "integer"]],
    ]

    private static let common: [Schema.Property] = [
        .init("status", .integer), .init("title", .string()), .init("instance", .string()),
        .init("detail", .string()), .init("type", .string(), isRequired: false),
    ]

    private static let problem = Schema.object(name: nil, common)

    private static let invalid = Schema.object(
        name: nil,
        common + [.init("invalid_parameters", .array(parameter))])

    private static let parameter = Schema.object(
        name: nil,
        [
            .init("field", .string()), .init("rule", .nullable(.string()), isRequired: false),
            .init("reason", .string()), .init("source", .choice(["body", "query", "path"]), isRequired: false),
            .init("minimum", .integer, isRequired: false), .init("maximum", .integer, isRequired: false),
            .init("choices", .array(.anything), isRequired: false),
        ])
}

/// English of names.
enum Words {
    /// `list-portal-teams` as `List portal teams`.
    static func sentence(_ id: String) -> String {
        capitalised(id[...])
    }

    static func capitalised(_ text: Substring) -> String {
        let words = text.split { $0 == "-" || $0 == "_" || $0 == " " }.map { word -> String in
            switch word {
            case "api", "API": "API"
            case "apis": "APIs"
            default: String(word)
            }
        }
        let sentence = words.joined(separator: " ")
        return sentence.prefix(1).uppercased() + sentence.dropFirst()
    }

    /// `portalId` as `The id of the portal.`
    static func parameter(_ name: String) -> String {
        var words: [String] = [""]
        for character in name {
            if character.isUppercase, words.last?.last?.isUppercase != true { words.append("") }
            words[words.count - 1].append(character)
        }
        let parts = words.filter { !$0.isEmpty }.map { $0 == "API" || $0 == "ACL" ? $0 : $0.lowercased() }
        guard parts.last == "id", parts.count > 1 else { return "The \(parts.joined(separator: " "))." }
        return "The id of the \(parts.dropLast().joined(separator: " "))."
    }

    static func status(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No content"
        case 302: "Found"
        case 303: "See other"
        case 400: "Invalid request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not found"
        case 409: "Conflict"
        case 410: "Gone"
        case 413: "Too large"
        case 415: "Unsupported media type"
        case 422: "Unprocessable"
        case 429: "Too many requests"
        case 503: "Unavailable"
        default: "Status \(status)"
        }
    }
}
