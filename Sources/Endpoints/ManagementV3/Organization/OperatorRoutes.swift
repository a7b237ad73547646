package import Core
import HTTPTypes
import Model
package import Web

/// `/v3/users` and `/v3/invites`: operators, and their personal access tokens.
package struct OperatorRoutes {
    private let operators: Operators
    private let shape = OperatorWire.shape
    private let token: Shape<PersonalAccessToken>
    private let now: @Sendable () -> Instant

    package init(_ product: Product) {
        operators = product.operators
        token = OperatorWire.token(product.operators)
        now = product.kernel.clock
    }

    private static let item = "/v3/users/{userId}"
    private static let tokens = item + "/access-tokens"
    private static let oneToken = tokens + "/{tokenId}"

    package var endpoints: [Endpoint<OperatorCaller>] { people + personalAccessTokens }

    private var people: [Endpoint<OperatorCaller>] {
        [
            .get(
                "/v3/users", "list-users", needs: .organization(.viewPeople),
                story: EndpointStory(summary: "List operators", list: Operator.list, answer: shape.pageSchema), list),
            .get(
                "/v3/users/me", "get-users-me", needs: .anybody,
                story: EndpointStory(summary: "Get one's own account", answer: shape.schema), me),
            .get(
                Self.item, "get-user", needs: .organization(.viewPeople),
                story: EndpointStory(summary: "Get an operator", answer: shape.schema), get),
            .patch(
                Self.item, "update-user", needs: .organization(.managePeople),
                story: EndpointStory(
                    summary: "Update an operator", body: { _ = OperatorWire.change(&$0) }, isOpenBody: true,
                    answer: shape.schema),
                update),
            .delete(
                Self.item, "delete-user", needs: .organization(.managePeople),
                story: EndpointStory(summary: "Remove an operator", successStatus: 204), delete),
            .post(
                "/v3/invites", "invite-user", needs: .organization(.managePeople),
                story: EndpointStory(
                    summary: "Invite an operator", body: { _ = $0.required("email", .text(EmailAddress.rule)) },
                    isOpenBody: true,
                    successStatus: 201), invite),
        ]
    }

    private var personalAccessTokens: [Endpoint<OperatorCaller>] {
        [
            .get(
                Self.tokens, "list-users-personal-access-tokens", needs: .organization(.viewAccounts),
                story: EndpointStory(
                    summary: "List tokens", answer: .cursorPage(of: token.schema, meta: .map(.number))), listTokens),
            .post(
                Self.tokens, "create-personal-access-token", needs: .anybody,
                story: EndpointStory(
                    summary: "Create a token for oneself", body: { _ = OperatorWire.tokenDraft(&$0) },
                    answer: token.schema, successStatus: 201), createToken),
            .get(
                Self.oneToken, "get-personal-access-token-details", needs: .organization(.viewAccounts),
                story: EndpointStory(summary: "Get a token", answer: token.schema), getToken),
            .patch(
                Self.oneToken, "update-personal-access-token-details", needs: .organization(.managePeople),
                story: EndpointStory(
                    summary: "Rename a token of one's own",
                    body: { _ = $0.required("name", .text(PersonalAccessToken.nameRule)) }, isOpenBody: true,
                    answer: token.schema),
                renameToken),
            .delete(
                Self.oneToken, "delete-personal-access-token", needs: .organization(.managePeople),
                story: EndpointStory(summary: "Delete a token", successStatus: 204), deleteToken),
            .patch(
                Self.oneToken + "/revoke", "revoke-personal-access-token", needs: .organization(.managePeople),
                story: EndpointStory(summary: "Revoke a token", answer: token.schema), revokeToken),
        ]
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(shape.page(try await operators.list(call.list(Operator.list), as: call.caller.actor)))
    }

    private func me(_ call: Call<OperatorCaller>) async throws -> Reply {
        guard case .operator(let id) = call.caller.actor else { throw Refusal.notFound }
        return .json(shape.json(try await operators.find(id, as: call.caller.actor)))
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(shape.json(try await operators.find(call.id("userId"), as: call.caller.actor)))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let change = try await call.body(isClosed: false) { OperatorWire.change(&$0) }
        return .json(shape.json(try await operators.update(call.id("userId"), change, as: call.caller.actor)))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await operators.delete(call.id("userId"), as: call.caller.actor)
        return .empty()
    }

    private func invite(_ call: Call<OperatorCaller>) async throws -> Reply {
        let email = try await call.body(isClosed: false) { $0.required("email", .text(EmailAddress.rule)) }
        _ = try await operators.invite(email: email, as: call.caller.actor)
        return .empty(.created)
    }

    private func listTokens(_ call: Call<OperatorCaller>) async throws -> Reply {
        let tokens = try await operators.tokens(of: call.id("userId"), as: call.caller.actor)
        let meta = PageMeta.json(number: 1, size: tokens.count, total: tokens.count)
        return .json(["data": .array(tokens.map(token.json)), "meta": meta])
    }

    private func createToken(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body { OperatorWire.tokenDraft(&$0) }
        let end = draft.end ?? draft.lifetime.map { now() + .seconds($0) }
        let (made, secret) = try await operators.createToken(
            name: draft.name, expiresAt: end, for: call.id("userId"), as: call.caller.actor)
        let members = (token.json(made).members ?? []) + [.init("konnect_token", .string(secret.text))]
        return .json(.object(members), status: .created)
    }

    private func getToken(_ call: Call<OperatorCaller>) async throws -> Reply {
        let found = try await operators.token(call.id("tokenId"), of: call.id("userId"), as: call.caller.actor)
        return .json(token.json(found))
    }

    private func renameToken(_ call: Call<OperatorCaller>) async throws -> Reply {
        let name = try await call.body(isClosed: false) {
            $0.required("name", .text(PersonalAccessToken.nameRule))
        }
        let renamed = try await operators.renameToken(
            call.id("tokenId"), of: call.id("userId"), to: name, as: call.caller.actor)
        return .json(token.json(renamed))
    }

    private func revokeToken(_ call: Call<OperatorCaller>) async throws -> Reply {
        let revoked = try await operators.revokeToken(
            call.id("tokenId"), of: call.id("userId"), as: call.caller.actor)
        return .json(token.json(revoked))
    }

    private func deleteToken(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await operators.deleteToken(call.id("tokenId"), of: call.id("userId"), as: call.caller.actor)
        return .empty()
    }
}
