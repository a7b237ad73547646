package import Model

extension Transaction {
    package var apiIcons: APIIconStore { APIIconStore(tx: self) }
}

/// The icons of APIs.
package struct APIIconStore {
    let tx: Transaction

    /// Replaces the icon that was there.
    package func put(_ icon: APIIcon, bytes: [UInt8]) throws {
        try tx.run("DELETE FROM api_icons WHERE api_id = \(icon.apiID)")
        try tx.mapping(.foreignKey(.notFound)) {
            try tx.run(
                .insert(
                    "api_icons",
                    [
                        "api_id": "\(icon.apiID)", "type": "\(icon.type)", "created_at": "\(icon.createdAt)",
                        "updated_at": "\(icon.updatedAt)", "bytes": "\(bytes)",
                    ]))
        }
    }

    package func find(_ api: ID<API>) throws -> APIIcon? {
        try tx.first("SELECT api_id, type, created_at, updated_at FROM api_icons WHERE api_id = \(api)").map { row in
            APIIcon(
                apiID: try row.id("api_id"), type: try row.choice("type"), createdAt: try row.instant("created_at"),
                updatedAt: try row.instant("updated_at"))
        }
    }

    package func bytes(of api: ID<API>) throws -> [UInt8]? {
        try tx.first("SELECT bytes FROM api_icons WHERE api_id = \(api)").map { try $0.bytes("bytes") }
    }

    @discardableResult
    package func delete(_ api: ID<API>) throws -> Bool {
        try tx.run("DELETE FROM api_icons WHERE api_id = \(api)") == 1
    }
}
