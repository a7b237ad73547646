import Model

extension PortalStore {
    /// By slug, and by custom host name, a number that grows whenever something changes that visitors see; a sign-up
    /// does not.
    package func publicVersions() throws -> [String: Int] {
        var versions: [String: Int] = [:]
        let rows = try tx.all(
            """
            SELECT p.slug, c.hostname, CAST(SUM(v.version) AS BIGINT) AS version
            FROM portals p JOIN portal_versions v ON v.portal_id = p.id
                LEFT JOIN custom_domains c ON c.portal_id = p.id AND c.is_enabled
            WHERE v.facet IN \(list: [PortalFacet.settings, .content, .catalog].map(\.rawValue))
            GROUP BY p.slug, c.hostname
            """)
        for row in rows {
            versions[try row.text("slug")] = try row.int("version")
            // A slug has no dot and a host name has one: they never meet.
            if let host = try row.textOrNil("hostname") { versions[host] = try row.int("version") }
        }
        return versions
    }
}
