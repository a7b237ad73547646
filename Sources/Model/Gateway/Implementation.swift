/// The link from an API to what serves it: a service of a control plane, or a whole control plane.
package struct Implementation: Sendable, Equatable {
    package static let list = ListRules(
        filters: [
            "id": .uuid, "api_id": .uuid, "service_id": .uuid, "control_plane_id": .uuid, "created_at": .dateTime,
            "updated_at": .dateTime,
        ],
        sorts: ["id", "api_id", "control_plane_id", "service_id", "created_at", "updated_at"])

    package var id: ID<Implementation>
    package var apiID: ID<API>
    package var controlPlaneID: ID<ControlPlane>
    /// Nil: the whole control plane.
    package var serviceID: ID<CoreEntity>?
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<Implementation>, apiID: ID<API>, controlPlaneID: ID<ControlPlane>, serviceID: ID<CoreEntity>?,
        createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.apiID = apiID
        self.controlPlaneID = controlPlaneID
        self.serviceID = serviceID
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
