package import Core
import HTTPTypes
import Model
package import Web

/// `/audit-log-destinations`, the same in both versions of the management API.
package struct AuditDestinationRoutes {
    private let destinations: AuditDestinations
    private let prefix: String

    package init(_ product: Product, prefix: String) {
        destinations = product.auditDestinations
        self.prefix = prefix
    }

    package var endpoints: [Endpoint<OperatorCaller>] {
        let path = prefix + "/audit-log-destinations", one = path + "/{auditLogDestinationId}"
        let shape = AuditWire.destination
        return [
            .get(
                path, "get-audit-log-destinations", needs: .auditLogs(.view),
                story: EndpointStory(
                    summary: "List destinations", list: AuditDestination.list, paging: .cursor,
                    answer: .cursorPage(of: shape.schema, meta: .cursorMeta)), list),
            .post(
                path, "create-audit-log-destination", needs: .auditLogs(.update),
                story: EndpointStory(
                    summary: "Create a destination", body: { _ = AuditWire.draft(&$0) }, isOpenBody: true,
                    answer: shape.schema,
                    successStatus: 201), create),
            .get(
                one, "get-audit-log-destination", needs: .auditLogs(.view),
                story: EndpointStory(summary: "Get a destination", answer: shape.schema), get),
            .patch(
                one, "update-audit-log-destination", needs: .auditLogs(.update),
                story: EndpointStory(
                    summary: "Update a destination", body: { _ = AuditWire.change(&$0) }, isOpenBody: true,
                    answer: shape.schema),
                update),
            .delete(
                one, "delete-audit-log-destination", needs: .auditLogs(.update),
                story: EndpointStory(summary: "Delete a destination", successStatus: 204), delete),
        ]
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        var query = try call.list(AuditDestination.list)
        let size = query.page.size
        var offset = 0
        for (name, sign) in [("page[after]", 1), ("page[before]", -1)] {
            guard let text = call.rawQuery.first(where: { $0.name == name })?.value, !text.isEmpty else { continue }
            guard let place = AuditCursor.offset(text) else {
                throw Refusal.invalid([
                    FieldProblem(name, .invalid, "\"\(name)\" must be a cursor that a list has given", source: .query)
                ])
            }
            offset = max(0, sign > 0 ? place : place - size)
        }
        query.page.number = offset / size + 1
        let page = try await destinations.list(query, as: call.caller.actor)
        let link = { (offset: Int) -> JSON in
            let cursor = QueryString.encoded(AuditCursor.text(offset: offset))
            return .string("\(prefix)/audit-log-destinations?page[size]=\(size)&page[after]=\(cursor)")
        }
        let start = query.page.offset
        let next: JSON = start + size < page.total ? link(start + size) : .null
        let previous: JSON = start > 0 ? link(start - size) : .null
        return .json([
            "data": .array(page.items.map(AuditWire.destination.json)),
            "meta": ["next": next, "previous": previous, "size": size.wire],
        ])
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body(isClosed: false) { AuditWire.draft(&$0) }
        let made = try await destinations.create(draft, as: call.caller.actor)
        return .json(AuditWire.destination.json(made), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        let found = try await destinations.find(call.id("auditLogDestinationId"), as: call.caller.actor)
        return .json(AuditWire.destination.json(found))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let id: ID<AuditDestination> = try call.id("auditLogDestinationId")
        let change = try await call.body(isClosed: false) { AuditWire.change(&$0) }
        return .json(AuditWire.destination.json(try await destinations.update(id, change, as: call.caller.actor)))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await destinations.delete(call.id("auditLogDestinationId"), as: call.caller.actor)
        return .empty()
    }
}
