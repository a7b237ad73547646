package import Core
import HTTPTypes
import Model
package import Web

/// `/v3/system-accounts`: programs that work for the organization, and their tokens.
package struct SystemAccountRoutes {
    private let accounts: SystemAccounts
    private let shape = OrganizationWire.account
    private let token = OrganizationWire.accountToken
    private let issued = OrganizationWire.issuedAccountToken

    package init(_ product: Product) {
        accounts = product.systemAccounts
    }

    private static let item = "/v3/system-accounts/{accountId}"
    private static let tokens = item + "/access-tokens"
    private static let oneToken = tokens + "/{tokenId}"

    package var endpoints: [Endpoint<OperatorCaller>] { accountEndpoints + tokenEndpoints }

    private var accountEndpoints: [Endpoint<OperatorCaller>] {
        [
            .get(
                "/v3/system-accounts", "get-system-accounts", needs: .organization(.viewAccounts),
                story: EndpointStory(
                    summary: "List system accounts", list: SystemAccount.list, answer: shape.pageSchema), list),
            .post(
                "/v3/system-accounts", "post-system-accounts", needs: .organization(.managePeople),
                story: EndpointStory(
                    summary: "Create a system account", body: { _ = OrganizationWire.accountDraft(&$0) },
                    isOpenBody: true,
                    answer: shape.schema, successStatus: 201), create),
            .get(
                Self.item, "get-system-accounts-id", needs: .organization(.viewAccounts),
                story: EndpointStory(summary: "Get a system account", answer: shape.schema), get),
            .patch(
                Self.item, "patch-system-accounts-id", needs: .organization(.managePeople),
                story: EndpointStory(
                    summary: "Update a system account", body: { _ = OrganizationWire.accountChange(&$0) },
                    isOpenBody: true,
                    answer: shape.schema), update),
            .delete(
                Self.item, "delete-system-accounts-id", needs: .organization(.managePeople),
                story: EndpointStory(summary: "Delete a system account", successStatus: 204), delete),
        ]
    }

    private var tokenEndpoints: [Endpoint<OperatorCaller>] {
        [
            .get(
                Self.tokens, "get-system-account-id-access-tokens", needs: .organization(.viewAccounts),
                story: EndpointStory(
                    summary: "List access tokens", list: SystemAccountToken.list, answer: token.pageSchema),
                listTokens),
            .post(
                Self.tokens, "post-system-accounts-id-access-tokens", needs: .organization(.managePeople),
                story: EndpointStory(
                    summary: "Create an access token", body: { _ = Self.tokenDraft(&$0) }, isOpenBody: true,
                    answer: issued.schema,
                    successStatus: 201), createToken),
            .get(
                Self.oneToken, "get-system-accounts-id-access-tokens-id", needs: .organization(.viewAccounts),
                story: EndpointStory(summary: "Get an access token", answer: token.schema), getToken),
            .patch(
                Self.oneToken, "patch-system-accounts-id-access-tokens-id", needs: .organization(.managePeople),
                story: EndpointStory(
                    summary: "Rename an access token",
                    body: { _ = $0.required("name", .text(SystemAccountToken.nameRule)) }, isOpenBody: true,
                    answer: token.schema),
                renameToken),
            .delete(
                Self.oneToken, "delete-system-accounts-id-access-tokens-id", needs: .organization(.managePeople),
                story: EndpointStory(summary: "Revoke an access token", successStatus: 204), deleteToken),
        ]
    }

    private static func tokenDraft(_ body: inout BodyReader) -> (name: String, expiresAt: Instant) {
        (body.required("name", .text(SystemAccountToken.nameRule)), body.required("expires_at", .dateTime))
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(shape.page(try await accounts.list(call.list(SystemAccount.list), as: call.caller.actor)))
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body(isClosed: false) { OrganizationWire.accountDraft(&$0) }
        return .json(shape.json(try await accounts.create(draft, as: call.caller.actor)), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        .json(shape.json(try await accounts.find(call.id("accountId"), as: call.caller.actor)))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let change = try await call.body(isClosed: false) { OrganizationWire.accountChange(&$0) }
        return .json(shape.json(try await accounts.update(call.id("accountId"), change, as: call.caller.actor)))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await accounts.delete(call.id("accountId"), as: call.caller.actor)
        return .empty()
    }

    private func listTokens(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(SystemAccountToken.list)
        return .json(
            token.page(try await accounts.tokens(of: call.id("accountId"), query, as: call.caller.actor)))
    }

    private func createToken(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body(isClosed: false) { Self.tokenDraft(&$0) }
        let made = try await accounts.createToken(
            name: draft.name, expiresAt: draft.expiresAt, for: call.id("accountId"), as: call.caller.actor)
        return .json(issued.json(made), status: .created)
    }

    private func getToken(_ call: Call<OperatorCaller>) async throws -> Reply {
        let found = try await accounts.token(call.id("tokenId"), of: call.id("accountId"), as: call.caller.actor)
        return .json(token.json(found))
    }

    private func renameToken(_ call: Call<OperatorCaller>) async throws -> Reply {
        let name = try await call.body(isClosed: false) { $0.required("name", .text(SystemAccountToken.nameRule)) }
        let renamed = try await accounts.renameToken(
            call.id("tokenId"), of: call.id("accountId"), to: name, as: call.caller.actor)
        return .json(token.json(renamed))
    }

    private func deleteToken(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await accounts.deleteToken(call.id("tokenId"), of: call.id("accountId"), as: call.caller.actor)
        return .empty()
    }
}
