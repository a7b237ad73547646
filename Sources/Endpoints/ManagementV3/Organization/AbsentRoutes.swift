import HTTPTypes
import Model
package import Web

/// Collections of other products that clients look into: empty, and they stay so.
package struct AbsentRoutes {
    package init() {}

    package var endpoints: [Endpoint<OperatorCaller>] {
        [
            ("/v2/dashboards", "dashboard"), ("/v1/catalog-services", "catalog-service"),
            ("/v1/event-gateways", "event-gateway"), ("/v1/ai-gateways", "ai-gateway"),
        ].flatMap { path, name in
            [
                .get(path, "list-\(name)s", needs: .anybody, story: list(name)) { _ in
                    let meta = PageMeta.json(number: 1, size: 10, total: 0)
                    return .json(["data": [], "meta": ["page": meta]])
                },
                .post(
                    path, "create-\(name)", needs: .anybody,
                    story: EndpointStory(summary: "Refuses: there are no \(name)s", refusals: [400])
                ) { _ in
                    throw Refusal.invalid([], detail: "This installation has no \(name)s")
                },
            ]
        }
    }

    private func list(_ name: String) -> EndpointStory {
        EndpointStory(summary: "List \(name)s: there are none", answer: .map(.anything))
    }
}
