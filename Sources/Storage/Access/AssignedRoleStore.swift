package import Model

extension Transaction {
    package var assignedRoles: AssignedRoleStore { AssignedRoleStore(tx: self) }
}

/// The roles that were given to operators, system accounts and operator teams.
package struct AssignedRoleStore {
    let tx: Transaction

    /// Refuses a conflict when the holder has the role, and `invalid` when there is no such holder or resource.
    package func insert(_ role: AssignedRole) throws {
        let missing = Refusal.invalid("entity_id", .missingReference, "The entity was not found")
        try tx.mapping(
            .unique("assigned_roles_role", .conflict("The role is already assigned")), .foreignKey(missing)
        ) {
            _ = try tx.run(.insert("assigned_roles", Self.values(role)))
        }
    }

    package func find(_ id: ID<AssignedRole>, of holder: RoleHolder) throws -> AssignedRole? {
        try tx.first("SELECT * FROM assigned_roles WHERE holder_id = \(holder.id) AND id = \(id)").map(Self.role)
    }

    /// Whether the holder has the role, in whatever region.
    package func has(_ kind: ResourceKind, _ name: String, on entity: String, _ holder: RoleHolder) throws -> Bool {
        try tx.first(
            """
            SELECT 1 AS found FROM assigned_roles
            WHERE holder_id = \(holder.id) AND kind = \(kind) AND entity_id = \(entity) AND role_name = \(name)
            """) != nil
    }

    @discardableResult
    package func delete(_ id: ID<AssignedRole>, of holder: RoleHolder) throws -> Bool {
        try tx.run("DELETE FROM assigned_roles WHERE holder_id = \(holder.id) AND id = \(id)") == 1
    }

    /// All roles of a holder that match, oldest first.
    package func all(of holder: RoleHolder, _ query: ListQuery = ListQuery()) throws -> [AssignedRole] {
        try tx.every(Self.source(holder), query, AssignedRole.list).map(Self.role)
    }

    /// The roles on one resource, whoever has them; not those on all of its kind.
    package func all(on resource: Resource) throws -> [AssignedRole] {
        let column: SQL =
            switch resource.kind {
            case .portals: "portal_id"
            case .apis: "api_id"
            case .strategies: "strategy_id"
            case .controlPlanes: "control_plane_id"
            case .dcrProviders: "dcr_provider_id"
            case .auditLogs, .organization: "entity_id"
            }
        return try tx.all(
            "SELECT * FROM assigned_roles WHERE \(sql: column) = \(resource.id) ORDER BY created_at, id"
        ).map(Self.role)
    }

    static func source(_ holder: RoleHolder) -> ListSource {
        ListSource(
            "r.*", from: "assigned_roles r", where: ["r.holder_id = \(holder.id)"], id: "r.id",
            fields: [
                "role_name": .string("r.role_name"), "entity_type_name": .string("r.kind"),
                "entity_id": .string("r.entity_id"), "created_at": .dateTime("r.created_at"),
            ])
    }

    private static func values(_ role: AssignedRole) -> KeyValuePairs<StaticString, SQL> {
        func entity(_ kind: ResourceKind) -> SQL {
            let isIt = role.kind == kind && role.entity != AssignedRole.everyEntity
            return "\(isIt ? role.entity : nil)"
        }
        var team: ID<OperatorTeam>?, account: ID<Operator>?, system: ID<SystemAccount>?
        switch role.holder {
        case .team(let id): team = id
        case .operator(let id): account = id
        case .systemAccount(let id): system = id
        }
        return [
            "id": "\(role.id)", "holder_id": "\(role.holder.id)", "team_id": "\(team)", "operator_id": "\(account)",
            "account_id": "\(system)", "kind": "\(role.kind)", "role_name": "\(role.name)",
            "entity_id": "\(role.entity)", "portal_id": entity(.portals), "api_id": entity(.apis),
            "strategy_id": entity(.strategies), "dcr_provider_id": entity(.dcrProviders),
            "control_plane_id": entity(.controlPlanes),
            "region": "\(role.region)", "created_at": "\(role.createdAt)",
        ]
    }

    private static func role(_ row: Row) throws -> AssignedRole {
        AssignedRole(
            id: try row.id("id"), holder: try holder(row), kind: try row.choice("kind"),
            name: try row.text("role_name"), entity: try row.text("entity_id"), region: try row.choice("region"),
            createdAt: try row.instant("created_at"))
    }

    private static func holder(_ row: Row) throws -> RoleHolder {
        if let team: ID<OperatorTeam> = try row.idOrNil("team_id") { return .team(team) }
        if let account: ID<SystemAccount> = try row.idOrNil("account_id") { return .systemAccount(account) }
        return .operator(try row.id("operator_id"))
    }
}
