package import Model

/// The routes of a configuration as a table. A request takes the rule of the highest priority among those it fits;
/// among equals the one with a host, the older route, then the one with the lower id.
package struct Router: Sendable {
    /// Which route was taken, and how much of the path it matched.
    package struct Selection: Equatable, Sendable {
        /// The position in the routes that the router was made of.
        package let route: Int
        package let matchedLength: Int
    }

    /// Best first.
    private let rules: [RouteRule]
    private var byHost: [String: PathTrie] = [:]
    private var anyHost = PathTrie()

    package init(_ routes: [GatewayConfiguration.Route]) {
        let order = routes.indices.flatMap { RouteRule.rules(of: routes[$0], at: $0) }
        rules = order.sorted { left, right in
            if left.priority != right.priority { return left.priority > right.priority }
            if left.weight != right.weight { return left.weight > right.weight }
            let older = routes[left.route], younger = routes[right.route]
            if older.createdAt != younger.createdAt { return older.createdAt < younger.createdAt }
            if older.id != younger.id { return older.id < younger.id }
            return left.route < right.route
        }
        for (index, rule) in rules.enumerated() { insert(rule, at: index) }
    }

    private mutating func insert(_ rule: RouteRule, at index: Int) {
        var path: [UInt8] = []
        if case .prefix(let bytes) = rule.path { path = bytes }
        var names: Set<String> = []
        for case .exact(let host, _) in rule.hosts { names.insert(host) }
        for name in names { byHost[name, default: PathTrie()].insert(index, at: path) }
        if rule.hosts.isEmpty || rule.hosts.contains(where: \.isWildcard) { anyHost.insert(index, at: path) }
    }

    /// The route for a request, or nil.
    package func select(_ request: GatewayRequest) -> Selection? {
        var best = rules.count, length = 0
        let consider: ([Int]) -> Void = { candidates in
            for candidate in candidates {
                guard candidate < best else { return }
                let rule = rules[candidate]
                guard rule.matches(request), let matched = Self.matched(rule.path, request.target.path) else {
                    continue
                }
                best = candidate
                length = matched
                return
            }
        }
        if !byHost.isEmpty, let trie = byHost[request.host] { trie.visit(request.target.path, consider) }
        anyHost.visit(request.target.path, consider)
        guard best < rules.count else { return nil }
        return Selection(route: rules[best].route, matchedLength: length)
    }

    private static func matched(_ path: RouteRule.Path, _ bytes: [UInt8]) -> Int? {
        switch path {
        case .any: 0
        case .prefix(let prefix): prefix.count
        case .pattern(let pattern): pattern.prefixEnd(in: bytes)
        }
    }
}
