import Core
import Model
import Web

extension ControlPlane.ClusterType: WireChoice {}
extension ControlPlane.AuthType: WireChoice {}

/// Control planes on the wire, version 2.
enum ControlPlaneWire {
    static func shape(endpoint: String) -> Shape<ControlPlane> {
        let url = Shape<ControlPlane.ProxyURL>(
            "ProxyURL", [.init("host") { $0.host }, .init("port") { $0.port }, .init("protocol") { $0.protocol }])
        let config = Shape<ControlPlane>(
            "ControlPlaneConfig",
            [
                .init("control_plane_endpoint") { _ in endpoint }, .init("telemetry_endpoint") { _ in endpoint },
                .init("cluster_type") { $0.clusterType }, .init("auth_type") { $0.authType },
                .init("cloud_gateway") { $0.isCloudGateway }, .init("proxy_urls", arrayOf: url) { $0.proxyURLs },
            ])
        return Shape(
            "ControlPlane",
            [
                .init("id") { $0.id }, .init("name") { $0.name }, .init("description") { $0.description ?? "" },
                .init("labels") { $0.labels }, .init("config", config) { $0 },
                .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
            ])
    }

    static func draft(_ body: inout BodyReader) -> ControlPlaneDraft {
        var draft = ControlPlaneDraft(name: body.required("name", .text(ControlPlane.nameRule)))
        draft.description = body.nullable("description", .text(ControlPlane.descriptionRule)).flatMap(Self.nonEmpty)
        draft.clusterType = body.optional("cluster_type", .choice()) ?? .plain
        draft.authType = body.optional("auth_type", .choice()) ?? .pinned
        draft.isCloudGateway = body.optional("cloud_gateway", .boolean) ?? false
        draft.proxyURLs = body.optional("proxy_urls", .array(proxyURL, count: 0...5)) ?? []
        draft.labels = body.nullable("labels", .labels) ?? [:]
        return draft
    }

    static func change(_ body: inout BodyReader) -> ControlPlaneChange {
        var change = ControlPlaneChange()
        change.name = body.change("name", .text(ControlPlane.nameRule))
        let description = body.nullableChange("description", .text(ControlPlane.descriptionRule))
        if case .set(let text) = description { change.description = .set(text.flatMap(Self.nonEmpty)) }
        change.authType = body.change("auth_type", .choice())
        change.proxyURLs = body.change("proxy_urls", .array(proxyURL, count: 0...5))
        change.labels = body.nullableChange("labels", .labels)
        return change
    }

    /// No description goes out as an empty one, and comes back as such.
    private static func nonEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }

    static func membersSchema(_ shape: Shape<ControlPlane>) -> Schema {
        let page = Schema.object(
            name: nil,
            [.init("size", .integer), .init("total", .integer), .init("next", .nullable(.string()))])
        return .object(
            name: nil,
            [.init("data", .array(shape.schema)), .init("meta", .object(name: nil, [.init("page", page)]))])
    }

    static let conflict = Shape<GroupConflict>(
        "ControlPlaneGroupConflict",
        [
            .init("cluster_id") { $0.entity.controlPlaneID },
            .init("description") {
                "conflicting entity found: ID=\($0.other.id), Name=\(name(of: $0.other))"
            },
            .init(
                "resource",
                Shape<CoreEntity>("GroupConflictResource", [.init("id") { $0.id }, .init("type") { $0.kind.rawValue }])
            ) { $0.entity },
        ])

    /// Keys are named by their hashes, which say nothing.
    private static func name(of entity: CoreEntity) -> String {
        entity.kind == .keyAuth ? "-" : entity.name ?? "-"
    }

    static let groupStatusSchema = Schema.object(
        name: nil,
        [
            .init(
                "item",
                .object(
                    name: "ControlPlaneGroupStatus",
                    [
                        .init("id", .string(format: "uuid")), .init("created_at", .string(format: "date-time")),
                        .init("updated_at", .string(format: "date-time")), .init("conflicts", .array(conflict.schema)),
                        .init("state", .choice(["OK", "CONFLICT"])),
                    ]))
        ])

    /// The ids of a body `{members: [{id}]}`.
    static func members(_ body: inout BodyReader) -> [ID<ControlPlane>] {
        let member = ValueReader<ID<ControlPlane>>.object(standIn: { ID(stored: "") }) { $0.required("id", .id()) }
        return body.required("members", .array(member, count: 0...256))
    }

    private static var proxyURL: ValueReader<ControlPlane.ProxyURL> {
        .object(standIn: { ControlPlane.ProxyURL(host: "", port: 1, protocol: "") }) { body in
            ControlPlane.ProxyURL(
                host: body.required("host", .text(TextRule(1...120))),
                port: body.required("port", .integer(1...65_535)),
                protocol: body.required("protocol", .text(TextRule(1...32))))
        }
    }
}
