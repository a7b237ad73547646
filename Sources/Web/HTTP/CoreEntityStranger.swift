import HTTPTypes
import Model

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
