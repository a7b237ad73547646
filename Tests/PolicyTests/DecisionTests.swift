import Model
import Policy
import Testing

@Suite struct DecisionTests {
    private let key = [("apikey", "good")]

    @Test func theDecisionTableHolds() throws {
        let world = Linked()
        #expect(world.decide(try request()).refusal == .missingKey)
        #expect(world.decide(try request(headers: [("apikey", "")])).refusal == .missingKey)
        #expect(world.decide(try request("GET", "/?apikey=good")).refusal == .missingKey)
        #expect(world.decide(try request(headers: [("apikey", "good"), ("ApiKey", "good")])).refusal == .duplicateKey)
        #expect(world.decide(try request(headers: [("apikey", "wrong")])).refusal == .unauthorized)
        let admitted = world.decide(try request(headers: key))
        #expect(admitted.status == nil)
        #expect(admitted.caller?.application.id.text == "app")
        #expect(admitted.caller?.credentialID.text == "cred")
        #expect(admitted.apiID?.text == "api")
    }

    @Test func anApprovedKeyOfAnotherAPIMayNotCallThisOne() throws {
        var world = Linked()
        world.credentials.applications[0].grants = [ID(stored: "other")]
        #expect(world.decide(try request(headers: key)).refusal == .notAllowed)
    }

    @Test func aKeyOfAnotherStrategyOrPortalMayNotCall() throws {
        var world = Linked()
        world.credentials.credentials[0].strategyID = ID(stored: "another")
        #expect(world.decide(try request(headers: key)).refusal == .notAllowed)
        world = Linked()
        world.credentials.applications[0].portalID = ID(stored: "another")
        #expect(world.decide(try request(headers: key)).refusal == .notAllowed)
    }

    @Test func aKeyOfAnApplicationThatIsNotPublishedIsUnknown() throws {
        var world = Linked()
        world.credentials.applications = []
        #expect(world.decide(try request(headers: key)).refusal == .unauthorized)
    }

    @Test func aKeyWhoseDeveloperIsNotApprovedIsKnownAndOpensNothing() throws {
        var world = Linked()
        world.credentials.applications[0].grants = []
        #expect(world.decide(try request(headers: key)).refusal == .notAllowed)
    }

    @Test func theUpstreamSeesTheConsumerThatStandsForTheApplication() throws {
        var world = Linked()
        world.configuration.consumers = [
            .init(id: ID(stored: "c1"), username: "shop", customID: "4200"),
            .init(id: ID(stored: "c2"), username: "c3", customID: nil),
        ]
        let asked = try request(headers: key + [("X-Consumer-Username", "forged")])
        #expect(try world.upstream(asked).headers.all("x-consumer-username") == ["maps"])
        world.credentials.applications[0].consumers = [ID(stored: "api"): ID(stored: "c1")]
        let head = try world.upstream(asked)
        #expect(head.headers.all("x-consumer-id") == ["c1"])
        #expect(head.headers.all("x-consumer-username") == ["shop"])
        #expect(head.headers.all("x-consumer-custom-id") == ["4200"])
        #expect(head.headers.all("x-application-id") == ["app"])
        #expect(head.headers.all("x-credential-identifier") == ["cred"])
        // One of another control plane, or of another API, stands for nobody here; nor does a name like its id.
        for consumers: [ID<API>: ID<CoreEntity>] in [
            [ID(stored: "api"): ID(stored: "c3")], [ID(stored: "other"): ID(stored: "c1")],
        ] {
            world.credentials.applications[0].consumers = consumers
            #expect(try world.upstream(asked).headers.all("x-consumer-id") == ["app"])
        }
    }

    @Test func aServiceMayCarrySeveralStrategies() throws {
        var world = Linked()
        world.configuration.strategies.append(
            .init(id: ID(stored: "k2"), kind: .keyAuth(keyNames: ["x-second"], hideCredentials: true)))
        world.configuration.protections[0].publications.append(
            .init(portalID: ID(stored: "p2"), strategyIDs: [ID(stored: "k2")]))
        world.credentials.applications.append(
            GatewayApplication(
                id: ID(stored: "app2"), name: "Two", slug: "two", portalID: ID(stored: "p2"),
                grants: [ID(stored: "api")]))
        world.credentials.credentials.append(
            GatewayCredential(
                id: ID(stored: "cred2"), keyHash: KeyHash(ofKey: "second"), strategyID: ID(stored: "k2"),
                applicationID: ID(stored: "app2")))
        #expect(world.decide(try request(headers: key)).caller?.application.slug == "maps")
        let second = try request(headers: [("x-second", "second")])
        #expect(world.decide(second).caller?.application.slug == "two")
        let both = try request(headers: [("apikey", "wrong"), ("x-second", "second")])
        #expect(world.decide(both).caller?.application.slug == "two")
        #expect(world.decide(try request(headers: [("apikey", "second")])).refusal == .notAllowed)
        #expect(try world.upstream(both).headers.first("apikey") == nil)
        #expect(try world.upstream(both).headers.first("x-second") == nil)
    }

    @Test func aLinkWithoutAnyStrategyIsOpen() throws {
        var world = Linked()
        world.configuration.protections[0].publications[0].strategyIDs = []
        let decision = world.decide(try request())
        #expect(decision.status == nil)
        #expect(decision.apiID?.text == "api")
    }

    @Test func aStrategyThatIsNotKnownLetsNobodyIn() throws {
        var world = Linked()
        world.configuration.strategies = []
        #expect(world.decide(try request(headers: key)).refusal == .missingKey)
    }

    @Test func aLinkToTheWholeControlPlaneGuardsServicesWithoutTheirOwn() throws {
        var world = Linked()
        world.configuration.protections[0].serviceID = nil
        #expect(world.decide(try request()).refusal == .missingKey)
        #expect(world.decide(try request(headers: key)).status == nil)
    }

    @Test func aPreflightPassesTheGuardOnlyWithTheCORSPlugin() throws {
        var world = Linked()
        let preflight = try request(
            "OPTIONS", headers: [("Origin", "http://a.test"), ("Access-Control-Request-Method", "GET")])
        #expect(world.decide(preflight).refusal == .missingKey)
        world.configuration.plugins = [.init(id: ID(stored: "c"), behaviour: .cors(CORSConfiguration()))]
        #expect(world.decide(preflight).status == 200)
        #expect(world.decide(try request("OPTIONS")).refusal == .missingKey)
    }

    @Test func theMostSpecificPluginRuns() throws {
        var world = Linked()
        world.configuration.plugins = [
            .init(id: ID(stored: "g"), behaviour: .cors(CORSConfiguration(origins: ["global.test"]))),
            .init(
                id: ID(stored: "r"), routeID: ID(stored: "r"),
                behaviour: .cors(CORSConfiguration(origins: ["route.test"]))),
            .init(
                id: ID(stored: "s"), serviceID: ID(stored: "s"),
                behaviour: .cors(CORSConfiguration(origins: ["service.test"]))),
        ]
        #expect(try allowedOrigin(world) == "route.test")
        world.configuration.plugins[1].enabled = false
        #expect(try allowedOrigin(world) == "service.test")
        world.configuration.plugins[2].serviceID = ID(stored: "other")
        #expect(try allowedOrigin(world) == "global.test")
    }

    private func allowedOrigin(_ world: Linked, path: String = "/") throws -> String? {
        let request = try request("GET", path, headers: [("Origin", "http://a.test")])
        var fields = HeaderFields()
        world.decide(request).cors?.apply(to: &fields, for: request)
        return fields.first("access-control-allow-origin")
    }

    @Test func onlyTheGlobalPluginSpeaksWhenNoRouteMatches() throws {
        var world = Linked()
        world.configuration.routes[0].paths = ["/known"]
        world.configuration.plugins = [
            .init(
                id: ID(stored: "s"), serviceID: ID(stored: "s"),
                behaviour: .cors(CORSConfiguration(origins: ["service.test"])))
        ]
        #expect(world.decide(try request("GET", "/unknown")).refusal == .noRoute)
        #expect(try allowedOrigin(world, path: "/unknown") == nil)
        world.configuration.plugins.append(.init(id: ID(stored: "g"), behaviour: .cors(CORSConfiguration())))
        #expect(try allowedOrigin(world, path: "/unknown") == "*")
        let preflight = try request(
            "OPTIONS", "/unknown", headers: [("Origin", "http://a.test"), ("Access-Control-Request-Method", "GET")])
        #expect(world.decide(preflight).refusal == .noRoute)
    }

    @Test func routesOfADisabledServiceDoNotExistAndARouteMayHaveNone() throws {
        var world = Linked()
        world.configuration.services[0].enabled = false
        #expect(world.decide(try request(headers: key)).refusal == .noRoute)
        world.configuration.routes.append(route("bare", paths: ["/"]))
        #expect(world.decide(try request()).refusal == .noService)
    }

    @Test func aRouteForHTTPSOnlySaysSo() throws {
        var world = Linked()
        world.configuration.routes[0].protocols = ["https"]
        #expect(world.decide(try request(headers: key)).refusal == .httpsRequired)
        #expect(world.decide(try request(headers: key, secure: true)).status == nil)
        world.configuration.routes[0].httpsRedirectStatus = 308
        let moved = world.decide(try request("GET", "/a%20b?c", host: "api.test")).refusal
        #expect(moved?.status == 308)
        #expect(moved?.location == "https://api.test/a%20b?c")
    }

    @Test func theExplanationTellsTheSameStory() throws {
        let world = Linked()
        let admitted = world.gateway.explain(try request("GET", "/a", headers: key), at: Linked.now)
        #expect(admitted.map(\.outcome) == [.passed, .passed, .passed])
        #expect(admitted.last?.detail == "http://upstream.test:8080/a")
        let refused = world.gateway.explain(try request(), at: Linked.now)
        #expect(refused.map(\.detail) == ["r", "No API key found in request"])
        #expect(refused.last?.outcome == .refused)
    }
}
