import Gateway
import Model
import Policy
import TestKit
import Testing

@Suite struct ProxyTests {
    @Test func aRequestReachesTheUpstreamAndItsAnswerTheClient() async throws {
        try await World.run { world in
            let answer = try await world.get("/anything/a%20b?x=%7B&y", "X-Mine: 1")
            #expect(answer.status == 200)
            let lines = answer.text.split(separator: "\n").map(String.init)
            #expect(lines.first == "GET /anything/a%20b?x=%7B&y")
            #expect(lines.contains("x-mine: 1"))
            #expect(lines.contains("host: 127.0.0.1:\(world.upstream.port)"))
            #expect(lines.contains("x-forwarded-for: 127.0.0.1"))
            #expect(lines.contains("x-forwarded-host: gateway.test"))
            #expect(lines.contains("x-forwarded-port: \(world.port)"))
            #expect(answer["via"] == "1.1 portico/0.1")
            let id = try #require(answer["x-kong-request-id"])
            #expect(id.count == 32 && id.allSatisfy(\.isHexDigit))
            #expect(lines.contains("x-kong-request-id: \(id)"))
        }
    }

    @Test func bodiesOfBothFramingsArriveWhole() async throws {
        try await World.run { world in
            let client = try await world.client()
            try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
            let counted = try await client.answer()
            #expect(counted.text.hasSuffix("\n\nhello"))
            #expect(counted.text.contains("content-length: 5\n"))
            try await client.send("PUT /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            try await client.send("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
            let chunked = try await client.answer()
            #expect(chunked.text.hasSuffix("\n\nabcde"))
            #expect(chunked.text.contains("transfer-encoding: chunked\n"))
            await client.close()
        }
    }

    @Test func manyRequestsShareOneConnectionOnEachSide() async throws {
        try await World.run { world in
            let client = try await world.client()
            for index in 0..<50 {
                try await client.send("GET /n/\(index) HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.answer().text.hasPrefix("GET /n/\(index)\n"))
            }
            #expect(world.upstream.counts.connections == 1)
            #expect(world.upstream.counts.requests == 50)
            await client.close()
        }
    }

    @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
        try await World.run { world in
            let client = try await world.client()
            let all = (0..<20).map { "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n\(10 + $0)" }.joined()
            try await client.send(all + "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            for index in 0..<20 { #expect(try await client.answer().text.hasSuffix("\n\n\(10 + index)")) }
            let last = try await client.answer()
            #expect(last.text.hasPrefix("GET /last\n"))
            #expect(last["connection"] == "close")
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test func manyMegabytesStreamEitherWay() async throws {
        try await World.run { world in
            let down = try await world.get("/big?n=20000000")
            #expect(down.body.count == 20_000_000)
            let client = try await world.client()
            try await client.send("POST /sink HTTP/1.1\r\nHost: a\r\nContent-Length: 20000000\r\n\r\n")
            for _ in 0..<20 { try await client.send(bytes: 1_000_000) }
            #expect(try await client.answer().text == "20000000")
            await client.close()
        }
    }

    @Test func anUpstreamIsNotReadFasterThanTheClientReads() async throws {
        try await World.run { world in
            let client = try await world.client()
            try await client.setReading(false)
            try await client.send("GET /big?n=40000000 HTTP/1.1\r\nHost: a\r\n\r\n")
            try await eventually { world.upstream.counts.bodyBytes > 0 }
            try await settled { world.upstream.counts.bodyBytes }
            #expect(world.upstream.counts.bodyBytes < 20_000_000)
            try await client.setReading(true)
            #expect(try await client.answer().body.count == 40_000_000)
            await client.close()
        }
    }

    @Test func aClientIsNotReadFasterThanTheUpstreamReads() async throws {
        try await World.run { world in
            let client = try await world.client()
            try await client.send("POST /deaf HTTP/1.1\r\nHost: a\r\nContent-Length: 40000000\r\n\r\n")
            let sent = Task { try await client.send(bytes: 40_000_000) }
            try await eventually { world.upstream.counts.requests == 1 }
            try await settled { world.upstream.counts.bodyBytes }
            #expect(world.upstream.counts.bodyBytes < 20_000_000)
            await client.close()
            _ = await sent.result
        }
    }

    @Test(arguments: [204, 304])
    func anAnswerWithoutABodyHasNone(status: Int) async throws {
        try await World.run { world in
            let client = try await world.client()
            try await client.send(
                "GET /status?=\(status) HTTP/1.1\r\nHost: a\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n")
            let bare = try await client.answer()
            #expect(bare.status == status)
            #expect(bare["transfer-encoding"] == nil)
            #expect(try await client.answer().text.hasPrefix("GET /next\n"))
            await client.close()
        }
    }

    @Test func aHeadRequestGetsTheLengthAndNoBody() async throws {
        try await World.run { world in
            let client = try await world.client()
            try await client.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n")
            let head = try await client.answer(isHEAD: true)
            #expect(head.status == 200)
            #expect((head["content-length"].flatMap { Int($0) } ?? 0) > 0)
            try await client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.answer().text.hasPrefix("GET /next\n"))
            await client.close()
        }
    }

    @Test func aBodyUntilTheEndOfTheConnectionBecomesChunked() async throws {
        try await World.run { world in
            let answer = try await world.get("/until-close")
            #expect(answer["transfer-encoding"] == "chunked")
            #expect(answer.text == "all of it")
        }
    }

    @Test func anOldClientGetsNoChunks() async throws {
        try await World.run { world in
            let client = try await world.client()
            try await client.send("GET /big?n=100000 HTTP/1.0\r\n\r\n")
            let answer = try await client.answer()
            #expect(answer["transfer-encoding"] == nil)
            #expect(answer["connection"] == "close")
            #expect(answer.body.count == 100_000)
            let patient = try await world.client()
            try await patient.send("GET /x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            #expect(try await patient.answer()["connection"] == "keep-alive")
            try await patient.send("GET /y HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            #expect(try await patient.answer().text.hasPrefix("GET /y\n"))
            await patient.close()
        }
    }

    @Test func trailersReachWhoAsksForThem() async throws {
        try await World.run { world in
            let client = try await world.client()
            try await client.send("GET /trailers HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: close\r\n\r\n")
            let text = String(decoding: try await client.rest(), as: UTF8.self)
            #expect(text.contains("Trailer: X-Sum\r\n"))
            #expect(text.hasSuffix("0\r\nX-Sum: 6\r\n\r\n"))
            #expect(try await world.get("/trailers")["trailer"] == nil)
        }
    }

    @Test func theUpstreamsFieldsArriveAsTheyWere() async throws {
        try await World.run { world in
            let answer = try await world.get("/fields")
            #expect(answer.all("set-cookie") == ["a=1", "b=2"])
            #expect(answer["server"] == "theirs")
            #expect(answer["x-gone"] == nil)
            #expect(answer["content-length"] == "2")
        }
    }

    @Test func aClientThatExpectsToBeToldIsTold() async throws {
        try await World.run { world in
            let client = try await world.client()
            try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await client.answer().status == 100)
            try await client.send("hi")
            let answer = try await client.answer()
            #expect(answer.text.hasSuffix("\n\nhi"))
            #expect(!answer.text.contains("expect:"))
            await client.close()
        }
    }

    @Test func anUpgradeIsNotPassedOn() async throws {
        try await World.run { world in
            let answer = try await world.get("/x", "Connection: Upgrade", "Upgrade: websocket")
            #expect(answer.status == 200)
            #expect(!answer.text.contains("upgrade"))
            #expect(answer["connection"] == "close")
        }
    }

    @Test func aClientThatLeavesFreesTheUpstream() async throws {
        try await World.run { world in
            let client = try await world.client()
            try await client.send("GET /silent HTTP/1.1\r\nHost: a\r\n\r\n")
            try await eventually { world.upstream.counts.requests == 1 }
            await client.close()
            try await eventually { world.upstream.counts.closedConnections == 1 }
            #expect(world.upstream.counts.connections == 1)
        }
    }

    @Test func anEarlyAnswerEndsTheExchange() async throws {
        try await World.run { world in
            let client = try await world.client()
            try await client.send("POST /early HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc")
            let answer = try await client.answer()
            #expect(answer.status == 413)
            #expect(answer.text == "too much")
            await client.close()
            #expect(try await world.get("/next").status == 200)
        }
    }
}
