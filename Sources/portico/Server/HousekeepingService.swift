import Core
import Logging
import ServiceLifecycle

/// Sums up counts once a minute, and forgets once an hour what has ended: sessions, links, and e-mails that were sent
/// long ago.
struct HousekeepingService: Service {
    private static let pause = Duration.seconds(60)
    private static let rounds = 60

    let product: Product
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var round = 0
            while !Task.isCancelled {
                do {
                    try await product.rowCounts.fold()
                    if round % Self.rounds == 0 { try await prune() }
                } catch {
                    logger.warning("housekeeping failed", metadata: ["error": "\(error)"])
                }
                round += 1
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    private func prune() async throws {
        try await product.developers.prune()
        try await product.outbox.prune()
        try await product.auditDelivery.prune()
    }
}
