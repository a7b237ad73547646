/// Where audit events are sent to: a server of the organization's own.
package struct AuditDestination: Sendable, Equatable {
    /// How events are written; the names are those of the wire.
    package enum Format: String, Sendable, CaseIterable {
        case cef, json, cps
    }

    package var id: ID<AuditDestination>
    /// Unique.
    package var name: String
    package var endpoint: String
    package var format: Format
    /// Whether any certificate will do.
    package var skipsVerification: Bool
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<AuditDestination>, name: String, endpoint: String, format: Format, skipsVerification: Bool,
        createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.name = name
        self.endpoint = endpoint
        self.format = format
        self.skipsVerification = skipsVerification
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension AuditDestination {
    package static let nameRule = TextRule(1...250)
    /// One line: it becomes a header.
    package static let authorizationRule = TextRule(
        1...4_096,
        pattern: TextRule.Pattern("^[^\\r\\n]*$") { text in
            text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        })
    package static let endpointRule = TextRule(1...2_048, pattern: WebAddress.pattern)

    package static let list = ListRules(filters: ["name": .string])
}

/// What to create a destination from, or all of its fields after a change.
package struct AuditDestinationDraft: Sendable {
    package var name: String
    package var endpoint: String
    /// What the receiver knows us by; nil keeps what there is.
    package var authorization: String?
    package var format: AuditDestination.Format
    package var skipsVerification: Bool

    package init(
        name: String, endpoint: String, authorization: String?, format: AuditDestination.Format = .cef,
        skipsVerification: Bool = false
    ) {
        self.name = name
        self.endpoint = endpoint
        self.authorization = authorization
        self.format = format
        self.skipsVerification = skipsVerification
    }

    package func problems() -> [FieldProblem] {
        [
            AuditDestination.nameRule.problem("name", name),
            AuditDestination.endpointRule.problem("endpoint", endpoint),
            authorization.flatMap { AuditDestination.authorizationRule.problem("authorization", $0) },
        ].compactMap(\.self)
    }
}

/// What to alter about a destination.
package struct AuditDestinationChange: Sendable {
    package var name: Change<String> = .unchanged
    package var endpoint: Change<String> = .unchanged
    package var authorization: Change<String> = .unchanged
    package var format: Change<AuditDestination.Format> = .unchanged
    package var skipsVerification: Change<Bool> = .unchanged

    package init() {}

    /// All fields as they will be.
    package func applied(to old: AuditDestination) -> AuditDestinationDraft {
        AuditDestinationDraft(
            name: name.applied(to: old.name), endpoint: endpoint.applied(to: old.endpoint),
            authorization: authorization.value, format: format.applied(to: old.format),
            skipsVerification: skipsVerification.applied(to: old.skipsVerification))
    }
}
