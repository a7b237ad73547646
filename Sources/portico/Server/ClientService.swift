import Outbound
import ServiceLifecycle

/// Tells identity providers about clients until the program is told to stop.
struct ClientService: Service {
    let worker: ClientWorker

    func run() async throws {
        await cancelWhenGracefulShutdown { await worker.run() }
    }
}
