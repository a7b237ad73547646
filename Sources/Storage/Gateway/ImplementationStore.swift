package import Model

extension Transaction {
    package var implementations: ImplementationStore { ImplementationStore(tx: self) }
}

/// The links from APIs to what serves them.
package struct ImplementationStore {
    let tx: Transaction

    /// Refuses a conflict when the API has a link, or the service serves another API.
    package func insert(_ link: Implementation) throws {
        try tx.mapping(
            .unique("implementations_api", .conflict("An implementation already exists for this API")),
            .unique(
                "implementations_service", .conflict("This gateway service is already linked to another API"))
        ) {
            try tx.run(
                .insert(
                    "implementations",
                    [
                        "id": "\(link.id)", "api_id": "\(link.apiID)", "control_plane_id": "\(link.controlPlaneID)",
                        "service_id": "\(link.serviceID)", "created_at": "\(link.createdAt)",
                        "updated_at": "\(link.updatedAt)",
                    ]))
        }
        tx.announce()
    }

    @discardableResult
    package func delete(_ id: ID<Implementation>, of api: ID<API>) throws -> Bool {
        tx.announce()
        return try tx.run("DELETE FROM implementations WHERE id = \(id) AND api_id = \(api)") == 1
    }

    package func find(_ id: ID<Implementation>, of api: ID<API>) throws -> Implementation? {
        try tx.first("SELECT * FROM implementations WHERE id = \(id) AND api_id = \(api)").map(Self.link)
    }

    package func find(api: ID<API>) throws -> Implementation? {
        try tx.first("SELECT * FROM implementations WHERE api_id = \(api)").map(Self.link)
    }

    package func list(_ query: ListQuery) throws -> Page<Implementation> {
        try tx.page(Self.source, query, Implementation.list).map(Self.link)
    }

    /// What the gateway must protect for a control plane: a row for each link, portal and strategy; the portal and
    /// the strategy are nil for an API that is linked and not published, or published without a strategy.
    package func protections(of plane: ID<ControlPlane>) throws -> [ProtectionRow] {
        try tx.all(
            """
            SELECT i.api_id, i.service_id, p.portal_id, s.strategy_id
            FROM implementations i
            LEFT JOIN publications p ON p.api_id = i.api_id
            LEFT JOIN publication_strategies s ON s.api_id = p.api_id AND s.portal_id = p.portal_id
            WHERE i.control_plane_id = \(plane)
            ORDER BY i.api_id, p.portal_id, s.strategy_id
            """
        ).map { row in
            ProtectionRow(
                apiID: try row.id("api_id"), serviceID: try row.idOrNil("service_id"),
                portalID: try row.idOrNil("portal_id"), strategyID: try row.idOrNil("strategy_id"))
        }
    }

    static let source = ListSource(
        "i.*", from: "implementations i", id: "i.id", owner: "i.api_id",
        fields: [
            "id": .uuid("i.id"), "api_id": .uuid("i.api_id"), "service_id": .uuid("i.service_id", nullable: true),
            "control_plane_id": .uuid("i.control_plane_id"), "created_at": .dateTime("i.created_at"),
            "updated_at": .dateTime("i.updated_at"),
        ]
    ).counted(RowCount(.implementations))

    private static func link(_ row: Row) throws -> Implementation {
        Implementation(
            id: try row.id("id"), apiID: try row.id("api_id"), controlPlaneID: try row.id("control_plane_id"),
            serviceID: try row.idOrNil("service_id"), createdAt: try row.instant("created_at"),
            updatedAt: try row.instant("updated_at"))
    }
}

/// One link of an API with one of the strategies that it is published with.
package struct ProtectionRow: Sendable {
    package let apiID: ID<API>
    package let serviceID: ID<CoreEntity>?
    package let portalID: ID<Portal>?
    package let strategyID: ID<AuthStrategy>?
}
