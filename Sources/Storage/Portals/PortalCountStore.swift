package import Model

extension PortalStore {
    /// How much there is on a portal.
    package func counts(of id: ID<Portal>) throws -> PortalCounts {
        var counts = PortalCounts()
        counts.developers = try tx.count("SELECT COUNT(*) FROM developers WHERE portal_id = \(id)")
        counts.pendingDevelopers = try tx.count(
            "SELECT COUNT(*) FROM developers WHERE portal_id = \(id) AND status = 'pending'")
        counts.apis = try tx.count("SELECT COUNT(*) FROM publications WHERE portal_id = \(id)")
        counts.applications = try tx.count("SELECT COUNT(*) FROM applications WHERE portal_id = \(id)")
        counts.pendingRegistrations = try tx.count(
            "SELECT COUNT(*) FROM registrations WHERE portal_id = \(id) AND status = 'pending'")
        return counts
    }
}
