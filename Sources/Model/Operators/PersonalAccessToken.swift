/// A token with which a client acts as an operator. The secret is shown once; its SHA-256 is kept.
package struct PersonalAccessToken: Sendable, Equatable {
    /// The names are those of the wire.
    package enum State: String, Sendable, CaseIterable {
        case active = "ACTIVE"
        case revoked = "REVOKED"
        case expired = "EXPIRED"
    }

    package static let prefix = "kpat_"
    package static let limitPerOperator = 10
    package static let nameRule = TextRule(
        2...256,
        pattern: TextRule.Pattern(
            #"^[\p{L}\p{N}][\p{L}\p{N} _\-\.']*[\p{L}\p{N}]$"#, accepts: isName))

    package var id: ID<PersonalAccessToken>
    package var operatorID: ID<Operator>
    package var name: String
    package var expiresAt: Instant?
    package var lastUsedAt: Instant?
    package var revokedAt: Instant?
    /// The id of the operator or system account that revoked it.
    package var revokedBy: String?
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<PersonalAccessToken>, operatorID: ID<Operator>, name: String, expiresAt: Instant?,
        lastUsedAt: Instant?, revokedAt: Instant? = nil, revokedBy: String? = nil, createdAt: Instant,
        updatedAt: Instant? = nil
    ) {
        self.id = id
        self.operatorID = operatorID
        self.name = name
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.revokedAt = revokedAt
        self.revokedBy = revokedBy
        self.createdAt = createdAt
        self.updatedAt = updatedAt ?? createdAt
    }

    package func state(at now: Instant) -> State {
        if revokedAt != nil { return .revoked }
        return expiresAt.map { $0 <= now } ?? false ? .expired : .active
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.first, let last = text.last, isWordly(first), isWordly(last) else { return false }
        return text.allSatisfy { isWordly($0) || " _-.'".contains($0) }
    }

    private static func isWordly(_ character: Character) -> Bool { character.isLetter || character.isNumber }
}

/// Which tokens of all operators somebody asks for.
package struct TokenFilter: Sendable {
    /// Where a page lies in the list, which begins with the newest.
    package enum Place: Sendable, Equatable {
        case start
        case after(Instant, ID<PersonalAccessToken>), before(Instant, ID<PersonalAccessToken>)
    }

    package var operatorID: ID<Operator>?
    package var state: PersonalAccessToken.State?
    package var place: Place

    package init(
        operatorID: ID<Operator>? = nil, state: PersonalAccessToken.State? = nil, place: Place = .start
    ) {
        self.operatorID = operatorID
        self.state = state
        self.place = place
    }
}
