import Core
import Model
import Rendering
import Web

/// The pages of the organization, as tabs.
enum OrganizationLayout {
    enum Tab: CaseIterable {
        case people, teams, roles, accounts, tokens, auditLog, settings

        var title: String {
            switch self {
            case .people: "People"
            case .teams: "Teams"
            case .roles: "Roles"
            case .accounts: "System accounts"
            case .tokens: "Tokens"
            case .auditLog: "Audit log"
            case .settings: "Settings"
            }
        }

        var address: ConsoleAddress {
            switch self {
            case .people: .organization
            case .teams: .operatorTeams
            case .roles: .organizationRoles
            case .accounts: .systemAccounts
            case .tokens: .organizationTokens
            case .auditLog: .auditLog
            case .settings: .organizationSettings
            }
        }

        /// Whether somebody may see it.
        func isSeen(by access: ConsoleAccess) -> Bool {
            switch self {
            case .people, .teams, .roles: access.may(.viewPeople, .organization)
            case .accounts, .tokens: access.may(.viewAccounts, .organization)
            case .auditLog: access.may(.view, .auditLogs)
            case .settings: access.may(.viewSettings, .organization)
            }
        }
    }

    /// A list below the tabs.
    static func list(
        _ caller: ConsoleCaller, _ tab: Tab, text: HTML, actions: HTML = .empty, isWide: Bool = false,
        body: HTML
    ) -> Reply {
        let tabs = Tab.allCases.filter { $0.isSeen(by: caller.access) }
        let header =
            UI.pageHeader("Organization", text: text, actions: actions)
            + UI.tabs("Organization", tabs.map { UI.Tab($0.title, to: $0.address.path, current: $0 == tab) })
        return ConsoleLayout.reply(
            caller, title: tab == .people ? "Organization" : "\(tab.title) · Organization", section: .organization,
            isWide: isWide, body: "\(header)<div class=\"stack\">\(body)</div>")
    }

    /// A page below one of the lists.
    static func page(
        _ caller: ConsoleCaller, _ tab: Tab, title: String, text: HTML = .empty, badge: HTML = .empty, body: HTML
    ) -> Reply {
        let crumbs = [
            UI.Link("Organization", to: ConsoleAddress.organization.path),
            UI.Link(tab.title, to: tab.address.path), UI.Link(title, to: ""),
        ]
        return ConsoleLayout.reply(
            caller, title: title, section: .organization,
            breadcrumbs: tab == .people ? [crumbs[0], crumbs[2]] : crumbs,
            body: "\(UI.pageHeader(title, text: text, badge: badge))<div>\(body)</div>")
    }
}

/// The roles of somebody, with a form that gives another of those that the reader may give.
struct RoleViews {
    /// The page of the holder; its roles are below it.
    let base: String
    let roles: [AssignedRole]
    let names: [ResourceKind: [String: String]]
    /// None for predefined teams, which keep theirs.
    let offers: [RoleOffer]

    init(
        _ product: Product, of holder: RoleHolder, base: String, isFixed: Bool = false, as actor: Actor
    ) async throws {
        self.base = base
        roles = try await product.assignedRoles.list(of: holder, as: actor)
        names = try await product.assignedRoles.names(as: actor)
        offers = isFixed ? [] : try await product.assignedRoles.offers(as: actor)
    }

    var html: HTML {
        let rows = roles.map { role -> [HTML] in
            let remove = UI.postButton("Remove", to: "\(base)/roles/\(role.id)/remove", .ghost, small: true)
            return ["\(name(of: role))", "\(role.name)", isOffered(role) ? remove : .empty]
        }
        let table = UI.table(
            caption: "Roles", columns: [.init("On"), .init("Role"), .init("Actions", .actions)], rows: rows,
            empty: "<p class=\"muted\">No roles of its own.</p>")
        return UI.card(footer: offers.isEmpty ? .empty : form, flush: !rows.isEmpty, content: table)
    }

    private func isOffered(_ role: AssignedRole) -> Bool {
        offers.contains { offer in
            offer.kind == role.kind && offer.roles.contains { $0.name == role.name }
                && (offer.isForAll || offer.entities.contains { $0.id == role.entity })
        }
    }

    private var form: HTML {
        let roles = offers.flatMap { offer in
            offer.roles.map {
                UI.Option("\(offer.kind.rawValue)|\($0.name)", "\(offer.kind.words.singular): \($0.name)")
            }
        }
        let entities = offers.flatMap { offer in
            (offer.isForAll ? [UI.Option("\(offer.kind.rawValue)|*", "All \(offer.kind.words.plural)")] : [])
                + offer.entities.map {
                    UI.Option("\(offer.kind.rawValue)|\($0.id)", "\(offer.kind.words.singular) \($0.name)")
                }
        }
        return UI.form(
            to: "\(base)/roles", actions: UI.button("Add role", .secondary, icon: .plus),
            content: UI.fieldRow(
                UI.select("role", label: "Role", options: roles, value: "Portals|Viewer"),
                UI.select("entity", label: "On", options: entities, value: entities.first?.value)))
    }

    private func name(of role: AssignedRole) -> String {
        if role.kind == .organization { return "The organization" }
        if role.entity == AssignedRole.everyEntity { return "All \(role.kind.words.plural)" }
        return "\(role.kind.words.singular) \(names[role.kind]?[role.entity] ?? role.entity)"
    }

    /// What the form asks for; nil when role and entity are of different kinds.
    static func draft(_ form: FormData) -> AssignedRoleDraft? {
        let role = form["role"].split(separator: "|").map(String.init)
        let entity = form["entity"].split(separator: "|").map(String.init)
        guard role.count == 2, entity.count == 2, role[0] == entity[0], let kind = ResourceKind(rawValue: role[0])
        else { return nil }
        return AssignedRoleDraft(kind, role[1], on: entity[1])
    }
}

/// The forms that give and take roles, the same for everybody who may have some.
struct RoleActions {
    let roles: AssignedRoles

    func add(_ call: Call<ConsoleCaller>, to holder: RoleHolder, back: String) async throws -> Reply {
        let form = try await call.form()
        guard let draft = RoleViews.draft(form) else {
            return .redirect(to: back).with(Flash(.danger, "Choose a role, and something of its kind."))
        }
        do {
            _ = try await roles.assign(draft, to: holder, as: call.caller.actor)
        } catch Refusal.conflict(let reason) {
            return .redirect(to: back).with(Flash(.info, reason))
        } catch Refusal.forbidden(let reason) {
            return .redirect(to: back).with(Flash(.danger, reason))
        }
        return .redirect(to: back).with(Flash(.success, "The role \(draft.name) is assigned."))
    }

    func remove(_ call: Call<ConsoleCaller>, from holder: RoleHolder, back: String) async throws -> Reply {
        try await roles.remove(call.id("roleId"), from: holder, as: call.caller.actor)
        return .redirect(to: back).with(Flash(.success, "The role is taken back."))
    }
}
