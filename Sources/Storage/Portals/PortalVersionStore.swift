import Model

extension PortalStore {
    /// By slug, a number that grows whenever something changes that visitors see; a sign-up does not.
    package func publicVersions() throws -> [String: Int] {
        var versions: [String: Int] = [:]
        let rows = try tx.all(
            """
            SELECT p.slug, CAST(SUM(v.version) AS BIGINT) AS version
            FROM portals p JOIN portal_versions v ON v.portal_id = p.id
            WHERE v.facet IN \(list: [PortalFacet.settings, .content, .catalog].map(\.rawValue))
            GROUP BY p.slug
            """)
        for row in rows { versions[try row.text("slug")] = try row.int("version") }
        return versions
    }
}
