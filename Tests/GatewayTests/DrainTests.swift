import Gateway
import Model
import Policy
import TestKit
import Testing

@Suite struct DrainTests {
    @Test func aRequestThatRunsIsFinishedAndIdleConnectionsAreClosed() async throws {
        try await World.run { world in
            let idle = try await world.client()
            try await idle.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await idle.answer().status == 200)
            let busy = try await world.client()
            try await busy.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab")
            try await eventually { world.upstream.counts.bodyBytes == 2 }
            let shutdown = Task { await world.server.shutdown(drain: .seconds(20)) }
            #expect(try await idle.rest().isEmpty)
            try await busy.send("cd")
            let answer = try await busy.answer()
            #expect(answer.text.hasSuffix("\n\nabcd"))
            #expect(answer["connection"] == "close")
            await shutdown.value
            await #expect(throws: (any Error).self) { try await world.client() }
        }
    }

    @Test func whatDoesNotEndInTimeIsCut() async throws {
        try await World.run { world in
            let client = try await world.client()
            try await client.send("GET /silent HTTP/1.1\r\nHost: a\r\n\r\n")
            try await eventually { world.upstream.counts.requests == 1 }
            await world.server.shutdown(drain: .milliseconds(20))
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test func whatWasServedLastIsStillCountedAfterTheEnd() async throws {
        try await World.run { world in
            let answer = try await world.get("/x")
            #expect(answer.status == 200)
            await world.server.shutdown(drain: .seconds(5))
            #expect(await world.server.takeUsage().rollups.map(\.requests) == [1])
        }
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.200.1.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("::1", "::1", true),
        ("fd00::/8", "fd12::1", true), ("fd00::/8", "fe80::1", false), ("192.168.1.7", "192.168.1.7", true),
        ("10.0.0.0/8", "::ffff:10.1.1.1", true), ("0.0.0.0/0", "::1", false),
    ])
    func networksContainAddresses(network: String, address: String, inside: Bool) throws {
        #expect(try #require(AddressRange(network)).contains(address) == inside)
    }

    @Test(arguments: ["", "10.0.0.0/33", "10.0.0/8", "example.com", "::1/129", "10.0.0.1/-1"])
    func whatIsNoNetworkIsRefused(text: String) {
        #expect(AddressRange(text) == nil)
    }
}
