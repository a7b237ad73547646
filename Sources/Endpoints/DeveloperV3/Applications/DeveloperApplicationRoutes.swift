package import Core
import HTTPTypes
import Model
package import Web

/// `/api/v3/applications` on a portal's host: signed-in developers, each with their own and their teams'.
package struct DeveloperApplicationRoutes {
    private let applications: Applications
    private let strategies: Strategies
    private let registrations: Registrations

    package init(_ product: Product) {
        applications = product.applications
        strategies = product.strategies
        registrations = product.registrations
    }

    private static let path = "/api/v3/applications"
    private static let item = path + "/{applicationId}"

    package var endpoints: [Endpoint<PortalDeveloper>] {
        let wire = DeveloperApplicationWire.self
        return [
            .get(
                "/api/v3/application-auth-strategies", "list-application-auth-strategies",
                story: EndpointStory(
                    summary: "List the auth strategies of the portal", list: AuthStrategy.offeredList,
                    answer: wire.strategyPageSchema),
                listStrategies),
            .get(
                Self.path, "list-applications",
                story: EndpointStory(
                    summary: "List my applications", list: Application.ownList, answer: wire.pageSchema), list),
            .post(
                Self.path, "create-application",
                story: EndpointStory(
                    summary: "Create an application", body: { _ = wire.draft(&$0) }, answer: wire.schema,
                    successStatus: 201), create),
            .get(
                Self.item, "get-application",
                story: EndpointStory(summary: "Get an application of mine", answer: wire.schema), get),
            .patch(
                Self.item, "update-application",
                story: EndpointStory(
                    summary: "Update an application of mine", body: { _ = wire.change(&$0) }, answer: wire.schema),
                update),
            .delete(
                Self.item, "delete-application",
                story: EndpointStory(summary: "Delete an application of mine", successStatus: 204), delete),
            .get(
                Self.item + "/granted-scopes", "get-application-granted-scopes",
                story: EndpointStory(summary: "List the scopes that the identity provider granted", refusals: [422]),
                grantedScopes),
            .post(
                Self.item + "/regenerate-secret", "regenerate-application-secret",
                story: EndpointStory(summary: "Replace the client secret", successStatus: 201), regenerateSecret),
            .get(
                "/api/v3/apis/{apiIdOrSlug}/applications", "get-api-applications",
                story: EndpointStory(
                    summary: "List my applications beside an API",
                    description: "`applicationfilter[name][operator]=value` filters by name.",
                    list: Application.ownList,
                    query: [.flag("unregistered", "Only those that are not registered for the API.")],
                    answer: wire.candidatePageSchema), listForAPI),
        ]
    }

    private func listStrategies(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let query = try call.list(AuthStrategy.offeredList)
        let page = try await strategies.offered(on: call.caller.portal.id, query, as: call.caller.actor)
        return .json(page.json(DeveloperApplicationWire.json))
    }

    private func list(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let query = try call.list(Application.ownList)
        let page = try await applications.list(on: call.caller.portal.id, query, as: call.caller.actor)
        return .json(page.json { DeveloperApplicationWire.json($0) })
    }

    private func create(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let draft = try await call.body { DeveloperApplicationWire.draft(&$0) }
        let made = try await applications.createWithClient(
            draft, on: call.caller.portal.id, as: call.caller.actor)
        var members = DeveloperApplicationWire.json(made.detail).members ?? []
        guard let client = made.client else { return .json(.object(members), status: .created) }
        members.append(.init("client_secret", .string(client.secret)))
        return Reply.json(.object(members), status: .created).with(.cacheControl, "no-store")
    }

    private func get(_ call: Call<PortalDeveloper>) async throws -> Reply {
        .json(DeveloperApplicationWire.json(try await find(call)))
    }

    private func update(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let change = try await call.body { DeveloperApplicationWire.change(&$0) }
        let detail = try await applications.update(
            call.id("applicationId"), on: call.caller.portal.id, change, as: call.caller.actor)
        return .json(DeveloperApplicationWire.json(detail))
    }

    private func delete(_ call: Call<PortalDeveloper>) async throws -> Reply {
        try await applications.delete(call.id("applicationId"), on: call.caller.portal.id, as: call.caller.actor)
        return .empty()
    }

    private func grantedScopes(_ call: Call<PortalDeveloper>) async throws -> Reply {
        _ = try await find(call)
        throw Refusal.unprocessable(title: "Unsupported IDP", "No identity provider can be asked for scopes")
    }

    private func regenerateSecret(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let client = try await applications.newClientSecret(
            of: call.id("applicationId"), on: call.caller.portal.id, as: call.caller.actor)
        return Reply.json(["client_id": .string(client.id), "client_secret": .string(client.secret)], status: .created)
            .with(.cacheControl, "no-store")
    }

    private func listForAPI(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let query = try call.applicationFilter(Application.ownList)
        let page = try await registrations.candidates(
            for: call.text("apiIdOrSlug"), on: call.caller.portal.id, unregistered: call.flag("unregistered"), query,
            as: call.caller.actor)
        return .json(page.json { DeveloperApplicationWire.json($0) })
    }

    private func find(_ call: Call<PortalDeveloper>) async throws -> ApplicationDetail {
        try await applications.find(call.id("applicationId"), on: call.caller.portal.id, as: call.caller.actor)
    }
}

extension Call {
    /// The list query of a door whose filter is called `applicationfilter`.
    fileprivate func applicationFilter(_ rules: ListRules) throws -> ListQuery {
        var query = try list(rules)
        for (name, value) in rawQuery where name.hasPrefix("applicationfilter[name]") {
            let op = name.dropFirst("applicationfilter[name]".count).dropFirst().dropLast()
            guard let op = ListFilter.Operator(rawValue: op.isEmpty ? "eq" : String(op)),
                [.eq, .neq, .contains, .ocontains, .oeq].contains(op)
            else {
                let problem = FieldProblem(name, .unknownProperty, "\"\(name)\" is not allowed", source: .query)
                throw Refusal.invalid([problem])
            }
            let isList = op == .oeq || op == .ocontains
            let values = isList ? (value ?? "").split(separator: ",").map(String.init) : [value ?? ""]
            query.filters.append(ListFilter("name", op, values))
        }
        return query
    }
}
