import Gateway
import Model
import Policy
import TestKit
import Testing

@Suite struct FailureTests {
    private func plain(_ message: String, _ answer: RawClient.Answer) -> Bool {
        answer.text == "\(message)\nrequest_id: \(answer["x-kong-request-id"] ?? "")\n"
            && answer["content-type"] == "text/plain; charset=utf-8"
    }

    @Test func anUpstreamThatDoesNotListenAnswers502() async throws {
        let gone = try await Upstream.start()
        let port = gone.port
        await gone.stop()
        try await World.run { service in
            service.port = port
        } body: { world in
            let answer = try await world.get("/x")
            #expect(answer.status == 502)
            #expect(plain("An invalid response was received from the upstream server", answer))
            #expect(answer["server"] == "portico")
            #expect(answer["via"] == nil)
        }
    }

    @Test func aNameThatDoesNotResolveAnswers503() async throws {
        try await World.run { service in
            service.host = "no-such-host.invalid"
        } body: { world in
            let answer = try await world.get("/x", "Accept: application/json")
            #expect(answer.status == 503)
            #expect(answer.text.contains("\"message\":\"name resolution failed\""))
        }
    }

    @Test func aSilentUpstreamAnswers504AfterItsAttempts() async throws {
        try await World.run { service in
            service.readTimeout = 60
        } body: { world in
            let answer = try await world.get("/silent")
            #expect(answer.status == 504)
            #expect(plain("The upstream server is timing out", answer))
            try await eventually { world.upstream.counts.requests == 2 }
            let head = try await world.get("/silent", method: "HEAD")
            #expect(head.status == 504)
            #expect(try await world.get("/x").status == 200)
        }
    }

    @Test func anUpstreamThatTakesNothingAnswers504() async throws {
        try await World.run { service in
            service.writeTimeout = 100
        } body: { world in
            let client = try await world.client()
            try await client.send("POST /deaf HTTP/1.1\r\nHost: a\r\nContent-Length: 60000000\r\n\r\n")
            let sending = Task { try await client.send(bytes: 60_000_000) }
            #expect(try await client.answer().status == 504)
            await client.close()
            _ = await sending.result
        }
    }

    @Test(arguments: ["/close", "/garbage"])
    func anUpstreamThatBreaksOffAnswers502(path: String) async throws {
        try await World.run { world in
            let answer = try await world.get(path)
            #expect(answer.status == 502)
            #expect(world.upstream.counts.requests == 2)
        }
    }

    @Test func aPostIsNotSentTwice() async throws {
        try await World.run { world in
            let answer = try await world.get("/close", "Content-Length: 0", method: "POST")
            #expect(answer.status == 502)
            #expect(world.upstream.counts.requests == 1)
        }
    }

    @Test func aTornBodyIsNotTakenForAWholeOne() async throws {
        try await World.run { world in
            let client = try await world.client()
            try await client.send("GET /half HTTP/1.1\r\nHost: a\r\n\r\n")
            await #expect(throws: RawClient.Closed.self) { try await client.answer() }
        }
    }

    @Test func aRestartedUpstreamCostsNobodyAnAnswer() async throws {
        try await World.run { service in
            service.retries = 0
        } body: { world in
            let client = try await world.client()
            try await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.answer().status == 200)
            // The upstream closes the connection that rests in the pool just when it is used again.
            try await client.send("GET /close HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.answer().status == 502)
            try await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.answer().status == 200)
            await client.close()
        }
    }

    static let malformed = [
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a/b@c\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n X-Folded: 1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX Y: 1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n: 1\r\n\r\n",
        "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1x\r\nHost: a\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET a/b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://a b/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "BREW / HTTP/1.1\r\nHost: a\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: cow\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n\r\n",
    ]

    @Test(arguments: malformed)
    func whatIsMalformedOrAmbiguousIsRefusedAndTheConnectionEnds(text: String) async throws {
        try await World.run { world in
            let client = try await world.client()
            try await client.send(text)
            let answer = try await client.answer()
            #expect(answer.status == 400)
            #expect(answer["connection"] == "close")
            #expect(!answer.text.contains("GET /"))
        }
    }

    @Test func aSmuggledRequestIsNeverSeenByTheUpstream() async throws {
        try await World.run { world in
            let client = try await world.client()
            try await client.send(
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 40\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.answer().status == 400)
            _ = try? await client.rest()
            #expect(world.upstream.counts.requests == 0)
        }
    }

    @Test func aHeaderThatIsTooLargeIsRefused() async throws {
        try await World.run { world in
            let large = String(repeating: "a", count: 10_000)
            let answer = try await world.get("/x", "X-Large: \(large)")
            #expect(answer.status == 400)
            #expect(plain("Request header or cookie too large", answer))
            let client = try await world.client()
            try await client.send("GET / HTTP/1.1\r\nHost: a\r\n")
            try await client.send((0..<300).map { "X-\($0): 1\r\n" }.joined() + "\r\n")
            #expect(try await client.answer().status == 400)
        }
    }

    @Test func tracingIsNotAllowed() async throws {
        try await World.run { world in
            let answer = try await world.get("/x", method: "TRACE")
            #expect(answer.status == 405)
            #expect(plain("Method not allowed", answer))
        }
    }

    @Test func aClientThatDoesNotFinishIsLetGo() async throws {
        var options = GatewayOptions()
        options.idleTimeout = .seconds(4)
        options.requestTimeout = .seconds(3)
        try await World.run(options: options) { world in
            let slow = try await world.client()
            try await slow.send("GET / HTTP/1.1\r\nHos")
            #expect(try await slow.rest().isEmpty)
            let stalled = try await world.client()
            try await stalled.send("POST /sink HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc")
            #expect(try await stalled.answer().status == 408)
        }
    }

    @Test func beforeAnyConfigurationNothingIsForwarded() async throws {
        let server = GatewayServer()
        let address = try await server.start(host: "127.0.0.1", port: 0, threads: 1)
        let client = try await RawClient.connect(port: address.port)
        try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        let answer = try await client.answer()
        #expect(answer.status == 503)
        await client.close()
        await server.shutdown(drain: .zero)
    }
}
