/// What personal access tokens may be.
package struct TokenPolicy: Sendable, Equatable {
    package static let days = 1...365

    /// Whether they work at all.
    package var isEnabled: Bool
    package var longestLifeInDays: Int

    package init(isEnabled: Bool = true, longestLifeInDays: Int = 365) {
        self.isEnabled = isEnabled
        self.longestLifeInDays = longestLifeInDays
    }

    package func problems() -> [FieldProblem] {
        let field = "max_expiration_period_days"
        if longestLifeInDays < Self.days.lowerBound {
            return [FieldProblem(field, .min(Self.days.lowerBound), "\(field) must be at least 1")]
        }
        if longestLifeInDays > Self.days.upperBound {
            return [FieldProblem(field, .max(Self.days.upperBound), "\(field) must not exceed 365")]
        }
        return []
    }
}

/// From where the management API and the Console may be used.
package struct OrganizationAllowList: Sendable, Equatable {
    package static let maximumCount = 1_000

    package var isEnabled: Bool
    /// Addresses, and networks in CIDR notation.
    package var networks: [String]

    package init(isEnabled: Bool, networks: [String]) {
        self.isEnabled = isEnabled
        self.networks = networks
    }

    package func problems() -> [FieldProblem] {
        let field = "allowed_ips"
        if Set(networks).count != networks.count {
            return [FieldProblem(field, .invalid, "\(field) must not name an address twice")]
        }
        return networks.enumerated().filter { Network($0.element) == nil }.map { index, _ in
            FieldProblem("\(field)[\(index)]", .invalid, "must be an IP address or a network such as 10.0.0.0/8")
        }
    }

    /// Whether a request from an address is let in; a list that is not enabled lets in everybody.
    package func admits(_ address: String) -> Bool {
        !isEnabled || networks.contains { Network($0)?.contains(address) == true }
    }
}

/// The organization itself.
package struct Organization: Sendable, Equatable {
    package var id: String
    package var createdAt: Instant

    package init(id: String, createdAt: Instant) {
        self.id = id
        self.createdAt = createdAt
    }
}
