import Model
import Policy
import Testing

@Suite struct CORSTests {
    private func applied(
        _ configuration: CORSConfiguration, origin: String?, upstream: [(String, String)] = []
    ) -> HeaderFields {
        var fields = HeaderFields(upstream.map { (name: $0.0, value: $0.1) })
        CORSPolicy(configuration).apply(to: &fields, origin: origin, isPreflight: false)
        return fields
    }

    private static let several = ["example.test", "example.org"]
    private static let sites = ["http://my-site.test", "https://my-other-site.test:9000"]
    private static let pattern = [".*\\.?example(?:-foo)?.test"]

    /// Origins, the request's origin, the allowed origin, whether it varies.
    static let origins: [([String], String?, String?, Bool)] = [
        ([], "http://a.test", "*", false), (["*"], nil, "*", false),
        (["example.test"], "http://x.test", "example.test", true),
        (["example.test"], nil, "example.test", true), (several, "example.test", "example.test", true),
        (several, "http://example.test", nil, true), (several, "https://example.test", nil, true),
        (several, nil, nil, true),
        (several, "", nil, true), (sites, "http://my-site.test", "http://my-site.test", true),
        (sites, "http://my-site.test:80", "http://my-site.test", true), (sites, "http://my-site.test:8000", nil, true),
        (sites, "https://my-site.test", nil, true),
        (sites, "https://my-other-site.test:9000", "https://my-other-site.test:9000", true),
        (sites, "https://my-other-site.test:9001", nil, true),
        (pattern, "http://www.example-foo.test", "http://www.example-foo.test", true),
        (pattern, "http://www.example-fo0.test", nil, true), (pattern, "http://example.test.evil", nil, true),
        (["foo.bar", "*"], "http://www.example.net", "*", true),
        (["http://a\\.test(:\\d+)?"], "http://a.test:81", "http://a.test:81", true),
        (["http://allowed.test", "http://b.test"], "http://allowed.test.evil.test", nil, true),
    ]

    @Test(arguments: origins)
    func theAllowedOriginIsResolved(
        entries: [String], origin: String?, allowed: String?, varies: Bool
    ) {
        let fields = applied(CORSConfiguration(origins: entries), origin: origin)
        #expect(fields.first("access-control-allow-origin") == allowed)
        #expect(fields.first("vary") == (varies ? "Origin" : nil))
        #expect(fields.first("access-control-allow-credentials") == nil)
    }

    @Test func credentialsTurnTheStarIntoTheOrigin() {
        let fields = applied(CORSConfiguration(credentials: true), origin: "http://www.example.net:3000")
        #expect(fields.first("access-control-allow-origin") == "http://www.example.net:3000")
        #expect(fields.first("access-control-allow-credentials") == "true")
        #expect(fields.first("vary") == "Origin")
    }

    @Test func theUpstreamsOwnFieldsGiveWay() {
        let configuration = CORSConfiguration(origins: ["a.xxx.test", "allowed-domain.test"], credentials: true)
        let fields = applied(
            configuration, origin: "http://evil.test",
            upstream: [("Access-Control-Allow-Origin", "*"), ("Vary", "Accept-Encoding")])
        #expect(fields.first("access-control-allow-origin") == nil)
        #expect(fields.first("access-control-allow-credentials") == "true")
        #expect(fields.all("vary") == ["Accept-Encoding, Origin"])
    }

    @Test func withoutAnOriginNothingIsSaidWhenSoConfigured() {
        let configuration = CORSConfiguration(exposedHeaders: ["x-a"], allowOriginAbsent: false)
        #expect(applied(configuration, origin: nil).count == 0)
        #expect(applied(configuration, origin: "").count == 0)
        #expect(applied(configuration, origin: "http://a.test").first("access-control-expose-headers") == "x-a")
    }

    @Test func aPreflightIsAnswered() throws {
        let preflight = try request(
            "OPTIONS", "/x",
            headers: [
                ("Origin", "http://origin5.test"), ("Access-Control-Request-Method", "GET"),
                ("Access-Control-Request-Headers", "origin,accepts"),
                ("Access-Control-Request-Private-Network", "true"),
            ])
        let plain = try #require(CORSPolicy(CORSConfiguration()).preflightReply(to: preflight))
        #expect(plain.status == 200)
        #expect(plain.body.isEmpty)
        #expect(plain.headers.first("access-control-allow-origin") == "*")
        #expect(
            plain.headers.first("access-control-allow-methods")
                == "GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS,TRACE,CONNECT")
        #expect(plain.headers.first("access-control-allow-headers") == "origin,accepts")
        #expect(plain.headers.first("access-control-allow-private-network") == nil)
        #expect(plain.headers.first("vary") == nil)

        let full = CORSConfiguration(
            origins: ["example.test"], methods: ["GET"], headers: ["origin", "type", "accepts"],
            exposedHeaders: ["x-auth-token"], maxAge: 23, credentials: true, privateNetwork: true)
        let reply = try #require(CORSPolicy(full).preflightReply(to: preflight))
        #expect(reply.headers.first("access-control-allow-origin") == "example.test")
        #expect(reply.headers.first("access-control-allow-methods") == "GET")
        #expect(reply.headers.first("access-control-allow-headers") == "origin,type,accepts")
        #expect(reply.headers.first("access-control-max-age") == "23")
        #expect(reply.headers.first("access-control-allow-credentials") == "true")
        #expect(reply.headers.first("access-control-allow-private-network") == "true")
        #expect(reply.headers.first("access-control-expose-headers") == nil)
        #expect(reply.headers.first("vary") == "Origin")
    }

    @Test func optionsWithoutAPreflightsFieldsIsAnOrdinaryRequest() throws {
        let policy = CORSPolicy(CORSConfiguration())
        #expect(policy.preflightReply(to: try request("OPTIONS", headers: [("Origin", "http://a.test")])) == nil)
        #expect(
            policy.preflightReply(to: try request("OPTIONS", headers: [("Access-Control-Request-Method", "GET")]))
                == nil)
    }

    @Test func theUpstreamMayAnswerPreflights() throws {
        let policy = CORSPolicy(CORSConfiguration(preflightContinue: true))
        let preflight = try request(
            "OPTIONS", headers: [("Origin", "http://a.test"), ("Access-Control-Request-Method", "GET")])
        #expect(policy.preflightReply(to: preflight) == nil)
        var fields = HeaderFields()
        policy.apply(to: &fields, for: preflight)
        #expect(fields.count == 0)
    }
}
