import AsyncHTTPClient
import Core
import Endpoints
import Foundation
import Gateway
import Logging
import Model
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import ServiceLifecycle

/// A control plane at the other end of a network.
struct RemoteControlPlane: Sendable {
    private let url: String
    private let token: String

    /// Throws a sentence that names the setting that is wrong.
    init(_ reader: SettingsReader) throws {
        let text = try reader.required(.controlPlane)
        guard let url = PublicURL(text) else {
            throw SettingsError("--control-plane: \"\(text)\" is no http(s)://HOST[:PORT]")
        }
        let file = try reader.required(.tokenFile)
        guard let token = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw SettingsError("--token-file: cannot read \(file)")
        }
        self.url = url.text
        self.token = token.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Waits for what is new since the poll; nil when nothing has come.
    func update(for poll: GatewayPoll) async throws -> GatewayUpdate? {
        let reply = try await post(
            DataPlaneRoutes.pollPath + "?wait=20", try JSONEncoder().encode(poll), timeout: .seconds(40))
        guard let reply else { return nil }
        return try JSONDecoder().decode(GatewayUpdate.self, from: reply)
    }

    func report(_ usage: GatewayUsage) async throws {
        _ = try await post(DataPlaneRoutes.usagePath, try JSONEncoder().encode(usage), timeout: .seconds(30))
    }

    private func post(_ path: String, _ body: Data, timeout: TimeAmount) async throws -> Data? {
        var request = HTTPClientRequest(url: url + path)
        request.method = .POST
        request.headers.add(name: "authorization", value: "Bearer \(token)")
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(ByteBuffer(data: body))
        let response = try await HTTPClient.shared.execute(request, timeout: timeout)
        let bytes = try await response.body.collect(upTo: 1 << 30)
        switch response.status.code {
        case 200: return Data(buffer: bytes)
        case 204: return nil
        default: throw SettingsError("the control plane answers \(response.status.code)")
        }
    }
}

/// The data plane of `portico gateway`: it starts from its disk and outlives its control plane.
struct RemoteGateway: Service {
    let remote: RemoteControlPlane
    let directory: URL
    let address: ListenAddress
    let logger: Logger

    func run() async throws {
        let server = GatewayServer(), remote = remote
        let sync = GatewaySync(
            server: server, disk: try GatewayDisk(directory: directory), logger: logger,
            poll: { poll in try await remote.update(for: poll) },
            report: { usage in try await remote.report(usage) })
        if !(await sync.recover()) {
            try? await sync.pollOnce()
        }
        let bound = try await Listening.start(server, on: address, naming: .listen)
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
