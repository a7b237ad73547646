import Gateway
import Model
import Policy
import TestKit
import Testing

/// Many clients at once that do everything wrong, while gateways are swapped in: nothing may break for the next one.
@Suite struct StormTests {
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    @Test(arguments: [1, 2] as [UInt64])
    func theServerOutlivesAStorm(seed: UInt64) async throws {
        try await World.run(linked: true) { world in
            try await withThrowingTaskGroup { tasks in
                for number in 0..<12 {
                    var dice = Dice(state: seed &* 1_000 &+ UInt64(number))
                    tasks.addTask { for _ in 0..<25 { try await misbehave(world, &dice) } }
                }
                tasks.addTask {
                    for version in 2..<60 {
                        var changed = world
                        changed.configuration.version = Int64(version)
                        await changed.swap()
                    }
                }
                try await tasks.waitForAll()
            }
            #expect(try await world.get("/x", "apikey: \(World.key)").status == 200)
            try await eventually {
                world.upstream.counts.closedConnections >= world.upstream.counts.connections - 128
            }
        }
    }

    private func misbehave(_ world: World, _ dice: inout Dice) async throws {
        let client = try await world.client()
        let key = "Host: a\r\napikey: \(World.key)\r\n"
        switch Int.random(in: 0..<10, using: &dice) {
        case 0: try? await client.send("GET /x HTTP/1.1\r\n\(key)\r\n")
        case 1: try? await client.send("GET /big?n=3000000 HTTP/1.1\r\n\(key)\r\n")
        case 2: try? await client.send("POST /sink HTTP/1.1\r\n\(key)Content-Length: 100000\r\n\r\nabc")
        case 3: try? await client.send("POST /early HTTP/1.1\r\n\(key)Content-Length: 10\r\n\r\nabc")
        case 4: try? await client.send("GET /half HTTP/1.1\r\n\(key)\r\nGET /close HTTP/1.1\r\n\(key)\r\n")
        case 5: try? await client.send("GET /garbage HTTP/1.1\r\n\(key)\r\nGET /x HTTP/1.1\r\n\(key)\r\n")
        case 6: try? await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\nnonsense")
        case 7: try? await client.send("GET /silent HTTP/1.1\r\n\(key)\r\nGET /x HTTP/1.1\r\n\(key)\r\n")
        case 8: try? await client.send("PUT /sink HTTP/1.1\r\n\(key)Transfer-Encoding: chunked\r\n\r\n5\r\nhe")
        default:
            try await client.send("GET /x HTTP/1.1\r\n\(key)\r\n")
            #expect(try await client.answer().status == 200)
        }
        for _ in 0..<Int.random(in: 0..<200, using: &dice) { await Task.yield() }
        await client.close()
    }
}
