/// What one data plane served since its last report. It is sent until it is acknowledged: `id` tells repetitions.
package struct GatewayUsage: Codable, Equatable, Sendable {
    /// Unique per batch; a batch that was counted before must not be counted again.
    package var id: String
    package var rollups: [Rollup]
    /// Requests that found no room to be counted.
    package var dropped: Int64

    package init(id: String, rollups: [Rollup], dropped: Int64) {
        self.id = id
        self.rollups = rollups
        self.dropped = dropped
    }
}

extension GatewayUsage {
    /// Requests that have everything in `Key` in common.
    package struct Rollup: Codable, Equatable, Sendable {
        package var key: Key
        package var requests: Int64
        /// From the last byte of the request head to the last byte of the answer; summed.
        package var latencyMicroseconds: Int64
        package var slowestMicroseconds: Int64
        package var requestBytes: Int64
        package var responseBytes: Int64

        package init(
            key: Key, requests: Int64 = 0, latencyMicroseconds: Int64 = 0, slowestMicroseconds: Int64 = 0,
            requestBytes: Int64 = 0, responseBytes: Int64 = 0
        ) {
            self.key = key
            self.requests = requests
            self.latencyMicroseconds = latencyMicroseconds
            self.slowestMicroseconds = slowestMicroseconds
            self.requestBytes = requestBytes
            self.responseBytes = responseBytes
        }
    }

    package struct Key: Codable, Hashable, Sendable {
        /// Minutes since 1970, UTC.
        package var minute: Int64
        package var apiID: ID<API>?
        package var applicationID: ID<Application>?
        package var credentialID: ID<Credential>?
        package var serviceID: ID<GatewayService>?
        package var routeID: ID<GatewayRoute>?
        package var status: Int

        package init(
            minute: Int64, apiID: ID<API>? = nil, applicationID: ID<Application>? = nil,
            credentialID: ID<Credential>? = nil, serviceID: ID<GatewayService>? = nil,
            routeID: ID<GatewayRoute>? = nil, status: Int
        ) {
            self.minute = minute
            self.apiID = apiID
            self.applicationID = applicationID
            self.credentialID = credentialID
            self.serviceID = serviceID
            self.routeID = routeID
            self.status = status
        }
    }
}
