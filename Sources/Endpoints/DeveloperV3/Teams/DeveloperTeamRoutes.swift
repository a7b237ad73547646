package import Core
import HTTPTypes
import Model
package import Web

/// `/api/v3/developer/teams` on a portal's host: the teams that a signed-in developer is in.
package struct DeveloperTeamRoutes {
    private let teams: Teams

    package init(_ product: Product) {
        teams = product.teams
    }

    private static let path = "/api/v3/developer/teams"
    private static let rules = ListRules(filters: [:])

    private static let shape = Shape<Team>(
        "DeveloperTeam",
        [
            .init("id") { $0.id }, .init("name") { $0.name },
            .init("description") { $0.description.isEmpty ? nil : $0.description },
            .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
        ])
    private static let member = Shape<TeamMember>(
        "DeveloperTeamMember",
        [
            .init("id") { $0.id }, .init("email") { $0.email }, .init("full_name") { $0.fullName },
            .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
        ])

    package var endpoints: [Endpoint<PortalDeveloper>] {
        [
            .get(
                Self.path, "get-developer-teams",
                story: EndpointStory(summary: "List my teams", list: Self.rules, answer: Self.shape.pageSchema), list),
            .get(
                Self.path + "/{teamId}", "get-developer-team",
                story: EndpointStory(summary: "Get a team of mine", answer: Self.shape.schema), get),
            .get(
                Self.path + "/{teamId}/developers", "get-developer-team-developers",
                story: EndpointStory(
                    summary: "List the developers of a team of mine", list: Self.rules,
                    answer: Self.member.pageSchema), listMembers),
        ]
    }

    private func list(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let page = try await teams.mine(
            on: call.caller.portal.id, call.list(Self.rules), as: call.caller.actor)
        return .json(Self.shape.page(page))
    }

    private func get(_ call: Call<PortalDeveloper>) async throws -> Reply {
        .json(
            Self.shape.json(
                try await teams.mine(call.id("teamId"), on: call.caller.portal.id, as: call.caller.actor)))
    }

    private func listMembers(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let page = try await teams.colleagues(
            in: call.id("teamId"), on: call.caller.portal.id, call.list(Self.rules), as: call.caller.actor)
        return .json(Self.member.page(page))
    }
}
