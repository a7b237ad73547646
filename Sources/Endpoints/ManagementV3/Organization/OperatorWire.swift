import Core
import Model
import Web

/// Operators and their tokens on the wire, version 3, where they are called users.
enum OperatorWire {
    static let shape = Shape<Operator>(
        "User",
        [
            .init("id") { $0.id }, .init("email") { $0.email }, .init("full_name") { $0.name },
            .init("preferred_name") { $0.preferredName }, .init("active") { $0.isActive },
            .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
        ])

    static func change(_ body: inout BodyReader) -> OperatorChange {
        var change = OperatorChange()
        change.name = body.change("full_name", .text(OperatorDraft.nameRule))
        change.preferredName = body.change("preferred_name", .text(Operator.preferredNameRule))
        return change
    }

    /// A token; its state is that of the moment.
    static func token(_ operators: Operators) -> Shape<PersonalAccessToken> {
        Shape(
            "PersonalAccessToken",
            [
                .init("id") { $0.id }, .init("user_id") { $0.operatorID }, .init("name") { $0.name },
                .init("state", as: .choice(PersonalAccessToken.State.allCases.map(\.rawValue))) {
                    .string(operators.state(of: $0).rawValue)
                },
                .init("revoked_by") { $0.revokedBy }, .init("created_at") { $0.createdAt },
                .init("updated_at") { $0.updatedAt }, .init("last_used_at") { $0.lastUsedAt },
                .init("expires_at") { $0.expiresAt }, .init("revoked_at") { $0.revokedAt },
            ])
    }

    struct TokenDraft {
        var name: String
        /// When it ends: at a time, or so many seconds from now.
        var end: Instant?
        var lifetime: Int?
    }

    static func tokenDraft(_ body: inout BodyReader) -> TokenDraft {
        let name = body.required("name", .text(PersonalAccessToken.nameRule))
        let end = body.optional("expires_at", .dateTime)
        let lifetime = body.optional("ttl_seconds", .integer(86_400...31_536_000))
        let isOne = body.has("expires_at") != body.has("ttl_seconds")
        if !isOne { body.report("ttl_seconds", .required, "either \"ttl_seconds\" or \"expires_at\" is required") }
        return TokenDraft(name: name, end: end, lifetime: lifetime)
    }
}
