package import Core
import HTTPTypes
import Model
package import Web

/// `/v3/roles`, and the roles of operators, system accounts and teams: the same four operations for each of these.
package struct AssignedRoleRoutes {
    private typealias Holder = @Sendable (Call<OperatorCaller>) throws -> RoleHolder

    private let roles: AssignedRoles
    private let shape = AssignedRoleWire.shape

    package init(_ product: Product) {
        roles = product.assignedRoles
    }

    package var endpoints: [Endpoint<OperatorCaller>] {
        let catalogue = EndpointStory(summary: "List the roles that there are", answer: .map(.anything))
        return [
            .get("/v3/roles", "get-predefined-roles", needs: .anybody, story: catalogue) { _ in
                .json(AssignedRoleWire.catalogue)
            }
        ]
            + table(
                "/v3/teams/{teamId}", ["list-team-roles", "teams-assign-role", "get-team-role", "teams-remove-role"],
                look: .organization(.viewPeople)
            ) { .team(try $0.id("teamId")) }
            + table(
                "/v3/users/{userId}", ["list-user-roles", "users-assign-role", "get-user-role", "users-remove-role"],
                look: .organization(.viewPeople)
            ) { .operator(try $0.id("userId")) }
            + table(
                "/v3/system-accounts/{accountId}",
                [
                    "get-system-accounts-accountId-assigned-roles", "post-system-accounts-accountId-assigned-roles",
                    "get-system-account-role", "delete-system-accounts-accountId-assigned-roles-roleId",
                ], look: .organization(.viewAccounts)
            ) { .systemAccount(try $0.id("accountId")) }
    }

    private func table(
        _ path: String, _ names: [String], look: Need, _ holder: @escaping Holder
    ) -> [Endpoint<OperatorCaller>] {
        let all = path + "/assigned-roles", one = all + "/{roleId}"
        return [
            .get(
                all, names[0], needs: look,
                story: EndpointStory(summary: "List roles", list: AssignedRole.list, answer: shape.pageSchema)
            ) { try await list($0, holder($0)) },
            .post(
                all, names[1], needs: .sharing,
                story: EndpointStory(
                    summary: "Assign a role", body: { _ = AssignedRoleWire.draft(&$0) }, isOpenBody: true,
                    answer: shape.schema,
                    successStatus: 201)
            ) { try await assign($0, holder($0)) },
            .get(one, names[2], needs: look, story: EndpointStory(summary: "Get a role", answer: shape.schema)) {
                try await get($0, holder($0))
            },
            .delete(
                one, names[3], needs: .sharing,
                story: EndpointStory(summary: "Remove a role", successStatus: 204, refusals: [400])
            ) { try await remove($0, holder($0)) },
        ]
    }

    private func list(_ call: Call<OperatorCaller>, _ holder: RoleHolder) async throws -> Reply {
        let query = try call.list(AssignedRole.list)
        let found = try await roles.list(of: holder, query, as: call.caller.actor)
        let meta = PageMeta.json(number: 1, size: found.count, total: found.count)
        return .json(["data": .array(found.map(shape.json)), "meta": ["page": meta]])
    }

    private func assign(_ call: Call<OperatorCaller>, _ holder: RoleHolder) async throws -> Reply {
        let draft = try await call.body(isClosed: false) { AssignedRoleWire.draft(&$0) }
        return .json(
            shape.json(try await roles.assign(draft, to: holder, as: call.caller.actor)), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>, _ holder: RoleHolder) async throws -> Reply {
        .json(shape.json(try await roles.find(call.id("roleId"), of: holder, as: call.caller.actor)))
    }

    private func remove(_ call: Call<OperatorCaller>, _ holder: RoleHolder) async throws -> Reply {
        try await roles.remove(call.id("roleId"), from: holder, as: call.caller.actor)
        return .empty()
    }
}

extension ResourceKind: WireChoice {}

/// Roles on the wire, version 3.
enum AssignedRoleWire {
    static let shape = Shape<AssignedRole>(
        "AssignedRole",
        [
            .init("id") { $0.id }, .init("role_name") { $0.name }, .init("entity_id") { $0.entity },
            .init("entity_type_name") { $0.kind }, .init("entity_region") { $0.region },
        ])

    static func draft(_ body: inout BodyReader) -> AssignedRoleDraft {
        let kinds = ResourceKind.allCases.filter { $0 != .organization }
        return AssignedRoleDraft(
            body.required("entity_type_name", .choice(kinds)), body.required("role_name", .text(TextRule(1...100))),
            on: body.required("entity_id", .text(TextRule(1...36))),
            region: body.optional("entity_region", .choice()) ?? .all)
    }

    /// The roles that there are, by kind.
    static let catalogue: JSON = .object(
        ResourceKind.allCases.filter { $0 != .organization }.map { kind in
            let roles = AccessTable.roles.filter { $0.kind == kind }.map { role in
                JSON.Member(key(role.name), ["name": .string(role.name), "description": .string(role.summary)])
            }
            return JSON.Member(
                key(kind.rawValue), ["name": .string(kind.rawValue), "roles": .object(roles)])
        })

    private static func key(_ name: String) -> String { name.lowercased().replacing(" ", with: "_") }
}
