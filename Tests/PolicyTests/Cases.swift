import Model
import Policy

/// A request as tables write it.
func request(
    _ method: String = "GET", _ target: String = "/", host: String = "", headers: [(String, String)] = [],
    secure: Bool = false, trusted: Bool = false
) throws -> GatewayRequest {
    guard let target = RequestTarget(target) else { throw BrokenTarget() }
    var fields = HeaderFields(host.isEmpty ? [] : [("Host", host)])
    for (name, value) in headers { fields.append(name, value) }
    return GatewayRequest(
        method: method, target: target, headers: fields, secure: secure, peer: "10.1.2.3", peerIsTrusted: trusted)
}

struct BrokenTarget: Error {}

func route(
    _ id: String, service: String? = nil, methods: [String] = [], hosts: [String] = [], paths: [String] = [],
    headers: [String: [String]] = [:], protocols: [String] = ["http", "https"], strip: Bool = true,
    preserveHost: Bool = false, priority: Int = 0, created: Int64 = 0
) -> GatewayConfiguration.Route {
    GatewayConfiguration.Route(
        id: ID(stored: id), name: id, serviceID: service.map { ID(stored: $0) }, protocols: protocols,
        methods: methods, hosts: hosts, paths: paths, headers: headers, stripPath: strip, preserveHost: preserveHost,
        regexPriority: priority, createdAt: Instant(milliseconds: created))
}

/// One service `s` at `/` that is linked to API `api`, which portal `p` publishes with strategy `k`.
struct Linked {
    static let now = Instant(milliseconds: 1_000_000)

    var configuration = GatewayConfiguration(
        version: 1, services: [.init(id: ID(stored: "s"), host: "upstream.test", port: 8080)],
        routes: [route("r", service: "s", paths: ["/"])],
        strategies: [.init(id: ID(stored: "k"), kind: .keyAuth(keyNames: ["apikey"], hideCredentials: true))],
        protections: [
            .init(
                serviceID: ID(stored: "s"), apiID: ID(stored: "api"),
                publications: [.init(portalID: ID(stored: "p"), strategyIDs: [ID(stored: "k")])])
        ])
    var credentials = GatewayCredentials(
        version: 1,
        applications: [
            GatewayApplication(
                id: ID(stored: "app"), name: "Maps", slug: "maps", referenceID: "ref-1",
                developerID: ID(stored: "dev"), portalID: ID(stored: "p"), grants: [ID(stored: "api")])
        ],
        credentials: [
            GatewayCredential(
                id: ID(stored: "cred"), keyHash: KeyHash(ofKey: "good"), strategyID: ID(stored: "k"),
                applicationID: ID(stored: "app"))
        ])

    var gateway: CompiledGateway {
        CompiledGateway(configuration, credentials: CredentialTable(credentials))
    }

    func decide(_ request: GatewayRequest) -> GatewayDecision {
        gateway.decide(request, at: Self.now)
    }

    /// The upstream's head for a request that is forwarded.
    func upstream(_ request: GatewayRequest) throws -> UpstreamHead {
        let decision = decide(request)
        guard case .forward = decision.action, let route = decision.route else { throw NotForwarded() }
        return UpstreamHead(request, decision, route: route, requestID: "0123456789abcdef0123456789abcdef")
    }
}

struct NotForwarded: Error {}

extension GatewayDecision {
    /// The status of what the gateway says itself; nil when it forwards.
    var status: Int? {
        switch action {
        case .answer(let reply): reply.status
        case .refuse(let refusal): refusal.status
        case .forward: nil
        }
    }

    var refusal: GatewayRefusal? {
        if case .refuse(let refusal) = action { refusal } else { nil }
    }
}
