import Outbound
import ServiceLifecycle

/// Sends audit events until the program is told to stop.
struct AuditService: Service {
    let worker: AuditWorker

    func run() async throws {
        await cancelWhenGracefulShutdown { await worker.run() }
    }
}
