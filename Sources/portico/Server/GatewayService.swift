import Core
import Gateway
import Logging
import Model
import ServiceLifecycle

/// The data plane inside `portico serve`: it is handed what is new without a network between.
struct EmbeddedGateway: Service {
    let product: Product
    let address: ListenAddress
    let readiness: Readiness
    let logger: Logger

    func run() async throws {
        let plane = try await product.controlPlanes.ensureBuiltIn().id
        let server = GatewayServer(), publisher = product.gatewayPublisher
        let sync = GatewaySync(
            server: server, disk: nil, logger: logger,
            poll: { poll in try await publisher.update(of: plane, for: poll, waiting: .seconds(20)) },
            report: { usage in try await publisher.report(usage, of: plane) })
        // The first request must already be decided by what is stored.
        try await sync.pollOnce()
        let bound = try await Listening.start(server, on: address, naming: .gateway)
        readiness.gatewayListens()
        logger.info("gateway listens", metadata: ["address": "\(bound.host):\(bound.port)"])
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await sync.run() }
            group.addTask { try? await gracefulShutdown() }
            await group.next()
            await server.shutdown()
            group.cancelAll()
        }
    }
}

/// Starting to listen, with a sentence that names the setting when it cannot be.
enum Listening {
    static func start(
        _ server: GatewayServer, on address: ListenAddress, naming setting: Setting
    ) async throws -> GatewayServer.Address {
        do {
            return try await server.start(host: address.host, port: address.port)
        } catch {
            throw SettingsError("--\(setting.name): cannot listen on \(address.host):\(address.port): \(error)")
        }
    }
}

/// Follows the data and knows the versions of public pages.
struct SiteVersionService: Service {
    let versions: SiteVersions

    func run() async throws {
        await cancelWhenGracefulShutdown { await versions.run() }
    }
}

/// Follows the data and keeps what data planes need.
struct PublisherService: Service {
    let publisher: GatewayPublisher

    func run() async throws {
        await cancelWhenGracefulShutdown { await publisher.run() }
    }
}
