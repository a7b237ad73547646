/// Addresses and networks that may open a portal; a portal has any number of entries.
package struct IPAllowEntry: Sendable, Equatable {
    package static let addressCount = 1...25
    package static let maximumCount = 1_000
    package static let list = ListRules(filters: [:], defaultSort: [ListSort("created_at")])

    package var id: ID<IPAllowEntry>
    package var portalID: ID<Portal>
    /// As they were written.
    package var addresses: [String]
    package var createdAt: Instant

    package init(id: ID<IPAllowEntry>, portalID: ID<Portal>, addresses: [String], createdAt: Instant) {
        self.id = id
        self.portalID = portalID
        self.addresses = addresses
        self.createdAt = createdAt
    }

    package static func problems(_ addresses: [String]) -> [FieldProblem] {
        let field = "allowed_ips"
        if addresses.isEmpty {
            return [FieldProblem(field, .minItems(1), "\"\(field)\" must contain at least 1 items")]
        }
        if addresses.count > addressCount.upperBound {
            let most = addressCount.upperBound
            return [FieldProblem(field, .maxItems(most), "\"\(field)\" must contain no more than \(most) items")]
        }
        if Set(addresses).count < addresses.count {
            return [FieldProblem(field, .invalid, "\"\(field)\" must not contain an address twice")]
        }
        return addresses.enumerated().compactMap { index, text in
            if Network(text) != nil { return nil }
            let reason = "\"\(text.prefix(60))\" is neither an IP address nor a network such as 192.0.2.0/24"
            return FieldProblem("\(field)[\(index)]", .invalid, reason)
        }
    }
}

/// Who may open a portal.
package struct IPAllowList: Sendable, Equatable {
    private let networks: [Network]

    package init(_ addresses: [String]) {
        networks = addresses.compactMap(Network.init)
    }

    /// An empty list admits nobody, and nothing admits what is no address.
    package func admits(_ address: String) -> Bool {
        networks.contains { $0.contains(address) }
    }
}
