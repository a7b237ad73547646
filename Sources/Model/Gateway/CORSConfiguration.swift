/// What the `cors` plugin allows; names and defaults are those of existing gateways.
package struct CORSConfiguration: Codable, Equatable, Sendable {
    package static let defaultMethods = [
        "GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT",
    ]

    /// Origins, or regular expressions over them; empty means every origin.
    package var origins: [String]
    package var methods: [String]
    /// Empty echoes what the browser asks for.
    package var headers: [String]
    package var exposedHeaders: [String]
    /// Seconds.
    package var maxAge: Int?
    package var credentials: Bool
    package var privateNetwork: Bool
    /// Lets the upstream answer preflight requests.
    package var preflightContinue: Bool
    /// Whether requests without an origin get the headers as well.
    package var allowOriginAbsent: Bool

    package init(
        origins: [String] = [], methods: [String] = Self.defaultMethods, headers: [String] = [],
        exposedHeaders: [String] = [], maxAge: Int? = nil, credentials: Bool = false, privateNetwork: Bool = false,
        preflightContinue: Bool = false, allowOriginAbsent: Bool = true
    ) {
        self.origins = origins
        self.methods = methods
        self.headers = headers
        self.exposedHeaders = exposedHeaders
        self.maxAge = maxAge
        self.credentials = credentials
        self.privateNetwork = privateNetwork
        self.preflightContinue = preflightContinue
        self.allowOriginAbsent = allowOriginAbsent
    }
}
