/// A set of services, routes and plugins, served by the data planes that poll it.
package struct ControlPlane: Sendable, Equatable {
    package enum ClusterType: String, Sendable, CaseIterable {
        case plain = "CLUSTER_TYPE_CONTROL_PLANE"
        case ingressController = "CLUSTER_TYPE_K8S_INGRESS_CONTROLLER"
        case group = "CLUSTER_TYPE_CONTROL_PLANE_GROUP"
        case serverless = "CLUSTER_TYPE_SERVERLESS"
        case eventProxy = "CLUSTER_TYPE_KAFKA_NATIVE_EVENT_PROXY"
        case serverlessV1 = "CLUSTER_TYPE_SERVERLESS_V1"
    }

    package enum AuthType: String, Sendable, CaseIterable {
        case pinned = "pinned_client_certs"
        case pki = "pki_client_certs"
    }

    /// An address at which data planes are reached.
    package struct ProxyURL: Sendable, Equatable, Codable {
        package var host: String
        package var port: Int
        package var `protocol`: String

        package init(host: String, port: Int, protocol: String) {
            self.host = host
            self.port = port
            self.protocol = `protocol`
        }
    }

    package static let nameRule = TextRule(2...256)
    package static let descriptionRule = TextRule(0...2_048)
    /// The name of the control plane that exists from the first start.
    package static let builtInName = "default"

    package static let list = ListRules(
        filters: ["id": .string, "name": .string, "cluster_type": .string, "cloud_gateway": .boolean, "labels": .map],
        sorts: ["created_at", "name"])

    package var id: ID<ControlPlane>
    package var name: String
    package var description: String?
    package var clusterType: ClusterType
    package var authType: AuthType
    package var isCloudGateway: Bool
    package var proxyURLs: [ProxyURL]
    package var labels: [String: String]
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<ControlPlane>, name: String, description: String?, clusterType: ClusterType, authType: AuthType,
        isCloudGateway: Bool, proxyURLs: [ProxyURL], labels: [String: String], createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.name = name
        self.description = description
        self.clusterType = clusterType
        self.authType = authType
        self.isCloudGateway = isCloudGateway
        self.proxyURLs = proxyURLs
        self.labels = labels
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// What to create a control plane from.
package struct ControlPlaneDraft: Sendable {
    package var name: String
    package var description: String?
    package var clusterType = ControlPlane.ClusterType.plain
    package var authType = ControlPlane.AuthType.pinned
    package var isCloudGateway = false
    package var proxyURLs: [ControlPlane.ProxyURL] = []
    package var labels: [String: String?] = [:]

    package init(name: String) {
        self.name = name
    }

    package func problems() -> [FieldProblem] {
        [
            ControlPlane.nameRule.problem("name", name),
            description.flatMap { ControlPlane.descriptionRule.problem("description", $0) },
        ].compactMap(\.self) + Labels.problems(labels)
    }
}

/// What to alter about a control plane.
package struct ControlPlaneChange: Sendable {
    package var name: Change<String> = .unchanged
    package var description: Change<String?> = .unchanged
    package var authType: Change<ControlPlane.AuthType> = .unchanged
    package var proxyURLs: Change<[ControlPlane.ProxyURL]> = .unchanged
    package var labels: Change<[String: String?]?> = .unchanged

    package init() {}

    package func problems() -> [FieldProblem] {
        [
            name.value.flatMap { ControlPlane.nameRule.problem("name", $0) },
            description.value?.flatMap { ControlPlane.descriptionRule.problem("description", $0) },
        ].compactMap(\.self) + Labels.problems(labels.value.flatMap(\.self) ?? [:])
    }

    package func applied(to old: ControlPlane) -> ControlPlane {
        var plane = old
        name.apply(to: &plane.name)
        description.apply(to: &plane.description)
        authType.apply(to: &plane.authType)
        proxyURLs.apply(to: &plane.proxyURLs)
        if case .set(let update) = labels {
            plane.labels = update.map { Labels.merged(old.labels, with: $0) } ?? [:]
        }
        return plane
    }
}
