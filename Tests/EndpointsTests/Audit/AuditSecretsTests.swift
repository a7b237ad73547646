import Core
import HTTPTypes
import Model
import Storage
import TestKit
import Testing
import Web

/// Whatever is done with secrets, the audit log knows none of them: not as stored, not as listed, not as sent.
@Suite struct AuditSecretsTests {
    private static let marker = "marker0123456789secret"

    private func act(_ world: World, _ client: TestClient, _ portal: Portal) async throws -> [String] {
        let marker: JSON = .string(Self.marker), plane = try await world.product.controlPlanes.ensureBuiltIn().id
        let entities = "/v2/control-planes/\(plane)/core-entities"
        let consumer = try await client.call(.post, entities + "/consumers", ["username": "shop"])
        let keys = "\(entities)/consumers/\(consumer.json["id"]?.string ?? "")/key-auth"
        let requests: [(HTTPRequest.Method, String, JSON)] = [
            (
                .post, "/v3/audit-log-destinations",
                ["name": "S", "endpoint": "https://siem.example", "authorization": marker, "log_format": "json"]
            ),
            (
                .post, "/v2/dcr-providers",
                [
                    "name": "idp", "provider_type": "http", "issuer": "https://idp.example",
                    "dcr_config": ["dcr_base_url": "https://bridge.example", "api_key": marker],
                ]
            ),
            (
                .post, "/v3/portals/\(portal.id)/identity-providers",
                [
                    "type": "oidc",
                    "config": ["issuer_url": "https://i.example", "client_id": "portal", "client_secret": marker],
                ]
            ),
            (.post, keys, ["key": marker]),
        ]
        for (method, path, body) in requests {
            #expect(try await client.call(method, path, body).status == 201, "\(path)")
        }
        let token = try await world.product.controlPlanes.createToken(for: plane, as: world.root)
        let account = OperatorDraft(email: "eve@example.com", name: "Eve", password: Self.marker)
        let eve = try await world.product.operators.create(account, as: world.root)
        let (_, own) = try await world.product.operators.createToken(
            name: "ci", expiresAt: nil, for: eve.id, as: .operator(eve.id))
        let session = try await world.product.operators.signIn(
            email: "eve@example.com", password: Self.marker, throttleKey: "test")
        for email in ["eve@example.com", "nobody@example.com"] {
            _ = try? await world.product.operators.signIn(
                email: email, password: Self.marker + "wrong", throttleKey: "test")
        }
        return [token.text, own.text, session.text]
    }

    private func develop(_ world: World, on portal: Portal) async throws -> [String] {
        let developer = try await world.developer("ada@example.com", on: portal), product = world.product
        let ada = Actor.developer(developer.id, portal: portal.id)
        let secrets = try await product.developers.signIn(
            email: "ada@example.com", password: TestPassword.good, on: portal.id, throttleKey: "test")
        _ = try? await product.developers.signIn(
            email: "ada@example.com", password: Self.marker, on: portal.id, throttleKey: "test")
        let shop = try await product.applications.create(ApplicationDraft(name: "Shop"), on: portal.id, as: ada)
        let key = try await product.credentials.create("Key", for: shop.id, on: portal.id, as: ada).key
        return [key, secrets.access.text, secrets.refresh.text, TestPassword.good]
    }

    @Test(arguments: Engines.all) func noSecretIsInAnAuditEvent(engine: Engines) async throws {
        try await World.on(engine) { world in
            _ = try await world.product.strategies.ensureBuiltIn()
            let portal = try await world.portal(), account = try await world.account()
            let client = world.managementAPI().client(token: account.token)
            let secrets =
                try await act(world, client, portal) + develop(world, on: portal) + [Self.marker, account.token]
            let stored = try await world.database.read { tx in try tx.audit.recent(limit: 1_000) }
            #expect(stored.count > 10)
            #expect(stored.contains { $0.action == "operator.sign-in-failed" })
            #expect(stored.contains { $0.action == "developer.sign-in-failed" })
            let key = try await world.product.auditLog.signingKey()
            let lines = stored.flatMap { event in
                AuditDestination.Format.allCases.map { AuditEntry(event, organization: "o").line($0, signedBy: key) }
            }
            let texts = ["\(stored)", try await client.call(.get, "/v3/audit-logs?page[size]=1000").text] + lines
            for secret in secrets { #expect(!texts.contains { $0.contains(secret) }) }
        }
    }
}
