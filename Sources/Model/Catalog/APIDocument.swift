/// A page of Markdown about an API, in a tree.
package struct APIDocument: Sendable, Equatable {
    package typealias Status = ContentStatus

    package var id: ID<APIDocument>
    package var apiID: ID<API>
    package var parentID: ID<APIDocument>?
    package var title: String
    /// Its part of addresses; siblings have different ones.
    package var slug: String
    package var status: Status
    /// Among its siblings, from 0.
    package var position: Int
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<APIDocument>, apiID: ID<API>, parentID: ID<APIDocument>?, title: String, slug: String,
        status: Status, position: Int, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.apiID = apiID
        self.parentID = parentID
        self.title = title
        self.slug = slug
        self.status = status
        self.position = position
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension APIDocument {
    package static let titleRule = TextRule(1...512)
    package static let contentRule = TextRule(0...1_000_000)
    package static let maximumDepth = 10
    package static let list = ListRules(filters: ["status": .string])
}

/// A document with its content.
package struct APIDocumentPage: Sendable, Equatable {
    package var document: APIDocument
    package var content: String

    package init(_ document: APIDocument, content: String) {
        self.document = document
        self.content = content
    }
}

/// A document among its siblings, with those below it.
package struct APIDocumentTree: Sendable, Equatable {
    package var document: APIDocument
    package var children: [APIDocumentTree]

    /// The tree of documents that come in any order; a document whose parent is missing is left out.
    package static func make(_ documents: [APIDocument]) -> [APIDocumentTree] {
        let byParent = Dictionary(grouping: documents, by: \.parentID)
        func branch(_ parent: ID<APIDocument>?, depth: Int) -> [APIDocumentTree] {
            guard depth <= APIDocument.maximumDepth else { return [] }
            return (byParent[parent] ?? []).sorted { ($0.position, $0.id) < ($1.position, $1.id) }.map { document in
                APIDocumentTree(document: document, children: branch(document.id, depth: depth + 1))
            }
        }
        return branch(nil, depth: 1)
    }

    /// What readers see: an unpublished document hides all below it.
    package static func published(_ documents: [APIDocument]) -> [APIDocumentTree] {
        make(documents.filter { $0.status == .published })
    }

    /// Each document before those below it, with the slugs that lead to it.
    package static func walk(_ trees: [APIDocumentTree]) -> [(document: APIDocument, path: [String])] {
        func visit(_ tree: APIDocumentTree, _ path: [String]) -> [(document: APIDocument, path: [String])] {
            let here = path + [tree.document.slug]
            return [(tree.document, here)] + tree.children.flatMap { visit($0, here) }
        }
        return trees.flatMap { visit($0, []) }
    }
}

/// A document to be added. What is nil comes from the front matter of the content, then from defaults.
package struct APIDocumentDraft: Sendable {
    package var title: String?
    package var slug: String?
    package var status: APIDocument.Status?
    package var parentID: ID<APIDocument>?
    package var content: String

    package init(content: String) {
        self.content = content
    }
}

/// What to alter about a document.
package struct APIDocumentChange: Sendable {
    package var title: Change<String> = .unchanged
    package var slug: Change<String> = .unchanged
    package var status: Change<APIDocument.Status> = .unchanged
    package var parentID: Change<ID<APIDocument>?> = .unchanged
    package var content: Change<String> = .unchanged

    package init() {}

    package func problems() -> [FieldProblem] {
        [
            title.value.flatMap { APIDocument.titleRule.problem("title", $0) },
            slug.value.flatMap { API.slugRule.problem("slug", $0) },
            content.value.flatMap { APIDocument.contentRule.problem("content", $0) },
        ].compactMap(\.self)
    }
}
