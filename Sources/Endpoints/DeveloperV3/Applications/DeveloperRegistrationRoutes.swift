package import Core
import HTTPTypes
import Model
package import Web

/// Registrations and credentials of a developer's own applications, on a portal's host.
package struct DeveloperRegistrationRoutes {
    private let registrations: Registrations
    private let credentials: Credentials
    private let shape = DeveloperRegistrationWire.shape

    package init(_ product: Product) {
        registrations = product.registrations
        credentials = product.credentials
    }

    private static let registrationPath = "/api/v3/applications/{applicationId}/registrations"
    private static let credentialPath = "/api/v3/applications/{applicationId}/credentials"

    package var endpoints: [Endpoint<PortalDeveloper>] {
        registrationEndpoints + credentialEndpoints
    }

    private var registrationEndpoints: [Endpoint<PortalDeveloper>] {
        [
            .get(
                Self.registrationPath, "list-application-registrations",
                story: EndpointStory(
                    summary: "List the registrations of an application", list: Registration.ownList,
                    answer: shape.pageSchema), list),
            .post(
                Self.registrationPath, "create-application-registration",
                story: EndpointStory(
                    summary: "Register an application for an API",
                    body: { _ = $0.required("api_id", .id(of: API.self)) }, answer: shape.schema,
                    successStatus: 201), create),
            .get(
                Self.registrationPath + "/{registrationId}", "get-application-registration",
                story: EndpointStory(summary: "Get a registration", answer: shape.schema), get),
            .delete(
                Self.registrationPath + "/{registrationId}", "delete-application-registration",
                story: EndpointStory(summary: "Take a registration back", successStatus: 204), delete),
        ]
    }

    private var credentialEndpoints: [Endpoint<PortalDeveloper>] {
        [
            .get(
                Self.credentialPath, "list-credentials",
                story: EndpointStory(
                    summary: "List the credentials of an application", list: Credential.list,
                    answer: CredentialWire.shape(credentials).pageSchema), listCredentials),
            .post(
                Self.credentialPath, "create-credential",
                story: EndpointStory(
                    summary: "Create a credential", body: { _ = Self.optionalName(&$0) },
                    answer: IssuedCredentialWire.shape(credentials).schema, successStatus: 201), createCredential),
            .put(
                Self.credentialPath + "/{credentialId}", "update-credential",
                story: EndpointStory(summary: "Rename a credential", body: { _ = Self.name(&$0) }),
                renameCredential),
            .delete(
                Self.credentialPath + "/{credentialId}", "delete-credential",
                story: EndpointStory(summary: "Delete a credential", successStatus: 204), deleteCredential),
        ]
    }

    private static func optionalName(_ body: inout BodyReader) -> String? {
        body.nullable("display_name", .text(Credential.displayNameRule))
    }

    private static func name(_ body: inout BodyReader) -> String {
        body.required("display_name", .text(Credential.displayNameRule))
    }

    private func list(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let rules = Registration.ownList
        let page = try await registrations.list(
            of: call.id("applicationId"), on: call.caller.portal.id, call.list(rules), rules, as: call.caller.actor)
        return .json(shape.page(page))
    }

    private func create(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let api = try await call.body { $0.required("api_id", .id(of: API.self)) }
        let detail = try await registrations.create(
            api, for: call.id("applicationId"), on: call.caller.portal.id, as: call.caller.actor)
        return .json(shape.json(detail), status: .created)
    }

    private func get(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let detail = try await registrations.find(
            call.id("registrationId"), of: call.id("applicationId"), on: call.caller.portal.id,
            as: call.caller.actor)
        return .json(shape.json(detail))
    }

    private func delete(_ call: Call<PortalDeveloper>) async throws -> Reply {
        try await registrations.delete(
            call.id("registrationId"), of: call.id("applicationId"), on: call.caller.portal.id,
            as: call.caller.actor)
        return .empty()
    }

    private func listCredentials(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let query = try call.list(Credential.list)
        let page = try await credentials.list(
            of: call.id("applicationId"), on: call.caller.portal.id, query, as: call.caller.actor)
        return .json(CredentialWire.shape(credentials).page(page))
    }

    private func createCredential(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let name = try await call.body { Self.optionalName(&$0) }
        let issued = try await credentials.create(
            name, for: call.id("applicationId"), on: call.caller.portal.id, as: call.caller.actor)
        return .json(IssuedCredentialWire.shape(credentials).json(issued), status: .created)
            .with(.cacheControl, "no-store")
    }

    private func renameCredential(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let name = try await call.body { Self.name(&$0) }
        try await credentials.rename(
            call.id("credentialId"), to: name, of: call.id("applicationId"), on: call.caller.portal.id,
            as: call.caller.actor)
        return .empty(.ok)
    }

    private func deleteCredential(_ call: Call<PortalDeveloper>) async throws -> Reply {
        try await credentials.delete(
            call.id("credentialId"), of: call.id("applicationId"), on: call.caller.portal.id, as: call.caller.actor)
        return .empty()
    }
}
