/// Who may be given a role.
package enum RoleHolder: Sendable, Hashable {
    case `operator`(ID<Operator>)
    case systemAccount(ID<SystemAccount>)
    case team(ID<OperatorTeam>)

    package var id: String {
        switch self {
        case .operator(let id): id.text
        case .systemAccount(let id): id.text
        case .team(let id): id.text
        }
    }
}

/// A role that was given to somebody, on one resource or on all of its kind.
package struct AssignedRole: Sendable, Equatable {
    /// Stands for every resource of the kind.
    package static let everyEntity = "*"

    package var id: ID<AssignedRole>
    package var holder: RoleHolder
    package var kind: ResourceKind
    package var name: String
    /// The id of the resource, or `everyEntity`.
    package var entity: String
    /// Kept and given back; this product has one region.
    package var region: TeamRole.Region
    package var createdAt: Instant

    package init(
        id: ID<AssignedRole>, holder: RoleHolder, kind: ResourceKind, name: String, entity: String,
        region: TeamRole.Region = .all, createdAt: Instant
    ) {
        self.id = id
        self.holder = holder
        self.kind = kind
        self.name = name
        self.entity = entity
        self.region = region
        self.createdAt = createdAt
    }

    package static let list = ListRules(
        filters: ["role_name": .stringEquals, "entity_type_name": .stringEquals, "entity_id": .stringEquals],
        defaultSort: [ListSort("created_at")])
}

/// What to give somebody.
package struct AssignedRoleDraft: Sendable {
    package var kind: ResourceKind
    package var name: String
    package var entity: String
    package var region: TeamRole.Region

    package init(
        _ kind: ResourceKind, _ name: String, on entity: String = AssignedRole.everyEntity,
        region: TeamRole.Region = .all
    ) {
        self.kind = kind
        self.name = name
        self.entity = entity.lowercased()
        self.region = region
    }

    /// The role in the table, with the resource that it is to be given on. Refuses what does not exist or is no id.
    package func checked() throws -> (role: AccessRole, resource: Resource) {
        guard let role = AccessTable.role(kind, name), kind != .organization else {
            let names = AccessTable.assignable.filter { $0.kind == kind }.map(\.name)
            throw Refusal.invalid(
                "role_name", .oneOf(names), "role_name must be one of [\(names.joined(separator: ", "))]")
        }
        if entity == AssignedRole.everyEntity { return (role, .every(kind)) }
        guard let id = ID<AssignedRole>(entity) else {
            throw Refusal.invalid("entity_id", .isUUID, "value of \"entity_id\" must be a UUID or *")
        }
        return (role, .named(kind, id.text))
    }
}
