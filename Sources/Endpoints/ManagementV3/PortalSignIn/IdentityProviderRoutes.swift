package import Core
import HTTPTypes
import Model
package import Web

/// How developers sign in to a portal: settings, identity providers and team mappings. Operators only.
package struct IdentityProviderRoutes {
    private let providers: IdentityProviders
    private let shape = IdentityProviderWire.shape

    package init(_ product: Product) {
        providers = product.identityProviders
    }

    private static let settings = "/v3/portals/{portalId}/authentication-settings"
    private static let path = "/v3/portals/{portalId}/identity-providers"
    private static let item = path + "/{id}"
    private static let mappings = item + "/team-group-mappings"
    private static let groups = "/v3/portals/{portalId}/identity-provider/team-group-mappings"

    package var endpoints: [Endpoint<OperatorCaller>] {
        settingsEndpoints + providerEndpoints + mappingEndpoints
    }

    private var settingsEndpoints: [Endpoint<OperatorCaller>] {
        [
            .get(
                Self.settings, "get-portal-authentication-settings", needs: .portal(.view),
                story: EndpointStory(summary: "How developers sign in", answer: SignInWire.schema), getSettings),
            .patch(
                Self.settings, "update-portal-authentication-settings", needs: .portal(.update),
                story: EndpointStory(
                    summary: "Change how developers sign in", body: { _ = SignInWire.change(&$0) }, isOpenBody: true,
                    answer: SignInWire.schema), updateSettings),
            .get(
                Self.groups, "list-portal-team-group-mappings", needs: .portal(.viewDevelopers),
                story: EndpointStory(
                    summary: "List the groups of teams", list: TeamGroups.list,
                    answer: TeamGroupWire.groups.pageSchema), listGroups),
            .patch(
                Self.groups, "update-portal-team-group-mappings", needs: .portal(.update),
                story: EndpointStory(
                    summary: "Replace the groups of teams", body: { _ = TeamGroupWire.update(&$0) }, isOpenBody: true,
                    answer: TeamGroupWire.groups.pageSchema), updateGroups),
        ]
    }

    private var providerEndpoints: [Endpoint<OperatorCaller>] {
        [
            .get(
                Self.path, "get-portal-identity-providers", needs: .portal(.view),
                story: EndpointStory(
                    summary: "List identity providers", list: IdentityProvider.list, paging: .whole,
                    answer: .array(shape.schema)),
                list),
            .post(
                Self.path, "create-portal-identity-provider", needs: .portal(.update),
                story: EndpointStory(
                    summary: "Create an identity provider", body: { _ = IdentityProviderWire.draft(&$0) },
                    isOpenBody: true,
                    answer: shape.schema, successStatus: 201), create),
            .get(
                Self.item, "get-portal-identity-provider", needs: .portal(.view),
                story: EndpointStory(summary: "Get an identity provider", answer: shape.schema), get),
            .patch(
                Self.item, "update-portal-identity-provider", needs: .portal(.update),
                story: EndpointStory(
                    summary: "Update an identity provider", body: { _ = IdentityProviderWire.change(&$0, of: .oidc) },
                    isOpenBody: true,
                    answer: shape.schema), update),
            .delete(
                Self.item, "delete-portal-identity-provider", needs: .portal(.update),
                story: EndpointStory(summary: "Delete an identity provider", successStatus: 204), delete),
        ]
    }

    private var mappingEndpoints: [Endpoint<OperatorCaller>] {
        let mapping = TeamGroupWire.mapping
        return [
            .get(
                Self.mappings, "list-portal-idp-team-group-mappings", needs: .portal(.viewDevelopers),
                story: EndpointStory(
                    summary: "List group mappings", list: TeamGroupMapping.list, paging: .cursor,
                    answer: .cursorPage(
                        of: mapping.schema, meta: .object(name: nil, [.init("page", .cursorMeta)]))),
                listMappings),
            .post(
                Self.mappings, "create-portal-idp-team-group-mapping", needs: .portal(.update),
                story: EndpointStory(
                    summary: "Map a group to a team", body: { _ = TeamGroupWire.draft(&$0) }, isOpenBody: true,
                    answer: mapping.schema,
                    successStatus: 201), createMapping),
            .get(
                Self.mappings + "/{mappingId}", "get-portal-idp-team-group-mapping", needs: .portal(.viewDevelopers),
                story: EndpointStory(summary: "Get a group mapping", answer: mapping.schema), getMapping),
            .delete(
                Self.mappings + "/{mappingId}", "delete-portal-idp-team-group-mapping", needs: .portal(.update),
                story: EndpointStory(summary: "Delete a group mapping", successStatus: 204), deleteMapping),
        ]
    }

    private func getSettings(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(SignInWire.json(try await providers.settings(of: call.id("portalId"), as: call.caller.actor)))
    }

    private func updateSettings(_ call: Call<OperatorCaller>) async throws -> Reply {
        let change = try await call.body(isClosed: false) { SignInWire.change(&$0) }
        let settings = try await providers.update(
            settingsOf: call.id("portalId"), change, as: call.caller.actor)
        return .json(SignInWire.json(settings))
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(IdentityProvider.list)
        let found = try await providers.list(on: call.id("portalId"), query, as: call.caller.actor)
        return .json(.array(found.map(shape.json)))
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body(isClosed: false) { IdentityProviderWire.draft(&$0) }
        let made = try await providers.create(draft, on: call.id("portalId"), as: call.caller.actor)
        return .json(shape.json(made), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(shape.json(try await find(call)))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let kind = try await find(call).kind
        let change = try await call.body(isClosed: false) { IdentityProviderWire.change(&$0, of: kind) }
        let updated = try await providers.update(
            call.id("id"), on: call.id("portalId"), change, as: call.caller.actor)
        return .json(shape.json(updated))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await providers.delete(call.id("id"), on: call.id("portalId"), as: call.caller.actor)
        return .empty()
    }

    private func find(_ call: Call<OperatorCaller>) async throws -> IdentityProvider {
        try await providers.find(call.id("id"), on: call.id("portalId"), as: call.caller.actor)
    }

    private func listMappings(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.cursorList(TeamGroupMapping.list)
        let page = try await providers.mappings(
            of: call.id("id"), on: call.id("portalId"), query, as: call.caller.actor)
        return .json([
            "data": .array(page.items.map(TeamGroupWire.mapping.json)), "meta": ["page": call.cursorMeta(page)],
        ])
    }

    private func createMapping(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body(isClosed: false) { TeamGroupWire.draft(&$0) }
        let mapping = try await providers.map(
            draft.group, to: draft.team, of: call.id("id"), on: call.id("portalId"), as: call.caller.actor)
        return .json(TeamGroupWire.mapping.json(mapping), status: .created)
    }

    private func getMapping(_ call: Call<OperatorCaller>) async throws -> Reply {
        let mapping = try await providers.mapping(
            call.id("mappingId"), of: call.id("id"), on: call.id("portalId"), as: call.caller.actor)
        return .json(TeamGroupWire.mapping.json(mapping))
    }

    private func deleteMapping(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await providers.unmap(
            call.id("mappingId"), of: call.id("id"), on: call.id("portalId"), as: call.caller.actor)
        return .empty()
    }

    private func listGroups(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(TeamGroups.list)
        let page = try await providers.teamGroups(on: call.id("portalId"), query, as: call.caller.actor)
        return .json(TeamGroupWire.groups.page(page))
    }

    private func updateGroups(_ call: Call<OperatorCaller>) async throws -> Reply {
        let teams = try await call.body(isClosed: false) { TeamGroupWire.update(&$0) }
        let page = try await providers.replaceGroups(teams, on: call.id("portalId"), as: call.caller.actor)
        return .json(TeamGroupWire.groups.page(page))
    }
}
