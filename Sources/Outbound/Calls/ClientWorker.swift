package import Core
package import Logging

/// Runs the errands to identity providers, one after the other, until it is cancelled.
///
/// Any number may run at once, here and in other instances: an errand is claimed before it is run.
package struct ClientWorker: Sendable {
    private static let patience = Duration.seconds(5)

    private let errands: ClientErrands
    private let logger: Logger

    package init(_ errands: ClientErrands, logger: Logger) {
        self.errands = errands
        self.logger = logger
    }

    /// Returns soon after the task was cancelled; an errand that has begun is finished first.
    package func run() async {
        while !Task.isCancelled {
            let seen = errands.bell.count
            if await runNext() { continue }
            await errands.bell.wait(since: seen, atMost: Self.patience)
        }
    }

    private func runNext() async -> Bool {
        do {
            return try await errands.runNext()
        } catch {
            logger.error("errands to identity providers cannot be run", metadata: ["error": "\(error)"])
            return false
        }
    }
}
