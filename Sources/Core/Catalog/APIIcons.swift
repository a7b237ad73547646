package import Model
import Storage

/// The icons of APIs or of packages, and the attributes of all of them.
package struct APIIcons: Sendable {
    private let kernel: Kernel
    private let kind: API.Kind

    package init(_ kernel: Kernel, _ kind: API.Kind = .api) {
        self.kernel = kernel
        self.kind = kind
    }

    /// Sets the icon from a data URI; says whether there was none before. Drawings are kept without anything that
    /// acts. Refuses pictures that are too large, or that are not what they say they are.
    package func put(dataURI: String, of api: ID<API>, as actor: Actor) async throws -> (APIIcon, isNew: Bool) {
        let (type, bytes) = try UploadedPicture.read(dataURI, APIIcon.rule, upTo: kernel.settings.uploads[.icon])
        let event = kernel.audit("api-icon.updated", of: AuditTarget("api", api.text), by: actor), now = kernel.now
        return try await kernel.database.write { tx in
            try actor.may(.update, .api(api), in: tx)
            guard try tx.apis.find(api, kind) != nil else { throw Refusal.notFound }
            let old = try tx.apiIcons.find(api)
            if let old, old.type == type, try tx.apiIcons.bytes(of: api) == bytes { return (old, false) }
            let icon = APIIcon(apiID: api, type: type, createdAt: old?.createdAt ?? now, updatedAt: now)
            try tx.apiIcons.put(icon, bytes: bytes)
            try tx.publications.bumpPortals(of: api)
            try tx.audit.record(event)
            return (icon, old == nil)
        }
    }

    package func find(of api: ID<API>, as actor: Actor) async throws -> APIIcon {
        return try await kernel.database.read { tx in
            try actor.may(.view, .api(api), in: tx)
            guard try tx.apis.find(api, kind) != nil, let icon = try tx.apiIcons.find(api) else {
                throw Refusal.notFound
            }
            return icon
        }
    }

    /// The icon and the bytes that it is.
    package func content(of api: ID<API>, as actor: Actor) async throws -> (APIIcon, [UInt8]) {
        return try await kernel.database.read { tx in
            try actor.may(.view, .api(api), in: tx)
            guard try tx.apis.find(api, kind) != nil, let icon = try tx.apiIcons.find(api),
                let bytes = try tx.apiIcons.bytes(of: api)
            else { throw Refusal.notFound }
            return (icon, bytes)
        }
    }

    package func delete(of api: ID<API>, as actor: Actor) async throws {
        let event = kernel.audit("api-icon.deleted", of: AuditTarget("api", api.text), by: actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .api(api), in: tx)
            guard try tx.apis.find(api, kind) != nil, try tx.apiIcons.delete(api) else { throw Refusal.notFound }
            try tx.publications.bumpPortals(of: api)
            try tx.audit.record(event)
        }
    }

    /// The attribute keys of all APIs with their values and how many carry each.
    package func attributes(_ query: ListQuery, as actor: Actor) async throws -> Page<APIAttribute> {
        return try await kernel.database.read { tx in
            try tx.apiAttributes.list(query.limited(to: actor.sees(.apis, in: tx)))
        }
    }
}
