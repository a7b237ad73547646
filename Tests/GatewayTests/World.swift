import Gateway
import Model
import NIOSSL
import Policy

/// A data plane on loopback before a real upstream.
struct World: Sendable {
    static let key = "ptk_good"

    let server: GatewayServer
    let upstream: Upstream
    let port: Int
    var configuration: GatewayConfiguration
    var credentials: GatewayCredentials

    /// Runs the body with a server, and takes everything down afterwards.
    static func run(
        linked: Bool = false, options: GatewayOptions = GatewayOptions(), tls: NIOSSLContext? = nil,
        _ change: (inout GatewayConfiguration.Service) -> Void = { _ in },
        body: (World) async throws -> Void
    ) async throws {
        let upstream = try await Upstream.start(tls)
        let server = GatewayServer(options: options)
        let address = try await server.start(host: "127.0.0.1", port: 0, threads: 1)
        var service = GatewayConfiguration.Service(
            id: ID(stored: "s"), host: "127.0.0.1", port: upstream.port, retries: 1, connectTimeout: 5_000,
            writeTimeout: 20_000, readTimeout: 20_000)
        change(&service)
        let world = World(
            server: server, upstream: upstream, port: address.port,
            configuration: configuration(service, linked: linked), credentials: credentials)
        await world.swap()
        do {
            try await body(world)
        } catch {
            await world.stop()
            throw error
        }
        await world.stop()
    }

    private func stop() async {
        await server.shutdown(drain: .milliseconds(50))
        await upstream.stop()
    }

    func swap() async {
        await server.swap(CompiledGateway(configuration, credentials: CredentialTable(credentials)))
    }

    private static func configuration(
        _ service: GatewayConfiguration.Service, linked: Bool
    ) -> GatewayConfiguration {
        GatewayConfiguration(
            version: 1, services: [service],
            routes: [
                .init(
                    id: ID(stored: "r"), serviceID: service.id, paths: ["/"], stripPath: false,
                    createdAt: Instant(milliseconds: 0))
            ],
            strategies: [.init(id: ID(stored: "k"), kind: .keyAuth(keyNames: ["apikey"], hideCredentials: true))],
            protections: linked
                ? [
                    .init(
                        serviceID: service.id, apiID: ID(stored: "api"),
                        publications: [.init(portalID: ID(stored: "p"), strategyIDs: [ID(stored: "k")])])
                ] : [])
    }

    static var credentials: GatewayCredentials {
        GatewayCredentials(
            version: 1,
            applications: [
                GatewayApplication(
                    id: ID(stored: "app"), name: "Maps", slug: "maps", developerID: ID(stored: "dev"),
                    portalID: ID(stored: "p"), grants: [ID(stored: "api")])
            ],
            credentials: [
                GatewayCredential(
                    id: ID(stored: "cred"), keyHash: KeyHash(ofKey: key), strategyID: ID(stored: "k"),
                    applicationID: ID(stored: "app"))
            ])
    }

    func client() async throws -> RawClient { try await RawClient.connect(port: port) }

    /// One request on a connection of its own.
    func get(_ path: String, _ fields: String..., method: String = "GET") async throws -> RawClient.Answer {
        let client = try await client()
        let lines = ["\(method) \(path) HTTP/1.1", "Host: gateway.test"] + fields
        try await client.send(lines.joined(separator: "\r\n") + "\r\n\r\n")
        let answer = try await client.answer(isHEAD: method == "HEAD")
        await client.close()
        return answer
    }
}
