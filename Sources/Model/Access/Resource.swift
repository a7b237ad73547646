/// Kinds of things that roles are given on; the names are those of the wire.
package enum ResourceKind: String, Sendable, CaseIterable {
    case portals = "Portals"
    case apis = "APIs"
    case strategies = "Application Auth Strategies"
    case dcrProviders = "DCR Providers"
    case controlPlanes = "Control Planes"
    case auditLogs = "Audit Logs"
    /// People, teams, system accounts, tokens and the settings of all.
    case organization = "Organization"
}

/// What somebody wants to do something with.
package struct Resource: Sendable, Equatable {
    package let kind: ResourceKind
    /// Nil is none in particular: what is created does not exist yet.
    package let id: String?

    private init(_ kind: ResourceKind, _ id: String?) {
        self.kind = kind
        self.id = id
    }

    package static func portal(_ id: ID<Portal>) -> Self { Self(.portals, id.text) }
    package static func api(_ id: ID<API>) -> Self { Self(.apis, id.text) }
    package static func strategy(_ id: ID<AuthStrategy>) -> Self { Self(.strategies, id.text) }
    package static func dcrProvider(_ id: ID<DCRProvider>) -> Self { Self(.dcrProviders, id.text) }
    package static func controlPlane(_ id: ID<ControlPlane>) -> Self { Self(.controlPlanes, id.text) }

    /// None in particular, or all of them.
    package static func every(_ kind: ResourceKind) -> Self { Self(kind, nil) }

    package static let organization = every(.organization)
    package static let auditLogs = every(.auditLogs)

    /// For ids that travel as text, such as that of a role's entity.
    package static func named(_ kind: ResourceKind, _ id: String) -> Self { Self(kind, id) }
}
