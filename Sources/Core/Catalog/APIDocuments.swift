package import Model
import Rendering
import Storage

/// The documents of APIs or of packages: what operators do with them.
package struct APIDocuments: Sendable {
    private let kernel: Kernel
    private let kind: API.Kind

    package init(_ kernel: Kernel, _ kind: API.Kind = .api) {
        self.kernel = kernel
        self.kind = kind
    }

    /// Adds a document as the last of its siblings. What the draft leaves open comes from the front matter; a
    /// default slug that a sibling has gets a number, a given one is refused.
    package func create(_ draft: APIDocumentDraft, of api: ID<API>, as actor: Actor) async throws -> APIDocumentPage {
        let (matter, body) = FrontMatter.split(draft.content)
        let heading = body.split(whereSeparator: \.isNewline).first { $0.hasPrefix("# ") }.map {
            String($0.dropFirst(2))
        }
        let title = draft.title ?? matter.title ?? heading ?? "Untitled"
        let options = matter.tree?.root, givenSlug = draft.slug ?? options?["slug"]?.text
        let status = draft.status ?? options?["status"]?.text.flatMap(APIDocument.Status.init)
        let parent = draft.parentID ?? options?["parent_document_id"]?.text.flatMap(ID<APIDocument>.init)
        let now = kernel.now
        let document = APIDocument(
            id: kernel.newID(), apiID: api, parentID: parent, title: title,
            slug: givenSlug ?? Self.defaultSlug(title), status: status ?? .unpublished, position: 0,
            createdAt: now, updatedAt: now)
        try Refusal.check(Self.problems(document, content: draft.content))
        let event = kernel.audit("api-document.created", of: AuditTarget("api-document", document.id.text), by: actor)
        let content = draft.content, isSlugGiven = givenSlug != nil
        return try await kernel.database.write { tx in
            try actor.may(.update, .api(api), in: tx)
            let all = try documents(of: api, tx)
            var document = document
            try Self.checkPlace(document, among: all)
            let siblings = all.filter { $0.parentID == document.parentID }
            document.position = (siblings.map(\.position).max() ?? -1) + 1
            if !isSlugGiven { document.slug = Self.freeSlug(document.slug, among: siblings) }
            try tx.apiDocuments.insert(document, content: content)
            try Self.record(event, of: api, tx)
            return APIDocumentPage(document, content: content)
        }
    }

    package func find(_ id: ID<APIDocument>, of api: ID<API>, as actor: Actor) async throws -> APIDocumentPage {
        return try await kernel.database.read { tx in
            try actor.may(.view, .api(api), in: tx)
            return try page(id, of: api, tx)
        }
    }

    /// The documents as a tree. A filter keeps what matches; what is below something left out moves up.
    package func tree(
        of api: ID<API>, statuses: Set<APIDocument.Status> = Set(APIDocument.Status.allCases), as actor: Actor
    ) async throws -> [APIDocumentTree] {
        return try await kernel.database.read { tx in
            try actor.may(.view, .api(api), in: tx)
            let all = try documents(of: api, tx)
            let kept = all.filter { statuses.contains($0.status) }, ids = Set(kept.map(\.id))
            let parents = Dictionary(all.map { ($0.id, $0.parentID) }, uniquingKeysWith: { first, _ in first })
            let moved = kept.map { document in
                var document = document
                while let parent = document.parentID, !ids.contains(parent) {
                    document.parentID = parents[parent] ?? nil
                }
                return document
            }
            return APIDocumentTree.make(moved)
        }
    }

    /// Alters what the change names, and nothing else. A document that gets another parent becomes its last child.
    package func update(
        _ id: ID<APIDocument>, of api: ID<API>, _ change: APIDocumentChange, as actor: Actor
    ) async throws -> APIDocumentPage {
        try Refusal.check(change.problems())
        let now = kernel.now
        let event = kernel.audit("api-document.updated", of: AuditTarget("api-document", id.text), by: actor)
        return try await kernel.database.write { tx in
            try actor.may(.update, .api(api), in: tx)
            var page = try page(id, of: api, tx)
            let old = page
            change.title.apply(to: &page.document.title)
            change.slug.apply(to: &page.document.slug)
            change.status.apply(to: &page.document.status)
            change.content.apply(to: &page.content)
            if case .set(let parent) = change.parentID, parent != old.document.parentID {
                let all = try tx.apiDocuments.all(of: api)
                page.document.parentID = parent
                try Self.checkPlace(page.document, among: all)
                page.document.position = (all.filter { $0.parentID == parent }.map(\.position).max() ?? -1) + 1
            }
            if page == old { return old }
            page.document.updatedAt = now
            try tx.apiDocuments.update(page.document, content: change.content.value)
            try Self.record(event, of: api, tx)
            return page
        }
    }

    /// Puts a document at a place below a parent, or at the top; a negative index counts from the end.
    package func move(
        _ id: ID<APIDocument>, of api: ID<API>, to parent: ID<APIDocument>?, index: Int, as actor: Actor
    ) async throws {
        let now = kernel.now
        let event = kernel.audit("api-document.moved", of: AuditTarget("api-document", id.text), by: actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .api(api), in: tx)
            var document = try page(id, of: api, tx).document
            let all = try tx.apiDocuments.all(of: api)
            document.parentID = parent
            document.updatedAt = now
            try Self.checkPlace(document, among: all)
            var order = all.filter { $0.parentID == parent && $0.id != id }.map(\.id)
            let place = index < 0 ? order.count + 1 + index : index
            order.insert(id, at: min(max(place, 0), order.count))
            try tx.apiDocuments.update(document, content: nil)
            try tx.apiDocuments.arrange(order)
            try Self.record(event, of: api, tx)
        }
    }

    /// Deletes a document with all below it.
    package func delete(_ id: ID<APIDocument>, of api: ID<API>, as actor: Actor) async throws {
        let event = kernel.audit("api-document.deleted", of: AuditTarget("api-document", id.text), by: actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .api(api), in: tx)
            _ = try page(id, of: api, tx)
            try tx.apiDocuments.delete(id)
            try Self.record(event, of: api, tx)
        }
    }
}

extension APIDocuments {
    private func documents(of api: ID<API>, _ tx: Transaction) throws -> [APIDocument] {
        guard try tx.apis.find(api, kind) != nil else { throw Refusal.notFound }
        return try tx.apiDocuments.all(of: api)
    }

    private func page(_ id: ID<APIDocument>, of api: ID<API>, _ tx: Transaction) throws -> APIDocumentPage {
        guard try tx.apis.find(api, kind) != nil, let page = try tx.apiDocuments.find(id, of: api) else {
            throw Refusal.notFound
        }
        return page
    }

    private static func record(_ event: AuditEvent, of api: ID<API>, _ tx: Transaction) throws {
        try tx.publications.bumpPortals(of: api)
        try tx.audit.record(event)
    }

    private static func problems(_ document: APIDocument, content: String) -> [FieldProblem] {
        [
            APIDocument.titleRule.problem("title", document.title), API.slugRule.problem("slug", document.slug),
            APIDocument.contentRule.problem("content", content),
        ].compactMap(\.self)
    }

    /// Refuses a parent that is missing or below the document, and trees that get too deep.
    private static func checkPlace(_ document: APIDocument, among all: [APIDocument]) throws {
        let byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var depth = 1, next = document.parentID
        while let id = next {
            guard let parent = byID[id] else {
                throw Refusal.invalid("parent_document_id", .missingReference, "Parent document not found")
            }
            if id == document.id { throw Refusal.conflict("A document cannot be moved below itself") }
            depth += 1
            next = parent.parentID
        }
        if depth + height(below: document.id, all) > APIDocument.maximumDepth {
            let reason = "documents must not be nested deeper than \(APIDocument.maximumDepth) levels"
            throw Refusal.invalid("parent_document_id", .invalid, reason)
        }
    }

    private static func height(below id: ID<APIDocument>, _ all: [APIDocument]) -> Int {
        var level: Set<ID<APIDocument>> = [id], height = 0
        while true {
            level = Set(all.filter { $0.parentID.map(level.contains) ?? false }.map(\.id))
            if level.isEmpty || height > APIDocument.maximumDepth { return height }
            height += 1
        }
    }

    private static func defaultSlug(_ title: String) -> String {
        let slug = Slug.make(title)
        return slug.isEmpty ? "document" : String(slug.prefix(API.slugRule.length.upperBound - 6))
    }

    private static func freeSlug(_ slug: String, among siblings: [APIDocument]) -> String {
        let taken = Set(siblings.map(\.slug))
        if !taken.contains(slug) { return slug }
        var number = 2
        while taken.contains("\(slug)-\(number)") { number += 1 }
        return "\(slug)-\(number)"
    }
}
