package import Model

extension Transaction {
    package var gatewayOperations: GatewayOperationStore { GatewayOperationStore(tx: self) }
}

/// The operations of APIs that are linked to a whole control plane, and the packages that they are in.
package struct GatewayOperationStore {
    let tx: Transaction

    package func insert(_ operation: GatewayOperation) throws {
        try tx.mapping(.foreignKey(.notFound)) {
            try tx.run(
                .insert(
                    "gateway_operations",
                    [
                        "id": "\(operation.id)", "api_id": "\(operation.apiID)", "method": "\(operation.method)",
                        "path": "\(operation.path)", "created_at": "\(operation.createdAt)",
                    ]))
        }
    }

    /// Packages lose it, too.
    package func delete(_ id: ID<GatewayOperation>) throws {
        try tx.run("DELETE FROM gateway_operations WHERE id = \(id)")
    }

    package func find(_ id: ID<GatewayOperation>, of api: ID<API>) throws -> GatewayOperation? {
        try tx.first("SELECT o.* FROM gateway_operations o WHERE o.id = \(id) AND o.api_id = \(api)")
            .map { try Self.operation($0) }
    }

    /// Whose operation it is; nil when there is none.
    package func api(of id: ID<GatewayOperation>) throws -> ID<API>? {
        try tx.first("SELECT api_id FROM gateway_operations WHERE id = \(id)").map { try $0.id("api_id") }
    }

    package func all(of api: ID<API>) throws -> [GatewayOperation] {
        try tx.all("SELECT o.* FROM gateway_operations o WHERE o.api_id = \(api) ORDER BY o.path, o.method")
            .map { try Self.operation($0) }
    }

    package func list(of api: ID<API>, _ query: ListQuery) throws -> Page<GatewayOperation> {
        let source = ListSource(
            "o.*", from: "gateway_operations o", where: ["o.api_id = \(api)"], id: "o.id",
            fields: ["method": .string("o.method"), "path": .string("o.path")])
        return try tx.page(source, query, GatewayOperation.list).map { try Self.operation($0) }
    }

    /// What can be put into packages, by API, path and method: at most `limit` operations.
    package func offered(limit: Int) throws -> [PackageOperation] {
        try tx.all(
            """
            SELECT o.*, a.name AS api_name, a.version AS api_version, NULL AS rate_limit, NULL AS rate_span,
                o.created_at AS added_at, o.created_at AS changed_at
            FROM apis a JOIN gateway_operations o ON o.api_id = a.id
            WHERE a.kind = 'api' ORDER BY a.name, a.version, o.path, o.method LIMIT \(limit)
            """
        ).map { try Self.packaged($0) }
    }

    static func operation(_ row: Row) throws -> GatewayOperation {
        GatewayOperation(
            id: try row.id("id"), apiID: try row.id("api_id"), method: try row.text("method"),
            path: try row.text("path"), createdAt: try row.instant("created_at"))
    }
}

extension GatewayOperationStore {
    /// Puts an operation into a package, or gives it another limit there.
    package func put(
        _ id: ID<GatewayOperation>, into package: ID<API>, limit: RateLimit?, at now: Instant
    ) throws {
        try tx.run(
            """
            INSERT INTO package_operations (package_id, operation_id, rate_limit, rate_span, created_at, updated_at)
            VALUES (\(package), \(id), \(limit?.limit), \(limit?.span), \(now), \(now))
            ON CONFLICT (package_id, operation_id) DO UPDATE SET rate_limit = excluded.rate_limit,
                rate_span = excluded.rate_span, updated_at = excluded.updated_at
            """)
    }

    /// False when the package does not have it.
    @discardableResult
    package func remove(_ id: ID<GatewayOperation>, from package: ID<API>) throws -> Bool {
        try tx.run("DELETE FROM package_operations WHERE package_id = \(package) AND operation_id = \(id)") == 1
    }

    package func find(_ id: ID<GatewayOperation>, in package: ID<API>) throws -> PackageOperation? {
        try tx.first(
            """
            SELECT \(sql: Self.columns) FROM \(sql: Self.from)
            WHERE m.package_id = \(package) AND m.operation_id = \(id)
            """
        ).map { try Self.packaged($0) }
    }

    package func list(in package: ID<API>, _ query: ListQuery) throws -> Page<PackageOperation> {
        try tx.page(Self.source(package), query, PackageOperation.list).map { try Self.packaged($0) }
    }

    /// All operations of a package, by API, path and method.
    package func all(in package: ID<API>) throws -> [PackageOperation] {
        try tx.all(
            """
            SELECT \(sql: Self.columns) FROM \(sql: Self.from) WHERE m.package_id = \(package)
            ORDER BY a.name, a.version, o.path, o.method
            """
        ).map { try Self.packaged($0) }
    }

    /// The packages that have operations of the API.
    package func packages(with api: ID<API>) throws -> [ID<API>] {
        try tx.all(
            """
            SELECT DISTINCT m.package_id FROM gateway_operations o
            JOIN package_operations m ON m.operation_id = o.id WHERE o.api_id = \(api)
            """
        ).map { try $0.id("package_id") }
    }

    static func source(_ package: ID<API>) -> ListSource {
        ListSource(
            columns, from: from, where: ["m.package_id = \(package)"], id: "m.operation_id",
            fields: [
                "api_id": .uuid("o.api_id"), "method": .string("o.method"), "path": .string("o.path"),
                "created_at": .dateTime("m.created_at"), "updated_at": .dateTime("m.updated_at"),
            ])
    }

    private static let columns: SQL = """
        o.*, a.name AS api_name, a.version AS api_version, m.rate_limit, m.rate_span, m.created_at AS added_at, \
        m.updated_at AS changed_at
        """
    private static let from: SQL = """
        package_operations m JOIN gateway_operations o ON o.id = m.operation_id JOIN apis a ON a.id = o.api_id
        """

    private static func packaged(_ row: Row) throws -> PackageOperation {
        let version = try row.text("api_version")
        return PackageOperation(
            operation: try operation(row), apiName: try row.text("api_name"),
            apiVersion: version.isEmpty ? nil : version,
            rateLimit: try APIStore.rateLimit(row, "rate_limit", "rate_span"), createdAt: try row.instant("added_at"),
            updatedAt: try row.instant("changed_at"))
    }
}
