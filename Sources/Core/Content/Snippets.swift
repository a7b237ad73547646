package import Model
import Storage

/// The snippets of portals: what operators do with them.
package struct Snippets: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// Adds a snippet. Refuses a name that is taken on the portal.
    package func create(_ draft: SnippetDraft, on portal: ID<Portal>, as actor: Actor) async throws -> SnippetDetail {
        let now = kernel.now, id = kernel.newID(Snippet.self)
        let words = ContentWords(draft.content, title: draft.title, description: draft.description)
        let event = event("created", id, on: portal, by: actor)
        return try await kernel.database.write { tx in
            try actor.may(.editContent, .portal(portal), in: tx)
            guard let owner = try tx.portals.find(portal) else { throw Refusal.notFound }
            let snippet = Snippet(
                id: id, portalID: portal, name: draft.name, title: words.title ?? draft.name,
                description: words.description, status: draft.status,
                visibility: draft.visibility ?? owner.defaultPageVisibility, createdAt: now, updatedAt: now)
            try Self.check(snippet, content: draft.content)
            try tx.snippets.insert(snippet, content: draft.content)
            try tx.audit.record(event)
            return SnippetDetail(snippet, content: draft.content)
        }
    }

    package func find(_ id: ID<Snippet>, on portal: ID<Portal>, as actor: Actor) async throws -> SnippetDetail {
        return try await kernel.database.lookup { tx in
            try actor.may(.view, .portal(portal), in: tx)
            guard let detail = try tx.snippets.find(id, on: portal) else { throw Refusal.notFound }
            return detail
        }
    }

    package func list(on portal: ID<Portal>, _ query: ListQuery, as actor: Actor) async throws -> Page<Snippet> {
        return try await kernel.database.read { tx in
            try actor.may(.view, .portal(portal), in: tx)
            guard try tx.portals.find(portal) != nil else { throw Refusal.notFound }
            return try tx.snippets.list(on: portal, query)
        }
    }

    /// Alters what the change names, and nothing else. Refuses a conflict when the change was made from a revision
    /// that is no longer the current one.
    package func update(
        _ id: ID<Snippet>, on portal: ID<Portal>, _ change: SnippetChange, as actor: Actor
    ) async throws -> SnippetDetail {
        let now = kernel.now
        let event = event("updated", id, on: portal, by: actor)
        return try await kernel.database.write { tx in
            try actor.may(.editContent, .portal(portal), in: tx)
            guard let old = try tx.snippets.find(id, on: portal) else { throw Refusal.notFound }
            if let revision = change.revision, revision != old.snippet.revision { throw Refusal.newerEdit }
            var detail = change.applied(to: old)
            let words = ContentWords(
                detail.content, title: detail.snippet.title, description: detail.snippet.description)
            detail.snippet.title = words.title ?? detail.snippet.name
            detail.snippet.description = words.description
            try Self.check(detail.snippet, content: detail.content)
            if detail == old { return old }
            if detail.isEdited(since: old) { detail.snippet.revision += 1 }
            detail.snippet.updatedAt = now
            try tx.snippets.update(detail.snippet, content: change.content.value)
            try tx.audit.record(event)
            return detail
        }
    }

    package func delete(_ id: ID<Snippet>, on portal: ID<Portal>, as actor: Actor) async throws {
        let event = event("deleted", id, on: portal, by: actor)
        try await kernel.database.write { tx in
            try actor.may(.editContent, .portal(portal), in: tx)
            guard try tx.snippets.delete(id, on: portal) else { throw Refusal.notFound }
            try tx.audit.record(event)
        }
    }

    private static func check(_ snippet: Snippet, content: String) throws {
        let text = PortalPage.contentRule.problem("content", content)
        try Refusal.check(snippet.problems() + [text].compactMap(\.self))
    }

    private func event(_ act: String, _ id: ID<Snippet>, on portal: ID<Portal>, by actor: Actor) -> AuditEvent {
        kernel.audit("snippet.\(act)", of: AuditTarget("snippet", id.text), portal: portal, by: actor)
    }
}

extension SnippetDetail {
    fileprivate func isEdited(since old: SnippetDetail) -> Bool {
        snippet.name != old.snippet.name || snippet.title != old.snippet.title
            || snippet.description != old.snippet.description || content != old.content
    }
}
