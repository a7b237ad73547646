package import Core
import HTTPTypes
import Model
package import Web

/// `/v3/teams`: the organization's teams and who is in them.
package struct OperatorTeamRoutes {
    private let teams: OperatorTeams
    private let shape = OrganizationWire.team

    package init(_ product: Product) {
        teams = product.operatorTeams
    }

    private static let item = "/v3/teams/{teamId}"
    private static let accounts = item + "/system-accounts"

    package var endpoints: [Endpoint<OperatorCaller>] { teamEndpoints + memberEndpoints + accountEndpoints }

    private var teamEndpoints: [Endpoint<OperatorCaller>] {
        [
            .get(
                "/v3/teams", "list-teams", needs: .organization(.viewPeople),
                story: EndpointStory(summary: "List teams", list: OperatorTeam.list, answer: shape.pageSchema), list),
            .post(
                "/v3/teams", "create-team", needs: .organization(.managePeople),
                story: EndpointStory(
                    summary: "Create a team", body: { _ = OrganizationWire.teamDraft(&$0) }, isOpenBody: true,
                    answer: shape.schema,
                    successStatus: 201), create),
            .get(
                Self.item, "get-team", needs: .organization(.viewPeople),
                story: EndpointStory(summary: "Get a team", answer: shape.schema), get),
            .patch(
                Self.item, "update-team", needs: .organization(.managePeople),
                story: EndpointStory(
                    summary: "Update a team", body: { _ = OrganizationWire.teamChange(&$0) }, isOpenBody: true,
                    answer: shape.schema),
                update),
            .delete(
                Self.item, "delete-team", needs: .organization(.managePeople),
                story: EndpointStory(summary: "Delete a team", successStatus: 204, refusals: [400]), delete),
        ]
    }

    private var memberEndpoints: [Endpoint<OperatorCaller>] {
        [
            .get(
                Self.item + "/users", "list-team-users", needs: .organization(.viewPeople),
                story: EndpointStory(
                    summary: "List the operators of a team", list: Operator.list,
                    answer: OperatorWire.shape.pageSchema), listOperators),
            .post(
                Self.item + "/users", "add-user-to-team", needs: .organization(.managePeople),
                story: EndpointStory(
                    summary: "Add an operator to a team", body: { _ = $0.required("id", .id(of: Operator.self)) },
                    isOpenBody: true,
                    successStatus: 201), addOperator),
            .delete(
                Self.item + "/users/{userId}", "remove-user-from-team", needs: .organization(.managePeople),
                story: EndpointStory(summary: "Remove an operator from a team", successStatus: 204), removeOperator),
            .get(
                "/v3/users/{userId}/teams", "list-user-teams", needs: .organization(.viewPeople),
                story: EndpointStory(
                    summary: "List the teams of an operator", list: OperatorTeam.memberList,
                    answer: shape.pageSchema), listOfOperator),
        ]
    }

    private var accountEndpoints: [Endpoint<OperatorCaller>] {
        [
            .get(
                Self.accounts, "get-teams-teamId-system-accounts", needs: .organization(.viewAccounts),
                story: EndpointStory(
                    summary: "List the system accounts of a team", list: SystemAccount.memberList,
                    answer: OrganizationWire.account.pageSchema), listAccounts),
            .post(
                Self.accounts, "post-teams-teamId-system-accounts", needs: .organization(.managePeople),
                story: EndpointStory(
                    summary: "Add a system account to a team",
                    body: { _ = $0.required("id", .id(of: SystemAccount.self)) }, isOpenBody: true, successStatus: 201),
                addAccount),
            .delete(
                Self.accounts + "/{accountId}", "delete-teams-teamId-system-accounts-accountId",
                needs: .organization(.managePeople),
                story: EndpointStory(summary: "Remove a system account from a team", successStatus: 204),
                removeAccount),
            .get(
                "/v3/system-accounts/{accountId}/teams", "get-system-accounts-accountId-teams",
                needs: .organization(.viewAccounts),
                story: EndpointStory(
                    summary: "List the teams of a system account", list: OperatorTeam.memberList,
                    answer: shape.pageSchema), listOfAccount),
        ]
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(shape.page(try await teams.list(call.list(OperatorTeam.list), as: call.caller.actor)))
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body(isClosed: false) { OrganizationWire.teamDraft(&$0) }
        return .json(shape.json(try await teams.create(draft, as: call.caller.actor)), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(shape.json(try await teams.find(call.id("teamId"), as: call.caller.actor)))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let change = try await call.body(isClosed: false) { OrganizationWire.teamChange(&$0) }
        return .json(shape.json(try await teams.update(call.id("teamId"), change, as: call.caller.actor)))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await teams.delete(call.id("teamId"), as: call.caller.actor)
        return .empty()
    }

    private func listOperators(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(Operator.list)
        let page = try await teams.operators(in: call.id("teamId"), query, as: call.caller.actor)
        return .json(OperatorWire.shape.page(page))
    }

    private func addOperator(_ call: Call<OperatorCaller>) async throws -> Reply {
        let account = try await call.body(isClosed: false) { $0.required("id", .id(of: Operator.self)) }
        try await teams.add(account, to: call.id("teamId"), as: call.caller.actor)
        return .empty(.created)
    }

    private func removeOperator(_ call: Call<OperatorCaller>) async throws -> Reply {
        let account: ID<Operator> = try call.id("userId")
        try await teams.remove(account, from: call.id("teamId"), as: call.caller.actor)
        return .empty()
    }

    private func listOfOperator(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(OperatorTeam.memberList), account: ID<Operator> = try call.id("userId")
        return .json(shape.page(try await teams.list(of: account, query, as: call.caller.actor)))
    }

    private func listAccounts(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(SystemAccount.memberList)
        let page = try await teams.systemAccounts(in: call.id("teamId"), query, as: call.caller.actor)
        return .json(OrganizationWire.account.page(page))
    }

    private func addAccount(_ call: Call<OperatorCaller>) async throws -> Reply {
        let account = try await call.body(isClosed: false) { $0.required("id", .id(of: SystemAccount.self)) }
        try await teams.add(account, to: call.id("teamId"), as: call.caller.actor)
        return .empty(.created)
    }

    private func removeAccount(_ call: Call<OperatorCaller>) async throws -> Reply {
        let account: ID<SystemAccount> = try call.id("accountId")
        try await teams.remove(account, from: call.id("teamId"), as: call.caller.actor)
        return .empty()
    }

    private func listOfAccount(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(OperatorTeam.memberList), account: ID<SystemAccount> = try call.id("accountId")
        return .json(shape.page(try await teams.list(of: account, query, as: call.caller.actor)))
    }
}
