package import Model

extension Transaction {
    package var access: AccessStore { AccessStore(tx: self) }
}

/// Which roles somebody has, directly and through teams. The principal is the id of an operator or a system account.
package struct AccessStore {
    let tx: Transaction

    /// The roles that bear on a resource: those on it, on all of its kind, and on the organization.
    package func roles(of principal: String, on resource: Resource) throws -> [HeldRole] {
        try tx.kept(KeptKey("roles", principal, resource.kind.rawValue, resource.id ?? "")) {
            try readRoles(of: principal, on: resource)
        }
    }

    private func readRoles(of principal: String, on resource: Resource) throws -> [HeldRole] {
        let isMeant: SQL =
            resource.id.map { "r.entity_id IN ('*', \($0))" }
            ?? "(r.entity_id = '*' OR r.role_name = \(AccessTable.creator))"
        let rows = try tx.all(
            """
            SELECT DISTINCT r.kind, r.role_name FROM assigned_roles r
            WHERE r.holder_id IN \(sql: .holders(of: principal))
                AND ((r.kind = \(resource.kind) AND \(sql: isMeant)) OR r.kind = \(ResourceKind.organization))
            """)
        return try rows.map { HeldRole(try $0.choice("kind"), try $0.text("role_name")) }
    }

    /// Every role that somebody has on anything, without saying on what.
    package func roles(of principal: String) throws -> [HeldRole] {
        let rows = try tx.all(
            """
            SELECT DISTINCT r.kind, r.role_name FROM assigned_roles r
            WHERE r.holder_id IN \(sql: .holders(of: principal))
            """)
        return try rows.map { HeldRole(try $0.choice("kind"), try $0.text("role_name")) }
    }
}

extension SQL {
    /// Somebody and the teams that they are in, to stand after IN.
    static func holders(of principal: String) -> SQL {
        """
        (SELECT CAST(\(principal) AS TEXT) UNION ALL
            SELECT m.team_id FROM operator_team_members m WHERE m.member_id = \(principal))
        """
    }

    /// The conditions under which the item of a list may be seen whose id is this column.
    static func seen(_ id: SQL, _ seen: Seen) -> [SQL] {
        guard case .granted(let principal, let kind, let roles) = seen else { return [] }
        return [
            """
            (\(sql: id) IN (\(sql: granted(principal, kind, roles))) OR EXISTS (
                \(sql: granted(principal, kind, roles)) AND r.entity_id = '*'
            ))
            """
        ]
    }

    /// The same as one condition.
    static func isSeen(_ id: SQL, _ seen: Seen) -> SQL { .all(self.seen(id, seen)) }

    private static func granted(_ principal: String, _ kind: ResourceKind, _ roles: [String]) -> SQL {
        """
        SELECT r.entity_id FROM assigned_roles r
        WHERE r.holder_id IN \(sql: holders(of: principal)) AND r.kind = \(kind)
            AND r.role_name IN \(list: roles)
        """
    }
}
