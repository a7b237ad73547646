package import Model

extension Transaction {
    package var portals: PortalStore { PortalStore(tx: self) }
}

/// The portals, and the versions of what each of them shows.
package struct PortalStore {
    let tx: Transaction

    /// Refuses a conflict when the name or the slug is taken.
    package func insert(_ portal: Portal) throws {
        try mapping(portal) { try tx.run(.insert("portals", Self.values(portal))) }
        try tx.customizations.insert(.standard, of: portal.id, at: portal.createdAt)
        for facet in PortalFacet.allCases {
            try tx.run(.insert("portal_versions", ["portal_id": "\(portal.id)", "facet": "\(facet)", "version": "1"]))
        }
        tx.announce()
    }

    /// Writes all fields; refuses `notFound` when it is gone and a conflict when the name or the slug is taken.
    package func update(_ portal: Portal) throws {
        let update = SQL.update("portals", Self.values(portal), where: "id = \(portal.id)")
        guard try mapping(portal, { try tx.run(update) }) == 1 else { throw Refusal.notFound }
        try bump(portal.id, .settings)
    }

    /// False when there was none. Everything that belongs to the portal goes with it.
    @discardableResult
    package func delete(_ id: ID<Portal>) throws -> Bool {
        tx.announce()
        return try tx.run("DELETE FROM portals WHERE id = \(id)") == 1
    }

    package func find(_ id: ID<Portal>) throws -> Portal? {
        try tx.first(Self.select + " WHERE p.id = \(id)").map(Self.portal)
    }

    package func find(slug: String) throws -> Portal? {
        try tx.first(Self.select + " WHERE p.slug = \(slug)").map(Self.portal)
    }

    /// The portal whose enabled custom domain it is.
    package func find(hostname: String) throws -> Portal? {
        try tx.first(Self.select + " WHERE c.hostname = \(hostname)").map(Self.portal)
    }

    package func find(name: String) throws -> Portal? {
        try tx.first(Self.select + " WHERE p.name = \(name)").map(Self.portal)
    }

    /// All portals that may be seen, by name.
    package func all(seen: Seen = .everything) throws -> [Portal] {
        let condition = SQL.isSeen("p.id", seen)
        return try tx.all(Self.select + " WHERE \(sql: condition) ORDER BY p.name, p.id").map(Self.portal)
    }

    package func count() throws -> Int { try tx.count("SELECT COUNT(*) FROM portals") }

    /// One page; a portal's domains are its slug and the base domain.
    package func list(_ query: ListQuery, baseDomain: String) throws -> Page<Portal> {
        try tx.page(Self.source(baseDomain: baseDomain), query, Portal.list).map(Self.portal)
    }
}

extension PortalStore {
    /// Says that a facet has changed, so that nobody shows an older copy once this is committed.
    package func bump(_ id: ID<Portal>, _ facets: PortalFacet...) throws {
        for facet in facets {
            try tx.run(
                """
                INSERT INTO portal_versions (portal_id, facet, version) VALUES (\(id), \(facet), 1)
                ON CONFLICT (portal_id, facet) DO UPDATE SET version = portal_versions.version + 1
                """)
        }
        tx.announce()
    }

    /// Says that a facet of every portal has changed.
    package func bumpAll(_ facet: PortalFacet) throws {
        try tx.run("UPDATE portal_versions SET version = version + 1 WHERE facet = \(facet)")
        tx.announce()
    }

    /// The version of each facet of each portal.
    package func versions() throws -> [ID<Portal>: [PortalFacet: Int]] {
        var versions: [ID<Portal>: [PortalFacet: Int]] = [:]
        for row in try tx.all("SELECT portal_id, facet, version FROM portal_versions") {
            versions[try row.id("portal_id"), default: [:]][try row.choice("facet")] = try row.int("version")
        }
        return versions
    }
}

extension PortalStore {
    private static let columns: SQL = "p.*, c.hostname AS custom_hostname, c.seen_at AS custom_seen_at"
    private static let from: SQL = "portals p LEFT JOIN custom_domains c ON c.portal_id = p.id AND c.is_enabled"
    private static let select: SQL = "SELECT \(sql: columns) FROM \(sql: from)"

    static func source(baseDomain: String) -> ListSource {
        let domain = "(p.slug || \("." + baseDomain))" as SQL
        return ListSource(
            columns, from: from, id: "p.id",
            fields: [
                "id": .uuid("p.id"), "name": .indexedString("p.name", of: "p.id"),
                "description": .string("p.description", nullable: true),
                "authentication_enabled": .boolean("p.authentication_enabled"),
                "rbac_enabled": .boolean("p.rbac_enabled"),
                "default_api_visibility": .string("p.default_api_visibility"),
                "default_page_visibility": .string("p.default_page_visibility"),
                "default_application_auth_strategy_id": .uuid(
                    "p.default_application_auth_strategy_id", nullable: true),
                "auto_approve_developers": .boolean("p.auto_approve_developers"),
                "auto_approve_applications": .boolean("p.auto_approve_applications"),
                "default_domain": .string(domain),
                "canonical_domain": .string("COALESCE(c.hostname, \(sql: domain))"),
                "created_at": .dateTime("p.created_at"), "updated_at": .dateTime("p.updated_at"),
            ])
    }

    @discardableResult
    private func mapping<T>(_ portal: Portal, _ body: () throws -> T) throws -> T {
        try tx.mapping(
            .unique("portals_name", .conflict("A portal named \"\(portal.name)\" already exists")),
            .unique("portals_slug", .conflict("A portal with the slug \"\(portal.slug)\" already exists")), body: body)
    }

    private static func values(_ portal: Portal) -> KeyValuePairs<StaticString, SQL> {
        [
            "id": "\(portal.id)", "name": "\(portal.name)", "display_name": "\(portal.displayName)",
            "description": "\(portal.description)", "authentication_enabled": "\(portal.authenticationEnabled)",
            "rbac_enabled": "\(portal.rbacEnabled)", "sipr_enabled": "\(portal.ipAllowListEnabled)",
            "default_api_visibility": "\(portal.defaultAPIVisibility)",
            "default_page_visibility": "\(portal.defaultPageVisibility)",
            "default_application_auth_strategy_id": "\(portal.defaultStrategyID)",
            "auto_approve_developers": "\(portal.autoApproveDevelopers)",
            "auto_approve_applications": "\(portal.autoApproveApplications)",
            "notifications_developer_pii_visibility_enabled": "\(portal.notificationsShowDeveloperPII)",
            "slug": "\(portal.slug)", "labels": "\(labels: portal.labels)", "created_at": "\(portal.createdAt)",
            "updated_at": "\(portal.updatedAt)", "passwords_enabled": "\(portal.signIn.passwordsEnabled)",
            "operators_assign_teams": "\(portal.signIn.operatorsAssignTeams)",
            "groups_assign_teams": "\(portal.signIn.groupsAssignTeams)",
        ]
    }

    private static func portal(_ row: Row) throws -> Portal {
        var portal = Portal(
            id: try row.id("id"), name: try row.text("name"), displayName: try row.text("display_name"),
            description: try row.textOrNil("description"),
            authenticationEnabled: try row.bool("authentication_enabled"),
            rbacEnabled: try row.bool("rbac_enabled"), ipAllowListEnabled: try row.bool("sipr_enabled"),
            defaultAPIVisibility: try row.choice("default_api_visibility"),
            defaultPageVisibility: try row.choice("default_page_visibility"),
            defaultStrategyID: try row.idOrNil("default_application_auth_strategy_id"),
            autoApproveDevelopers: try row.bool("auto_approve_developers"),
            autoApproveApplications: try row.bool("auto_approve_applications"),
            notificationsShowDeveloperPII: try row.bool("notifications_developer_pii_visibility_enabled"),
            slug: try row.text("slug"), labels: try row.labels("labels"), createdAt: try row.instant("created_at"),
            updatedAt: try row.instant("updated_at"))
        portal.customHost = try row.textOrNil("custom_hostname").map { name in
            Portal.CustomHost(name: name, isReached: try row.instantOrNil("custom_seen_at") != nil)
        }
        portal.signIn = PortalSignIn(
            passwordsEnabled: try row.bool("passwords_enabled"),
            operatorsAssignTeams: try row.bool("operators_assign_teams"),
            groupsAssignTeams: try row.bool("groups_assign_teams"))
        return portal
    }
}
