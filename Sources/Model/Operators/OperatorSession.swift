/// An operator who is signed in to the Console in one browser. The cookie's token is kept as its SHA-256.
package struct OperatorSession: Sendable, Equatable {
    package var id: ID<OperatorSession>
    package var operatorID: ID<Operator>
    package var createdAt: Instant
    package var lastSeenAt: Instant
    /// The end that no use postpones.
    package var expiresAt: Instant
    package var address: String
    package var agent: String

    package init(
        id: ID<OperatorSession>, operatorID: ID<Operator>, createdAt: Instant, lastSeenAt: Instant,
        expiresAt: Instant, address: String, agent: String
    ) {
        self.id = id
        self.operatorID = operatorID
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
        self.expiresAt = expiresAt
        self.address = address
        self.agent = agent
    }
}
