import Core
import Model
import Web

/// `/api/v3/stats` on a portal's host: what the gateway counted of the caller's own applications.
struct DeveloperAnalyticsRoutes {
    private let usage: Usage

    init(_ product: Product) {
        usage = product.usage
    }

    var endpoints: [Endpoint<PortalDeveloper>] {
        [
            .get(
                "/api/v3/stats/config", "get-application-analytics-config",
                story: EndpointStory(
                    summary: "Tell whether analytics are on",
                    answer: .object(name: nil, [.init("analytics", .nullable(.map(.anything)))])), config),
            .post(
                "/api/v3/stats", "query-application-analytics",
                story: EndpointStory(
                    summary: "Query the analytics of my applications",
                    body: { _ = UsageWire.query(&$0, now: Instant(milliseconds: 0)) }, answer: UsageWire.schema,
                    refusals: [403]), query),
        ]
    }

    private func config(_ call: Call<PortalDeveloper>) async throws -> Reply {
        guard call.caller.portal.authenticationEnabled else { return .json(["analytics": nil]) }
        let milliseconds = Int64(UsageQuery.window.components.seconds * 1_000)
        return .json(["analytics": ["percentiles": false, "retention_ms": .integer(milliseconds)]])
    }

    private func query(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let now = usage.now
        let query = try await call.body { UsageWire.query(&$0, now: now) }
        let answer = try await usage.answer(query, on: call.caller.portal.id, as: call.caller.actor)
        return .json(UsageWire.json(answer, to: query, id: call.requestID))
    }
}
