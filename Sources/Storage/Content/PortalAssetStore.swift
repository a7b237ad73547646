package import Model

extension Transaction {
    package var portalAssets: PortalAssetStore { PortalAssetStore(tx: self) }
}

/// The pictures of portals.
package struct PortalAssetStore {
    let tx: Transaction

    /// Replaces the picture that was there. `data` is the data URL as it was sent, `bytes` is what is served.
    package func put(_ asset: PortalAsset, data: String, bytes: [UInt8]) throws {
        try tx.run("DELETE FROM portal_assets WHERE portal_id = \(asset.portalID) AND kind = \(asset.kind)")
        try tx.mapping(.foreignKey(.notFound)) {
            try tx.run(
                .insert(
                    "portal_assets",
                    [
                        "portal_id": "\(asset.portalID)", "kind": "\(asset.kind)", "type": "\(asset.type)",
                        "updated_at": "\(asset.updatedAt)", "data": "\(data)", "bytes": "\(bytes)",
                    ]))
        }
        try tx.portals.bump(asset.portalID, .content)
    }

    /// The data URL as it was sent.
    package func data(_ kind: PortalAsset.Kind, on portal: ID<Portal>) throws -> String? {
        try tx.first("SELECT data FROM portal_assets WHERE portal_id = \(portal) AND kind = \(kind)")
            .map { try $0.text("data") }
    }

    package func content(
        _ kind: PortalAsset.Kind, on portal: ID<Portal>
    ) throws -> (asset: PortalAsset, bytes: [UInt8])? {
        let row = try tx.first(
            "SELECT type, updated_at, bytes FROM portal_assets WHERE portal_id = \(portal) AND kind = \(kind)")
        guard let row else { return nil }
        let asset = PortalAsset(
            portalID: portal, kind: kind, type: try row.choice("type"), updatedAt: try row.instant("updated_at"))
        return (asset, try row.bytes("bytes"))
    }

    /// False when there was none.
    @discardableResult
    package func delete(_ kind: PortalAsset.Kind, on portal: ID<Portal>) throws -> Bool {
        let count = try tx.run("DELETE FROM portal_assets WHERE portal_id = \(portal) AND kind = \(kind)")
        if count > 0 { try tx.portals.bump(portal, .content) }
        return count == 1
    }
}
