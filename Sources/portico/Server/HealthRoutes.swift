import Core
import Hummingbird
import Storage
import Web

/// Whether the process lives, and whether it can serve.
struct HealthRoutes {
    private let product: Product
    private let readiness: Readiness

    init(_ product: Product, _ readiness: Readiness) {
        self.product = product
        self.readiness = readiness
    }

    func mount(on router: Router<AppContext>) {
        router.get("/healthz") { _, _ in Reply.text("ok\n").response }
        router.get("/readyz") { _, _ in await ready().response }
    }

    private func ready() async -> Reply {
        guard readiness.isComplete else { return Self.notReady("the gateway does not listen yet\n") }
        do {
            _ = try await product.kernel.database.read { tx in try tx.operators.count() }
            return .text("ready\n")
        } catch {
            return Self.notReady("the database does not answer\n")
        }
    }

    private static func notReady(_ reason: String) -> Reply {
        var reply = Reply.text(reason)
        reply.status = .serviceUnavailable
        return reply
    }
}
