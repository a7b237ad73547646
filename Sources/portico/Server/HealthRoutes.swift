import Core
import Hummingbird
import Storage
import Web

/// Whether the process lives, and whether it can serve.
struct HealthRoutes {
    private let product: Product

    init(_ product: Product) {
        self.product = product
    }

    func mount(on router: Router<AppContext>) {
        router.get("/healthz") { _, _ in Reply.text("ok\n").response }
        router.get("/readyz") { _, _ in await ready().response }
    }

    private func ready() async -> Reply {
        do {
            _ = try await product.kernel.database.read { tx in try tx.operators.count() }
            return .text("ready\n")
        } catch {
            var reply = Reply.text("the database does not answer\n")
            reply.status = .serviceUnavailable
            return reply
        }
    }
}
