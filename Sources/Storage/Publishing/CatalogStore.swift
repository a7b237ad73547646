package import Model

extension Transaction {
    package var catalog: CatalogStore { CatalogStore(tx: self) }
}

/// The APIs of a portal as somebody there sees them: nothing outside the given scope is ever read.
package struct CatalogStore {
    let tx: Transaction

    package func list(_ query: ListQuery, on portal: ID<Portal>, _ scope: CatalogScope) throws -> Page<CatalogItem> {
        let page = try tx.page(Self.source(portal, scope), query, CatalogItem.list)
        return Page(items: try items(page.items), total: page.total, request: page.request)
    }

    /// The API with this id or slug; nil when there is none in the scope.
    package func find(_ idOrSlug: String, on portal: ID<Portal>, _ scope: CatalogScope) throws -> CatalogItem? {
        let match: SQL =
            ID<API>(idOrSlug).map { "(a.id = \($0) OR a.slug = \(idOrSlug))" } ?? "a.slug = \(idOrSlug)"
        let rows = try tx.all(
            """
            SELECT \(sql: Self.columns) FROM \(sql: Self.from)
            WHERE p.portal_id = \(portal) AND \(sql: match) AND \(sql: Self.condition(scope)) ORDER BY a.id LIMIT 1
            """)
        return try items(rows).first
    }

    /// The attribute keys of the APIs in the scope, with how many carry each value, in all and among those that
    /// carry every selected key with one of its selected values.
    package func attributes(
        on portal: ID<Portal>, _ scope: CatalogScope, selected: [String: [String]]
    ) throws -> [(key: String, values: [APIAttribute.Value])] {
        let all = try attributeCounts(portal, scope, selected: [:])
        let chosen = selected.isEmpty ? nil : try attributeCounts(portal, scope, selected: selected)
        let byKey = Dictionary(grouping: all, by: \.key)
        return byKey.keys.sorted().map { key in
            let values = (byKey[key] ?? []).map { count in
                let remaining = chosen?.first { $0.key == key && $0.value == count.value }?.apis ?? 0
                return APIAttribute.Value(
                    count.value, apiCount: count.apis, selectedCount: chosen == nil ? nil : remaining)
            }
            return (key, values)
        }
    }

    private func attributeCounts(
        _ portal: ID<Portal>, _ scope: CatalogScope, selected: [String: [String]]
    ) throws -> [(key: String, value: String, apis: Int)] {
        let conditions = selected.sorted { $0.key < $1.key }.map { key, values -> SQL in
            """
            EXISTS (SELECT 1 FROM api_attribute_values x
            WHERE x.api_id = p.api_id AND x.key = \(key) AND x.value IN \(list: values))
            """
        }
        return try tx.all(
            """
            SELECT t.key, t.value, COUNT(*) AS apis FROM publications p
            JOIN api_attribute_values t ON t.api_id = p.api_id
            WHERE p.portal_id = \(portal) AND \(sql: .all([Self.condition(scope)] + conditions))
            GROUP BY t.key, t.value ORDER BY t.key, t.value
            """
        ).map { (try $0.text("key"), try $0.text("value"), try $0.int("apis")) }
    }

    private func items(_ rows: [Row]) throws -> [CatalogItem] {
        let publications = try tx.publications.withStrategies(rows)
        return try zip(rows, publications).map { row, publication in
            CatalogItem(
                api: try APIStore.api(row), publication: publication,
                currentVersion: try APIVersionStore.versionOrNil(row), hasIcon: try row.textOrNil("icon_type") != nil)
        }
    }
}

extension CatalogStore {
    private static let columns =
        APIStore.columns + ", " + PublicationStore.columns + ", " + APIVersionStore.columns + ", i.type AS icon_type"

    private static let from: SQL = """
        publications p JOIN apis a ON a.id = p.api_id
        LEFT JOIN api_versions v ON \(sql: APIVersionStore.isCurrent)
        LEFT JOIN api_icons i ON i.api_id = a.id
        """

    static func source(_ portal: ID<Portal>, _ scope: CatalogScope) -> ListSource {
        ListSource(
            columns, from: from, where: ["p.portal_id = \(portal)", condition(scope)], id: "a.id",
            owner: "p.api_id",
            fields: [
                "id": .uuid("a.id"), "name": .indexedString("a.name", of: "a.id"),
                "version": .string("NULLIF(a.version, '')", nullable: true),
                "description": .string("a.description", nullable: true),
                "attributes": .condition { try APIAttributeStore.condition($0, on: "a.id") },
                "created_at": .dateTime("a.created_at"), "updated_at": .dateTime("a.updated_at"),
            ]
        )
        .counting(in: "publications p", by: [])
        .counting(in: "publications p JOIN apis a ON a.id = p.api_id", by: Set(CatalogItem.list.filters.keys))
    }

    static func condition(_ scope: CatalogScope) -> SQL {
        switch scope {
        case .publicOnly: "p.visibility = 'public'"
        case .everything: "TRUE"
        case .granted(let developer):
            "(p.visibility = 'public' OR \(sql: granted(to: developer)))"
        }
    }
}

extension CatalogStore {
    private static func granted(to developer: ID<Developer>) -> SQL {
        .developer("\(developer)", portal: "p.portal_id", has: [.viewer, .consumer], on: "p.api_id")
    }

    /// The APIs in the scope with their current versions, by name: as many as search looks at.
    package func searched(on portal: ID<Portal>, _ scope: CatalogScope) throws -> [(api: API, version: APIVersion?)] {
        try tx.all(
            """
            SELECT \(sql: APIStore.columns), \(sql: APIVersionStore.columns) FROM publications p
            JOIN apis a ON a.id = p.api_id LEFT JOIN api_versions v ON \(sql: APIVersionStore.isCurrent)
            WHERE p.portal_id = \(portal) AND \(sql: Self.condition(scope)) ORDER BY a.name, a.id LIMIT 5000
            """
        ).map { (try APIStore.api($0), try APIVersionStore.versionOrNil($0)) }
    }

    /// The documents of the APIs in the scope, whatever their status, without their content.
    package func documents(on portal: ID<Portal>, _ scope: CatalogScope) throws -> [APIDocument] {
        try tx.all(
            """
            SELECT d.id, d.api_id, d.parent_id, d.title, d.slug, d.status, d.position, d.created_at, d.updated_at
            FROM publications p JOIN api_documents d ON d.api_id = p.api_id
            WHERE p.portal_id = \(portal) AND \(sql: Self.condition(scope)) ORDER BY d.position, d.id
            """
        ).map(APIDocumentStore.document)
    }
}
