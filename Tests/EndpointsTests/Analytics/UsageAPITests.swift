import Core
import HTTPTypes
import Model
import TestKit
import Testing
import Web

@Suite struct UsageAPITests {
    /// Ten calls, three of them failed, an hour ago, and one call of somebody else.
    private func count(_ world: ApplicationWorld, _ mine: ID<Application>, _ other: ID<Application>) async throws {
        let minute = (world.world.clock.now - .minutes(30)).milliseconds / 60_000
        let rollup = { (application: ID<Application>, status: Int, requests: Int64) in
            GatewayUsage.Rollup(
                key: GatewayUsage.Key(
                    minute: minute, apiID: world.api.id, applicationID: application, credentialID: nil,
                    serviceID: nil, routeID: nil, status: status), requests: requests,
                latencyMicroseconds: requests * 2_000)
        }
        let usage = GatewayUsage(
            id: "b", rollups: [rollup(mine, 200, 7), rollup(mine, 503, 3), rollup(other, 200, 1)], dropped: 0)
        let plane = try await world.world.product.controlPlanes.ensureBuiltIn().id
        try await world.world.product.gatewayPublisher.report(usage, of: plane)
    }

    private func client(_ world: ApplicationWorld, _ email: String) async throws -> TestClient {
        let client = world.world.developerAPI().client(host: world.host)
        let body: JSON = ["username": .string(email), "password": .string(TestPassword.good)]
        _ = try await client.call(.post, "/api/v3/developer/authenticate", body)
        return client
    }

    @Test(arguments: Engines.all) func developersSeeTheCallsOfTheirOwnApplications(engine: Engines) async throws {
        try await World.on(engine) { base in
            let world = try await ApplicationWorld(base)
            let grace = try await world.colleague()
            let mine = try await world.application("Shop"), other = try await world.application("Bot", as: grace)
            try await count(world, mine.id, other.id)
            let ada = try await client(world, "ada@example.com")
            let total = try await ada.call(.post, "/api/v3/stats", [:])
            #expect(total.json["data"]?[0]?["event"]?["request_count"] == 10)
            let grouped = try await ada.call(
                .post, "/api/v3/stats",
                ["dimensions": ["application", "status_code_grouped"], "time_range": Self.day])
            #expect(grouped.json["data"]?.array?.count == 2)
            let shown = grouped.json["meta"]?["display"]?["application"]?[mine.id.text]
            #expect(shown == ["name": "Shop", "deleted": false])
            let failed = try await ada.call(
                .post, "/api/v3/stats",
                [
                    "metrics": ["response_latency_average"], "dimensions": ["time"], "granularity": "hourly",
                    "filters": [["field": "status_code", "operator": "in", "value": [503]]],
                ])
            #expect(failed.json["data"]?[0]?["event"]?["response_latency_average"]?.number == 2)
            let theirs: JSON = [
                "filters": [["field": "application", "operator": "in", "value": [.string(other.id.text)]]]
            ]
            #expect(
                try await ada.call(.post, "/api/v3/stats", theirs).json["data"]?[0]?["event"]?["request_count"] == 0)
            let days = try await base.product.usage.days(of: mine.id, on: world.portal.id, as: world.ada)
            #expect(days.count == 30)
            #expect(days.last == UsageDay(day: days[29].day, requests: 10, errors: 3))
            await #expect(throws: Refusal.notFound) {
                try await base.product.usage.days(of: mine.id, on: world.portal.id, as: grace)
            }
            #expect(try await base.product.usage.days(of: world.api.id, as: base.root).last?.requests == 11)
        }
    }

    private static let day: JSON = ["type": "relative", "time_range": "24h"]

    private static let crooked: [JSON] = [
        ["metrics": ["gossip"]], ["metrics": []], ["dimensions": ["api", "time", "application"]],
        ["dimensions": ["api", "api"]], ["granularity": "often"], ["unknown": 1],
        ["time_range": ["type": "relative", "time_range": "1000d"]],
        ["time_range": ["type": "absolute", "start": "2001-01-01T00:00:00Z", "end": "2001-01-02T00:00:00Z"]],
        ["filters": [["field": "time", "operator": "in", "value": []]]],
    ]

    @Test(arguments: crooked) func crookedQuestionsAreRefused(body: JSON) async throws {
        try await World.on(.sqlite) { base in
            let world = try await ApplicationWorld(base)
            let ada = try await client(world, "ada@example.com")
            #expect(try await ada.call(.post, "/api/v3/stats", body).status == 400)
        }
    }
    @Test func weeksAndMonthsBeginInTheZoneThatIsNamed() async throws {
        try await World.on(.sqlite) { base in
            let ada = try await client(try await ApplicationWorld(base), "ada@example.com")
            func start(_ zone: JSON) async throws -> TestReply {
                let range: JSON = ["type": "relative", "time_range": "current_month", "tz": zone]
                return try await ada.call(.post, "/api/v3/stats", ["time_range": range])
            }
            let here = try await start("Etc/UTC").json["meta"]?["start"]?.string ?? ""
            let there = try await start("Pacific/Kiritimati").json["meta"]?["start"]?.string ?? ""
            #expect(here.hasSuffix("01T00:00:00.000Z"))
            #expect(there.hasSuffix("T10:00:00.000Z"), "fourteen hours earlier")
            for wrong in ["Mars/Base", 7, nil] as [JSON] { #expect(try await start(wrong).status == 400) }
        }
    }
}
