package import Core
import HTTPTypes
import Model
package import Web

/// `/v3/portals/{portalId}/ip-allow-list`: operators only.
package struct IPAllowListRoutes {
    private static let path = "/v3/portals/{portalId}/ip-allow-list"
    private static let item = path + "/{id}"

    private let lists: IPAllowLists
    private let shape = Shape<IPAllowEntry>(
        "IPEntry", [.init("id") { $0.id }, .init("allowed_ips") { $0.addresses }])

    package init(_ product: Product) {
        lists = product.ipAllowLists
    }

    package var endpoints: [Endpoint<OperatorCaller>] {
        [
            .get(
                Self.path, "list-portal-ip-allow-list", needs: .portal(.view),
                story: EndpointStory(
                    summary: "List allowed addresses", list: IPAllowEntry.list, paging: .cursor,
                    answer: .cursorPage(of: shape.schema, meta: .cursorMeta)), list),
            .post(
                Self.path, "create-portal-ip-allow-list", needs: .portal(.update),
                story: EndpointStory(
                    summary: "Allow addresses", body: { _ = Self.addresses(&$0) }, answer: shape.schema,
                    successStatus: 201), create),
            .get(
                Self.item, "get-portal-ip-allow-list", needs: .portal(.view),
                story: EndpointStory(summary: "Get allowed addresses", answer: shape.schema), get),
            .put(
                Self.item, "put-portal-ip-allow-list", needs: .portal(.update),
                story: EndpointStory(
                    summary: "Replace allowed addresses", body: { _ = Self.addresses(&$0) }, answer: shape.schema),
                replace),
            .patch(
                Self.item, "update-portal-ip-allow-list", needs: .portal(.update),
                story: EndpointStory(
                    summary: "Change allowed addresses", body: { _ = Self.change(&$0) }, answer: shape.schema), update),
            .delete(
                Self.item, "delete-portal-ip-allow-list", needs: .portal(.update),
                story: EndpointStory(summary: "Remove allowed addresses", successStatus: 204), delete),
        ]
    }

    private static let reader = ValueReader<[String]>.array(.text(max: 64))

    private static func addresses(_ body: inout BodyReader) -> [String] {
        body.ignore("id")
        return body.required("allowed_ips", reader)
    }

    private static func change(_ body: inout BodyReader) -> [String]? {
        body.ignore("id")
        return body.optional("allowed_ips", reader)
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.cursorList(IPAllowEntry.list)
        let page = try await lists.list(of: call.id("portalId"), query, as: call.caller.actor)
        return .json(["data": .array(page.items.map(shape.json)), "meta": call.cursorMeta(page)])
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let addresses = try await call.body { Self.addresses(&$0) }
        let entry = try await lists.create(addresses, on: call.id("portalId"), as: call.caller.actor)
        return .json(shape.json(entry), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(shape.json(try await lists.find(call.id("id"), of: call.id("portalId"), as: call.caller.actor)))
    }

    private func replace(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await save(call, try await call.body { Self.addresses(&$0) })
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await save(call, try await call.body { Self.change(&$0) })
    }

    private func save(_ call: Call<OperatorCaller>, _ addresses: [String]?) async throws -> Reply {
        let entry = try await lists.update(
            call.id("id"), of: call.id("portalId"), addresses, as: call.caller.actor)
        return .json(shape.json(entry))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await lists.delete(call.id("id"), of: call.id("portalId"), as: call.caller.actor)
        return .empty()
    }
}
