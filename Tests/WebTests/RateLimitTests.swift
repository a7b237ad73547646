import HTTPTypes
import Hummingbird
import Model
import TestKit
import Testing
import Web

/// How many requests are served, by a clock that stands still.
@Suite struct RateLimitTests {
    @Test func aBucketIsEmptiedAndFillsEvenly() {
        let clock = FixedClock(), limiter = RateLimiter(limit: 60) { clock.now }
        let verdicts = (0..<61).map { _ in limiter.take("a") }
        #expect(verdicts.filter(\.isAllowed).count == 60)
        #expect(verdicts[0].remaining == 59)
        #expect(verdicts[60].wait == .seconds(1))
        #expect(limiter.take("b").isAllowed, "another key has a bucket of its own")
        clock.advance(by: .milliseconds(999))
        #expect(!limiter.take("a").isAllowed)
        clock.advance(by: .milliseconds(1))
        #expect(limiter.take("a").isAllowed)
        #expect(!limiter.take("a").isAllowed)
        clock.advance(by: .seconds(3_600))
        #expect(limiter.take("a").remaining == 59, "never more than a minute's worth")
    }

    @Test func fewerBucketsAreKeptThanKeysCome() {
        let clock = FixedClock(), limiter = RateLimiter(limit: 60, capacity: 100) { clock.now }
        for _ in 0..<60 { _ = limiter.take("busy") }
        for number in 0..<50 { _ = limiter.take("early \(number)") }
        clock.advance(by: .seconds(30))
        for number in 0..<49 { _ = limiter.take("late \(number)") }
        #expect(limiter.count == 100)
        _ = limiter.take("one more")
        #expect(limiter.count == 51, "buckets that are full again are forgotten")
        #expect(limiter.take("busy").remaining == 29, "and no other")
        for number in 0..<10_000 { _ = limiter.take("flood \(number)") }
        #expect(limiter.count <= 100)
    }

    private func server(_ settings: RateLimitSettings, _ clock: FixedClock) -> TestServer {
        let router = Router(context: AppContext.self)
        let fallback = Fallback { _, _, _ in Reply(.tooManyRequests, body: Array("a page".utf8)) }
        router.addMiddleware {
            RateLimits(RateLimitBuckets(settings) { clock.now }, proxies: .none, fallback: fallback)
            fallback
        }
        for path in ["/v3/portals", "/page", "/api/v3/portal"] {
            router.get(RouterPath(path)) { _, _ in Response(status: .ok) }
        }
        for path in ["/login", "/api/v3/developer/authenticate"] {
            router.post(RouterPath(path)) { _, _ in Response(status: .noContent) }
        }
        return TestServer(router)
    }

    @Test func aTokenThatAsksTooOftenIsToldWhenToComeBack() async throws {
        let clock = FixedClock()
        let server = server(RateLimitSettings(perToken: 2, perAddress: nil, formsPerAddress: nil), clock)
        let client = server.client(token: "kpat_one")
        let first = try await client.call(.get, "/v3/portals")
        #expect(first.status == 200)
        #expect(first.headers[.fixed("ratelimit-limit")] == "2")
        #expect(first.headers[.fixed("ratelimit-remaining")] == "1")
        #expect(first.headers[.fixed("ratelimit-reset")] == "30")
        #expect(first.headers[.fixed("ratelimit-policy")] == "2;w=60")
        _ = try await client.call(.get, "/v3/portals")
        let refused = try await client.call(.get, "/v3/portals")
        #expect(refused.status == 429)
        #expect(refused.headers[.contentType] == "application/problem+json")
        #expect(refused.headers[.retryAfterSeconds] == "30")
        #expect(refused.headers[.fixed("ratelimit-remaining")] == "0")
        #expect(refused.json["title"] == "Too Many Requests")
        #expect(try await server.client(token: "kpat_two").call(.get, "/v3/portals").status == 200)
        #expect(try await client.call(.get, "/page").status == 200, "pages are not limited")
        clock.advance(by: .seconds(30))
        #expect(try await client.call(.get, "/v3/portals").status == 200)
    }

    @Test(arguments: ["kpat_one", "spat_one"])
    func aTokenHasOneBucketHoweverItIsShown(token: String) async throws {
        let clock = FixedClock()
        let server = server(RateLimitSettings(perToken: 2, perAddress: nil, formsPerAddress: nil), clock)
        var statuses: [Int] = []
        for scheme in ["Bearer", "bearer", "BEARER", "bEARER"] {
            let reply = try await server.client().call(
                .get, "/v3/portals", headers: [.authorization: "\(scheme) \(token)"])
            statuses.append(reply.status)
        }
        #expect(statuses == [200, 200, 429, 429])
    }

    @Test func anAddressIsCountedWhateverItShows() async throws {
        let clock = FixedClock()
        let server = server(RateLimitSettings(perToken: nil, perAddress: 3, formsPerAddress: nil), clock)
        for token in ["a", "b", "c"] {
            #expect(try await server.client(token: token).call(.get, "/api/v3/portal").status == 200)
        }
        #expect(try await server.client(token: "d").call(.get, "/api/v3/portal").status == 429)
    }

    @Test func formsThatOpenAccountsHaveALimitOfTheirOwn() async throws {
        let clock = FixedClock()
        let server = server(RateLimitSettings(perToken: nil, perAddress: nil, formsPerAddress: 2), clock)
        let client = server.client()
        #expect(try await client.submit("/login").status == 204)
        #expect(try await client.call(.post, "/api/v3/developer/authenticate", [:]).status == 204)
        let page = try await client.submit("/login")
        #expect(page.status == 429)
        #expect(page.text == "a page")
        #expect(page.headers[.retryAfterSeconds] == "30")
        let problem = try await client.call(.post, "/api/v3/developer/authenticate", [:])
        #expect(problem.headers[.contentType] == "application/problem+json")
        #expect(try await client.call(.get, "/v3/portals").status == 200)
    }

    @Test func nothingIsCountedWhereAllIsOff() async throws {
        let settings = RateLimitSettings(perToken: nil, perAddress: nil, formsPerAddress: nil)
        let reply = try await server(settings, FixedClock()).client(token: "a").call(.get, "/v3/portals")
        #expect(reply.headers[.fixed("ratelimit-limit")] == nil)
    }
}
