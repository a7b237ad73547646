import Console
import Core
import Hummingbird
import Model
import Storage
import TestKit
import Testing
import Web

@Suite struct AuditSendingPagesTests {
    private static let secret = "Bearer siem-0123456789"
    private static let path = "/organization/audit-log"

    private func signedIn(_ world: World) async throws -> TestClient {
        let router = Router(context: AppContext.self)
        ConsoleDoor.signedIn(world.product, proxies: .none).mount(
            ConsolePages.endpoints(world.product), on: router)
        ConsoleDoor.open(proxies: .none).mount(ConsolePages.openEndpoints(world.product), on: router)
        let client = TestServer(router).client()
        let account = try await world.account().0
        _ = try await client.submit(
            "/sign-in", ["email": account.email, "password": TestPassword.good])
        return client
    }

    /// What the form of a destination sends, with one field as it should not be.
    private static func form(_ changes: [String: String] = [:]) -> KeyValuePairs<String, String> {
        [
            "name": changes["name"] ?? "SIEM", "endpoint": changes["endpoint"] ?? "https://siem.example/in",
            "authorization": changes["authorization"] ?? secret, "log_format": "json",
        ]
    }

    @Test(arguments: Engines.all) func eventsAreSentToADestinationAndSentAgain(engine: Engines)
        async throws
    {
        try await World.on(engine) { world in
            let client = try await signedIn(world)
            let portal = try await world.portal()
            let sendings = [Self.path + "/sending", "/portals/\(portal.id)/settings/audit-log"]
            #expect(try await client.open(sendings[0]).text.contains("Nowhere to send to yet"))
            #expect(try await client.submit(Self.path + "/destinations/new", Self.form()).status == 303)
            let made = try await world.product.auditDestinations.list(ListQuery(), as: world.root).items[
                0]
            for sending in sendings {
                let on: KeyValuePairs<String, String> = ["destination": made.id.text, "enabled": "true"]
                #expect(try await client.submit(sending, on).status == 303)
                let page = try await client.open(sending)
                #expect(page.text.contains("Nothing was sent yet"))
                #expect(page.text.contains("Send again"))
                #expect(try await client.submit(sending + "/replay", ["hours": "168"]).status == 303)
                #expect(try await client.submit(sending + "/replay", ["hours": "-5"]).status == 303)
                let nowhere: KeyValuePairs<String, String> = ["enabled": "true", "destination": ""]
                #expect(try await client.submit(sending, nowhere).status == 400)
                let unknown: KeyValuePairs<String, String> = ["enabled": "true", "destination": portal.id.text]
                #expect(try await client.submit(sending, unknown).status == 400)
            }
            let one = Self.path + "/destinations/\(made.id)"
            let page = try await client.open(one)
            #expect(!page.text.contains(Self.secret))
            #expect(try await client.submit(one + "/delete", [:]).status == 303)
            let changed = Self.form(["authorization": "", "name": "Renamed"])
            #expect(try await client.submit(one, changed).status == 303)
            let kept = try await world.database.read { tx in
                try tx.auditDestinations.sealedAuthorization(of: made.id)
            }
            #expect(kept.flatMap(world.product.kernel.vault.open) == Self.secret)
            for sending in sendings { #expect(try await client.submit(sending, [:]).status == 303) }
            #expect(try await client.submit(one + "/delete", [:]).status == 303)
            #expect(try await client.open(one).status == 404)
        }
    }

    private static let crooked: [(String, String)] = [
        ("name", ""), ("endpoint", "javascript:alert(1)"), ("endpoint", "https://a@b.example"),
        ("authorization", ""),
        ("authorization", "a\r\nHost: evil"), ("name", String(repeating: "a", count: 251)),
    ]

    @Test(arguments: crooked) func crookedDestinationsAreShownAgain(field: String, value: String)
        async throws
    {
        try await World.on(.sqlite) { world in
            let form = Self.form([field: value])
            let reply = try await signedIn(world).submit(Self.path + "/destinations/new", form)
            #expect(reply.status == 400)
            #expect(reply.text.contains("New destination"))
            #expect(!reply.text.contains(Self.secret))
        }
    }
}
