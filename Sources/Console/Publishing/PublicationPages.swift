import Core
import Model
import Rendering
import Web

/// Where an API or a package is published, and what a portal publishes.
struct PublicationPages {
    private let product: Product
    private let kind: API.Kind

    init(_ product: Product, _ kind: API.Kind = .api) {
        self.product = product
        self.kind = kind
    }

    /// The pages of one entry of the catalog.
    var ofOne: [Endpoint<ConsoleCaller>] {
        let path = (kind == .api ? "/apis" : "/packages") + "/{apiId}/portals"
        return [
            .get(path) { try await ofAPI($0) }, .post(path, publishAPI),
            .post(path + "/{portalId}/unpublish", unpublishAPI),
        ]
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        ofOne + [
            .get("/portals/{portalId}/apis") { try await onPortal($0) },
            .post("/portals/{portalId}/apis", publishOnPortal),
            .post("/portals/{portalId}/apis/{apiId}/unpublish", unpublishFromPortal),
        ]
    }

    private func ofAPI(
        _ call: Call<ConsoleCaller>, _ problems: FormProblems = .none, _ form: FormData = FormData()
    ) async throws -> Reply {
        let entries = kind == .api ? product.apis : product.packages
        let overview = try await entries.find(call.id("apiId"), as: call.caller.actor)
        let api = overview.api.id
        let publications = try await product.publications.all(of: api, as: call.caller.actor)
        let choices = try await product.publications.choices(as: call.caller.actor), portals = choices.portals
        let fields = PublicationForm(strategies: choices.strategies, problems: problems)
        let byPortal = Dictionary(publications.map { ($0.portalID, $0) }, uniquingKeysWith: { first, _ in first })
        let rows: [PublicationRow] = portals.compactMap { portal in
            guard let publication = byPortal[portal.id] else { return nil }
            return PublicationRow(
                portal.displayName, link: ConsoleAddress.portal(portal.id).path, publication, portal, fields,
                address: ConsoleAddress.apiPortals(api).path(kind), hidden: ("portal", portal.id.text),
                unpublish: choices.publishers.contains(portal.id)
                    ? ConsoleAddress.unpublishAPI(api, portal.id).path(kind) : nil)
        }
        let free = portals.filter { byPortal[$0.id] == nil && choices.publishers.contains($0.id) }
        let list: HTML =
            rows.isEmpty
            ? UI.emptyState(
                icon: .portal, title: "Not published yet",
                text: "<p>Nobody sees this API until a portal shows it. Choose one below.</p>")
            : PublicationRow.table(rows, caption: "Portals that show this API", of: "Portal")
        let createPortal: HTML = "<a href=\"\(url: ConsoleAddress.newPortal.path)\">Create one</a>"
        let publish = publishCard(
            free.map { UI.Option($0.id.text, $0.displayName) }, name: "portal", label: "Portal", fields, form,
            address: ConsoleAddress.apiPortals(api).path(kind),
            none: portals.isEmpty
                ? "<p>There is no portal yet. \(createPortal) first.</p>"
                : "<p>Every portal shows this API.</p>")
        return APILayout.reply(call.caller, overview, current: .portals, body: "\(list)\(publish)")
    }

    private func onPortal(
        _ call: Call<ConsoleCaller>, _ problems: FormProblems = .none, _ form: FormData = FormData()
    ) async throws -> Reply {
        let portal = try await product.portals.find(call.id("portalId"), as: call.caller.actor)
        let publications = try await product.publications.all(on: portal.id, as: call.caller.actor)
        let packages = try await product.packages.all(as: call.caller.actor)
        let apis = try await product.apis.all(as: call.caller.actor) + packages
        let choices = try await product.publications.choices(as: call.caller.actor)
        let fields = PublicationForm(strategies: choices.strategies, problems: problems)
        let byAPI = Dictionary(publications.map { ($0.apiID, $0) }, uniquingKeysWith: { first, _ in first })
        let address = ConsoleAddress.portalAPIs(portal.id).path
        let rows: [PublicationRow] = apis.compactMap { api in
            guard let publication = byAPI[api.id] else { return nil }
            return PublicationRow(
                Self.title(api), link: ConsoleAddress.api(api.id).path(api.kind), publication, portal, fields,
                address: address, hidden: ("api", api.id.text),
                unpublish: choices.published.contains(api.id)
                    ? ConsoleAddress.unpublishFromPortal(portal.id, api.id).path : nil)
        }
        let list: HTML =
            rows.isEmpty
            ? UI.emptyState(
                icon: .api, title: "This portal shows no API yet",
                text: "<p>Developers find an empty catalog. Publish the first API below.</p>")
            : PublicationRow.table(rows, caption: "Published APIs", of: "API")
        let free = apis.filter { byAPI[$0.id] == nil && choices.published.contains($0.id) }.map {
            UI.Option($0.id.text, Self.title($0))
        }
        let publish = publishCard(
            free, name: "api", label: "API", fields, form, address: address,
            none: apis.isEmpty
                ? "<p>There is no API yet. <a href=\"\(url: ConsoleAddress.newAPI.path)\">Create one</a> first.</p>"
                : "<p>Every API is published here.</p>")
        let body: HTML = """
            \(UI.pageHeader(
                "Published APIs", text: "<p>What developers find on \(portal.displayName).</p>",
                actions: rows.isEmpty || free.isEmpty ? .empty : Self.jump))\
            <div class="stack">\(list)\(publish)</div>
            """
        return ConsoleLayout.reply(
            call.caller, title: "Published APIs", section: .portals,
            breadcrumbs: [
                UI.Link("Portals", to: ConsoleAddress.portals.path),
                UI.Link(portal.displayName, to: ConsoleAddress.portal(portal.id).path),
                UI.Link("Published APIs", to: address),
            ], context: PortalNavigation.context(portal, current: .apis), body: body)
    }

    private static var jump: HTML { UI.linkButton("Publish an API", to: "#publish", .primary, icon: .plus) }

    private static func title(_ api: API) -> String {
        (api.version.map { "\(api.name) \($0)" } ?? api.name) + (api.kind == .package ? " (package)" : "")
    }

    private func publishCard(
        _ options: [UI.Option], name: String, label: String, _ fields: PublicationForm, _ form: FormData,
        address: String, none: HTML
    ) -> HTML {
        if options.isEmpty { return "<div class=\"muted\">\(none)</div>" }
        let content: HTML = """
            \(fields.problems.summary(shown: ["visibility", "auth_strategy_ids"]))\
            \(UI.select(name, label: label, options: options, value: form[name]))\(fields.html(nil, suffix: "new"))
            """
        let card = UI.card(
            title: "Publish",
            content: UI.form(to: address, actions: UI.button("Publish", icon: .globe), content: content))
        return card.isBlank ? .empty : "<div id=\"publish\">\(card)</div>"
    }

    private func publishAPI(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), api: ID<API> = try call.id("apiId")
        return try await retrying {
            let portal = try Self.id(form["portal"], of: Portal.self)
            _ = try await own.publish(
                api, to: portal, PublicationForm.draft(form), as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.apiPortals(api).path(kind)).with(
                Flash(.success, "The API is published."))
        } form: { problems in
            try await ofAPI(call, problems, form)
        }
    }

    private func publishOnPortal(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), portal: ID<Portal> = try call.id("portalId")
        return try await retrying {
            let api = try Self.id(form["api"], of: API.self)
            _ = try await publications(for: api, call).publish(
                api, to: portal, PublicationForm.draft(form), as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.portalAPIs(portal).path)
                .with(Flash(.success, "The API is published."))
        } form: { problems in
            try await onPortal(call, problems, form)
        }
    }

    private func unpublishAPI(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let api: ID<API> = try call.id("apiId")
        try await own.unpublish(api, from: call.id("portalId"), as: call.caller.actor)
        return Reply.redirect(to: ConsoleAddress.apiPortals(api).path(kind)).with(
            Flash(.success, "The API is unpublished."))
    }

    private func unpublishFromPortal(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal: ID<Portal> = try call.id("portalId")
        let api: ID<API> = try call.id("apiId")
        try await publications(for: api, call).unpublish(api, from: portal, as: call.caller.actor)
        return Reply.redirect(to: ConsoleAddress.portalAPIs(portal).path)
            .with(Flash(.success, "The API is unpublished."))
    }

    private var own: Publications { kind == .api ? product.publications : product.packagePublications }

    /// On the pages of a portal APIs and packages stand side by side.
    private func publications(for api: ID<API>, _ call: Call<ConsoleCaller>) async throws -> Publications {
        let packages = try await product.packages.all(as: call.caller.actor)
        return packages.contains { $0.id == api } ? product.packagePublications : product.publications
    }

    private static func id<Entity>(_ text: String, of: Entity.Type) throws -> ID<Entity> {
        guard let id = ID<Entity>(text) else { throw Refusal.notFound }
        return id
    }
}
