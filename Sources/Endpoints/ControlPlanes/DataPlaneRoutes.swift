package import Core
import Foundation
import HTTPTypes
import Hummingbird
package import Model
package import Web

/// A data plane that showed its token.
package struct DataPlaneCaller: Sendable {
    package let controlPlane: ID<ControlPlane>
}

/// What data planes ask: what is new, and where their usage goes.
package struct DataPlaneRoutes {
    package static let pollPath = "/internal/v1/gateway/poll"
    package static let usagePath = "/internal/v1/gateway/usage"

    private static let longestWait = 30

    private let publisher: GatewayPublisher

    package init(_ product: Product) {
        publisher = product.gatewayPublisher
    }

    package static func door(_ product: Product, proxies: TrustedProxies) -> Door<DataPlaneCaller> {
        Door(proxies: proxies) { request, _ in
            let header = request.headers[.authorization] ?? ""
            guard header.hasPrefix("Bearer ") else { throw Refusal.unauthenticated() }
            let token = String(header.dropFirst("Bearer ".count))
            return DataPlaneCaller(controlPlane: try await product.controlPlanes.authenticate(token: token))
        } present: { refusal, _, requestID in
            Problem.reply(refusal, requestID: requestID)
        }
    }

    package var endpoints: [Endpoint<DataPlaneCaller>] {
        [.post(Self.pollPath, poll), .post(Self.usagePath, report)]
    }

    private func poll(_ call: Call<DataPlaneCaller>) async throws -> Reply {
        let poll = try decode(GatewayPoll.self, try await call.bytes(limit: 65_536))
        let seconds = min(Self.longestWait, call.query("wait").flatMap(Int.init) ?? 0)
        let update = try await publisher.update(
            of: call.caller.controlPlane, for: poll, waiting: .seconds(max(0, seconds)))
        if update.configuration == nil, update.credentials == nil { return .empty() }
        return Reply(
            .ok, headers: [.contentType: "application/json"], body: Array(try JSONEncoder().encode(update)))
    }

    private func report(_ call: Call<DataPlaneCaller>) async throws -> Reply {
        let usage = try decode(GatewayUsage.self, try await call.bytes(limit: 32 * 1_024 * 1_024))
        try await publisher.report(usage, of: call.caller.controlPlane)
        return .empty()
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw Refusal.invalid("body", .invalid, "the body is no \(type)")
        }
    }
}
