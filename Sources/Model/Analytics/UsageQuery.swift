/// A question about what the gateway counted.
package struct UsageQuery: Sendable, Equatable {
    /// The names are those of the wire.
    package enum Metric: String, Sendable, CaseIterable {
        case requestCount = "request_count", requestsPerMinute = "request_per_minute"
        case latency = "response_latency_average"
        case responseSize = "response_size_average", responseSizeSum = "response_size_sum"
        case requestSize = "request_size_average", requestSizeSum = "request_size_sum"

        package var unit: String {
            switch self {
            case .requestCount: "count"
            case .requestsPerMinute: "count/minute"
            case .latency: "ms"
            case .responseSize, .responseSizeSum, .requestSize, .requestSizeSum: "bytes"
            }
        }
    }

    package enum Dimension: String, Sendable, CaseIterable {
        case api, application, statusCode = "status_code", statusGroup = "status_code_grouped", time
    }

    /// Only, or all but, what has one of the values.
    package struct Filter: Sendable, Equatable {
        package var dimension: Dimension
        package var isExcluding: Bool
        package var values: [String]

        package init(_ dimension: Dimension, isExcluding: Bool, values: [String]) {
            self.dimension = dimension
            self.isExcluding = isExcluding
            self.values = values
        }
    }

    /// How far back one may ask.
    package static let window = Duration.days(90)
    /// How many values of its dimensions an answer has at most.
    package static let limit = 50

    package var metric: Metric = .requestCount
    package var dimensions: [Dimension] = []
    /// The length of a bucket of time, in whole minutes.
    package var bucketMinutes: Int
    package var start: Instant
    package var end: Instant
    package var filters: [Filter] = []

    package init(bucketMinutes: Int, start: Instant, end: Instant) {
        self.bucketMinutes = bucketMinutes
        self.start = start
        self.end = end
    }
}

/// Sums of what was counted, for one combination of values.
package struct UsageSum: Sendable, Equatable {
    /// By dimension, without time.
    package var values: [UsageQuery.Dimension: String]
    /// The beginning of the bucket; nil when time was not asked for.
    package var at: Instant?
    package var requests: Int64
    package var latencyMicroseconds: Int64
    package var requestBytes: Int64
    package var responseBytes: Int64

    package init(
        values: [UsageQuery.Dimension: String], at: Instant?, requests: Int64, latencyMicroseconds: Int64,
        requestBytes: Int64, responseBytes: Int64
    ) {
        self.values = values
        self.at = at
        self.requests = requests
        self.latencyMicroseconds = latencyMicroseconds
        self.requestBytes = requestBytes
        self.responseBytes = responseBytes
    }
}

/// The calls of one day.
package struct UsageDay: Sendable, Equatable {
    /// Its first moment, in UTC.
    package var day: Instant
    package var requests: Int64
    /// Answers with a status of 400 and above.
    package var errors: Int64

    package init(day: Instant, requests: Int64, errors: Int64) {
        self.day = day
        self.requests = requests
        self.errors = errors
    }
}
