import Model
import Web

/// `/api/v3/stats` on a portal's host: nothing is measured for developers, and both say so.
struct DeveloperAnalyticsRoutes {
    var endpoints: [Endpoint<PortalDeveloper>] {
        [
            .get(
                "/api/v3/stats/config", "get-application-analytics-config",
                story: EndpointStory(
                    summary: "Tell whether analytics are on",
                    answer: .object(name: nil, [.init("analytics", .nullable(.map(.anything)))]))
            ) { _ in .json(["analytics": nil]) },
            .post(
                "/api/v3/stats", "query-application-analytics",
                story: EndpointStory(summary: "Query the analytics of my applications", refusals: [403])
            ) { _ in throw Refusal.forbidden("Analytics are off on this portal") },
        ]
    }
}
