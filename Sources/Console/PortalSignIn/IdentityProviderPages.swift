import Core
import HTTPTypes
import Model
import Rendering
import Web

/// The pages of one identity provider, with the groups that are teams.
struct IdentityProviderPages {
    private let product: Product

    init(_ product: Product) {
        self.product = product
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        let base = "/portals/{portalId}/settings/sign-in"
        let making = IdentityProvider.Kind.allCases.flatMap { kind -> [Endpoint<ConsoleCaller>] in
            [
                .get("\(base)/new-\(kind.rawValue)") {
                    try await newForm($0, kind, IdentityProviderForm.newData, .none)
                },
                .post("\(base)/new-\(kind.rawValue)") { try await create($0, kind) },
            ]
        }
        return making + [
            .get("\(base)/{id}") { try await show($0) }, .post("\(base)/{id}", update),
            .post("\(base)/{id}/delete", delete), .post("\(base)/{id}/groups", addGroup),
            .post("\(base)/{id}/groups/{mappingId}/remove", removeGroup),
        ]
    }

    private func newForm(
        _ call: Call<ConsoleCaller>, _ kind: IdentityProvider.Kind, _ data: FormData, _ problems: FormProblems
    ) async throws -> Reply {
        let portal = try await product.portals.find(call.id("portalId"), as: call.caller.actor)
        let actions =
            UI.button("Add provider") + UI.linkButton("Cancel", to: ConsoleAddress.portalSignIn(portal.id).path)
        let fields = IdentityProviderForm(kind: kind, data: data, problems: problems, hasSecret: false)
        let form = UI.form(
            to: ConsoleAddress.newIdentityProvider(portal.id, kind).path, actions: actions, content: fields.html)
        return page(call, portal, title: "Add \(kind.title)", UI.card(content: form))
    }

    private func page(
        _ call: Call<ConsoleCaller>, _ portal: Portal, title: String, badge: HTML = .empty, _ body: HTML
    ) -> Reply {
        PortalSettingsLayout.reply(
            call.caller, portal, .signIn, title: title, header: UI.pageHeader(title, badge: badge),
            crumb: UI.Link("Sign-in", to: ConsoleAddress.portalSignIn(portal.id).path), body: body)
    }

    private func create(_ call: Call<ConsoleCaller>, _ kind: IdentityProvider.Kind) async throws -> Reply {
        let data = try await call.form(), portal: ID<Portal> = try call.id("portalId")
        return try await retrying {
            let made = try await product.identityProviders.create(
                IdentityProviderForm.draft(kind, data), on: portal, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.identityProvider(portal, made.id).path)
                .with(Flash(.success, "The identity provider is kept."))
        } form: { problems in
            try await newForm(call, kind, data, problems)
        }
    }

    private func show(
        _ call: Call<ConsoleCaller>, _ data: FormData? = nil, _ problems: FormProblems = .none
    ) async throws -> Reply {
        let actor = call.caller.actor
        let portal = try await product.portals.find(call.id("portalId"), as: actor)
        let provider = try await product.identityProviders.find(call.id("id"), on: portal.id, as: actor)
        let fields = IdentityProviderForm(
            kind: provider.kind, data: data ?? IdentityProviderForm.data(of: provider), problems: problems,
            hasSecret: provider.sealedSecret != nil)
        let base = ConsoleAddress.identityProvider(portal.id, provider.id).path
        let form = UI.form(to: base, guardUnsaved: true, actions: UI.button("Save"), content: fields.html)
        let danger = UI.dangerZone(
            "Delete this provider", text: "Nobody signs in with it any more. The accounts of developers stay.",
            action: UI.postButton(
                "Delete provider", to: "\(base)/delete", .danger, confirm: "Delete this identity provider?"))
        let state: HTML = provider.isEnabled ? UI.status("enabled") : UI.badge("Disabled", dot: true)
        let seesTeams = call.caller.access.acts.contains(.viewDevelopers)
        let groups = seesTeams ? try await groups(of: provider, on: portal, base, actor) : .empty
        return page(
            call, portal, title: provider.kind.title, badge: state, "\(UI.card(content: form))\(groups)\(danger)")
    }

    private func groups(
        of provider: IdentityProvider, on portal: Portal, _ base: String, _ actor: Actor
    ) async throws -> HTML {
        let whole = ListQuery(page: PageRequest(size: PageRequest.maximumSize))
        let teams = try await product.teams.list(on: portal.id, whole, as: actor).items
        let mappings = try await product.identityProviders.mappings(
            of: provider.id, on: portal.id, whole, as: actor
        ).items
        let names = Dictionary(teams.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let rows = mappings.map { mapping -> [HTML] in
            [
                "<code>\(mapping.group)</code>", "\(names[mapping.teamID] ?? mapping.teamID.text)",
                UI.postButton("Remove", to: "\(base)/groups/\(mapping.id)/remove", .ghost, small: true),
            ]
        }
        let add: HTML =
            teams.isEmpty
            ? "<p class=\"muted\">Make a team first, in Access and approvals.</p>"
            : UI.form(
                to: "\(base)/groups", actions: UI.button("Add group", .secondary, icon: .plus),
                content: UI.fieldRow(
                    UI.textField(
                        "group", label: "Group", hint: "Exactly as the provider writes it.", required: true,
                        autocomplete: "off"),
                    UI.select("team", label: "Team", options: teams.map { UI.Option($0.id.text, $0.name) })))
        let table = UI.table(
            caption: "Groups that are teams", columns: [.init("Group"), .init("Team"), .init("Actions", .actions)],
            rows: rows, empty: "<p class=\"muted\">No group is mapped to a team yet.</p>")
        return UI.card(
            title: "Groups and teams", text: "<p>Members of a group at the provider become members of the team.</p>",
            footer: add, flush: !rows.isEmpty, content: table)
    }

    private func update(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let data = try await call.form(), actor = call.caller.actor
        let portal: ID<Portal> = try call.id("portalId")
        return try await retrying {
            let provider = try await product.identityProviders.find(call.id("id"), on: portal, as: actor)
            let change = IdentityProviderForm.change(provider.kind, data)
            _ = try await product.identityProviders.update(provider.id, on: portal, change, as: actor)
            return try back(call, Flash(.success, "Saved."))
        } form: { problems in
            try await show(call, data, problems)
        }
    }

    private func delete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal: ID<Portal> = try call.id("portalId")
        try await product.identityProviders.delete(call.id("id"), on: portal, as: call.caller.actor)
        return Reply.redirect(to: ConsoleAddress.portalSignIn(portal).path)
            .with(Flash(.success, "The identity provider is deleted."))
    }

    private func addGroup(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let data = try await call.form()
        guard let team = ID<Team>(data["team"]), let group = data.nonEmpty("group") else {
            return try back(call, Flash(.danger, "Name a group and choose a team."))
        }
        do {
            _ = try await product.identityProviders.map(
                group, to: team, of: call.id("id"), on: call.id("portalId"), as: call.caller.actor)
        } catch Refusal.conflict(let reason) {
            return try back(call, Flash(.info, reason))
        }
        return try back(call, Flash(.success, "The group is mapped."))
    }

    private func removeGroup(_ call: Call<ConsoleCaller>) async throws -> Reply {
        try await product.identityProviders.unmap(
            call.id("mappingId"), of: call.id("id"), on: call.id("portalId"), as: call.caller.actor)
        return try back(call, Flash(.success, "The group is mapped no more."))
    }

    private func back(_ call: Call<ConsoleCaller>, _ flash: Flash) throws -> Reply {
        let portal: ID<Portal> = try call.id("portalId"), provider: ID<IdentityProvider> = try call.id("id")
        return Reply.redirect(to: ConsoleAddress.identityProvider(portal, provider).path).with(flash)
    }
}
