/// How a data plane treats its connections.
package struct GatewayOptions: Sendable {
    /// How long a client may stay silent between requests.
    package var idleTimeout: Duration = .seconds(75)
    /// How long a client may take for a head, or for the next part of a body.
    package var requestTimeout: Duration = .seconds(60)
    /// How long a client may refuse to take more of an answer.
    package var sendTimeout: Duration = .seconds(60)
    /// The most bytes of one header field.
    package var fieldLimit = 8_192
    /// The most bytes of all header fields.
    package var headLimit = 32_768
    /// How many unused connections to one upstream each event loop keeps.
    package var idleUpstreams = 128
    package var upstreamIdleTimeout: Duration = .seconds(60)
    /// Whose `X-Forwarded-*` fields are believed.
    package var trustedProxies: [AddressRange] = []

    package init() {}
}
