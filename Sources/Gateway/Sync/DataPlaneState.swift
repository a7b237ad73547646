import Model
import Policy

/// What a data plane has been told so far, and how an update is added to it.
struct DataPlaneState: Sendable {
    private(set) var configuration: GatewayConfiguration?
    private(set) var credentials: CredentialTable?

    init(_ snapshot: GatewaySnapshot? = nil) {
        configuration = snapshot?.configuration
        credentials = snapshot.map { CredentialTable($0.credentials) }
    }

    /// False when changes do not follow on what is here: then a base is needed.
    mutating func apply(_ update: GatewayUpdate) -> Bool {
        if let configuration = update.configuration { self.configuration = configuration }
        switch update.credentials {
        case nil: return true
        case .base(let base): credentials = CredentialTable(base)
        case .changes(let changes, let since, let version):
            guard credentials?.version == since else { return false }
            credentials?.apply(changes, version: version)
        }
        return true
    }

    mutating func forgetCredentialsVersion() -> GatewayPoll {
        GatewayPoll(configurationVersion: configuration?.version, credentialsVersion: nil)
    }

    var poll: GatewayPoll {
        GatewayPoll(configurationVersion: configuration?.version, credentialsVersion: credentials?.version)
    }

    /// Nil until there is a configuration.
    var snapshot: GatewaySnapshot? {
        configuration.map {
            GatewaySnapshot(
                configuration: $0, credentials: credentials?.base ?? GatewayCredentials(version: 0))
        }
    }

    /// The gateway to swap in; what only concerns credentials compiles nothing anew.
    func gateway(after old: CompiledGateway?, configurationChanged: Bool) -> CompiledGateway? {
        guard let configuration else { return nil }
        let table = credentials ?? CredentialTable()
        if let old, !configurationChanged { return old.replacing(credentials: table) }
        return CompiledGateway(configuration, credentials: table)
    }
}
