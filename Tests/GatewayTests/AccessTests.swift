import Gateway
import Model
import Policy
import Testing

@Suite struct AccessTests {
    private let key = "apikey: \(World.key)"

    private func body(_ message: String, _ answer: RawClient.Answer) -> String {
        "{\n  \"message\":\"\(message)\",\n  \"request_id\":\"\(answer["x-kong-request-id"] ?? "")\"\n}"
    }

    @Test func aLinkedServiceAsksForAKey() async throws {
        try await World.run(linked: true) { world in
            let without = try await world.get("/ip")
            #expect(without.status == 401)
            #expect(without["www-authenticate"] == "Key")
            #expect(without["content-type"] == "application/json; charset=utf-8")
            #expect(without.text == body("No API key found in request", without))
            #expect(without["server"] == "portico")
            #expect(without["date"]?.contains(/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/) == true)
            let wrong = try await world.get("/ip", "apikey: nope")
            #expect(wrong.text == body("Unauthorized", wrong))
            let twice = try await world.get("/ip", key, key)
            #expect(twice.text == body("Duplicate API key found", twice))
            #expect(world.upstream.counts.requests == 0)
            let right = try await world.get("/ip", key)
            #expect(right.status == 200)
            #expect(right.text.contains("x-consumer-username: maps\n"))
            #expect(!right.text.contains("apikey"))
            let head = try await world.get("/ip", method: "HEAD")
            #expect(head.status == 401)
            #expect(head["content-length"] == "\(without.body.count)")
        }
    }

    @Test func anApprovedKeyOfAnotherAPIAnswers403() async throws {
        try await World.run(linked: true) { world in
            var world = world
            world.credentials.applications[0].grants = [ID(stored: "other")]
            await world.swap()
            let answer = try await world.get("/ip", key)
            #expect(answer.status == 403)
            #expect(answer.text == body("You cannot consume this service", answer))
        }
    }

    @Test func aRevokedKeyStopsWithTheNextRequestOfAnOpenConnection() async throws {
        try await World.run(linked: true) { world in
            let client = try await world.client()
            try await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\(key)\r\n\r\n")
            #expect(try await client.answer().status == 200)
            var table = CredentialTable(world.credentials)
            table.apply([.removeCredential(KeyHash(ofKey: World.key))], version: 2)
            await world.server.swap(CompiledGateway(world.configuration, credentials: table))
            try await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\(key)\r\n\r\n")
            #expect(try await client.answer().status == 401)
            await client.close()
        }
    }

    @Test func aKeyThatHasExpiredStopsByTheClockHere() async throws {
        try await World.run(linked: true) { world in
            var world = world
            world.credentials.credentials[0].expiresAt = Instant(milliseconds: 1_000)
            await world.swap()
            let expired = try await world.get("/x", key)
            #expect(expired.status == 401)
            world.credentials.credentials[0].expiresAt = Instant(milliseconds: 32_503_680_000_000)
            await world.swap()
            #expect(try await world.get("/x", key).status == 200)
        }
    }

    @Test func nobodyElseSaysWhoCalls() async throws {
        try await World.run(linked: true) { world in
            let answer = try await world.get(
                "/x", key, "X-Consumer-ID: root", "x_consumer_id: root", "X-Application_Id: root",
                "X-Developer-Id: root")
            #expect(!answer.text.contains("root"))
            #expect(answer.text.contains("x-consumer-id: app\n"))
            #expect(answer.text.contains("x-developer-id: dev\n"))
        }
    }

    @Test func aRefusedBodyDoesNotDisturbTheNextRequest() async throws {
        try await World.run(linked: true) { world in
            let client = try await world.client()
            try await client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel")
            #expect(try await client.answer().status == 401)
            try await client.send("loGET /x HTTP/1.1\r\nHost: a\r\n\(key)\r\n\r\n")
            #expect(try await client.answer().status == 200)
            await client.close()
        }
    }

    @Test func aClientThatExpectsToBeToldIsNotToldToSendWhenItIsRefused() async throws {
        try await World.run(linked: true) { world in
            let client = try await world.client()
            try await client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
            let answer = try await client.answer()
            #expect(answer.status == 401)
            #expect(answer["connection"] == "close")
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test func aBrowserMayAskFirstAndReadsEveryAnswer() async throws {
        try await World.run(linked: true) { world in
            var world = world
            world.configuration.plugins = [.init(id: ID(stored: "c"), behaviour: .cors(CORSConfiguration()))]
            await world.swap()
            let preflight = try await world.get(
                "/x", "Origin: http://portal.test", "Access-Control-Request-Method: GET",
                "Access-Control-Request-Headers: apikey", method: "OPTIONS")
            #expect(preflight.status == 200)
            #expect(preflight["content-length"] == "0")
            #expect(preflight["access-control-allow-origin"] == "*")
            #expect(preflight["access-control-allow-headers"] == "apikey")
            let refused = try await world.get("/x", "Origin: http://portal.test")
            #expect(refused.status == 401)
            #expect(refused["access-control-allow-origin"] == "*")
            let answered = try await world.get("/fields", key, "Origin: http://portal.test")
            #expect(answered.all("access-control-allow-origin") == ["*"])
        }
    }

    @Test func anUnknownPathAnswersWithTheGlobalPluginsFields() async throws {
        try await World.run { world in
            var world = world
            world.configuration.routes[0].paths = ["/known"]
            world.configuration.plugins = [.init(id: ID(stored: "c"), behaviour: .cors(CORSConfiguration()))]
            await world.swap()
            let answer = try await world.get(
                "/unknown", "Origin: http://a.test", "Access-Control-Request-Method: GET", method: "OPTIONS")
            #expect(answer.status == 404)
            #expect(answer.text == body("no Route matched with those values", answer))
            #expect(answer["access-control-allow-origin"] == "*")
        }
    }

    @Test func whatIsServedIsCounted() async throws {
        try await World.run(linked: true) { world in
            for _ in 0..<3 { #expect(try await world.get("/x", key).status == 200) }
            #expect(try await world.get("/x").status == 401)
            let usage = await world.server.takeUsage()
            #expect(usage.dropped == 0)
            // A minute may end between two of them.
            let served = usage.rollups.filter { $0.key.status == 200 }
            #expect(served.reduce(0) { $0 + $1.requests } == 3)
            let admitted = try #require(served.first)
            #expect(admitted.key.apiID?.text == "api")
            #expect(admitted.key.applicationID?.text == "app")
            #expect(admitted.key.credentialID?.text == "cred")
            #expect(admitted.key.routeID?.text == "r")
            #expect(admitted.responseBytes > 0)
            let refused = try #require(usage.rollups.first { $0.key.status == 401 })
            #expect(refused.requests == 1)
            #expect(refused.key.applicationID == nil)
            #expect(await world.server.takeUsage().rollups.isEmpty)
        }
    }
}
