import Core
import Crypto
import Foundation
import HTTPTypes
import Model
import TestKit
import Testing
import Web

@Suite struct AuditAPITests {
    private static let body: JSON = [
        "name": "SIEM", "endpoint": "https://siem.example/in", "authorization": "Bearer secret", "log_format": "cef",
    ]

    private func manager(_ world: World) async throws -> TestClient {
        world.managementAPI().client(token: try await world.account().token)
    }

    @Test(arguments: Engines.all) func aWebhookIsSetUpReplayedAndRemoved(engine: Engines) async throws {
        try await World.on(engine) { world in
            let client = try await manager(world), portal = try await world.portal()
            let made = try await client.call(.post, "/v3/audit-log-destinations", Self.body)
            #expect(made.status == 201)
            #expect(!made.text.contains("secret"))
            let id = made.json["id"] ?? .null
            #expect(try await client.call(.post, "/v2/audit-log-destinations", Self.body).status == 409)
            for path in ["/v3", "/v3/portals/\(portal.id)"] {
                let off = try await client.call(.get, path + "/audit-log-webhook")
                #expect(path == "/v3" ? off.status == 404 : off.json["enabled"] == false)
                #expect(try await client.call(.patch, path + "/audit-log-webhook", ["enabled": true]).status == 400)
                // That of the organization never answers without its destination.
                let none = try await client.call(.patch, path + "/audit-log-webhook", ["enabled": false])
                #expect(none.status == (path == "/v3" ? 400 : 200))
                let change: JSON = ["enabled": true, "audit_log_destination_id": id]
                #expect(
                    try await client.call(.patch, path + "/audit-log-webhook", change).json == [
                        "enabled": true, "audit_log_destination_id": id,
                    ])
                for body: JSON in [
                    ["audit_log_destination_id": .null], ["enabled": false, "audit_log_destination_id": .null],
                ] {
                    let reply = try await client.call(.patch, path + "/audit-log-webhook", body)
                    #expect(reply.status == 400)
                    #expect(reply.json["invalid_parameters"]?[0]?["field"] == "audit_log_destination_id")
                }
                #expect(try await client.call(.get, path + "/audit-log-webhook").json == change)
                let status = try await client.call(.get, path + "/audit-log-webhook/status")
                #expect(status.json["webhook_status"] == "active")
                let now = world.clock.now
                let span: JSON = [
                    "start_at": .string((now - .hours(6)).iso), "end_at": .string((now - .hours(1)).iso),
                ]
                let job = path + "/audit-log-replay-job"
                #expect(try await client.call(.get, job).json["status"] == "unconfigured")
                #expect(try await client.call(.put, job, span).status == 202)
                #expect(try await client.call(.put, job, span).status == 409)
            }
            let one = "/v3/audit-log-destinations/\(id.string ?? "")"
            #expect(try await client.call(.delete, one).status == 409)
            #expect(try await client.call(.delete, "/v3/audit-log-webhook").status == 204)
            #expect(try await client.call(.get, "/v3/audit-log-webhook").status == 404)
            #expect(try await client.call(.delete, "/v3/portals/\(portal.id)/audit-log-webhook").status == 204)
            #expect(try await client.call(.delete, one).status == 204)
        }
    }

    @Test(arguments: Engines.all) func eventsComeSignedAndPageByPage(engine: Engines) async throws {
        try await World.on(engine) { world in
            let client = try await manager(world)
            for number in 1...5 { _ = try await client.call(.post, "/v3/apis", ["name": .string("A\(number)")]) }
            var path = "/v3/audit-logs?page[size]=2&filter[type]=authorization", seen: [String] = []
            while true {
                let page = try await client.call(.get, path)
                #expect(page.status == 200)
                let entries = page.json["data"]?.array ?? []
                #expect(entries.count <= 2)
                seen += entries.compactMap { $0["resource"]?.string }
                guard let next = page.json["meta"]?["page"]?["next"]?.string else { break }
                path = next
            }
            #expect(seen.count >= 5)
            #expect(Set(seen).count == seen.count || seen.count > Set(seen).count)
            let entry = try await client.call(.get, "/v3/audit-logs?page[size]=1").json["data"]?[0]
            let keys = try await client.call(.get, "/v2/audit-log-webhook/jwks.json").json["keys"]?[0]
            let members = (entry?.members ?? []).filter { $0.name != "signature" }
            let key = try Curve25519.Signing.PublicKey(rawRepresentation: Self.bytes(keys?["x"]?.string))
            let signature = Self.bytes(entry?["signature"]?.string)
            #expect(key.isValidSignature(signature, for: Data(JSON.object(members).text.utf8)))
        }
    }

    private static func bytes(_ text: String?) -> Data {
        let plain = (text ?? "").replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)) ?? Data()
    }

    @Test(arguments: [
        "page[size]=0", "page[size]=5000", "page[after]=x", "filter[ts][gte]=yesterday", "filter[type]=gossip",
        "filter[who]=me",
    ]) func crookedQuestionsAreRefused(query: String) async throws {
        try await World.on(.sqlite) { world in
            let refused = try await manager(world).call(.get, "/v3/audit-logs?" + query)
            #expect(refused.status == 400)
        }
    }

    private static let wrong: [(String, JSON)] = [
        ("name", nil), ("endpoint", "not a url"), ("endpoint", "ftp://a.example"), ("log_format", "morse"),
        ("authorization", ""), ("skip_ssl_verification", "no"),
    ]

    @Test(arguments: wrong) func crookedDestinationsAreRefused(field: String, value: JSON) async throws {
        try await World.on(.sqlite) { world in
            let members = (Self.body.members ?? []).filter { $0.name != field } + [.init(field, value)]
            let refused = try await manager(world).call(.post, "/v3/audit-log-destinations", .object(members))
            #expect(refused.status == 400)
            #expect(refused.json["invalid_parameters"]?[0]?["field"] == .string(field))
        }
    }

    @Test func withoutATokenNothingIsTold() async throws {
        try await World.on(.sqlite) { world throws in
            let stranger = world.managementAPI().client()
            for path in ["/v3/audit-logs", "/v3/audit-log-destinations", "/v3/audit-log-webhook"] {
                #expect(try await stranger.call(.get, path).status == 401)
            }
        }
    }
}
