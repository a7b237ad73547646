import Foundation
import Model
import Policy
import Testing

/// The `key-auth` plugin: consumers by their keys.
@Suite struct ConsumerGateTests {
    private static let now = Instant(milliseconds: 1_000_000)

    private func gateway(
        _ change: (inout KeyAuthConfiguration) -> Void = { _ in }, route: Bool = false, enabled: Bool = true
    ) -> CompiledGateway {
        var keyAuth = KeyAuthConfiguration()
        change(&keyAuth)
        let key = { (id: String, text: String, end: Instant?) in
            GatewayConfiguration.Consumer.Key(id: ID(stored: id), hash: KeyHash(ofKey: text), expiresAt: end)
        }
        let configuration = GatewayConfiguration(
            version: 1, services: [.init(id: ID(stored: "s"), host: "up.example.com")],
            routes: [
                .init(id: ID(stored: "r"), serviceID: ID(stored: "s"), paths: ["/"], createdAt: Self.now),
                .init(id: ID(stored: "open"), serviceID: ID(stored: "s"), paths: ["/open"], createdAt: Self.now),
            ],
            plugins: [
                .init(
                    id: ID(stored: "p"), enabled: enabled, routeID: route ? ID(stored: "r") : nil,
                    behaviour: .keyAuth(keyAuth))
            ],
            consumers: [
                .init(
                    id: ID(stored: "c1"), username: "shop", customID: "4200",
                    keys: [key("k1", "good", nil), key("k2", "old", Self.now)]),
                .init(id: ID(stored: "c2"), username: "anybody", customID: nil),
            ])
        return CompiledGateway(configuration, credentials: CredentialTable())
    }

    private func request(_ path: String = "/", _ headers: [(String, String)] = [], method: String = "GET") throws
        -> GatewayRequest
    {
        var fields = HeaderFields()
        fields.append("Host", "api.example.com")
        for (name, value) in headers { fields.append(name, value) }
        return GatewayRequest(method: method, target: try #require(RequestTarget(path)), headers: fields)
    }

    private func refusal(_ gateway: CompiledGateway, _ request: GatewayRequest) -> GatewayRefusal? {
        if case .refuse(let refusal) = gateway.decide(request, at: Self.now).action { refusal } else { nil }
    }

    @Test func aKeyOpensTheRouteAndNamesTheConsumer() throws {
        let gateway = gateway()
        #expect(refusal(gateway, try request()) == .missingKey)
        #expect(refusal(gateway, try request("/", [("apikey", "bad")])) == .unauthorized)
        #expect(refusal(gateway, try request("/", [("apikey", "good"), ("apikey", "good")])) == .duplicateKey)
        let decision = gateway.decide(try request("/", [("apikey", "good")]), at: Self.now)
        #expect(decision.consumer?.username == "shop")
        #expect(decision.consumer?.credentialID?.text == "k1")
        let byQuery = gateway.decide(try request("/?apikey=good&a=b"), at: Self.now)
        #expect(byQuery.consumer?.customID == "4200")
    }

    @Test func anExpiredKeyIsUnknown() throws {
        #expect(refusal(gateway(), try request("/", [("apikey", "old")])) == .unauthorized)
    }

    @Test func theUpstreamSeesTheConsumerAndNotTheKey() throws {
        let gateway = gateway()
        let request = try request(
            "/?a=b&apikey=good", [("X-Consumer-ID", "forged"), ("X_Consumer_Username", "forged")])
        let decision = gateway.decide(request, at: Self.now)
        let head = UpstreamHead(request, decision, route: try #require(decision.route), requestID: "1")
        #expect(head.path == "/?a=b")
        #expect(head.headers.all("x-consumer-id") == ["c1"])
        #expect(head.headers.all("x-consumer-username") == ["shop"])
        #expect(head.headers.all("x-consumer-custom-id") == ["4200"])
        #expect(head.headers.all("x-credential-identifier") == ["k1"])
        #expect(head.headers.all("x_consumer_username") == [])
    }

    @Test func keysReachTheUpstreamWhenTheyAreNotHidden() throws {
        let gateway = gateway { $0.hidesCredentials = false }
        let request = try request("/?apikey=good")
        let decision = gateway.decide(request, at: Self.now)
        let head = UpstreamHead(request, decision, route: try #require(decision.route), requestID: "1")
        #expect(head.path == "/?apikey=good")
    }

    @Test func whoeverHasNoKeyIsTheAnonymousConsumer() throws {
        let gateway = gateway { $0.anonymous = "anybody" }
        let decision = gateway.decide(try request("/", [("apikey", "bad")]), at: Self.now)
        #expect(decision.consumer?.id.text == "c2")
        #expect(decision.consumer?.credentialID == nil)
        let missing = self.gateway { $0.anonymous = "nobody" }
        #expect(refusal(missing, try request())?.status == 500)
    }

    @Test func preflightsAndRealmsAreAsConfigured() throws {
        let options = try request("/", method: "OPTIONS")
        #expect(refusal(gateway(), options) == .missingKey)
        #expect(refusal(gateway { $0.runsOnPreflight = false }, options) == nil)
        #expect(refusal(gateway { $0.realm = "shop" }, try request())?.challenge == "Key realm=\"shop\"")
    }

    @Test func aPluginOfARouteLeavesOthersOpen() throws {
        let gateway = gateway(route: true)
        #expect(refusal(gateway, try request()) == .missingKey)
        #expect(refusal(gateway, try request("/open")) == nil)
        #expect(refusal(self.gateway(enabled: false), try request()) == nil)
    }

    @Test func aConfigurationFromBeforeConsumersIsRead() throws {
        let old = Data(#"{"version":1,"services":[],"routes":[],"plugins":[],"strategies":[],"protections":[]}"#.utf8)
        #expect(try JSONDecoder().decode(GatewayConfiguration.self, from: old).consumers == nil)
    }
}
