/// All that one control plane asks of its data planes, except who may call: it travels and is swapped in whole.
package struct GatewayConfiguration: Codable, Equatable, Sendable {
    /// Grows with every change of the control plane.
    package var version: Int64
    package var services: [Service]
    package var routes: [Route]
    package var plugins: [Plugin]
    package var strategies: [Strategy]
    package var protections: [Protection]
    /// Nil in what was written before there were any.
    package var consumers: [Consumer]?

    package init(
        version: Int64, services: [Service] = [], routes: [Route] = [], plugins: [Plugin] = [],
        strategies: [Strategy] = [], protections: [Protection] = [], consumers: [Consumer]? = nil
    ) {
        self.version = version
        self.services = services
        self.routes = routes
        self.plugins = plugins
        self.strategies = strategies
        self.protections = protections
        self.consumers = consumers
    }
}

extension GatewayConfiguration {
    /// An upstream server; times are milliseconds.
    package struct Service: Codable, Equatable, Sendable {
        package enum Scheme: String, Codable, Sendable {
            case http, https
        }

        package var id: ID<GatewayService>
        package var name: String?
        package var scheme: Scheme
        package var host: String
        package var port: Int
        package var path: String?
        /// Attempts after the first one.
        package var retries: Int
        package var connectTimeout: Int
        package var writeTimeout: Int
        package var readTimeout: Int
        /// The routes of a disabled service do not exist for requests.
        package var enabled: Bool
        /// Whether an https upstream's certificate must be valid for its host.
        package var verifiesCertificate: Bool

        package init(
            id: ID<GatewayService>, name: String? = nil, scheme: Scheme = .http, host: String, port: Int = 80,
            path: String? = nil, retries: Int = 5, connectTimeout: Int = 60_000, writeTimeout: Int = 60_000,
            readTimeout: Int = 60_000, enabled: Bool = true, verifiesCertificate: Bool = true
        ) {
            self.id = id
            self.name = name
            self.scheme = scheme
            self.host = host
            self.port = port
            self.path = path
            self.retries = retries
            self.connectTimeout = connectTimeout
            self.writeTimeout = writeTimeout
            self.readTimeout = readTimeout
            self.enabled = enabled
            self.verifiesCertificate = verifiesCertificate
        }
    }

    /// What a request must look like: every attribute that is not empty must match, by any of its values.
    package struct Route: Codable, Equatable, Sendable {
        package enum PathHandling: String, Codable, Sendable {
            case v0, v1
        }

        package var id: ID<GatewayRoute>
        package var name: String?
        /// Nil answers 503.
        package var serviceID: ID<GatewayService>?
        /// Of `http` and `https`; others are never matched.
        package var protocols: [String]
        package var methods: [String]
        /// `*.example.com`, `example.*` and `example.com:8000` are understood.
        package var hosts: [String]
        /// Prefixes, or regular expressions after `~`.
        package var paths: [String]
        /// By header name; a single value that starts with `~*` is a regular expression.
        package var headers: [String: [String]]
        package var snis: [String]
        package var stripPath: Bool
        package var preserveHost: Bool
        package var regexPriority: Int
        package var pathHandling: PathHandling
        /// What http gets on a route for https only: 426, or a redirection.
        package var httpsRedirectStatus: Int
        package var createdAt: Instant

        package init(
            id: ID<GatewayRoute>, name: String? = nil, serviceID: ID<GatewayService>?,
            protocols: [String] = ["http", "https"], methods: [String] = [], hosts: [String] = [],
            paths: [String] = [], headers: [String: [String]] = [:], snis: [String] = [], stripPath: Bool = true,
            preserveHost: Bool = false, regexPriority: Int = 0, pathHandling: PathHandling = .v0,
            httpsRedirectStatus: Int = 426, createdAt: Instant
        ) {
            self.id = id
            self.name = name
            self.serviceID = serviceID
            self.protocols = protocols
            self.methods = methods
            self.hosts = hosts
            self.paths = paths
            self.headers = headers
            self.snis = snis
            self.stripPath = stripPath
            self.preserveHost = preserveHost
            self.regexPriority = regexPriority
            self.pathHandling = pathHandling
            self.httpsRedirectStatus = httpsRedirectStatus
            self.createdAt = createdAt
        }
    }

    /// A behaviour for the whole control plane, one service or one route; the most specific one of a kind runs.
    package struct Plugin: Codable, Equatable, Sendable {
        package enum Behaviour: Codable, Equatable, Sendable {
            case cors(CORSConfiguration)
            case keyAuth(KeyAuthConfiguration)
        }

        package var id: ID<GatewayPlugin>
        package var enabled: Bool
        package var serviceID: ID<GatewayService>?
        package var routeID: ID<GatewayRoute>?
        package var behaviour: Behaviour

        package init(
            id: ID<GatewayPlugin>, enabled: Bool = true, serviceID: ID<GatewayService>? = nil,
            routeID: ID<GatewayRoute>? = nil, behaviour: Behaviour
        ) {
            self.id = id
            self.enabled = enabled
            self.serviceID = serviceID
            self.routeID = routeID
            self.behaviour = behaviour
        }
    }

    /// How applications identify themselves.
    package struct Strategy: Codable, Equatable, Sendable {
        package enum Kind: Codable, Equatable, Sendable {
            /// A key in one of the named headers, tried in order.
            case keyAuth(keyNames: [String], hideCredentials: Bool)
        }

        package var id: ID<AuthStrategy>
        package var kind: Kind

        package init(id: ID<AuthStrategy>, kind: Kind) {
            self.id = id
            self.kind = kind
        }
    }

    /// An API that is linked to a service, or to the whole control plane when `serviceID` is nil.
    ///
    /// Without any strategy in its publications the API is open.
    package struct Protection: Codable, Equatable, Sendable {
        package struct Publication: Codable, Equatable, Sendable {
            package var portalID: ID<Portal>
            package var strategyIDs: [ID<AuthStrategy>]

            package init(portalID: ID<Portal>, strategyIDs: [ID<AuthStrategy>]) {
                self.portalID = portalID
                self.strategyIDs = strategyIDs
            }
        }

        package var serviceID: ID<GatewayService>?
        package var apiID: ID<API>
        package var publications: [Publication]

        package init(serviceID: ID<GatewayService>?, apiID: ID<API>, publications: [Publication]) {
            self.serviceID = serviceID
            self.apiID = apiID
            self.publications = publications
        }
    }
}
