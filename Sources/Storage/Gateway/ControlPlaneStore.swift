package import Model

extension Transaction {
    package var controlPlanes: ControlPlaneStore { ControlPlaneStore(tx: self) }
}

/// Control planes, their groups and the tokens of their data planes.
package struct ControlPlaneStore {
    let tx: Transaction

    /// Refuses a conflict when the name is taken.
    package func insert(_ plane: ControlPlane) throws {
        try mapping(plane) { try tx.run(.insert("control_planes", Self.values(plane))) }
        tx.announce()
    }

    package func update(_ plane: ControlPlane) throws {
        let update = SQL.update("control_planes", Self.values(plane), where: "id = \(plane.id)")
        guard try mapping(plane, { try tx.run(update) }) == 1 else { throw Refusal.notFound }
        tx.announce()
    }

    /// False when there was none. Its entities and links go with it.
    @discardableResult
    package func delete(_ id: ID<ControlPlane>) throws -> Bool {
        try tx.run("DELETE FROM implementations WHERE control_plane_id = \(id)")
        for kind in ["key-auth", "plugin", "route", "consumer", "service"] {
            try tx.run("DELETE FROM core_entities WHERE control_plane_id = \(id) AND kind = \(kind)")
        }
        tx.announce()
        return try tx.run("DELETE FROM control_planes WHERE id = \(id)") == 1
    }

    package func find(_ id: ID<ControlPlane>) throws -> ControlPlane? {
        try tx.first("SELECT * FROM control_planes WHERE id = \(id)").map(Self.plane)
    }

    package func find(name: String) throws -> ControlPlane? {
        try tx.first("SELECT * FROM control_planes WHERE name = \(name)").map(Self.plane)
    }

    /// All control planes that may be seen, by name.
    package func all(seen: Seen = .everything) throws -> [ControlPlane] {
        let condition = SQL.isSeen("c.id", seen)
        return try tx.all("SELECT c.* FROM control_planes c WHERE \(sql: condition) ORDER BY c.name, c.id")
            .map(Self.plane)
    }

    package func list(_ query: ListQuery) throws -> Page<ControlPlane> {
        try tx.page(Self.source, query, ControlPlane.list).map(Self.plane)
    }

    static let source = ListSource(
        "c.*", from: "control_planes c", id: "c.id",
        fields: [
            "id": .string("c.id"), "name": .string("c.name"), "cluster_type": .string("c.cluster_type"),
            "cloud_gateway": .boolean("c.cloud_gateway"), "labels": .map("c.labels"),
            "created_at": .dateTime("c.created_at"),
        ])

    @discardableResult
    private func mapping<T>(_ plane: ControlPlane, _ body: () throws -> T) throws -> T {
        let refusal = Refusal.conflict("A control plane named \"\(plane.name)\" already exists")
        return try tx.mapping(.unique("control_planes_name", refusal), body: body)
    }

    private static func values(_ plane: ControlPlane) -> KeyValuePairs<StaticString, SQL> {
        [
            "id": "\(plane.id)", "name": "\(plane.name)", "description": "\(plane.description)",
            "cluster_type": "\(plane.clusterType)", "auth_type": "\(plane.authType)",
            "cloud_gateway": "\(plane.isCloudGateway)", "proxy_urls": "\(Self.json(plane.proxyURLs))",
            "labels": "\(labels: plane.labels)", "created_at": "\(plane.createdAt)",
            "updated_at": "\(plane.updatedAt)",
        ]
    }

    private static func plane(_ row: Row) throws -> ControlPlane {
        ControlPlane(
            id: try row.id("id"), name: try row.text("name"), description: try row.textOrNil("description"),
            clusterType: try row.choice("cluster_type"), authType: try row.choice("auth_type"),
            isCloudGateway: try row.bool("cloud_gateway"), proxyURLs: urls(try row.json("proxy_urls")),
            labels: try row.labels("labels"), createdAt: try row.instant("created_at"),
            updatedAt: try row.instant("updated_at"))
    }

    private static func json(_ urls: [ControlPlane.ProxyURL]) -> JSON {
        .array(
            urls.map {
                ["host": .string($0.host), "port": .integer(Int64($0.port)), "protocol": .string($0.protocol)]
            })
    }

    private static func urls(_ json: JSON) -> [ControlPlane.ProxyURL] {
        (json.array ?? []).map { url in
            ControlPlane.ProxyURL(
                host: url["host"]?.string ?? "", port: Int(url["port"]?.integer ?? 0),
                protocol: url["protocol"]?.string ?? "")
        }
    }
}

extension ControlPlaneStore {
    /// The members of a group, by id.
    package func members(of group: ID<ControlPlane>) throws -> [ControlPlane] {
        try tx.all(
            """
            SELECT c.* FROM control_plane_members m JOIN control_planes c ON c.id = m.member_id
            WHERE m.group_id = \(group) ORDER BY c.id
            """
        ).map(Self.plane)
    }

    package func isMember(_ id: ID<ControlPlane>) throws -> Bool {
        try tx.count("SELECT COUNT(*) FROM control_plane_members WHERE member_id = \(id)") > 0
    }

    package func addMember(_ member: ID<ControlPlane>, to group: ID<ControlPlane>) throws {
        try tx.run(
            """
            INSERT INTO control_plane_members (group_id, member_id) VALUES (\(group), \(member))
            ON CONFLICT (group_id, member_id) DO NOTHING
            """)
    }

    package func removeMember(_ member: ID<ControlPlane>, from group: ID<ControlPlane>) throws {
        try tx.run("DELETE FROM control_plane_members WHERE group_id = \(group) AND member_id = \(member)")
    }

    /// Stores the token with which a data plane polls.
    package func insertToken(id: String, of plane: ID<ControlPlane>, hash: [UInt8], at now: Instant) throws {
        try tx.run(
            .insert(
                "gateway_tokens",
                [
                    "id": "\(id)", "control_plane_id": "\(plane)", "token_hash": "\(hash)", "created_at": "\(now)",
                ]))
    }

    /// The control plane that a data plane's token belongs to.
    package func find(tokenHash: [UInt8]) throws -> ID<ControlPlane>? {
        try tx.first("SELECT control_plane_id FROM gateway_tokens WHERE token_hash = \(tokenHash)")?
            .id("control_plane_id")
    }
}
