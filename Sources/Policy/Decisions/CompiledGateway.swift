package import Model

/// A snapshot made for deciding. It never changes: a data plane swaps one for the next.
package final class CompiledGateway: Sendable {
    package let configurationVersion: Int64
    package let credentials: CredentialTable
    private let routing: Routing

    /// What depends on the configuration alone, and outlives changes of credentials.
    private final class Routing: Sendable {
        let router: Router
        let routes: [CompiledRoute]
        let globalCORS: CORSPolicy?
        let consumers: ConsumerTable

        init(_ configuration: GatewayConfiguration) {
            let services = Dictionary(configuration.services.map { ($0.id, $0) }) { first, _ in first }
            let live = configuration.routes.filter { route in
                guard let id = route.serviceID, let service = services[id] else { return true }
                return service.enabled
            }
            router = Router(live)
            let consumers = ConsumerTable(configuration.consumers ?? [])
            self.consumers = consumers
            globalCORS = Self.cors(configuration.plugins, route: nil, service: nil)
            routes = live.map { route in
                let service = route.serviceID.flatMap { services[$0] }
                let keyAuth = Self.best(configuration.plugins, route: route.id, service: service?.id) { behaviour in
                    if case .keyAuth(let configuration) = behaviour { configuration } else { nil }
                }
                return CompiledRoute(
                    route, service, cors: Self.cors(configuration.plugins, route: route.id, service: service?.id),
                    keyAuth: keyAuth.map { ConsumerGate($0, consumers) },
                    protections: service.map { Self.protections(of: $0.id, configuration) } ?? [],
                    strategies: configuration.strategies)
            }
        }

        /// A service's own links; without any, those of the whole control plane.
        private static func protections(
            of service: ID<GatewayService>, _ configuration: GatewayConfiguration
        ) -> [GatewayConfiguration.Protection] {
            let own = configuration.protections.filter { $0.serviceID == service }
            return own.isEmpty ? configuration.protections.filter { $0.serviceID == nil } : own
        }

        private static func cors(
            _ plugins: [GatewayConfiguration.Plugin], route: ID<GatewayRoute>?, service: ID<GatewayService>?
        ) -> CORSPolicy? {
            let found = best(plugins, route: route, service: service) { behaviour in
                if case .cors(let configuration) = behaviour { configuration } else { nil }
            }
            return found.map { CORSPolicy($0) }
        }

        /// The configuration of the most specific plugin of a kind that applies.
        private static func best<Configuration>(
            _ plugins: [GatewayConfiguration.Plugin], route: ID<GatewayRoute>?, service: ID<GatewayService>?,
            _ pick: (GatewayConfiguration.Plugin.Behaviour) -> Configuration?
        ) -> Configuration? {
            var best: (rank: Int, configuration: Configuration)?
            for plugin in plugins where plugin.enabled {
                guard plugin.routeID == nil || plugin.routeID == route,
                    plugin.serviceID == nil || plugin.serviceID == service
                else { continue }
                let rank = (plugin.routeID == nil ? 0 : 2) + (plugin.serviceID == nil ? 0 : 1)
                if rank > best?.rank ?? -1, let configuration = pick(plugin.behaviour) { best = (rank, configuration) }
            }
            return best?.configuration
        }
    }

    package convenience init(_ configuration: GatewayConfiguration, credentials: CredentialTable) {
        self.init(version: configuration.version, Routing(configuration), credentials)
    }

    private init(version: Int64, _ routing: Routing, _ credentials: CredentialTable) {
        configurationVersion = version
        self.routing = routing
        self.credentials = credentials
    }

    /// The same configuration with other credentials, without compiling anything again.
    package func replacing(credentials: CredentialTable) -> CompiledGateway {
        CompiledGateway(version: configurationVersion, routing, credentials)
    }

    /// What happens to a request: the same for the proxy, for external authorisation and for explaining.
    package func decide(_ request: GatewayRequest, at now: Instant) -> GatewayDecision {
        guard let selection = routing.router.select(request) else {
            return GatewayDecision(.refuse(.noRoute), cors: routing.globalCORS)
        }
        let compiled = routing.routes[selection.route]
        var decision = GatewayDecision(.refuse(.noService), route: compiled, cors: compiled.cors)
        decision.matchedLength = selection.matchedLength
        if !request.secure, !compiled.route.protocols.contains("http") {
            decision.action = .refuse(Self.insecure(request, compiled.route))
            return decision
        }
        if request.method == "OPTIONS", let reply = compiled.cors?.preflightReply(to: request) {
            decision.action = .answer(reply)
            decision.cors = nil
            return decision
        }
        switch compiled.keyAuth?.admit(request, at: now) {
        case .success(let consumer)?: decision.consumer = consumer
        case .failure(let refusal)?:
            decision.action = .refuse(refusal)
            return decision
        case nil: break
        }
        if let gate = compiled.gate {
            switch gate.admit(request.headers, credentials, at: now) {
            case .success(let caller):
                decision.caller = caller
                decision.standIn = caller.application.consumers?[caller.apiID].flatMap(routing.consumers.find)
            case .failure(let refusal):
                decision.action = .refuse(refusal)
                return decision
            }
        }
        if compiled.service != nil { decision.action = .forward }
        return decision
    }

    private static func insecure(
        _ request: GatewayRequest, _ route: GatewayConfiguration.Route
    ) -> GatewayRefusal {
        guard (300..<400).contains(route.httpsRedirectStatus) else { return .httpsRequired }
        let query = request.target.query.map { "?\($0)" } ?? ""
        let location = "https://\(request.host)\(request.target.rawPath)\(query)"
        return GatewayRefusal(route.httpsRedirectStatus, "", location: location)
    }
}

/// What the gateway does with one request.
package struct GatewayDecision: Sendable {
    package enum Action: Sendable {
        case answer(GatewayReply)
        case refuse(GatewayRefusal)
        /// To the route's service.
        case forward
    }

    package var action: Action
    package var route: CompiledRoute?
    package var matchedLength = 0
    /// Nil when nobody had to identify themselves.
    package var caller: Caller?
    /// Nil unless the `key-auth` plugin asked.
    package var consumer: ConsumerCaller?
    /// The consumer that an operator has mapped the caller to; nil as well when it is of another control plane.
    package var standIn: ConsumerCaller?
    /// Applies to whatever answer there will be.
    package var cors: CORSPolicy?

    init(_ action: Action, route: CompiledRoute? = nil, cors: CORSPolicy?) {
        self.action = action
        self.route = route
        self.cors = cors
    }

    package var apiID: ID<API>? { caller?.apiID ?? route?.openAPI }
}
