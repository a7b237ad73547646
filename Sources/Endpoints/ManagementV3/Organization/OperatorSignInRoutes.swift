package import Core
import HTTPTypes
import Model
package import Web

/// How operators sign in: `/v3/authentication-settings`, `/v3/identity-providers`, and the older
/// `/v3/identity-provider`.
package struct OperatorSignInRoutes {
    private let providers: OperatorIdentityProviders
    private let shape: Shape<OperatorIdentityProvider>

    package init(_ product: Product) {
        providers = product.operatorIdentityProviders
        shape = OperatorSignInWire.provider(product.kernel.settings.publicURL.text)
    }

    private static let path = "/v3/identity-providers"
    private static let item = path + "/{id}"
    private static let mappings = path + "/{idpId}/team-group-mappings"
    private static let former = "/v3/identity-provider"
    private static let look = Need.organization(.viewSettings)
    private static let change = Need.organization(.manageSettings)

    package var endpoints: [Endpoint<OperatorCaller>] {
        settingsEndpoints + providerEndpoints + mappingEndpoints + formerEndpoints + formerMappingEndpoints
    }

    private var settingsEndpoints: [Endpoint<OperatorCaller>] {
        let wire = OperatorSignInWire.settings
        return [
            .get(
                "/v3/authentication-settings", "get-authentication-settings", needs: Self.look,
                story: EndpointStory(summary: "Get how operators sign in", answer: wire.schema)
            ) { call in
                .json(wire.json(try await providers.settings(as: call.caller.actor)))
            },
            .patch(
                "/v3/authentication-settings", "update-authentication-settings", needs: Self.change,
                story: EndpointStory(
                    summary: "Update how operators sign in", body: { _ = OperatorSignInWire.change(&$0) },
                    isOpenBody: true, answer: wire.schema)
            ) { call in
                let change = try await call.body(isClosed: false) { OperatorSignInWire.change(&$0) }
                return .json(wire.json(try await providers.update(change, as: call.caller.actor)))
            },
        ]
    }

    private var providerEndpoints: [Endpoint<OperatorCaller>] {
        [
            .get(
                Self.path, "get-identity-providers", needs: Self.look,
                story: EndpointStory(
                    summary: "List identity providers", list: OperatorIdentityProvider.list, paging: .whole,
                    answer: .array(shape.schema)), list),
            .post(
                Self.path, "create-identity-provider", needs: Self.change,
                story: EndpointStory(
                    summary: "Create an identity provider", body: { _ = OperatorSignInWire.draft(&$0) },
                    isOpenBody: true, answer: shape.schema, successStatus: 201), create),
            .get(
                Self.item, "get-identity-provider", needs: Self.look,
                story: EndpointStory(summary: "Get an identity provider", answer: shape.schema), get),
            .patch(
                Self.item, "update-identity-provider", needs: Self.change,
                story: EndpointStory(
                    summary: "Update an identity provider", body: { _ = OperatorSignInWire.change(&$0, of: .oidc) },
                    isOpenBody: true, answer: shape.schema), update),
            .delete(
                Self.item, "delete-identity-provider", needs: Self.change,
                story: EndpointStory(summary: "Delete an identity provider", successStatus: 204), delete),
        ]
    }

    private var mappingEndpoints: [Endpoint<OperatorCaller>] {
        let mapping = OperatorGroupWire.mapping, one = Self.mappings + "/{id}"
        return [
            .get(
                Self.mappings, "list-idp-team-group-mappings", needs: Self.look,
                story: EndpointStory(
                    summary: "List group mappings", list: OperatorGroupMapping.list, paging: .cursor,
                    answer: .cursorPage(
                        of: mapping.schema, meta: .object(name: nil, [.init("page", .cursorMeta)]))), listMappings),
            .post(
                Self.mappings, "create-idp-team-group-mapping", needs: Self.change,
                story: EndpointStory(
                    summary: "Map a group to a team", body: { _ = OperatorGroupWire.draft(&$0) }, isOpenBody: true,
                    answer: mapping.schema, successStatus: 201), createMapping),
            .get(
                one, "get-idp-team-group-mapping", needs: Self.look,
                story: EndpointStory(summary: "Get a group mapping", answer: mapping.schema), getMapping),
            .delete(
                one, "delete-idp-team-group-mapping", needs: Self.change,
                story: EndpointStory(summary: "Delete a group mapping", successStatus: 204), deleteMapping),
        ]
    }

    private var formerEndpoints: [Endpoint<OperatorCaller>] {
        let wire = FormerProviderWire.shape
        return [
            .get(
                Self.former, "get-idp-configuration", needs: Self.look,
                story: EndpointStory(
                    summary: "Get the OpenID Connect provider", answer: wire.schema, refusals: [404])
            ) { call in
                .json(wire.json(try await providers.find(.oidc, as: call.caller.actor)))
            },
            .patch(
                Self.former, "update-idp-configuration", needs: Self.change,
                story: EndpointStory(
                    summary: "Update the OpenID Connect provider, or create it",
                    body: { _ = FormerProviderWire.update(&$0) }, isOpenBody: true, answer: wire.schema), putFormer),
        ]
    }

    private var formerMappingEndpoints: [Endpoint<OperatorCaller>] {
        let teams = OperatorGroupWire.teams, groups = OperatorGroupWire.groups
        return [
            .get(
                Self.former + "/team-group-mappings", "get-team-group-mappings", needs: Self.look,
                story: EndpointStory(
                    summary: "List the groups of teams", list: OperatorTeamGroups.list, answer: teams.pageSchema,
                    refusals: [400])
            ) { call in
                let query = try call.list(OperatorTeamGroups.list)
                return .json(teams.page(try await providers.teamGroups(query, as: call.caller.actor)))
            },
            .patch(
                Self.former + "/team-group-mappings", "patch-team-group-mappings", needs: Self.change,
                story: EndpointStory(
                    summary: "Replace the groups of teams", body: { _ = OperatorGroupWire.teamGroups(&$0) },
                    isOpenBody: true, answer: teams.pageSchema)
            ) { call in
                let wanted = try await call.body(isClosed: false) { OperatorGroupWire.teamGroups(&$0) }
                return .json(teams.page(try await providers.replaceGroups(wanted, as: call.caller.actor)))
            },
            .get(
                Self.former + "/team-mappings", "get-idp-team-mappings", needs: Self.look,
                story: EndpointStory(
                    summary: "List the teams of groups", list: OperatorGroupTeams.list, answer: groups.pageSchema,
                    refusals: [412])
            ) { call in
                let query = try call.list(OperatorGroupTeams.list)
                return .json(groups.page(try await providers.groupTeams(query, as: call.caller.actor)))
            },
            .put(
                Self.former + "/team-mappings", "update-idp-team-mappings", needs: Self.change,
                story: EndpointStory(
                    summary: "Replace the teams of all groups", body: { _ = OperatorGroupWire.groupTeams(&$0) },
                    isOpenBody: true, answer: .object(name: nil, [.init("data", .array(groups.schema))]),
                    refusals: [412])
            ) { call in
                let wanted = try await call.body(isClosed: false) { OperatorGroupWire.groupTeams(&$0) }
                let all = try await providers.replaceTeams(wanted, as: call.caller.actor)
                return .json(["data": .array(all.map(groups.json))])
            },
        ]
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(OperatorIdentityProvider.list, paged: false)
        return .json(.array(try await providers.list(query, as: call.caller.actor).map(shape.json)))
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body(isClosed: false) { OperatorSignInWire.draft(&$0) }
        return .json(shape.json(try await providers.create(draft, as: call.caller.actor)), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(shape.json(try await providers.find(call.id("id"), as: call.caller.actor)))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let kind = try await providers.find(call.id("id"), as: call.caller.actor).kind
        let change = try await call.body(isClosed: false) { OperatorSignInWire.change(&$0, of: kind) }
        return .json(shape.json(try await providers.update(call.id("id"), change, as: call.caller.actor)))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await providers.delete(call.id("id"), as: call.caller.actor)
        return .empty()
    }

    private func listMappings(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.cursorList(OperatorGroupMapping.list)
        let page = try await providers.mappings(of: call.id("idpId"), query, as: call.caller.actor)
        return .json([
            "data": .array(page.items.map(OperatorGroupWire.mapping.json)), "meta": ["page": call.cursorMeta(page)],
        ])
    }

    private func createMapping(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body(isClosed: false) { OperatorGroupWire.draft(&$0) }
        let mapping = try await providers.map(
            draft.group, to: draft.team, of: call.id("idpId"), as: call.caller.actor)
        return .json(OperatorGroupWire.mapping.json(mapping), status: .created)
    }

    private func getMapping(_ call: Call<OperatorCaller>) async throws -> Reply {
        let mapping = try await providers.mapping(call.id("id"), of: call.id("idpId"), as: call.caller.actor)
        return .json(OperatorGroupWire.mapping.json(mapping))
    }

    private func deleteMapping(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await providers.unmap(call.id("id"), of: call.id("idpId"), as: call.caller.actor)
        return .empty()
    }

    private func putFormer(_ call: Call<OperatorCaller>) async throws -> Reply {
        let update = try await call.body(isClosed: false) { FormerProviderWire.update(&$0) }
        do {
            let provider = try await providers.put(update.change, orElse: update.draft, as: call.caller.actor)
            return .json(FormerProviderWire.shape.json(provider))
        } catch Refusal.invalid(let problems, let detail) {
            throw Refusal.invalid(problems.map(FormerProviderWire.renamed), detail: detail)
        }
    }
}
