import Core
import Hummingbird
import Logging
import Web

/// Health and metrics, on an address of their own.
struct AdminServer {
    let product: Product
    let metrics: PrometheusMetrics
    let address: ListenAddress
    let readiness: Readiness
    let logger: Logger

    func application() -> some ApplicationProtocol {
        let router = Router(context: AppContext.self)
        HealthRoutes(product, readiness).mount(on: router)
        let metrics = metrics, logger = logger
        router.get("/metrics") { _, _ in
            Reply.text(metrics.text(), type: "text/plain; version=0.0.4; charset=utf-8").response
        }
        return Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port), serverName: "portico"),
            onServerRunning: { channel in
                logger.info("health and metrics", metadata: ["port": "\(channel.localAddress?.port ?? 0)"])
            }, logger: logger)
    }
}
