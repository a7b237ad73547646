package import Core
import Model
import Rendering
package import Web

/// Organization > Tokens: everybody's personal access tokens, to see who could come in and to end one.
package struct OrganizationTokenPages {
    private static let size = 25

    private let operators: Operators

    package init(_ product: Product) {
        operators = product.operators
    }

    package var endpoints: [Endpoint<ConsoleCaller>] {
        [
            .get("/organization/tokens", list),
            .post("/organization/tokens/{personId}/{tokenId}/revoke", revoke),
        ]
    }

    private func list(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let actor = call.caller.actor
        var filter = TokenFilter()
        if let place = call.query("after").flatMap(Self.place) { filter.place = place }
        var tokens = try await operators.allTokens(filter, limit: Self.size + 1, as: actor)
        let hasMore = tokens.count > Self.size
        if hasMore { tokens.removeLast() }
        var owners: [ID<Operator>: Operator] = [:]
        for id in Set(tokens.map(\.operatorID)) { owners[id] = try await operators.find(id, as: actor) }
        let rows = tokens.map { row($0, of: owners[$0.operatorID]) }
        let table = UI.table(
            caption: "Personal access tokens",
            columns: [
                .init("Name"), .init("Owner"), .init("State"), .init("Expires", secondary: true),
                .init("Last used", secondary: true), .init("Actions", .actions),
            ], rows: rows,
            empty: UI.emptyState(
                icon: .key, title: "No tokens", text: "Everybody makes their own, on the page of their account."))
        let older = tokens.last.flatMap { hasMore ? Self.address(after: $0) : nil }
        let more = older.map { UI.buttonRow(UI.linkButton("Older tokens", to: $0)) }
        return OrganizationLayout.list(
            call.caller, .tokens, text: "Personal access tokens of everybody, newest first.", body: "\(table)\(more)")
    }

    private func row(_ token: PersonalAccessToken, of owner: Operator?) -> [HTML] {
        let state = operators.state(of: token)
        let revoke = UI.postButton(
            "Revoke", to: "\(ConsoleAddress.organizationTokens.path)/\(token.operatorID)/\(token.id)/revoke", .danger,
            small: true, confirm: "Revoke “\(token.name)”? Whatever uses it stops working at once.")
        return [
            "\(token.name)",
            owner.map { UI.rowLink($0.name, to: ConsoleAddress.person($0.id).path, note: $0.email) } ?? "",
            UI.status(state.rawValue.lowercased()), Moment.html(token.expiresAt), Moment.html(token.lastUsedAt),
            state == .active ? revoke : .empty,
        ]
    }

    private func revoke(_ call: Call<ConsoleCaller>) async throws -> Reply {
        _ = try await operators.revokeToken(call.id("tokenId"), of: call.id("personId"), as: call.caller.actor)
        return .redirect(to: ConsoleAddress.organizationTokens.path).with(Flash(.success, "The token is revoked."))
    }

    private static func address(after token: PersonalAccessToken) -> String {
        "\(ConsoleAddress.organizationTokens.path)?after=\(token.createdAt.milliseconds).\(token.id)"
    }

    private static func place(_ text: String) -> TokenFilter.Place? {
        let parts = text.split(separator: ".").map(String.init)
        guard parts.count == 2, let at = Int64(parts[0]), let id = ID<PersonalAccessToken>(parts[1]) else { return nil }
        return .after(Instant(milliseconds: at), id)
    }
}
