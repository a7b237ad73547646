/// The picture of an API.
package struct APIIcon: Sendable, Equatable {
    package static let rule = PictureRule(types: [.png, .jpeg, .svg], maximumSide: 350)

    package var apiID: ID<API>
    package var type: PictureType
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(apiID: ID<API>, type: PictureType, createdAt: Instant, updatedAt: Instant) {
        self.apiID = apiID
        self.type = type
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
