package import Model

extension PortalStore {
    /// How much there is on a portal.
    package func counts(of id: ID<Portal>) throws -> PortalCounts {
        var counts = PortalCounts()
        counts.developers = try tx.count(RowCount(.developers, of: id))
        counts.pendingDevelopers = try tx.count(
            RowCount(.developers, of: id), part: Developer.Status.pending.rawValue)
        counts.apis = try tx.count(RowCount(.publications, of: id))
        counts.applications = try tx.count(RowCount(.applications, of: id))
        counts.pendingRegistrations = try tx.registrations.pendingCount(on: id)
        return counts
    }
}
