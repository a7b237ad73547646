package import Model

extension Transaction {
    package var snippets: SnippetStore { SnippetStore(tx: self) }
}

/// The snippets of portals.
package struct SnippetStore {
    let tx: Transaction

    /// Refuses a conflict when the name is taken on the portal.
    package func insert(_ snippet: Snippet, content: String) throws {
        try mapping(snippet) {
            try tx.run(
                .insert(
                    "snippets",
                    [
                        "id": "\(snippet.id)", "portal_id": "\(snippet.portalID)", "name": "\(snippet.name)",
                        "title": "\(snippet.title)", "description": "\(snippet.description)",
                        "status": "\(snippet.status)", "visibility": "\(snippet.visibility)",
                        "revision": "\(snippet.revision)", "created_at": "\(snippet.createdAt)",
                        "updated_at": "\(snippet.updatedAt)", "content": "\(content)",
                    ]))
        }
        try tx.portals.bump(snippet.portalID, .content)
    }

    /// Writes all fields; a nil content stays as it is.
    package func update(_ snippet: Snippet, content: String?) throws {
        let update = SQL.update(
            "snippets",
            [
                "name": "\(snippet.name)", "title": "\(snippet.title)", "description": "\(snippet.description)",
                "status": "\(snippet.status)", "visibility": "\(snippet.visibility)",
                "revision": "\(snippet.revision)", "updated_at": "\(snippet.updatedAt)",
            ], where: "id = \(snippet.id) AND portal_id = \(snippet.portalID)")
        guard try mapping(snippet, { try tx.run(update) }) == 1 else { throw Refusal.notFound }
        if let content { try tx.run("UPDATE snippets SET content = \(content) WHERE id = \(snippet.id)") }
        try tx.portals.bump(snippet.portalID, .content)
    }

    /// False when there was none on the portal.
    @discardableResult
    package func delete(_ id: ID<Snippet>, on portal: ID<Portal>) throws -> Bool {
        let count = try tx.run("DELETE FROM snippets WHERE id = \(id) AND portal_id = \(portal)")
        if count > 0 { try tx.portals.bump(portal, .content) }
        return count == 1
    }

    /// The snippet, when it is one of that portal.
    package func find(_ id: ID<Snippet>, on portal: ID<Portal>) throws -> SnippetDetail? {
        try tx.first("SELECT * FROM snippets WHERE id = \(id) AND portal_id = \(portal)").map(Self.detail)
    }

    package func find(name: String, on portal: ID<Portal>) throws -> SnippetDetail? {
        try tx.first("SELECT * FROM snippets WHERE portal_id = \(portal) AND name = \(name)").map(Self.detail)
    }

    /// A page of the snippets of a portal, without their content.
    package func list(on portal: ID<Portal>, _ query: ListQuery) throws -> Page<Snippet> {
        try tx.page(Self.source(["portal_id = \(portal)"]), query, Snippet.list).map(Self.snippet)
    }

    /// The same, of what readers see.
    package func visible(on portal: ID<Portal>, privateToo: Bool, _ query: ListQuery) throws -> Page<Snippet> {
        var conditions: [SQL] = ["portal_id = \(portal)", "status = \(ContentStatus.published)"]
        if !privateToo { conditions.append("visibility = \(Portal.Visibility.public)") }
        return try tx.page(Self.source(conditions), query, Snippet.list).map(Self.snippet)
    }
}

extension SnippetStore {
    private static func source(_ conditions: [SQL]) -> ListSource {
        ListSource(
            "id, portal_id, name, title, description, status, visibility, revision, created_at, updated_at",
            from: "snippets", where: conditions, id: "id",
            fields: [
                "id": .uuid("id"), "name": .string("name"), "title": .string("title"),
                "visibility": .string("visibility"), "created_at": .dateTime("created_at"),
                "updated_at": .dateTime("updated_at"),
            ])
    }

    @discardableResult
    private func mapping<T>(_ snippet: Snippet, _ body: () throws -> T) throws -> T {
        let detail = "A snippet named \"\(snippet.name)\" already exists on this portal"
        return try tx.mapping(.unique("snippets_name", .conflict(detail)), .foreignKey(.notFound), body: body)
    }

    private static func detail(_ row: Row) throws -> SnippetDetail {
        SnippetDetail(try snippet(row), content: try row.text("content"))
    }

    private static func snippet(_ row: Row) throws -> Snippet {
        Snippet(
            id: try row.id("id"), portalID: try row.id("portal_id"), name: try row.text("name"),
            title: try row.text("title"), description: try row.textOrNil("description"),
            status: try row.choice("status"), visibility: try row.choice("visibility"),
            revision: try row.int("revision"), createdAt: try row.instant("created_at"),
            updatedAt: try row.instant("updated_at"))
    }
}
