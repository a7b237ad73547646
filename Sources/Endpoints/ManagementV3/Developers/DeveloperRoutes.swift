import Core
import HTTPTypes
import Model
import Web

/// `/v3/portals/{portalId}/developers`: operators only.
struct DeveloperRoutes {
    private let developers: Developers

    init(_ product: Product) {
        developers = product.developers
    }

    var endpoints: [Endpoint<OperatorCaller>] {
        let list = "/v3/portals/{portalId}/developers", one = "/v3/portals/{portalId}/developers/{developerId}"
        let shape = DeveloperWire.shape
        return [
            .get(
                list, "list-portal-developers", needs: .portal(.viewDevelopers),
                story: EndpointStory(summary: "List developers", list: Developer.list, answer: shape.pageSchema),
                all),
            .post(
                list, "create-developer", needs: .portal(.manageDevelopers),
                story: EndpointStory(
                    summary: "Create a developer", body: { _ = DeveloperWire.draft(&$0) }, answer: shape.schema,
                    successStatus: 201), create),
            .get(
                one, "get-developer", needs: .portal(.viewDevelopers),
                story: EndpointStory(summary: "Get a developer", answer: shape.schema), get),
            .patch(
                one, "update-developer", needs: .portal(.manageDevelopers),
                story: EndpointStory(
                    summary: "Update a developer", body: { _ = DeveloperWire.change(&$0) }, answer: shape.schema),
                update),
            .delete(
                one, "delete-developer", needs: .portal(.manageDevelopers),
                story: EndpointStory(summary: "Delete a developer", successStatus: 204),
                delete),
        ]
    }

    private func all(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(Developer.list)
        let page = try await developers.list(query, of: call.id("portalId"), as: call.caller.actor)
        return .json(DeveloperWire.shape.page(page))
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let portal: ID<Portal> = try call.id("portalId")
        let draft = try await call.body { DeveloperWire.draft(&$0) }
        let created = try await developers.create(draft, on: portal, as: call.caller.actor)
        return .json(DeveloperWire.shape.json(created), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        let found = try await developers.find(
            call.id("developerId"), of: call.id("portalId"), as: call.caller.actor)
        return .json(DeveloperWire.shape.json(found))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let portal: ID<Portal> = try call.id("portalId"), id: ID<Developer> = try call.id("developerId")
        let change = try await call.body { DeveloperWire.change(&$0) }
        let updated = try await developers.update(id, change, of: portal, as: call.caller.actor)
        return .json(DeveloperWire.shape.json(updated))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await developers.delete(call.id("developerId"), of: call.id("portalId"), as: call.caller.actor)
        return .empty()
    }
}

extension Developer.Status: WireChoice {}

/// Developers on the wire of the management API, version 3.
enum DeveloperWire {
    static let shape = Shape<Developer>(
        "PortalDeveloper",
        [
            .init("id") { $0.id }, .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
            .init("email") { $0.email }, .init("full_name") { $0.fullName }, .init("status") { $0.status },
        ])

    static func draft(_ body: inout BodyReader) -> DeveloperDraft {
        var draft = DeveloperDraft(
            email: body.required("email", .text(EmailAddress.rule)),
            fullName: body.required("full_name", .text(DeveloperDraft.nameRule)))
        draft.status = body.optional("status", .choice())
        draft.sendsInvitation = body.optional("send_invitation_email", .boolean) ?? false
        return draft
    }

    static func change(_ body: inout BodyReader) -> DeveloperChange {
        var change = DeveloperChange()
        change.status = body.change("status", .choice())
        return change
    }
}
