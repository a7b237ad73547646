import Model
import Policy
import Testing

@Suite struct RouterTests {
    private func selected(
        _ routes: [GatewayConfiguration.Route], _ request: GatewayRequest
    ) -> String? {
        Router(routes).select(request).map { routes[$0.route].id.text }
    }

    @Test(arguments: [
        ("/orders", "orders"), ("/ordersandmore", "orders"), ("/orders/7", "orders"), ("/orders/archive/1", "archive"),
        ("/order", nil), ("/ORDERS", nil), ("/x/orders", nil), ("/%6Frders", "orders"), ("/a/../orders", "orders"),
        ("//orders", "orders"),
    ])
    func theLongestPrefixWins(path: String, expected: String?) throws {
        let routes = [route("orders", paths: ["/orders"]), route("archive", paths: ["/orders/archive"])]
        #expect(selected(routes, try request("GET", path)) == expected)
    }

    @Test(arguments: [
        ("api.test", "exact"), ("api.test:8000", "exact"), ("API.TEST", "exact"), ("eu.api.test", "suffix"),
        ("eu.api.test:9", "suffix"), (".api.test", nil), ("intern.example", "prefix"), ("intern.", nil),
        ("other.test:444", "port"), ("other.test", nil), ("", nil),
    ])
    func hostsMatchPlainWildAndWithPort(host: String, expected: String?) throws {
        let routes = [
            route("exact", hosts: ["api.test"]), route("suffix", hosts: ["*.api.test"]),
            route("prefix", hosts: ["intern.*"]), route("port", hosts: ["other.test:444"]),
        ]
        #expect(selected(routes, try request("GET", "/", host: host)) == expected)
    }

    @Test(arguments: [
        ("GET", "/a", "h.test", "host+path"), ("GET", "/b", "h.test", "host"), ("GET", "/a", "x.test", "path"),
        ("PUT", "/a", "h.test", "all"), ("PUT", "/b", "x.test", "method"), ("GET", "/b", "x.test", nil),
    ])
    func moreAttributesWin(method: String, path: String, host: String, expected: String?) throws {
        let routes = [
            route("path", paths: ["/a"]), route("host", hosts: ["h.test"]), route("method", methods: ["PUT"]),
            route("host+path", hosts: ["h.test"], paths: ["/a"]),
            route("all", methods: ["PUT"], hosts: ["h.test"], paths: ["/a"]),
        ]
        #expect(selected(routes, try request(method, path, host: host)) == expected)
    }

    @Test func aPatternBeatsALongerPrefixAndItsPriorityDecidesAmongPatterns() throws {
        let routes = [
            route("prefix", paths: ["/users/123/profile"]), route("low", paths: ["~/users/\\d+"], priority: 1),
            route("high", paths: ["~/users/\\d+/profile$"], priority: 5),
        ]
        #expect(selected(routes, try request("GET", "/users/123/profile")) == "high")
        #expect(selected(routes, try request("GET", "/users/123/profile/x")) == "low")
        #expect(selected(routes, try request("GET", "/users/abc")) == nil)
    }

    @Test func headersAreComparedWithoutCaseAndMoreOfThemWin() throws {
        let routes = [
            route("one", headers: ["X-Tenant": ["Blue", "green"]]),
            route("two", headers: ["X-Tenant": ["blue"], "X-Version": ["2"]]),
            route("pattern", headers: ["x-tenant": ["~*^re[dt]+$"]]),
        ]
        #expect(selected(routes, try request(headers: [("x-tenant", "BLUE")])) == "one")
        #expect(selected(routes, try request(headers: [("X-TENANT", "blue"), ("x-version", "2")])) == "two")
        #expect(selected(routes, try request(headers: [("x-tenant", "none"), ("x-tenant", "green")])) == "one")
        #expect(selected(routes, try request(headers: [("x-tenant", "RED")])) == "pattern")
        #expect(selected(routes, try request(headers: [("x-tenant", "black")])) == nil)
    }

    @Test func amongEqualsTheOlderRouteWinsAndThenTheLowerID() throws {
        let routes = [
            route("c", paths: ["/a"], created: 2), route("b", paths: ["/a"], created: 1),
            route("a", paths: ["/a"], created: 1),
        ]
        #expect(selected(routes, try request("GET", "/a")) == "a")
    }

    @Test func aBrokenPatternMatchesNothingAndHarmsNoOtherRoute() throws {
        let routes = [route("broken", paths: ["~/a(", "~/(?=x)"]), route("good", paths: ["/a"])]
        #expect(selected(routes, try request("GET", "/a(")) == "good")
    }

    @Test func aThousandRoutesAreToldApart() throws {
        let routes = (0..<1_000).map { route("r\($0)", hosts: ["h\($0 % 10).test"], paths: ["/v1/area\($0)/"]) }
        for index in stride(from: 0, to: 1_000, by: 37) {
            let found = selected(routes, try request("GET", "/v1/area\(index)/x", host: "h\(index % 10).test"))
            #expect(found == "r\(index)")
        }
        #expect(selected(routes, try request("GET", "/v1/area5/x", host: "h6.test")) == nil)
    }
}
