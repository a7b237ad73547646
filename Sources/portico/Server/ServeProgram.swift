import Core
import CoreMetrics
import Endpoints
import Foundation
import Hummingbird
import Logging
import Model
import Outbound
import ServiceLifecycle
import Storage
import UnixSignals
import Web

/// `portico serve`: opens the data, puts the doors on their routers, and runs everything until it is told to stop.
enum ServeProgram {
    static func run(_ settings: ServeSettings, _ reader: SettingsReader, logger: Logger) async throws {
        let metrics = PrometheusMetrics()
        MetricsSystem.bootstrap(metrics)
        let database = try await Store.open(reader, logger: logger)
        let kernel = try Store.kernel(database, reader, settings: settings.product, logger: logger)
        let product = Product(kernel, relayCaller: CurlRelay(settings.addresses))
        let readiness = Readiness(awaitsGateway: settings.gateway != nil)
        var house = House(product: product, settings: settings, readiness: readiness, logger: logger)
        _ = try await product.controlPlanes.ensureBuiltIn()
        try await product.strategies.ensureBuiltIn()
        var services: [any Service] = [
            PublisherService(publisher: product.gatewayPublisher), SiteVersionService(versions: product.siteVersions),
        ]
        if settings.isDemo {
            let demo = try await DemoProgram.start(product, gatewayURL: settings.gatewayURL, logger: logger)
            house.notes = demo.notes
            services.append(demo.upstream)
        }
        if let address = settings.gateway {
            services.append(EmbeddedGateway(product: product, address: address, readiness: readiness, logger: logger))
        }
        services.append(house.application())
        services.append(HousekeepingService(product: product, logger: logger))
        services.append(MailService(worker: try settings.mail.worker(product.outbox, logger: logger)))
        services.append(AuditService(worker: AuditWorker(product.auditDelivery, calls: kernel.calls, logger: logger)))
        services.append(ClientService(worker: ClientWorker(product.clientErrands, logger: logger)))
        services.append(
            MailDomainService(domains: product.mailDomains, names: settings.mail.names, logger: logger))
        services.append(
            AdminServer(
                product: product, metrics: metrics, address: settings.admin, readiness: readiness, logger: logger
            ).application())
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger))
        do {
            try await group.run()
            await database.close()
        } catch {
            await database.close()
            throw error
        }
    }
}
