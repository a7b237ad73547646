import Model

/// One way to match a route: the route with one of its paths.
struct RouteRule: Sendable {
    enum Path: Sendable {
        case any
        case prefix([UInt8])
        case pattern(Pattern)
    }

    /// Where the route stands in the configuration.
    let route: Int
    let path: Path
    let priority: UInt64
    /// Which attributes are set, for equal priorities: hosts weigh most, then headers, paths, methods and SNIs.
    let weight: UInt8
    let methods: [String]
    let hosts: [HostPattern]
    let headers: [HeaderPattern]
    let snis: [String]

    /// Everything but the path: that one is matched by the caller.
    func matches(_ request: GatewayRequest) -> Bool {
        if !methods.isEmpty, !methods.contains(request.method) { return false }
        if !hosts.isEmpty {
            let port = request.hostPort ?? (request.secure ? 443 : 80)
            guard hosts.contains(where: { $0.matches(request.host, port: port) }) else { return false }
        }
        if !snis.isEmpty, request.secure, !snis.contains(request.sni ?? "") { return false }
        return headers.allSatisfy { $0.matches(request.headers) }
    }
}

extension RouteRule {
    /// The rules of a route; none when it can match nothing.
    static func rules(of route: GatewayConfiguration.Route, at index: Int) -> [RouteRule] {
        guard route.protocols.contains(where: { $0 == "http" || $0 == "https" }) else { return [] }
        let hosts = route.hosts.map(HostPattern.init)
        let headers = route.headers.sorted { $0.key < $1.key }
            .map { HeaderPattern(name: ASCII.lowercased($0.key), values: $0.value) }
        let paths = route.paths.isEmpty ? [Path.any] : route.paths.compactMap(Self.path)
        return paths.map { path in
            RouteRule(
                route: index, path: path, priority: priority(of: route, hosts: hosts, path: path),
                weight: weight(of: route), methods: route.methods, hosts: hosts, headers: headers, snis: route.snis)
        }
    }

    private static func weight(of route: GatewayConfiguration.Route) -> UInt8 {
        let attributes = [
            route.snis.isEmpty, route.methods.isEmpty, route.paths.isEmpty, route.headers.isEmpty, route.hosts.isEmpty,
        ]
        return attributes.enumerated().reduce(0) { $1.element ? $0 : $0 | 1 << UInt8($1.offset) }
    }

    private static func path(_ text: String) -> Path? {
        guard text.hasPrefix("~") else { return .prefix(Array(text.utf8)) }
        return Pattern(String(text.dropFirst())).map(Path.pattern)
    }

    /// One number, highest wins: attributes set, a plain host, header names, a pattern and its priority, path length.
    private static func priority(
        of route: GatewayConfiguration.Route, hosts: [HostPattern], path: Path
    ) -> UInt64 {
        let attributes = [
            !route.methods.isEmpty, !hosts.isEmpty, !route.headers.isEmpty, !route.snis.isEmpty, !route.paths.isEmpty,
        ]
        var value = UInt64(attributes.count { $0 }) << 61
        if !hosts.isEmpty, !hosts.contains(where: \.isWildcard) { value |= 1 << 60 }
        value |= UInt64(min(route.headers.count, 255)) << 52
        switch path {
        case .any: break
        case .prefix(let bytes): value |= UInt64(min(bytes.count, 1 << 19 - 1))
        case .pattern: value |= 1 << 51 | UInt64(min(max(route.regexPriority, 0), Int(UInt32.max))) << 19
        }
        return value
    }
}
