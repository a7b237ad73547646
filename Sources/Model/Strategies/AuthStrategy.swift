/// How applications identify themselves to the gateway, chosen per publication and shared by all portals.
package struct AuthStrategy: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case keyAuth(KeyAuth)
        /// The configuration as it was written; see `OpenIDConnectConfiguration`.
        case openIDConnect(JSON)
    }

    /// The names of the kinds on the wire.
    package enum KindName: String, Sendable, CaseIterable {
        case keyAuth = "key_auth"
        case openIDConnect = "openid_connect"
    }

    package var id: ID<AuthStrategy>
    /// For operators.
    package var name: String
    /// What developers read.
    package var displayName: String
    package var kind: Kind
    package var labels: [String: String]
    package var principalsEnabled: Bool
    /// The one that exists from the first start; it cannot be deleted.
    package var isBuiltIn: Bool
    /// Where clients are registered for applications; only OpenID Connect strategies have one.
    package var dcrProvider: DCRProviderReference?
    /// Whether a publication uses it: told by the store, never written.
    package var isActive: Bool
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<AuthStrategy>, name: String, displayName: String, kind: Kind, labels: [String: String] = [:],
        principalsEnabled: Bool = false, isBuiltIn: Bool = false, isActive: Bool = false, createdAt: Instant,
        updatedAt: Instant
    ) {
        self.id = id
        self.name = name
        self.displayName = displayName
        self.kind = kind
        self.labels = labels
        self.principalsEnabled = principalsEnabled
        self.isBuiltIn = isBuiltIn
        self.isActive = isActive
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension AuthStrategy {
    package static let builtInName = "key-auth"
    package static let nameRule = TextRule(1...256)
    package static let displayNameRule = TextRule(0...256)

    package static let list = ListRules(
        filters: [
            "strategy_type": .string, "name": .string, "display_name": .string, "dcr_provider_id": .uuid,
            "dcr_provider_name": .string, "dcr_provider_type": .string,
        ],
        sorts: [
            "created_at", "updated_at", "strategy_type", "name", "display_name", "dcr_provider_id",
            "dcr_provider_name", "dcr_provider_type",
        ])

    /// What developers may filter the strategies of a portal by.
    package static let offeredList = ListRules(
        filters: [
            "name": .string,
            "credential_type": .choice(["client_credentials", "self_managed_client_credentials", "key_auth"]),
        ],
        defaultSort: [ListSort("name")])

    package var keyAuth: KeyAuth? {
        if case .keyAuth(let configuration) = kind { configuration } else { nil }
    }

    /// Whether clients are registered for applications at its provider; else applications bring a client of their own.
    package var registersClients: Bool { dcrProvider?.kind.registersClients ?? false }

    /// What applications have, as the wire calls it.
    package var credentialType: String {
        if keyAuth != nil { return "key_auth" }
        return registersClients ? "client_credentials" : "self_managed_client_credentials"
    }

    package var kindName: KindName {
        switch kind {
        case .keyAuth: .keyAuth
        case .openIDConnect: .openIDConnect
        }
    }
}

/// Keys in one of the named headers.
package struct KeyAuth: Sendable, Equatable {
    package static let defaultKeyNames = ["apikey"]
    package static let keyNameRule = TextRule(
        1...256, pattern: TextRule.Pattern("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$", accepts: isHeaderName))
    package static let keyNameCount = 1...10

    /// Tried in this order.
    package var keyNames: [String]
    /// How long a new key lives; nil for ever. Keys that exist keep what they got.
    package var timeToLive: TimeToLive?

    package init(keyNames: [String] = defaultKeyNames, timeToLive: TimeToLive? = nil) {
        self.keyNames = keyNames
        self.timeToLive = timeToLive
    }

    package func problems(_ field: String) -> [FieldProblem] {
        var problems = keyNames.enumerated().compactMap { index, name in
            Self.keyNameRule.problem("\(field).key_names[\(index)]", name)
        }
        if keyNames.isEmpty {
            let reason = "\"\(field).key_names\" must contain at least 1 items"
            problems.append(FieldProblem("\(field).key_names", .minItems(1), reason))
        }
        if keyNames.count > Self.keyNameCount.upperBound {
            let reason = "\"\(field).key_names\" must contain no more than \(Self.keyNameCount.upperBound) items"
            problems.append(FieldProblem("\(field).key_names", .maxItems(Self.keyNameCount.upperBound), reason))
        }
        return problems
    }

    private static func isHeaderName(_ name: String) -> Bool {
        name.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "!#$%&'*+.^_`|~-".utf8.contains(byte)
        }
    }
}

/// A span of calendar-free days.
package struct TimeToLive: Sendable, Equatable {
    package enum Unit: String, Sendable, CaseIterable {
        case days, weeks, years

        var days: Int {
            switch self {
            case .days: 1
            case .weeks: 7
            case .years: 365
            }
        }
    }

    package static let values = 1...10_000

    package var value: Int
    package var unit: Unit

    package init(_ value: Int, _ unit: Unit) {
        self.value = value
        self.unit = unit
    }

    /// When something that begins now is over.
    package func end(from now: Instant) -> Instant { now + .days(value * unit.days) }
}
