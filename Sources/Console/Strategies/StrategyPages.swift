package import Core
import HTTPTypes
import Model
import Rendering
package import Web

/// Application Auth: the strategies of the organization.
package struct StrategyPages {
    private let strategies: Strategies
    private let providers: DCRProviders

    package init(_ product: Product) {
        strategies = product.strategies
        providers = product.dcrProviders
    }

    package var endpoints: [Endpoint<ConsoleCaller>] {
        [
            .get("/application-auth", list),
            .get("/application-auth/new") { try await form($0, nil, FormData(), .none) },
            .post("/application-auth/new", create),
            .get("/application-auth/{strategyId}") { call in
                let found = try await find(call)
                return try await form(call, found, StrategyForm.data(of: found), .none)
            },
            .post("/application-auth/{strategyId}", update),
            .post("/application-auth/{strategyId}/delete", delete),
        ]
    }

    private func find(_ call: Call<ConsoleCaller>) async throws -> AuthStrategy {
        try await strategies.find(call.id("strategyId"), as: call.caller.actor)
    }

    private func list(_ call: Call<ConsoleCaller>) async throws -> Reply {
        var query = ListQuery(sort: [ListSort("name")], page: PageRequest(size: 20))
        if let number = call.query("page").flatMap(Int.init), number > 0 { query.page.number = number }
        let page = try await strategies.list(query, as: call.caller.actor)
        let new = UI.linkButton("New strategy", to: ConsoleAddress.newStrategy.path, .primary, icon: .plus)
        let table = UI.table(
            caption: "Application auth strategies",
            columns: [
                .init("Name"), .init("Developers read", secondary: true), .init("Kind"), .init("In use"),
                .init("Updated", secondary: true),
            ],
            rows: page.items.map(row))
        let pages = UI.pagination(page) { "\(ConsoleAddress.applicationAuth.path)?page=\($0)" }
        let header = ApplicationAuthTabs.header(
            .strategies,
            text: """
                How applications identify themselves at the gateway. Strategies belong to the organization; each \
                publication of an API chooses from them.
                """, actions: new)
        return ConsoleLayout.reply(
            call.caller, title: "Application Auth", section: .applicationAuth,
            body: "\(header)<div class=\"stack\">\(table)\(pages)</div>")
    }

    private func row(_ strategy: AuthStrategy) -> [HTML] {
        let name = UI.rowLink(
            strategy.name, to: ConsoleAddress.strategy(strategy.id).path,
            note: strategy.isBuiltIn ? "Built-in" : nil)
        let use: HTML = strategy.isActive ? UI.status("active") : UI.badge("Not published")
        return ["\(name)", "\(strategy.displayName)", "\(kind(strategy))", use, Moment.html(strategy.updatedAt)]
    }

    private func kind(_ strategy: AuthStrategy) -> String {
        switch strategy.kind {
        case .keyAuth(let keyAuth): "Key (\(keyAuth.keyNames.joined(separator: ", ")))"
        case .openIDConnect: "OpenID Connect"
        }
    }

    private func form(
        _ call: Call<ConsoleCaller>, _ strategy: AuthStrategy?, _ data: FormData, _ problems: FormProblems
    ) async throws -> Reply {
        let title = strategy?.name ?? "New strategy"
        let text: HTML = strategy == nil ? "Published APIs choose from the strategies that exist." : .empty
        let badge: HTML = strategy?.isBuiltIn == true ? UI.badge("Built-in") : .empty
        let header = UI.pageHeader(title, text: text, badge: badge)
        var fields = StrategyForm(data: data, problems: problems, existing: strategy)
        fields.providers = try await providers.all(as: call.caller.actor)
        let body: HTML = """
            \(header)<div class="stack pick-kind">\(UI.card(content: fields.html))\(strategy.map(dangerZone))</div>
            """
        return ConsoleLayout.reply(
            call.caller, title: title, section: .applicationAuth,
            breadcrumbs: [
                UI.Link("Application Auth", to: ConsoleAddress.applicationAuth.path), UI.Link(title, to: ""),
            ],
            body: body)
    }

    private func dangerZone(_ strategy: AuthStrategy) -> HTML {
        if strategy.isBuiltIn { return .empty }
        return UI.dangerZone(
            "Delete this strategy", text: "Possible as long as no API, portal or application uses it.",
            action: UI.postButton(
                "Delete strategy", to: ConsoleAddress.deleteStrategy(strategy.id).path, .danger,
                confirm: "Delete the strategy “\(strategy.name)”?"))
    }

    private func create(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let data = try await call.form()
        return try await retrying {
            let made = try await strategies.create(StrategyForm.draft(data), as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.applicationAuth.path)
                .with(Flash(.success, "\(made.name) can be chosen when an API is published."))
        } form: { problems in
            try await form(call, nil, data, problems)
        }
    }

    private func update(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let found = try await find(call)
        let data = try await call.form().merged(over: StrategyForm.data(of: found), titles: StrategyForm.titles)
        return try await retrying(data) {
            let change = try StrategyForm.change(data, of: found)
            _ = try await strategies.update(found.id, change, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.strategy(found.id).path).with(Flash(.success, "Saved."))
        } form: { problems in
            try await form(call, found, data, problems)
        }
    }

    private func delete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let found = try await find(call)
        do {
            try await strategies.delete(found.id, as: call.caller.actor)
        } catch Refusal.conflict(let reason) {
            return Reply.redirect(to: ConsoleAddress.strategy(found.id).path).with(Flash(.danger, reason))
        }
        return Reply.redirect(to: ConsoleAddress.applicationAuth.path)
            .with(Flash(.success, "\(found.name) is deleted."))
    }
}
