package import Model
import Storage

/// The pages and snippets of a portal as its readers meet them. What the caller may not see is not found.
package struct SiteContent: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// What the caller sees of the tree, in the order of the portal or of the query.
    package func tree(
        on portal: Portal, _ query: ListQuery = ListQuery(), as actor: Actor
    ) async throws -> [PortalPageTree] {
        let privateToo = Self.seesPrivate(actor, on: portal)
        return try await kernel.database.read { tx in
            let tree = PortalPageTree.visible(try tx.portalPages.all(on: portal.id), privateToo: privateToo)
            if query.filters.isEmpty, query.sort.isEmpty { return tree }
            let visible = PortalPageTree.walk(tree).map(\.page)
            let ids = Set(visible.map(\.id))
            let kept = try tx.portalPages.all(on: portal.id, query).filter { ids.contains($0.id) }
            return PortalPageTree.make(kept, outOf: visible)
        }
    }

    /// The page at an address, given as its segments, with the pages above it from the top down. The start page has
    /// no segments.
    package func page(
        at path: [String], on portal: Portal, as actor: Actor
    ) async throws -> (page: PortalPageDetail, above: [PortalPage]) {
        let privateToo = Self.seesPrivate(actor, on: portal)
        let path = path.isEmpty ? [PageSlug.home] : path
        guard path.count <= PortalPage.maximumDepth, path.allSatisfy({ PageSlug.rule.problem("slug", $0) == nil })
        else { throw Refusal.notFound }
        return try await kernel.database.read { tx in
            var above: [PortalPage] = []
            for (index, segment) in path.enumerated() {
                let found = try tx.portalPages.find(segment: segment, below: above.last?.id, on: portal.id)
                guard let found, found.page.isVisible(privateToo: privateToo) else { throw Refusal.notFound }
                if index == path.count - 1 { return (found, above) }
                above.append(found.page)
            }
            throw Refusal.notFound
        }
    }

    package func snippets(on portal: Portal, _ query: ListQuery, as actor: Actor) async throws -> Page<Snippet> {
        let privateToo = Self.seesPrivate(actor, on: portal)
        return try await kernel.database.read { tx in
            try tx.snippets.visible(on: portal.id, privateToo: privateToo, query)
        }
    }

    package func snippet(named name: String, on portal: Portal, as actor: Actor) async throws -> SnippetDetail {
        let privateToo = Self.seesPrivate(actor, on: portal)
        guard Snippet.nameRule.problem("name", name) == nil else { throw Refusal.notFound }
        return try await kernel.database.read { tx in
            guard let detail = try tx.snippets.find(name: name, on: portal.id),
                detail.snippet.isVisible(privateToo: privateToo)
            else { throw Refusal.notFound }
            return detail
        }
    }

    /// Only a developer of this very portal sees what is private.
    package static func seesPrivate(_ actor: Actor, on portal: Portal) -> Bool {
        if case .developer(_, portal.id) = actor { true } else { false }
    }
}

extension Snippet {
    /// Whether a reader sees the snippet.
    func isVisible(privateToo: Bool) -> Bool {
        status == .published && (privateToo || visibility == .public)
    }
}
