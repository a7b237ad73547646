import Core
import HTTPTypes
import Model
import TestKit
import Testing
import Web

/// Who may only look at a portal reads no audit log, sends nothing anywhere and sends nothing again.
@Suite struct AuditRightsTests {
    private static let now = FixedClock.start

    @Test(arguments: Engines.all) func aViewerOfAPortalSendsNothing(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), product = world.product
            let draft = AuditDestinationDraft(
                name: "SIEM", endpoint: "https://siem.example", authorization: "Bearer secret")
            let destination = try await product.auditDestinations.create(draft, as: world.root)
            let (viewer, token) = try await world.account("viewer@example.com", in: [])
            _ = try await product.assignedRoles.assign(
                AssignedRoleDraft(.portals, "Viewer", on: portal.id.text), to: .operator(viewer.id), as: world.root)
            let client = world.managementAPI().client(token: token)
            let span: JSON = [
                "start_at": .string((Self.now - .hours(6)).iso), "end_at": .string((Self.now - .hours(1)).iso),
            ]
            let on: JSON = ["enabled": true, "audit_log_destination_id": .string(destination.id.text)]
            let one = "/v3/audit-log-destinations/\(destination.id)", own = "/v3/portals/\(portal.id)"
            let refused: [(HTTPRequest.Method, String, JSON?)] = [
                (.put, own + "/audit-log-replay-job", span), (.patch, own + "/audit-log-webhook", on),
                (.delete, own + "/audit-log-webhook", nil), (.put, "/v3/audit-log-replay-job", span),
                (.put, "/v2/portals/\(portal.id)/audit-log-replay-job", span), (.patch, "/v3/audit-log-webhook", on),
                (.delete, "/v3/audit-log-webhook", nil), (.get, "/v3/audit-logs", nil),
                (.get, "/v3/audit-logs?filter[type]=gateway_access", nil),
                (.get, "/v3/audit-log-destinations", nil), (.get, one, nil), (.patch, one, ["name": "Mine"]),
                (.delete, one, nil), (.patch, "/v2/audit-log-webhook", ["endpoint": "https://evil.example"]),
            ]
            for (method, path, body) in refused {
                let reply = try await client.call(method, path, body)
                #expect([403, 404].contains(reply.status), "\(method) \(path): \(reply.status)")
                #expect(!reply.text.contains("siem.example"))
            }
            for scope in [AuditScope.organization, .portal(portal.id)] {
                #expect(try await product.auditWebhooks.replay(scope, as: world.root) == nil)
                #expect(try await !product.auditWebhooks.find(scope, as: world.root).isEnabled)
            }
        }
    }
}
