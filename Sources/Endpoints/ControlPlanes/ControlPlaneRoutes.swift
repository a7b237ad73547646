package import Core
import Foundation
import HTTPTypes
import Hummingbird
import Model
package import Web

/// `/v2/control-planes`: operators and system accounts, as their roles allow.
package struct ControlPlaneRoutes {
    private let planes: ControlPlanes
    private let shape: Shape<ControlPlane>

    package init(_ product: Product) {
        planes = product.controlPlanes
        shape = ControlPlaneWire.shape(endpoint: product.kernel.settings.publicURL.text)
    }

    package var endpoints: [Endpoint<OperatorCaller>] {
        let one = "/v2/control-planes/{controlPlaneId}"
        return [
            .get(
                "/v2/control-planes", "list-control-planes", needs: .filtered,
                story: EndpointStory(
                    summary: "List control planes", list: ControlPlane.list,
                    query: [.init("labels", .string(), "Wanted labels: `key:value` or `key`, with `,` between.")],
                    answer: shape.pageSchema),
                list),
            .post(
                "/v2/control-planes", "create-control-plane", needs: .controlPlane(.create),
                story: EndpointStory(
                    summary: "Create a control plane", body: { _ = ControlPlaneWire.draft(&$0) },
                    answer: shape.schema, successStatus: 201), create),
            .get(
                one, "get-control-plane", needs: .controlPlane(.view),
                story: EndpointStory(summary: "Get a control plane", answer: shape.schema),
                get),
            .patch(
                one, "update-control-plane", needs: .controlPlane(.update),
                story: EndpointStory(
                    summary: "Update a control plane", body: { _ = ControlPlaneWire.change(&$0) },
                    answer: shape.schema), update),
            .delete(
                one, "delete-control-plane", needs: .controlPlane(.delete),
                story: EndpointStory(summary: "Delete a control plane", successStatus: 204), delete),
        ] + groupEndpoints
    }

    private var groupEndpoints: [Endpoint<OperatorCaller>] {
        let one = "/v2/control-planes/{controlPlaneId}", id = "control-planes-id"
        let change = { (summary: String) in
            EndpointStory(summary: summary, body: { _ = ControlPlaneWire.members(&$0) }, successStatus: 204)
        }
        return [
            .get(
                "\(one)/group-memberships", "get-\(id)-group-memberships", needs: .controlPlane(.view),
                story: EndpointStory(
                    summary: "List the members of a group", list: ListRules(filters: [:]), paging: .cursor,
                    answer: ControlPlaneWire.membersSchema(shape),
                    refusals: [400]), members),
            .put(
                "\(one)/group-memberships", "put-\(id)-group-memberships", needs: .controlPlane(.update),
                story: change("Replace the members of a group"), replaceMembers),
            .post(
                "\(one)/group-memberships/add", "post-\(id)-group-memberships-add", needs: .controlPlane(.update),
                story: change("Add members to a group"), addMembers),
            .post(
                "\(one)/group-memberships/remove", "post-\(id)-group-memberships-remove", needs: .controlPlane(.update),
                story: change("Take members from a group"), removeMembers),
            .get(
                "\(one)/group-member-status", "get-\(id)-group-member-status", needs: .controlPlane(.view),
                story: EndpointStory(
                    summary: "Tell whether a control plane is in a group",
                    answer: .object(name: nil, [.init("is_member", .boolean)])), memberStatus),
            .get(
                "\(one)/group-status", "get-\(id)-group-status", needs: .controlPlane(.view),
                story: EndpointStory(
                    summary: "Tell whether the members of a group clash",
                    answer: ControlPlaneWire.groupStatusSchema, refusals: [400]), groupStatus),
        ]
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        var query = try call.list(ControlPlane.list)
        query.filters += (call.query("labels") ?? "").split(separator: ",").map { label in
            let parts = label.split(separator: ":", maxSplits: 1).map(String.init)
            return ListFilter(
                "labels", subkey: parts.first ?? "", parts.count == 2 ? .eq : .exists, parts.dropFirst().map { $0 })
        }
        return .json(shape.page(try await planes.list(query, as: call.caller.actor)))
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body { ControlPlaneWire.draft(&$0) }
        return .json(shape.json(try await planes.create(draft, as: call.caller.actor)), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(shape.json(try await planes.find(call.id("controlPlaneId"), as: call.caller.actor)))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let id: ID<ControlPlane> = try call.id("controlPlaneId")
        let change = try await call.body { ControlPlaneWire.change(&$0) }
        return .json(shape.json(try await planes.update(id, change, as: call.caller.actor)))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await planes.delete(call.id("controlPlaneId"), as: call.caller.actor)
        return .empty()
    }

    private func members(_ call: Call<OperatorCaller>) async throws -> Reply {
        let size = try call.list(ListRules(filters: [:])).page.size
        let all = try await planes.members(of: call.id("controlPlaneId"), as: call.caller.actor)
        let after = call.query("page[after]").flatMap { Data(base64Encoded: $0) }
        let start = after.map { String(decoding: $0, as: UTF8.self) } ?? ""
        let rest = all.filter { $0.id.text > start }
        let page = rest.prefix(size)
        var next = JSON.null
        if rest.count > size, let last = page.last {
            let cursor = QueryString.encoded(Data(last.id.text.utf8).base64EncodedString())
            next = .string("\(call.request.uri.path)?page[size]=\(size)&page[after]=\(cursor)")
        }
        let meta: JSON = ["size": .integer(Int64(size)), "total": .integer(Int64(all.count)), "next": next]
        return .json(["data": .array(page.map(shape.json)), "meta": ["page": meta]])
    }

    private func replaceMembers(_ call: Call<OperatorCaller>) async throws -> Reply {
        let ids = try await call.body { ControlPlaneWire.members(&$0) }
        try await planes.changeMembers(of: call.id("controlPlaneId"), replacing: ids, as: call.caller.actor)
        return .empty()
    }

    private func addMembers(_ call: Call<OperatorCaller>) async throws -> Reply {
        let ids = try await call.body { ControlPlaneWire.members(&$0) }
        try await planes.changeMembers(of: call.id("controlPlaneId"), adding: ids, as: call.caller.actor)
        return .empty()
    }

    private func removeMembers(_ call: Call<OperatorCaller>) async throws -> Reply {
        let ids = try await call.body { ControlPlaneWire.members(&$0) }
        try await planes.changeMembers(of: call.id("controlPlaneId"), removing: ids, as: call.caller.actor)
        return .empty()
    }

    private func memberStatus(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(["is_member": .bool(try await planes.isMember(call.id("controlPlaneId"), as: call.caller.actor))])
    }

    private func groupStatus(_ call: Call<OperatorCaller>) async throws -> Reply {
        let plane = try await planes.find(call.id("controlPlaneId"), as: call.caller.actor)
        let conflicts = try await planes.conflicts(of: plane.id, as: call.caller.actor)
        return .json([
            "item": [
                "id": plane.id.wire, "created_at": plane.createdAt.wire, "updated_at": plane.updatedAt.wire,
                "conflicts": .array(conflicts.map(ControlPlaneWire.conflict.json)),
                "state": conflicts.isEmpty ? "OK" : "CONFLICT",
            ]
        ])
    }
}
