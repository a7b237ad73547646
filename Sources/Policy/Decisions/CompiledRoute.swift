package import Model

/// A route with everything that its requests need, made when the configuration is swapped in.
package final class CompiledRoute: Sendable {
    package let route: GatewayConfiguration.Route
    package let service: GatewayConfiguration.Service?
    package let cors: CORSPolicy?
    /// The Host field for the upstream, unless the client's is preserved.
    package let upstreamHost: String
    /// The API that requests without a caller count for.
    package let openAPI: ID<API>?
    let rewriting: PathRewriting
    let gate: Guard?
    let keyAuth: ConsumerGate?

    init(
        _ route: GatewayConfiguration.Route, _ service: GatewayConfiguration.Service?, cors: CORSPolicy?,
        keyAuth: ConsumerGate? = nil, protections: [GatewayConfiguration.Protection],
        strategies: [GatewayConfiguration.Strategy]
    ) {
        self.route = route
        self.service = service
        self.cors = cors
        self.keyAuth = keyAuth
        gate = Guard(protections, strategies: strategies)
        openAPI = protections.count == 1 ? protections[0].apiID : nil
        rewriting = PathRewriting(
            servicePath: service?.path, stripPath: route.stripPath, handling: route.pathHandling)
        upstreamHost = service.map(Self.host) ?? ""
    }

    private static func host(of service: GatewayConfiguration.Service) -> String {
        let standard = service.scheme == .https ? 443 : 80
        return service.port == standard ? service.host : "\(service.host):\(service.port)"
    }
}
