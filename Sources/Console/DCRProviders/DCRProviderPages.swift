import Core
import HTTPTypes
import Model
import Rendering
import Web

/// Application Auth > DCR providers.
struct DCRProviderPages {
    private let providers: DCRProviders

    init(_ product: Product) {
        providers = product.dcrProviders
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        [
            .get("/dcr-providers", list),
            .get("/dcr-providers/new/{kind}") { try newForm($0, FormData(), .none) },
            .post("/dcr-providers/new/{kind}", create), .get("/dcr-providers/{id}") { try await show($0) },
            .post("/dcr-providers/{id}", update), .post("/dcr-providers/{id}/delete", delete),
        ]
    }

    private func list(_ call: Call<ConsoleCaller>) async throws -> Reply {
        var query = ListQuery(sort: [ListSort("name")], page: PageRequest(size: 20))
        if let number = call.query("page").flatMap(Int.init), number > 0 { query.page.number = number }
        let page = try await providers.list(query, as: call.caller.actor)
        let rows = page.items.map { provider -> [HTML] in
            let use: HTML =
                provider.isActive ? UI.badge("In use", .success, dot: true) : UI.badge("Not in use", dot: true)
            return [
                UI.rowLink(
                    provider.name, to: ConsoleAddress.dcrProvider(provider.id).path, note: provider.issuer),
                "\(provider.kind.title)", use, Moment.html(provider.updatedAt),
            ]
        }
        let table = UI.table(
            caption: "DCR providers",
            columns: [.init("Name"), .init("Kind"), .init("State"), .init("Updated", secondary: true)], rows: rows,
            empty: UI.emptyState(
                icon: .key, title: "No DCR providers yet",
                text: "With one, an OpenID Connect strategy says where clients are registered for applications."))
        let kinds = DCRProvider.Kind.allCases.map { kind in
            UI.cardLink(kind.title, to: ConsoleAddress.newDCRProvider(kind).path, icon: .plus, level: 3)
        }
        let header = ApplicationAuthTabs.header(
            .providers,
            text: """
                Identity providers that OpenID Connect strategies name. Over an HTTP bridge clients are registered \
                there for applications; with the other kinds applications bring a client id of their own.
                """, actions: .empty)
        let pages = UI.pagination(page) { "\(ConsoleAddress.dcrProviders.path)?page=\($0)" }
        return ConsoleLayout.reply(
            call.caller, title: "DCR providers", section: .applicationAuth,
            body: """
                \(header)<div class="stack">\(table)\(pages)\
                \(UI.heading(2, "Add a provider", class: "section-title"))\(UI.grid(kinds))</div>
                """)
    }

    private static func kind(_ call: Call<ConsoleCaller>) throws -> DCRProvider.Kind {
        guard let kind = DCRProvider.Kind(rawValue: try call.text("kind")) else { throw Refusal.notFound }
        return kind
    }

    private func newForm(_ call: Call<ConsoleCaller>, _ data: FormData, _ problems: FormProblems) throws -> Reply {
        let kind = try Self.kind(call)
        let fields = DCRProviderForm(kind: kind, data: data, problems: problems, isNew: true)
        let form = UI.form(
            to: ConsoleAddress.newDCRProvider(kind).path,
            actions: UI.button("Add provider") + UI.linkButton("Cancel", to: ConsoleAddress.dcrProviders.path),
            content: fields.html)
        return page(call, title: "Add \(kind.title)", UI.card(content: form))
    }

    private func page(
        _ call: Call<ConsoleCaller>, title: String, badge: HTML = .empty, _ body: HTML
    ) -> Reply {
        ConsoleLayout.reply(
            call.caller, title: title, section: .applicationAuth,
            breadcrumbs: [
                UI.Link("Application Auth", to: ConsoleAddress.applicationAuth.path),
                UI.Link("DCR providers", to: ConsoleAddress.dcrProviders.path), UI.Link(title, to: ""),
            ], body: "\(UI.pageHeader(title, badge: badge))<div class=\"stack\">\(body)</div>")
    }

    private func create(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let data = try await call.form(), kind = try Self.kind(call)
        return try await retrying {
            let made = try await providers.create(DCRProviderForm.draft(kind, data), as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.dcrProviders.path)
                .with(Flash(.success, "OpenID Connect strategies can name \(made.name)."))
        } form: { problems in
            try newForm(call, data, problems)
        }
    }

    private func show(
        _ call: Call<ConsoleCaller>, _ data: FormData? = nil, _ problems: FormProblems = .none
    ) async throws -> Reply {
        let provider = try await providers.find(call.id("id"), as: call.caller.actor)
        let address = ConsoleAddress.dcrProvider(provider.id).path
        let fields = DCRProviderForm(
            kind: provider.kind, data: data ?? DCRProviderForm.data(of: provider), problems: problems, isNew: false)
        let form = UI.form(
            to: address, guardUnsaved: true, actions: UI.button("Save"),
            content: "\(DCRProviderForm.data(of: provider).opened())\(fields.html)")
        let danger = UI.dangerZone(
            "Delete this provider", text: "Possible as long as no strategy names it.",
            action: UI.postButton(
                "Delete provider", to: "\(address)/delete", .danger, confirm: "Delete “\(provider.name)”?"))
        return page(
            call, title: provider.name, badge: UI.badge(provider.kind.title), "\(UI.card(content: form))\(danger)")
    }

    private func update(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let provider = try await providers.find(call.id("id"), as: call.caller.actor)
        let data = try await call.form().merged(
            over: DCRProviderForm.data(of: provider), titles: DCRProviderForm.titles)
        return try await retrying(data) {
            _ = try await providers.update(
                provider.id, DCRProviderForm.change(provider.kind, data), as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.dcrProvider(provider.id).path).with(Flash(.success, "Saved."))
        } form: { problems in
            try await show(call, data, problems)
        }
    }

    private func delete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let id: ID<DCRProvider> = try call.id("id")
        do {
            try await providers.delete(id, as: call.caller.actor)
        } catch Refusal.conflict(let reason) {
            return Reply.redirect(to: ConsoleAddress.dcrProvider(id).path).with(Flash(.danger, reason))
        }
        return Reply.redirect(to: ConsoleAddress.dcrProviders.path).with(Flash(.success, "The provider is deleted."))
    }
}
