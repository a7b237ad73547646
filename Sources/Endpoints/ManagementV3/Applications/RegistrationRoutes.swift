package import Core
import HTTPTypes
import Model
package import Web

/// `/v3/portals/{portalId}/application-registrations` and those of one application: operators only.
package struct RegistrationRoutes {
    private let registrations: Registrations
    private let shape = RegistrationWire.shape

    package init(_ product: Product) {
        registrations = product.registrations
    }

    private static let path = "/v3/portals/{portalId}/applications/{applicationId}/registrations"
    private static let item = path + "/{registrationId}"

    package var endpoints: [Endpoint<OperatorCaller>] {
        listEndpoints + itemEndpoints
    }

    private var listEndpoints: [Endpoint<OperatorCaller>] {
        [
            .get(
                "/v3/portals/{portalId}/application-registrations", "list-registrations",
                needs: .portal(.viewDevelopers),
                story: EndpointStory(
                    summary: "List registrations", list: Registration.list, answer: shape.pageSchema), list),
            .get(
                "/v3/apis/{apiId}/registrations", "list-api-registrations", needs: .api(.viewRegistrations),
                story: EndpointStory(
                    summary: "List the registrations for an API", list: Registration.apiList,
                    answer: RegistrationWire.ofAPI.pageSchema), listOfAPI),
            .get(
                Self.path, "list-registrations-by-application", needs: .portal(.viewDevelopers),
                story: EndpointStory(
                    summary: "List the registrations of an application", list: Registration.applicationList,
                    answer: shape.pageSchema), listOfApplication),
            .post(
                Self.path, "create-application-registration", needs: .portal(.decideRegistrations),
                story: EndpointStory(
                    summary: "Register an application for an API", body: { _ = RegistrationWire.draft(&$0) },
                    answer: shape.schema, successStatus: 201), create),
        ]
    }

    private var itemEndpoints: [Endpoint<OperatorCaller>] {
        [
            .get(
                Self.item, "get-application-registration", needs: .portal(.viewDevelopers),
                story: EndpointStory(summary: "Get a registration", answer: shape.schema), get),
            .patch(
                Self.item, "update-application-registration",
                needs: .any([.portal(.decideRegistrations), .api(.decideRegistrations)]),
                story: EndpointStory(
                    summary: "Approve, reject or revoke a registration", body: { _ = Self.status(&$0) },
                    answer: shape.schema), update),
            .delete(
                Self.item, "delete-application-registration", needs: .portal(.decideRegistrations),
                story: EndpointStory(summary: "Delete a registration", successStatus: 204), delete),
            .put(
                Self.item + "/consumer", "update-application-registration-consumer",
                needs: .any([.portal(.decideRegistrations), .api(.decideRegistrations)]),
                story: EndpointStory(
                    summary: "Map a registration to a consumer", body: { _ = Self.consumer(&$0) },
                    successStatus: 204), setConsumer),
            .delete(
                Self.item + "/consumer", "delete-application-registration-consumer",
                needs: .any([.portal(.decideRegistrations), .api(.decideRegistrations)]),
                story: EndpointStory(summary: "Map a registration to no consumer", successStatus: 204),
                deleteConsumer),
        ]
    }

    private static func status(_ body: inout BodyReader) -> Registration.Status? {
        body.optional("status", .choice())
    }

    private static func consumer(_ body: inout BodyReader) -> ID<CoreEntity> {
        body.required("id", .id())
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(Registration.list)
        return .json(shape.page(try await registrations.list(on: call.id("portalId"), query, as: call.caller.actor)))
    }

    private func listOfAPI(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(Registration.apiList)
        let page = try await registrations.list(for: call.id("apiId"), query, as: call.caller.actor)
        return .json(RegistrationWire.ofAPI.page(page))
    }

    private func listOfApplication(_ call: Call<OperatorCaller>) async throws -> Reply {
        let rules = Registration.applicationList
        let page = try await registrations.list(
            of: call.id("applicationId"), on: call.id("portalId"), call.list(rules), rules, as: call.caller.actor)
        return .json(shape.page(page))
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body { RegistrationWire.draft(&$0) }
        let detail = try await registrations.create(
            draft.api, for: call.id("applicationId"), on: call.id("portalId"), status: draft.status,
            as: call.caller.actor)
        return .json(shape.json(detail), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        let detail = try await registrations.find(
            call.id("registrationId"), of: call.id("applicationId"), on: call.id("portalId"), as: call.caller.actor)
        return .json(shape.json(detail))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        guard let status = try await call.body({ Self.status(&$0) }) else { return try await get(call) }
        let detail = try await registrations.setStatus(
            status, of: call.id("registrationId"), application: call.id("applicationId"), on: call.id("portalId"),
            as: call.caller.actor)
        return .json(shape.json(detail))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await registrations.delete(
            call.id("registrationId"), of: call.id("applicationId"), on: call.id("portalId"), as: call.caller.actor)
        return .empty()
    }

    private func setConsumer(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await map(call, to: try await call.body { Self.consumer(&$0) })
    }

    private func deleteConsumer(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await map(call, to: nil)
    }

    private func map(_ call: Call<OperatorCaller>, to consumer: ID<CoreEntity>?) async throws -> Reply {
        try await registrations.setConsumer(
            consumer, of: call.id("registrationId"), application: call.id("applicationId"),
            on: call.id("portalId"), as: call.caller.actor)
        return .empty()
    }
}
