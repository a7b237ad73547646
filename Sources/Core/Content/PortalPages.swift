package import Model
import Rendering
import Storage

/// The pages of portals: what operators do with them.
package struct PortalPages: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// Adds a page as the last of its siblings. Refuses an address that a sibling has.
    package func create(
        _ draft: PortalPageDraft, on portal: ID<Portal>, as actor: Actor
    ) async throws -> PortalPageDetail {
        let now = kernel.now, id = kernel.newID(PortalPage.self)
        let words = ContentWords(draft.content, title: draft.title, description: draft.description)
        let event = event("created", id, on: portal, by: actor)
        return try await kernel.database.write { tx in
            try actor.may(.editContent, .portal(portal), in: tx)
            guard let owner = try tx.portals.find(portal) else { throw Refusal.notFound }
            var page = PortalPage(
                id: id, portalID: portal, parentID: draft.parentID, slug: draft.slug,
                title: words.title ?? Self.title(draft.slug), description: words.description, status: draft.status,
                visibility: draft.visibility ?? owner.defaultPageVisibility, createdAt: now, updatedAt: now)
            let all = try tx.portalPages.all(on: portal)
            try Self.check(page, content: draft.content, among: all)
            page.position = Self.end(below: page.parentID, all)
            try tx.portalPages.insert(page, content: draft.content)
            try tx.audit.record(event)
            return PortalPageDetail(page, content: draft.content)
        }
    }

    package func find(
        _ id: ID<PortalPage>, on portal: ID<Portal>, as actor: Actor
    ) async throws -> PortalPageDetail {
        return try await kernel.database.lookup { tx in
            try actor.may(.view, .portal(portal), in: tx)
            guard let detail = try tx.portalPages.find(id, on: portal) else { throw Refusal.notFound }
            return detail
        }
    }

    /// The pages as a tree. A filter keeps what matches; what is below something left out moves up.
    package func tree(
        on portal: ID<Portal>, _ query: ListQuery = ListQuery(), as actor: Actor
    ) async throws -> [PortalPageTree] {
        return try await kernel.database.read { tx in
            try actor.may(.view, .portal(portal), in: tx)
            guard try tx.portals.find(portal) != nil else { throw Refusal.notFound }
            let kept = try tx.portalPages.all(on: portal, query)
            if query.filters.isEmpty { return PortalPageTree.make(kept) }
            return PortalPageTree.make(kept, outOf: try tx.portalPages.all(on: portal))
        }
    }

    /// Alters what the change names, and nothing else. A page that gets another parent becomes its last child. Refuses
    /// a conflict when the change was made from a revision that is no longer the current one.
    package func update(
        _ id: ID<PortalPage>, on portal: ID<Portal>, _ change: PortalPageChange, as actor: Actor
    ) async throws -> PortalPageDetail {
        let now = kernel.now
        let event = event("updated", id, on: portal, by: actor)
        return try await kernel.database.write { tx in
            try actor.may(.editContent, .portal(portal), in: tx)
            guard let old = try tx.portalPages.find(id, on: portal) else { throw Refusal.notFound }
            if let revision = change.revision, revision != old.page.revision { throw Refusal.newerEdit }
            var detail = change.applied(to: old)
            let words = ContentWords(
                detail.content, title: detail.page.title, description: detail.page.description)
            detail.page.title = words.title ?? Self.title(detail.page.slug)
            detail.page.description = words.description
            let all = try tx.portalPages.all(on: portal)
            try Self.check(detail.page, content: detail.content, among: all)
            if detail.page.parentID != old.page.parentID {
                detail.page.position = Self.end(below: detail.page.parentID, all)
            }
            if detail == old { return old }
            if detail.isEdited(since: old) { detail.page.revision += 1 }
            detail.page.updatedAt = now
            try tx.portalPages.update(detail.page, content: change.content.value)
            try tx.audit.record(event)
            return detail
        }
    }

    /// Puts a page at a place below a parent, or at the top; a negative index counts from the end.
    package func move(
        _ id: ID<PortalPage>, on portal: ID<Portal>, to parent: ID<PortalPage>?, index: Int, as actor: Actor
    ) async throws {
        let now = kernel.now
        let event = event("moved", id, on: portal, by: actor)
        try await kernel.database.write { tx in
            try actor.may(.editContent, .portal(portal), in: tx)
            guard var detail = try tx.portalPages.find(id, on: portal) else { throw Refusal.notFound }
            let all = try tx.portalPages.all(on: portal)
            detail.page.parentID = parent
            detail.page.updatedAt = now
            try Self.check(detail.page, content: detail.content, among: all)
            var order = all.filter { $0.parentID == parent && $0.id != id }.map(\.id)
            let place = index < 0 ? order.count + 1 + index : index
            order.insert(id, at: min(max(place, 0), order.count))
            try tx.portalPages.update(detail.page, content: nil)
            try tx.portalPages.arrange(order)
            try tx.audit.record(event)
        }
    }

    /// Deletes a page with all below it.
    package func delete(_ id: ID<PortalPage>, on portal: ID<Portal>, as actor: Actor) async throws {
        let event = event("deleted", id, on: portal, by: actor)
        try await kernel.database.write { tx in
            try actor.may(.editContent, .portal(portal), in: tx)
            guard try tx.portalPages.delete(id, on: portal) else { throw Refusal.notFound }
            try tx.audit.record(event)
        }
    }

    private func event(
        _ act: String, _ id: ID<PortalPage>, on portal: ID<Portal>, by actor: Actor
    ) -> AuditEvent {
        kernel.audit("portal-page.\(act)", of: AuditTarget("portal-page", id.text), portal: portal, by: actor)
    }
}

extension PortalPages {
    /// `getting-started` as `Getting started`.
    private static func title(_ slug: String) -> String {
        let words = PageSlug.segment(slug).replacing("-", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    private static func end(below parent: ID<PortalPage>?, _ all: [PortalPage]) -> Int {
        (all.filter { $0.parentID == parent }.map(\.position).max() ?? -1) + 1
    }

    /// Refuses what breaks the rules of pages, a parent that is missing or below the page, and trees that get too deep.
    private static func check(_ page: PortalPage, content: String, among all: [PortalPage]) throws {
        let text = PortalPage.contentRule.problem("content", content)
        try Refusal.check(page.problems() + [text].compactMap(\.self))
        let byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var depth = 1, next = page.parentID
        while let id = next {
            guard let parent = byID[id] else {
                throw Refusal.invalid("parent_page_id", .missingReference, "Parent page not found")
            }
            if id == page.id { throw Refusal.conflict("A page cannot be moved below itself") }
            if parent.parentID == nil, parent.segment == PageSlug.catalog {
                let reason = "addresses below /\(PageSlug.catalog) belong to the APIs"
                throw Refusal.invalid("parent_page_id", .invalid, reason)
            }
            depth += 1
            next = parent.parentID
        }
        if depth + height(below: page.id, all) > PortalPage.maximumDepth {
            let reason = "pages must not be nested deeper than \(PortalPage.maximumDepth) levels"
            throw Refusal.invalid("parent_page_id", .invalid, reason)
        }
    }

    private static func height(below id: ID<PortalPage>, _ all: [PortalPage]) -> Int {
        var level: Set<ID<PortalPage>> = [id], height = 0
        while true {
            level = Set(all.filter { $0.parentID.map(level.contains) ?? false }.map(\.id))
            if level.isEmpty || height > PortalPage.maximumDepth { return height }
            height += 1
        }
    }
}

/// What a page or a snippet is called: its front matter has the last word, its first heading helps out.
struct ContentWords {
    let title: String?
    let description: String?

    init(_ content: String, title: String?, description: String?) {
        let (matter, body) = FrontMatter.split(content)
        let given = title.flatMap { $0.isEmpty ? nil : $0 }
        let heading = body.split(whereSeparator: \.isNewline).first { $0.hasPrefix("# ") }.map {
            String($0.dropFirst(2).prefix(PortalPage.titleRule.length.upperBound))
        }
        self.title = matter.title ?? given ?? heading
        self.description = matter.description ?? description
    }
}

extension Refusal {
    /// Somebody else has saved since the form was opened.
    package static let newerEdit = Refusal.conflict("Somebody else has saved a newer version in the meantime")
}

extension PortalPageDetail {
    /// Whether slug, words or content are others than before.
    fileprivate func isEdited(since old: PortalPageDetail) -> Bool {
        page.slug != old.page.slug || page.title != old.page.title || page.description != old.page.description
            || content != old.content
    }
}
