/// How much something was called in a stretch of time.
package struct UsageSummary: Sendable, Equatable {
    package var requests: Int64
    /// Answers with a status of 400 and above.
    package var errors: Int64
    package var meanLatencyMicroseconds: Int64

    package init(requests: Int64, errors: Int64, meanLatencyMicroseconds: Int64) {
        self.requests = requests
        self.errors = errors
        self.meanLatencyMicroseconds = meanLatencyMicroseconds
    }
}
