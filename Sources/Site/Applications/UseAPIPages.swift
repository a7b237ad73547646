import Core
import HTTPTypes
import Model
import Rendering
import Web

/// “Use this API”: from the page of an API to a key, in one form.
struct UseAPIPages {
    private let applications: Applications
    private let registrations: Registrations
    private let catalog: Catalog

    init(_ product: Product) {
        catalog = product.catalog
        applications = product.applications
        registrations = product.registrations
    }

    var endpoints: [Endpoint<PortalDeveloper>] {
        let path = SiteAddress.useAPI("{apiSlug}").path
        return [.get(path, "use-api") { try await show($0, FormData(), .none) }, .post(path, "use-api", submit)]
    }

    private func show(
        _ call: Call<PortalDeveloper>, _ data: FormData, _ problems: FormProblems
    ) async throws -> Reply {
        let offer = try await applications.offer(
            call.text("apiSlug"), on: call.caller.portal.id, as: call.caller.actor)
        let view = UseAPIView(offer: offer, data: data, problems: problems, newID: applications.newID().text)
        return SiteLayout(call).page("Use \(offer.item.api.name)", layout: .prose, view.html)
    }

    private func submit(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let data = try await call.form(), portal = call.caller.portal.id, actor = call.caller.actor
        let offer = try await applications.offer(call.text("apiSlug"), on: portal, as: actor)
        do {
            if let chosen = ID<Application>(data["application"]) {
                return try await register(offer, chosen, call)
            }
            guard let id = ID<Application>(data["new_id"]) else { throw Refusal.notFound }
            let made = try await applications.use(
                offer.item.api.id, with: ApplicationForm.draft(data), id: id, on: portal, as: actor)
            let first = await firstCall(offer.item)
            let title = made.client == nil ? "Your key" : "Your client"
            return SiteLayout(call).page(title, layout: .prose, UseAPIView.done(made, offer.item, first))
                .with(.cacheControl, "no-store")
        } catch let refusal as Refusal where refusal.isForForms {
            if case .conflict = refusal, let again = try await existing(data, call) { return again }
            var reply = try await show(call, data, FormProblems(refusal))
            reply.status = Look(refusal).status
            return reply
        }
    }

    private func firstCall(_ item: CatalogItem) async -> FirstCall? {
        guard let version = item.currentVersion,
            let description = try? await catalog.description(of: version)
        else { return nil }
        return FirstCall(description)
    }

    private func register(
        _ offer: APIOffer, _ application: ID<Application>, _ call: Call<PortalDeveloper>
    ) async throws -> Reply {
        let place = Reply.redirect(to: SiteAddress.application(application.text).path)
        do {
            let made = try await registrations.create(
                offer.item.api.id, for: application, on: call.caller.portal.id, as: call.caller.actor)
            return place.with(RegistrationNews.flash(made))
        } catch Refusal.conflict {
            return place.with(Flash(.info, "The application is registered for this API already."))
        }
    }

    /// Where to go when the form is sent a second time; nil when it made nothing before.
    private func existing(_ data: FormData, _ call: Call<PortalDeveloper>) async throws -> Reply? {
        guard let id = ID<Application>(data["new_id"]),
            let found = try? await applications.find(id, on: call.caller.portal.id, as: call.caller.actor)
        else { return nil }
        let secret = found.strategy.registersClients ? "client secret" : "key"
        let text =
            "\(found.application.name) exists already. Its \(secret) was shown once; make another one if you need it."
        return Reply.redirect(to: SiteAddress.application(id.text).path).with(Flash(.info, text))
    }
}

/// What “Use this API” shows before and after.
struct UseAPIView {
    let offer: APIOffer
    let data: FormData
    let problems: FormProblems
    let newID: String

    private var api: API { offer.item.api }

    var html: HTML {
        let crumbs = UI.breadcrumbs([
            UI.Link("APIs", to: SiteAddress.apis.path), UI.Link(api.name, to: SiteAddress.api(api.slug).path),
            UI.Link("Use this API", to: ""),
        ])
        let header = UI.pageHeader(
            "Use \(api.name)",
            text: hasKeys
                ? "<p>Calls carry the key of an application. It takes a minute to get one.</p>"
                : "<p>Calls carry a token that the client of an application gets from the identity provider.</p>")
        switch offer.obstacle {
        case .open?: return "\(crumbs)\(open)"
        case .readOnly?: return "\(crumbs)\(readOnly)"
        case nil: return "\(crumbs)\(header)<div class=\"stack pick-application\">\(registered)\(form)</div>"
        }
    }

    /// Whether every new application gets a key.
    private var hasKeys: Bool { offer.strategies.allSatisfy { $0.keyAuth != nil } }

    private var open: HTML {
        UI.emptyState(
            icon: .globe, title: "\(api.name) needs no key",
            text: "<p>You can call it right away, without registering an application.</p>",
            action: UI.linkButton("Back to the API", to: SiteAddress.api(api.slug).path, .primary), level: 1)
    }

    private var readOnly: HTML {
        UI.emptyState(
            icon: .lock, title: "You may read about \(api.name), not call it",
            text: """
                <p>The people who run this portal decide which teams may call it. Ask them for the role API \
                Consumer.</p>
                """,
            action: UI.linkButton("Back to the API", to: SiteAddress.api(api.slug).path, .primary), level: 1)
    }

    /// The applications that asked before.
    private var registered: HTML {
        let asked = offer.candidates.filter { $0.registration != nil }
        if asked.isEmpty { return .empty }
        let rows = asked.map { detail, registration -> [HTML] in
            [
                UI.rowLink(detail.application.name, to: SiteAddress.application(detail.id.text).path),
                UI.status(registration?.status.rawValue ?? ""),
            ]
        }
        let table = UI.table(
            caption: "Registered applications", columns: [.init("Application"), .init("State")], rows: rows)
        return UI.card(title: "Registered already", flush: true, content: table)
    }

    private var form: HTML {
        let fields: HTML = """
            \(problems.summary(shown: shown))\
            \(UI.hiddenField("new_id", data.nonEmpty("new_id") ?? newID))\(choice)\
            <div class="form-fields when-new">\(ApplicationForm.words(data, problems, required: free.isEmpty))\
            \(strategy)\(ApplicationForm.clientField(offer.strategies, data, problems))\
            \(ApplicationForm.teamField(offer.teams, data, problems))</div>
            """
        let label = !free.isEmpty ? "Continue" : hasKeys ? "Create application and key" : "Create application"
        let actions = UI.button(label) + UI.linkButton("Cancel", to: SiteAddress.api(api.slug).path)
        return UI.card(
            title: offer.candidates.contains { $0.registration != nil } ? "Another application" : "Your application",
            content: UI.form(to: SiteAddress.useAPI(api.slug).path, actions: actions, content: fields))
    }

    /// The fields that show their own problem.
    private var shown: [String] {
        ["name", "description", "team_id", "client_id"] + (offer.strategies.count == 1 ? [] : ["auth_strategy_id"])
    }

    private var free: [ApplicationDetail] {
        offer.candidates.filter { $0.registration == nil }.map(\.detail)
    }

    private var choice: HTML {
        if free.isEmpty { return .empty }
        let credential = hasKeys ? "a key" : "credentials"
        let cards =
            free.map { detail in
                UI.Card(
                    detail.id.text, title: detail.application.name,
                    text: detail.application.description ?? "Use the credentials that it has.", icon: .app)
            } + [
                UI.Card(
                    "new", title: "A new application",
                    text: "With \(credential) of its own; name it below.", icon: .plus)
            ]
        return UI.radioCards(
            "application", legend: "Which application will call it?", cards: cards,
            value: data.nonEmpty("application") ?? free.first?.id.text)
    }

    private var strategy: HTML {
        if offer.strategies.count == 1 { return UI.hiddenField("auth_strategy_id", offer.strategies[0].id.text) }
        return UI.select(
            "auth_strategy_id", label: "Authentication",
            options: offer.strategies.map { UI.Option($0.id.text, $0.title) },
            value: data.nonEmpty("auth_strategy_id"), error: problems["auth_strategy_id"])
    }

    /// The key or the client's secret, this once, and what comes next.
    static func done(_ made: Applications.FirstUse, _ item: CatalogItem, _ call: FirstCall?) -> HTML {
        let detail = made.application, status = made.registration.registration.status
        let credential = made.issued == nil ? "client" : "key"
        let state =
            status == .approved
            ? UI.alert(
                .success, title: "Ready",
                "<p>\(detail.application.name) may call \(made.registration.apiName) now.</p>")
            : UI.alert(
                .warn, title: "Waiting for approval",
                """
                <p>\(ApplicationViews.explanation(status)) Nothing else is to do: the \(credential) stays the same.</p>
                """)
        let reference: HTML =
            item.currentVersion == nil
            ? UI.linkButton("Back to the API", to: SiteAddress.api(item.api.slug).path)
            : UI.linkButton("Open the reference", to: SiteAddress.reference(item.api.slug, .overview).path)
        let next = UI.buttonRow(
            UI.linkButton("Open the application", to: SiteAddress.application(detail.id.text).path, .primary),
            reference)
        let header = UI.pageHeader("\(detail.application.name) is set up")
        return "\(header)<div class=\"stack\">\(reveal(made, call))\(state)\(next)</div>"
    }

    private static func reveal(_ made: Applications.FirstUse, _ call: FirstCall?) -> HTML {
        let detail = made.application
        if let client = made.client {
            return """
                \(UI.card(
                    title: "Credentials", text: "<p>They come from your identity provider.</p>",
                    content: UI.facts([UI.Fact("Client id", UI.copyable(client.id, what: "the client id"))])))\
                \(UI.keyReveal(
                    client.secret, label: "Your client secret for \(detail.application.name)",
                    text: "Copy it now: it is shown this once, and only your identity provider knows it."))
                """
        }
        guard let issued = made.issued else { return .empty }
        return """
            \(UI.keyReveal(
                issued.key, label: "Your key for \(detail.application.name)",
                text: "Copy it now: it is shown this once. We keep only its fingerprint."))\
            \(ApplicationViews.example(detail.strategy.keyAuth?.keyNames ?? [], key: issued.key, call: call))
            """
    }
}
