/// What a data plane has, when it asks for more; the answer may wait until there is more.
package struct GatewayPoll: Codable, Equatable, Sendable {
    /// Nil when it has none.
    package var configurationVersion: Int64?
    package var credentialsVersion: Int64?

    package init(configurationVersion: Int64?, credentialsVersion: Int64?) {
        self.configurationVersion = configurationVersion
        self.credentialsVersion = credentialsVersion
    }
}

/// What brings a data plane from the versions of its poll to now; nil parts have not changed.
package struct GatewayUpdate: Codable, Equatable, Sendable {
    package enum Credentials: Codable, Equatable, Sendable {
        /// For a data plane that has nothing, or is too far behind.
        case base(GatewayCredentials)
        /// The changes after the polled version, in order, up to and including `version`.
        case changes([GatewayChange], since: Int64, version: Int64)
    }

    package var configuration: GatewayConfiguration?
    package var credentials: Credentials?

    package init(configuration: GatewayConfiguration? = nil, credentials: Credentials? = nil) {
        self.configuration = configuration
        self.credentials = credentials
    }
}

/// Everything that a data plane decides by, at one moment.
package struct GatewaySnapshot: Codable, Equatable, Sendable {
    package var configuration: GatewayConfiguration
    package var credentials: GatewayCredentials

    package init(configuration: GatewayConfiguration, credentials: GatewayCredentials) {
        self.configuration = configuration
        self.credentials = credentials
    }
}
