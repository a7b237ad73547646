import HTTPTypes
package import Model

/// What somebody without a token gets below `core-entities`: the contract has a shape of its own for it.
package enum CoreEntityStranger {
    package static func isMet(at path: String) -> Bool { path.contains("/core-entities/") }

    package static let reply = Reply.json(["message": "Unauthorized", "status": 401], status: .unauthorized)
        .with(.wwwAuthenticate, "Bearer")

    /// The response of the served document.
    static let response: JSON = [
        "description": "Unauthorized", "content": ["application/json": ["schema": schema.json]],
    ]
    private static let schema = Schema.object(
        name: nil, [.init("message", .string()), .init("status", .integer)])
}

/// Refusals at addresses whose contract wants them in a shape of their own.
package enum PlainRefusal {
    package static func isMet(at path: String) -> Bool {
        path.contains("/dp-client-certificates") || path.contains("/core-entities/plugin-schemas")
    }

    package static func reply(_ refusal: Refusal) -> Reply {
        let look = Look(refusal)
        return .json(["message": .string(look.detail)], status: look.status)
    }

    /// The response of the served document.
    static func response(_ status: Int) -> JSON {
        let schema = Schema.object(name: nil, [.init("message", .string())])
        return [
            "description": .string(Words.status(status)),
            "content": ["application/json": ["schema": schema.json]],
        ]
    }
}
