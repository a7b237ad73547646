package import Core
import HTTPTypes
import Model
package import Web

/// `/v3/portals/{portalId}/teams` and what hangs from it: operators only.
package struct TeamRoutes {
    private let teams: Teams
    private let shape = TeamWire.shape

    package init(_ product: Product) {
        teams = product.teams
    }

    private static let path = "/v3/portals/{portalId}/teams"
    private static let item = path + "/{teamId}"
    private static let members = item + "/developers"
    private static let roles = item + "/assigned-roles"

    package var endpoints: [Endpoint<OperatorCaller>] {
        teamEndpoints + memberEndpoints + roleEndpoints
    }

    private var teamEndpoints: [Endpoint<OperatorCaller>] {
        [
            .get(
                Self.path, "list-portal-teams", needs: .portal(.viewDevelopers),
                story: EndpointStory(summary: "List teams", list: Team.list, answer: shape.pageSchema), list),
            .post(
                Self.path, "create-portal-team", needs: .portal(.manageDevelopers),
                story: EndpointStory(
                    summary: "Create a team", body: { _ = TeamWire.draft(&$0) }, answer: shape.schema,
                    successStatus: 201), create),
            .get(
                Self.item, "get-portal-team", needs: .portal(.viewDevelopers),
                story: EndpointStory(summary: "Get a team", answer: shape.schema), get),
            .patch(
                Self.item, "update-portal-team", needs: .portal(.manageDevelopers),
                story: EndpointStory(
                    summary: "Update a team", body: { _ = TeamWire.change(&$0) }, answer: shape.schema
                ), update),
            .delete(
                Self.item, "delete-portal-team", needs: .portal(.manageDevelopers),
                story: EndpointStory(summary: "Delete a team", successStatus: 204),
                delete),
            .get(
                "/v3/portals/{portalId}/developers/{developerId}/teams", "list-portal-developer-teams",
                needs: .portal(.viewDevelopers),
                story: EndpointStory(
                    summary: "List the teams of a developer", list: Team.list, answer: shape.pageSchema),
                listOfDeveloper),
        ]
    }

    private var memberEndpoints: [Endpoint<OperatorCaller>] {
        [
            .get(
                Self.members, "list-portal-team-developers", needs: .portal(.viewDevelopers),
                story: EndpointStory(
                    summary: "List the developers of a team", list: Team.memberList,
                    answer: TeamWire.member.pageSchema), listMembers),
            .post(
                Self.members, "add-developer-to-portal-team", needs: .portal(.manageDevelopers),
                story: EndpointStory(
                    summary: "Add a developer to a team",
                    body: { _ = $0.required("id", .id(of: Developer.self)) }, isOpenBody: true, successStatus: 201),
                addMember),
            .delete(
                Self.members + "/{developerId}", "remove-developer-from-portal-team", needs: .portal(.manageDevelopers),
                story: EndpointStory(summary: "Remove a developer from a team", successStatus: 204), removeMember),
        ]
    }

    private var roleEndpoints: [Endpoint<OperatorCaller>] {
        [
            .get(
                "/v3/portal-roles", "list-portal-roles", needs: .anybody,
                story: EndpointStory(summary: "List the roles of teams", answer: PortalRolesWire.schema)
            ) { _ in .json(PortalRolesWire.document) },
            .get(
                Self.roles, "list-portal-team-roles", needs: .portal(.viewDevelopers),
                story: EndpointStory(
                    summary: "List the roles of a team", list: TeamRole.list, answer: TeamWire.role.pageSchema),
                listRoles),
            .post(
                Self.roles, "assign-role-to-portal-teams", needs: .portal(.manageDevelopers),
                story: EndpointStory(
                    summary: "Assign a role to a team", body: { _ = TeamWire.roleDraft(&$0) }, isOpenBody: true,
                    answer: TeamWire.role.schema, successStatus: 201), assignRole),
            .delete(
                Self.roles + "/{roleId}", "remove-role-from-portal-team", needs: .portal(.manageDevelopers),
                story: EndpointStory(summary: "Remove a role from a team", successStatus: 204), removeRole),
        ]
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(Team.list)
        return .json(shape.page(try await teams.list(on: call.id("portalId"), query, as: call.caller.actor)))
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body { TeamWire.draft(&$0) }
        let team = try await teams.create(draft, on: call.id("portalId"), as: call.caller.actor)
        return .json(shape.json(team), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        let team = try await teams.find(call.id("teamId"), on: call.id("portalId"), as: call.caller.actor)
        return .json(shape.json(team))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let change = try await call.body { TeamWire.change(&$0) }
        let team = try await teams.update(
            call.id("teamId"), on: call.id("portalId"), change, as: call.caller.actor)
        return .json(shape.json(team))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await teams.delete(call.id("teamId"), on: call.id("portalId"), as: call.caller.actor)
        return .empty()
    }

    private func listOfDeveloper(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(Team.list)
        let page = try await teams.list(
            of: call.id("developerId"), on: call.id("portalId"), query, as: call.caller.actor)
        return .json(shape.page(page))
    }

    private func listMembers(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(Team.memberList)
        let page = try await teams.members(
            of: call.id("teamId"), on: call.id("portalId"), query, as: call.caller.actor)
        return .json(TeamWire.member.page(page))
    }

    private func addMember(_ call: Call<OperatorCaller>) async throws -> Reply {
        let developer = try await call.body(isClosed: false) { $0.required("id", .id(of: Developer.self)) }
        try await teams.add(developer, to: call.id("teamId"), on: call.id("portalId"), as: call.caller.actor)
        return .empty(.created)
    }

    private func removeMember(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await teams.remove(
            call.id("developerId"), from: call.id("teamId"), on: call.id("portalId"), as: call.caller.actor)
        return .empty()
    }

    private func listRoles(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(TeamRole.list)
        let page = try await teams.roles(
            of: call.id("teamId"), on: call.id("portalId"), query, as: call.caller.actor)
        return .json(TeamWire.role.page(page))
    }

    private func assignRole(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body(isClosed: false) { TeamWire.roleDraft(&$0) }
        let role = try await teams.assign(
            draft, to: call.id("teamId"), on: call.id("portalId"), as: call.caller.actor)
        return .json(TeamWire.role.json(role), status: .created)
    }

    private func removeRole(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await teams.unassign(
            call.id("roleId"), from: call.id("teamId"), on: call.id("portalId"), as: call.caller.actor)
        return .empty()
    }
}
