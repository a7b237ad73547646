package import Model

extension Transaction {
    package var apiDocuments: APIDocumentStore { APIDocumentStore(tx: self) }
}

/// The documents of APIs.
package struct APIDocumentStore {
    let tx: Transaction

    /// Refuses a conflict when a sibling has the slug.
    package func insert(_ document: APIDocument, content: String) throws {
        try mapping(document) {
            try tx.run(
                .insert(
                    "api_documents",
                    [
                        "id": "\(document.id)", "api_id": "\(document.apiID)", "parent_id": "\(document.parentID)",
                        "parent_key": "\(document.parentID?.text ?? "")", "title": "\(document.title)",
                        "slug": "\(document.slug)", "status": "\(document.status)",
                        "position": "\(document.position)", "created_at": "\(document.createdAt)",
                        "updated_at": "\(document.updatedAt)", "content": "\(content)",
                    ]))
        }
    }

    /// Writes all fields; a nil content stays as it is.
    package func update(_ document: APIDocument, content: String?) throws {
        let update = SQL.update(
            "api_documents",
            [
                "parent_id": "\(document.parentID)", "parent_key": "\(document.parentID?.text ?? "")",
                "title": "\(document.title)", "slug": "\(document.slug)", "status": "\(document.status)",
                "position": "\(document.position)", "updated_at": "\(document.updatedAt)",
            ], where: "id = \(document.id)")
        guard try mapping(document, { try tx.run(update) }) == 1 else { throw Refusal.notFound }
        if let content {
            try tx.run("UPDATE api_documents SET content = \(content) WHERE id = \(document.id)")
        }
    }

    /// Puts documents of one API in this order among their siblings.
    package func arrange(_ ids: [ID<APIDocument>]) throws {
        for (position, id) in ids.enumerated() {
            try tx.run(
                "UPDATE api_documents SET position = \(position) WHERE id = \(id) AND position <> \(position)")
        }
    }

    /// False when there was none. What is below it goes with it.
    @discardableResult
    package func delete(_ id: ID<APIDocument>) throws -> Bool {
        try tx.run("DELETE FROM api_documents WHERE id = \(id)") == 1
    }

    /// The document, when it is one of that API.
    package func find(_ id: ID<APIDocument>, of api: ID<API>) throws -> APIDocumentPage? {
        try tx.first("SELECT * FROM api_documents WHERE id = \(id) AND api_id = \(api)").map { row in
            APIDocumentPage(try Self.document(row), content: try row.text("content"))
        }
    }

    /// All documents of an API without their content.
    package func all(of api: ID<API>) throws -> [APIDocument] {
        try tx.all(
            """
            SELECT id, api_id, parent_id, title, slug, status, position, created_at, updated_at
            FROM api_documents WHERE api_id = \(api) ORDER BY position, id
            """
        ).map(Self.document)
    }

    package func count(of api: ID<API>) throws -> Int {
        try tx.count("SELECT COUNT(*) FROM api_documents WHERE api_id = \(api)")
    }

    @discardableResult
    private func mapping<T>(_ document: APIDocument, _ body: () throws -> T) throws -> T {
        let detail = "A document with the slug \"\(document.slug)\" already exists here"
        return try tx.mapping(.unique("api_documents_slug", .conflict(detail)), body: body)
    }

    static func document(_ row: Row) throws -> APIDocument {
        APIDocument(
            id: try row.id("id"), apiID: try row.id("api_id"), parentID: try row.idOrNil("parent_id"),
            title: try row.text("title"), slug: try row.text("slug"), status: try row.choice("status"),
            position: try row.int("position"), createdAt: try row.instant("created_at"),
            updatedAt: try row.instant("updated_at"))
    }
}
