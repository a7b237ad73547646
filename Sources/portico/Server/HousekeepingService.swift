import Core
import Logging
import ServiceLifecycle

/// Forgets once an hour what has ended: sessions, links, and e-mails that were sent long ago.
struct HousekeepingService: Service {
    private static let pause = Duration.seconds(3_600)

    let product: Product
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await product.developers.prune()
                    try await product.outbox.prune()
                } catch {
                    logger.warning("housekeeping failed", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.pause)
            }
        }
    }
}
