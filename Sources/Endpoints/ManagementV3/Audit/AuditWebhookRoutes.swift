package import Core
import HTTPTypes
import Model
package import Web

/// Webhooks and replays, of the organization and of portals.
package struct AuditWebhookRoutes {
    private let webhooks: AuditWebhooks
    private let isPortal: Bool

    private init(_ product: Product, isPortal: Bool) {
        webhooks = product.auditWebhooks
        self.isPortal = isPortal
    }

    /// Those of portals, the same in both versions.
    package static func ofPortals(_ product: Product) -> [Endpoint<OperatorCaller>] {
        let routes = Self(product, isPortal: true)
        return ["/v3/portals/{portalId}", "/v2/portals/{portalId}"].flatMap { path in
            routes.webhook(
                path,
                names: [
                    "get-portal-audit-log-webhook", "update-portal-audit-log-webhook",
                    "delete-portal-audit-log-webhook", "get-portal-audit-log-webhook-status",
                ])
                + routes.replay(path, names: ["update-portal-audit-log-replay-job", "get-portal-audit-log-replay-job"])
        }
    }

    /// Those of the organization.
    package static func ofOrganization(_ product: Product) -> [Endpoint<OperatorCaller>] {
        let routes = Self(product, isPortal: false), jobs = ["update-audit-log-replay-job", "get-audit-log-replay-job"]
        return routes.webhook(
            "/v3",
            names: [
                "get-audit-logs-webhook", "update-audit-logs-webhook", "delete-audit-logs-webhook",
                "get-audit-logs-webhook-status",
            ]) + routes.replay("/v3", names: jobs) + routes.replay("/v2", names: jobs)
    }

    private func webhook(_ prefix: String, names: [String]) -> [Endpoint<OperatorCaller>] {
        let path = prefix + "/audit-log-webhook", shape = AuditWire.webhook
        return [
            .get(
                path, names[0], needs: need(.view),
                story: EndpointStory(summary: "Get the webhook", answer: shape.schema, refusals: [404]), get),
            .patch(
                path, names[1], needs: need(.update),
                story: EndpointStory(
                    summary: "Set up the webhook", body: { _ = AuditWire.webhookChange(&$0) }, isOpenBody: true,
                    answer: shape.schema),
                update),
            .delete(
                path, names[2], needs: need(.update),
                story: EndpointStory(summary: "Remove the webhook", successStatus: 204), delete),
            .get(
                path + "/status", names[3], needs: need(.view),
                story: EndpointStory(summary: "Get the state of the webhook", answer: AuditWire.statusSchema), status),
        ]
    }

    private func replay(_ prefix: String, names: [String]) -> [Endpoint<OperatorCaller>] {
        let path = prefix + "/audit-log-replay-job", shape = AuditWire.replay
        return [
            .put(
                path, names[0], needs: need(.update),
                story: EndpointStory(
                    summary: "Send past events again", body: { _ = AuditWire.span(&$0) }, isOpenBody: true,
                    answer: shape.schema,
                    successStatus: 202), startReplay),
            .get(
                path, names[1], needs: need(.view),
                story: EndpointStory(summary: "Get the last replay", answer: shape.schema), getReplay),
        ]
    }

    private func need(_ act: Act) -> Need { isPortal ? .portal(act) : .auditLogs(act) }

    private func scope(_ call: Call<OperatorCaller>) throws -> AuditScope {
        isPortal ? .portal(try call.id("portalId")) : .organization
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        let webhook = try await webhooks.find(scope(call), as: call.caller.actor)
        // The contract promises the destination of the organization's: without one, there is no webhook.
        guard isPortal || webhook.destinationID != nil else { throw Refusal.notFound }
        return .json(AuditWire.webhook.json(webhook))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let scope = try scope(call)
        let change = try await call.body(isClosed: false) { AuditWire.webhookChange(&$0) }
        let webhook = try await webhooks.update(
            scope, destination: change.destination.value.map { .set($0) } ?? .unchanged, isEnabled: change.isEnabled,
            as: call.caller.actor)
        return .json(AuditWire.webhook.json(webhook))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await webhooks.delete(scope(call), as: call.caller.actor)
        return .empty()
    }

    private func status(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(AuditWire.status(try await webhooks.find(scope(call), as: call.caller.actor)))
    }

    private func startReplay(_ call: Call<OperatorCaller>) async throws -> Reply {
        let scope = try scope(call)
        let (start, end) = try await call.body(isClosed: false) { AuditWire.span(&$0) }
        let replay = try await webhooks.startReplay(scope, from: start, to: end, as: call.caller.actor)
        return .json(AuditWire.replay.json(replay), status: .accepted)
    }

    private func getReplay(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(AuditWire.replay.json(try await webhooks.replay(scope(call), as: call.caller.actor)))
    }
}
