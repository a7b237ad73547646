/// The picture of an API.
package struct APIIcon: Sendable, Equatable {
    package enum MediaType: String, Sendable, CaseIterable {
        case png = "image/png", jpeg = "image/jpeg", svg = "image/svg+xml"
    }

    package static let maximumBytes = 500 * 1_024
    package static let maximumSide = 350

    package var apiID: ID<API>
    package var type: MediaType
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(apiID: ID<API>, type: MediaType, createdAt: Instant, updatedAt: Instant) {
        self.apiID = apiID
        self.type = type
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
