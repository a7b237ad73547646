/// What was promised within a time has not come.
package struct TooLate: Error {}

/// Waits until the condition holds; throws when it does not within the limit.
package func eventually(
    within limit: Duration = .seconds(20), _ condition: @Sendable () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw TooLate() }
        try await Task.sleep(for: .milliseconds(1))
    }
}

/// Waits until a number has stopped growing.
package func settled(_ number: @Sendable () -> Int) async throws {
    var last = -1
    while last != number() {
        last = number()
        for _ in 0..<50 { try await Task.sleep(for: .milliseconds(2)) }
    }
}
