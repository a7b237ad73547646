package import Model
package import Rendering
import Storage

/// The APIs of a portal as developers and visitors meet them. What the caller may not see is not found.
package struct Catalog: Sendable {
    private let kernel: Kernel
    private let shelf: DescriptionShelf

    package init(_ kernel: Kernel, shelf: DescriptionShelf) {
        self.kernel = kernel
        self.shelf = shelf
    }

    package func list(_ query: ListQuery, on portal: Portal, as actor: Actor) async throws -> Page<CatalogItem> {
        let scope = CatalogAccess.scope(of: actor, on: portal)
        return try await kernel.database.read { tx in try tx.catalog.list(query, on: portal.id, scope) }
    }

    package func find(_ idOrSlug: String, on portal: Portal, as actor: Actor) async throws -> CatalogItem {
        try await kernel.database.read { tx in try Self.item(idOrSlug, portal, actor, tx) }
    }

    /// The strategies by which applications identify themselves to these APIs.
    package func strategies(of items: [CatalogItem]) async throws -> [ID<AuthStrategy>: AuthStrategy] {
        let ids = Set(items.flatMap(\.publication.strategyIDs))
        if ids.isEmpty { return [:] }
        return try await kernel.database.read { tx in
            var found: [ID<AuthStrategy>: AuthStrategy] = [:]
            for id in ids { found[id] = try tx.strategies.find(id) }
            return found
        }
    }

    /// What the caller may do with an API.
    package func actions(
        _ idOrSlug: String, on portal: Portal, as actor: Actor
    ) async throws -> (item: CatalogItem, mayRegister: Bool) {
        try await kernel.database.read { tx in
            let item = try Self.item(idOrSlug, portal, actor, tx)
            let hasStrategy = !item.publication.strategyIDs.isEmpty
            let may = try CatalogAccess.mayRegister(for: item.api.id, as: actor, on: portal, tx)
            return (item, hasStrategy && may)
        }
    }

    /// All versions of an API, the newest first.
    package func versions(
        _ idOrSlug: String, on portal: Portal, as actor: Actor
    ) async throws -> (item: CatalogItem, versions: [APIVersion]) {
        try await kernel.database.read { tx in
            let item = try Self.item(idOrSlug, portal, actor, tx)
            return (item, try tx.apiVersions.all(of: item.api.id))
        }
    }

    /// The description of a version, as it was uploaded.
    package func content(
        of version: ID<APIVersion>, _ idOrSlug: String, on portal: Portal, as actor: Actor
    ) async throws -> (APIVersion, String) {
        try await kernel.database.read { tx in
            let item = try Self.item(idOrSlug, portal, actor, tx)
            guard let found = try tx.apiVersions.find(version, of: item.api.id),
                let content = try tx.apiVersions.content(of: version)
            else { throw Refusal.notFound }
            return (found, content)
        }
    }

    /// What the description of one of the versions says; `version` is one that `versions` gave to this caller.
    package func description(of version: APIVersion) async throws -> APIDescription {
        let database = kernel.database
        return try await shelf.description(of: version) {
            try await database.read { tx in try tx.apiVersions.shownContent(of: version.id) } ?? ""
        }
    }

    /// What changed between two versions that `versions` gave to this caller, with both descriptions.
    package func comparison(
        from older: APIVersion, to newer: APIVersion, hidesInternal: Bool
    ) async throws -> DescriptionPair {
        let pair = (older: try await description(of: older), newer: try await description(of: newer))
        return shelf.comparison(from: older, to: newer, pair, hidesInternal: hidesInternal)
    }

    /// The published documents of an API as a tree.
    package func documents(
        _ idOrSlug: String, on portal: Portal, as actor: Actor
    ) async throws -> (item: CatalogItem, tree: [APIDocumentTree]) {
        try await kernel.database.read { tx in
            let item = try Self.item(idOrSlug, portal, actor, tx)
            return (item, APIDocumentTree.published(try tx.apiDocuments.all(of: item.api.id)))
        }
    }

    /// A published document by its id, its slug, or the slugs that lead to it. Of several with one slug the first
    /// in the tree is meant.
    package func document(
        _ key: [String], of idOrSlug: String, on portal: Portal, as actor: Actor
    ) async throws -> APIDocumentPage {
        try await kernel.database.read { tx in
            let item = try Self.item(idOrSlug, portal, actor, tx)
            let walked = APIDocumentTree.walk(APIDocumentTree.published(try tx.apiDocuments.all(of: item.api.id)))
            let found =
                walked.first { $0.path == key }
                ?? walked.first { key.count == 1 && ($0.document.id.text == key[0].lowercased()) }
                ?? walked.first { key.count == 1 && $0.document.slug == key[0] }
            guard let found, let page = try tx.apiDocuments.find(found.document.id, of: item.api.id) else {
                throw Refusal.notFound
            }
            return page
        }
    }

    package func icon(
        of idOrSlug: String, on portal: Portal, as actor: Actor
    ) async throws -> (APIIcon, [UInt8]) {
        try await kernel.database.read { tx in
            let item = try Self.item(idOrSlug, portal, actor, tx)
            guard let icon = try tx.apiIcons.find(item.api.id), let bytes = try tx.apiIcons.bytes(of: item.api.id)
            else { throw Refusal.notFound }
            return (icon, bytes)
        }
    }

    /// The attributes of the APIs that the caller sees, with counts.
    package func attributes(
        selected: [String: [String]], on portal: Portal, as actor: Actor
    ) async throws -> [(key: String, values: [APIAttribute.Value])] {
        let scope = CatalogAccess.scope(of: actor, on: portal)
        return try await kernel.database.read { tx in
            try tx.catalog.attributes(on: portal.id, scope, selected: selected)
        }
    }

    private static func item(
        _ idOrSlug: String, _ portal: Portal, _ actor: Actor, _ tx: Transaction
    ) throws -> CatalogItem {
        let scope = CatalogAccess.scope(of: actor, on: portal)
        guard let item = try tx.catalog.find(idOrSlug, on: portal.id, scope) else { throw Refusal.notFound }
        return item
    }
}
