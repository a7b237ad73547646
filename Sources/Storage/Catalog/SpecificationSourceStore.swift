package import Model

extension Transaction {
    package var specificationSources: SpecificationSourceStore { SpecificationSourceStore(tx: self) }
}

/// What belongs to the description of a version besides its text.
package struct SpecificationSourceStore {
    let tx: Transaction

    /// Replaces what was there.
    func put(_ specification: Specification, of version: ID<APIVersion>) throws {
        try tx.run("DELETE FROM api_version_sources WHERE version_id = \(version)")
        if specification.archive == nil, specification.bundle == nil { return }
        try tx.run(
            .insert(
                "api_version_sources",
                [
                    "version_id": "\(version)", "archive": "\(specification.archive)",
                    "bundle": "\(specification.bundle)",
                ]))
    }

    /// The archive as it was uploaded; nil when the description came as one text.
    package func archive(of version: ID<APIVersion>) throws -> [UInt8]? {
        try tx.first("SELECT archive FROM api_version_sources WHERE version_id = \(version)")
            .flatMap { try $0.bytesOrNil("archive") }
    }

    /// The description with what was fetched for it; nil when nothing was.
    package func bundle(of version: ID<APIVersion>) throws -> String? {
        try tx.first("SELECT bundle FROM api_version_sources WHERE version_id = \(version)")
            .flatMap { try $0.textOrNil("bundle") }
    }
}
