package import Core
import HTTPTypes
import Model
package import Web

/// `/v3/portals/{portalId}/applications`: operators only.
package struct ApplicationRoutes {
    private let applications: Applications
    private let credentials: Credentials

    package init(_ product: Product) {
        applications = product.applications
        credentials = product.credentials
    }

    private static let path = "/v3/portals/{portalId}/applications"
    private static let item = path + "/{applicationId}"

    package var endpoints: [Endpoint<OperatorCaller>] {
        [
            .get(
                Self.path, "list-applications", needs: .portal(.viewDevelopers),
                story: EndpointStory(
                    summary: "List applications", list: Application.list, answer: ApplicationWire.pageSchema), list),
            .post(
                Self.path, "create-application", needs: .portal(.manageApplications),
                story: EndpointStory(
                    summary: "Create an application", body: { _ = ApplicationWire.draft(&$0) },
                    answer: ApplicationWire.schema, successStatus: 201), create),
            .get(
                Self.item, "get-application", needs: .portal(.viewDevelopers),
                story: EndpointStory(summary: "Get an application", answer: ApplicationWire.schema), get),
            .get(
                "/v3/applications/{applicationId}", "get-application-unscoped", needs: .portal(.viewDevelopers),
                story: EndpointStory(summary: "Get an application of any portal", answer: ApplicationWire.schema),
                getUnscoped),
            .patch(
                Self.item, "update-application", needs: .portal(.manageApplications),
                story: EndpointStory(
                    summary: "Transfer an application", body: { _ = ApplicationWire.change(&$0) },
                    answer: ApplicationWire.schema), update),
            .delete(
                Self.item, "delete-application", needs: .portal(.manageApplications),
                story: EndpointStory(summary: "Delete an application", successStatus: 204), delete),
            .get(
                Self.item + "/developers", "list-developers-by-application", needs: .portal(.viewDevelopers),
                story: EndpointStory(
                    summary: "List the developers of an application", list: Application.developerList,
                    answer: ApplicationWire.developer.pageSchema), listDevelopers),
            .get(
                Self.item + "/credentials", "list-credentials-by-application", needs: .portal(.viewDevelopers),
                story: EndpointStory(
                    summary: "List the credentials of an application", list: Credential.list,
                    answer: CredentialWire.shape(credentials).pageSchema), listCredentials),
        ]
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(Application.list)
        let page = try await applications.list(on: call.id("portalId"), query, as: call.caller.actor)
        return .json(page.json(ApplicationWire.json))
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body { ApplicationWire.draft(&$0) }
        let detail = try await applications.createWithClient(
            draft, on: call.id("portalId"), as: call.caller.actor
        ).detail
        return .json(ApplicationWire.json(detail), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        let detail = try await applications.find(
            call.id("applicationId"), on: call.id("portalId"), as: call.caller.actor)
        return .json(ApplicationWire.json(detail))
    }

    private func getUnscoped(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(ApplicationWire.json(try await applications.find(call.id("applicationId"), as: call.caller.actor)))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let change = try await call.body { ApplicationWire.change(&$0) }
        let detail = try await applications.update(
            call.id("applicationId"), on: call.id("portalId"), change, as: call.caller.actor)
        return .json(ApplicationWire.json(detail))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await applications.delete(call.id("applicationId"), on: call.id("portalId"), as: call.caller.actor)
        return .empty()
    }

    private func listDevelopers(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(Application.developerList)
        let page = try await applications.developers(
            of: call.id("applicationId"), on: call.id("portalId"), query, as: call.caller.actor)
        return .json(ApplicationWire.developer.page(page))
    }

    private func listCredentials(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(Credential.list)
        let page = try await credentials.list(
            of: call.id("applicationId"), on: call.id("portalId"), query, as: call.caller.actor)
        return .json(CredentialWire.shape(credentials).page(page))
    }
}
