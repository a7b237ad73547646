/// How many requests are let through in a stretch of time.
package struct RateLimit: Codable, Sendable, Equatable {
    package enum Span: String, Codable, Sendable, CaseIterable {
        case seconds, minutes, hours

        /// How many seconds one of it has.
        package var seconds: Int {
            switch self {
            case .seconds: 1
            case .minutes: 60
            case .hours: 3_600
            }
        }
    }

    /// What the largest limit is.
    package static let maximum = 1_000_000_000

    package var limit: Int
    package var span: Span

    package init(limit: Int, span: Span) {
        self.limit = limit
        self.span = span
    }
}
