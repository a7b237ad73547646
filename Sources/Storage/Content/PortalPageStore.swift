package import Model

extension Transaction {
    package var portalPages: PortalPageStore { PortalPageStore(tx: self) }
}

/// The pages of portals. Every change is seen on the Site at once.
package struct PortalPageStore {
    let tx: Transaction

    /// Refuses a conflict when a sibling has the same address.
    package func insert(_ page: PortalPage, content: String) throws {
        try mapping(page) {
            try tx.run(
                .insert(
                    "portal_pages",
                    [
                        "id": "\(page.id)", "portal_id": "\(page.portalID)", "parent_id": "\(page.parentID)",
                        "parent_key": "\(page.parentID?.text ?? "")", "slug": "\(page.slug)",
                        "segment": "\(page.segment)", "title": "\(page.title)", "description": "\(page.description)",
                        "status": "\(page.status)", "visibility": "\(page.visibility)",
                        "position": "\(page.position)", "revision": "\(page.revision)",
                        "created_at": "\(page.createdAt)", "updated_at": "\(page.updatedAt)", "content": "\(content)",
                    ]))
        }
        try tx.portals.bump(page.portalID, .content)
    }

    /// Writes all fields; a nil content stays as it is.
    package func update(_ page: PortalPage, content: String?) throws {
        let update = SQL.update(
            "portal_pages",
            [
                "parent_id": "\(page.parentID)", "parent_key": "\(page.parentID?.text ?? "")", "slug": "\(page.slug)",
                "segment": "\(page.segment)", "title": "\(page.title)", "description": "\(page.description)",
                "status": "\(page.status)", "visibility": "\(page.visibility)", "position": "\(page.position)",
                "revision": "\(page.revision)", "updated_at": "\(page.updatedAt)",
            ], where: "id = \(page.id) AND portal_id = \(page.portalID)")
        guard try mapping(page, { try tx.run(update) }) == 1 else { throw Refusal.notFound }
        if let content { try tx.run("UPDATE portal_pages SET content = \(content) WHERE id = \(page.id)") }
        try tx.portals.bump(page.portalID, .content)
    }

    /// Puts pages in this order among their siblings.
    package func arrange(_ ids: [ID<PortalPage>]) throws {
        for (position, id) in ids.enumerated() {
            try tx.run("UPDATE portal_pages SET position = \(position) WHERE id = \(id) AND position <> \(position)")
        }
    }

    /// False when there was none on the portal. What is below it goes with it.
    @discardableResult
    package func delete(_ id: ID<PortalPage>, on portal: ID<Portal>) throws -> Bool {
        let count = try tx.run("DELETE FROM portal_pages WHERE id = \(id) AND portal_id = \(portal)")
        if count > 0 { try tx.portals.bump(portal, .content) }
        return count == 1
    }

    /// The page, when it is one of that portal.
    package func find(_ id: ID<PortalPage>, on portal: ID<Portal>) throws -> PortalPageDetail? {
        try tx.first("SELECT * FROM portal_pages WHERE id = \(id) AND portal_id = \(portal)").map(Self.detail)
    }

    /// The page below a parent that adds this segment to its address.
    package func find(
        segment: String, below parent: ID<PortalPage>?, on portal: ID<Portal>
    ) throws -> PortalPageDetail? {
        let key = parent?.text ?? ""
        return try tx.first(
            """
            SELECT * FROM portal_pages
            WHERE portal_id = \(portal) AND parent_key = \(key) AND segment = \(segment)
            """
        ).map(Self.detail)
    }

    /// All pages of the portal that match, without their content.
    package func all(on portal: ID<Portal>, _ query: ListQuery = ListQuery()) throws -> [PortalPage] {
        try tx.every(Self.source(portal), query, PortalPage.list).map(Self.page)
    }
}

extension PortalPageStore {
    private static func source(_ portal: ID<Portal>) -> ListSource {
        ListSource(
            """
            id, portal_id, parent_id, slug, title, description, status, visibility, position, revision, created_at, \
            updated_at
            """, from: "portal_pages", where: ["portal_id = \(portal)"], id: "id",
            fields: [
                "id": .uuid("id"), "slug": .string("slug"), "title": .string("title"),
                "visibility": .string("visibility"), "created_at": .dateTime("created_at"),
                "updated_at": .dateTime("updated_at"), "position": .string("position"),
            ])
    }

    @discardableResult
    private func mapping<T>(_ page: PortalPage, _ body: () throws -> T) throws -> T {
        let detail = "A page with the slug \"\(page.slug)\" already exists here"
        return try tx.mapping(
            .unique("portal_pages_segment", .conflict(detail)), .foreignKey(.notFound), body: body)
    }

    private static func detail(_ row: Row) throws -> PortalPageDetail {
        PortalPageDetail(try page(row), content: try row.text("content"))
    }

    private static func page(_ row: Row) throws -> PortalPage {
        PortalPage(
            id: try row.id("id"), portalID: try row.id("portal_id"), parentID: try row.idOrNil("parent_id"),
            slug: try row.text("slug"), title: try row.text("title"), description: try row.textOrNil("description"),
            status: try row.choice("status"), visibility: try row.choice("visibility"),
            position: try row.int("position"), revision: try row.int("revision"),
            createdAt: try row.instant("created_at"), updatedAt: try row.instant("updated_at"))
    }
}
