package import Core
import Model
import Rendering
package import Web

/// The list of portals, the wizard that makes one, and a portal's overview.
package struct PortalPages {
    let product: Product

    package init(_ product: Product) {
        self.product = product
    }

    package var endpoints: [Endpoint<ConsoleCaller>] {
        [
            .get("/") { _ in .redirect(to: ConsoleAddress.portals.path) }, .get("/portals", list),
            .get("/portals/new") { try await PortalWizard(product).first($0) },
            .post("/portals/new") { try await PortalWizard(product).create($0) },
            .get("/portals/{portalId}", overview),
        ]
    }

    private func list(_ call: Call<ConsoleCaller>) async throws -> Reply {
        var query = ListQuery(sort: [ListSort("name")], page: PageRequest(size: 20))
        if let number = call.query("page").flatMap(Int.init), number > 0 { query.page.number = number }
        let search = call.query("q") ?? ""
        if !search.isEmpty { query.filters = [ListFilter("name", .contains, [search])] }
        let page = try await product.portals.list(query, as: call.caller.actor)
        let new = UI.linkButton("New portal", to: ConsoleAddress.newPortal.path, .primary, icon: .plus)
        let body: HTML
        if page.total == 0, search.isEmpty {
            body = UI.emptyState(
                icon: .portal, title: "Create your first portal",
                text: """
                    A portal is a website on its own host where developers find, try and use your APIs. \
                    It takes about a minute.
                    """, action: new)
        } else {
            let table = UI.table(
                caption: "Portals",
                columns: [
                    .init("Name"), .init("Address", secondary: true), .init("Access"),
                    .init("Created", secondary: true),
                ],
                rows: page.items.map(row), empty: "No portal has this in its name.")
            body = """
                \(UI.searchField(to: ConsoleAddress.portals.path, label: "Search portals", value: search))\(table)\
                \(UI.pagination(page) { "\(ConsoleAddress.portals.path)?page=\($0)&q=\(QueryString.encoded(search))" })
                """
        }
        let header = UI.pageHeader(
            "Portals", text: "Websites on which developers find and use your APIs.",
            actions: page.total == 0 ? .empty : new)
        return ConsoleLayout.reply(call.caller, title: "Portals", section: .portals, body: header + body)
    }

    private func row(_ portal: Portal) -> [HTML] {
        let site = product.portals.siteURL(of: portal)
        return [
            UI.rowLink(portal.displayName, to: ConsoleAddress.portal(portal.id).path, note: portal.name),
            "<a href=\"\(url: site)\">\(product.portals.domain(of: portal))</a>",
            UI.status(portal.defaultAPIVisibility.rawValue), Moment.html(portal.createdAt),
        ]
    }

    private func overview(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal = try await product.portals.find(call.id("portalId"), as: call.caller.actor)
        let counts = try await product.portals.counts(of: portal.id, as: call.caller.actor)
        let site = product.portals.siteURL(of: portal)
        let strategy = try await product.portals.defaultStrategyName(of: portal)
        let settings = UI.linkButton("Open settings", to: ConsoleAddress.portalSecurity(portal.id).path, small: true)
        let body: HTML = """
            \(UI.pageHeader(portal.displayName, text: "<a href=\"\(url: site)\">\(site)</a>",
                badge: UI.status(portal.defaultAPIVisibility.rawValue),
                actions: UI.linkButton("Open portal", to: site, .secondary, icon: .external)))
            <div class="stack">\(UI.stats(figures(portal, counts, call.caller.access)))
            \(PortalNextSteps.html(portal, counts))
            \(UI.card(title: "Settings", actions: settings, content: facts(portal, strategy)))</div>
            """
        return ConsoleLayout.reply(
            call.caller, title: portal.displayName, section: .portals,
            breadcrumbs: [
                UI.Link("Portals", to: ConsoleAddress.portals.path), UI.Link(portal.displayName, to: ""),
            ],
            context: PortalNavigation.context(portal, current: .overview), body: body)
    }

    private func figures(_ portal: Portal, _ counts: PortalCounts, _ access: ConsoleAccess) -> [HTML] {
        let apis = UI.stat(
            "Published APIs", value: "\(counts.apis)", to: ConsoleAddress.portalAPIs(portal.id).path)
        guard portal.authenticationEnabled, access.acts.contains(.viewDevelopers) else { return [apis] }
        let developers = ConsoleAddress.developers(portal.id).path
        let registrations = ConsoleAddress.registrations(portal.id).path
        return [
            apis,
            UI.stat(
                "Developers", value: "\(counts.developers)",
                note: Self.waiting(counts.pendingDevelopers), to: developers),
            UI.stat(
                "Applications", value: "\(counts.applications)", to: ConsoleAddress.applications(portal.id).path),
            UI.stat(
                "Registrations to decide", value: "\(counts.pendingRegistrations)",
                to: registrations + (counts.pendingRegistrations > 0 ? "?status=pending" : "")),
        ]
    }

    private static func waiting(_ number: Int) -> HTML {
        number == 0 ? "" : "\(number) waiting for approval"
    }

    private func facts(_ portal: Portal, _ strategy: String?) -> HTML {
        UI.facts([
            .init("User authentication", text: portal.authenticationEnabled ? "Built-in" : "Off"),
            .init("Default authentication strategy", text: strategy ?? "None"),
            .init("Role-based access", text: portal.rbacEnabled ? "On" : "Off"),
            .init("Auto-approve developers", text: portal.autoApproveDevelopers ? "On" : "Off"),
            .init("Auto-approve applications", text: portal.autoApproveApplications ? "On" : "Off"),
            .init("Default API visibility", text: portal.defaultAPIVisibility == .public ? "Public" : "Private"),
            .init("Default page visibility", text: portal.defaultPageVisibility == .public ? "Public" : "Private"),
        ])
    }
}

/// What an operator should do next with a portal; nothing when nothing waits.
enum PortalNextSteps {
    static func html(_ portal: Portal, _ counts: PortalCounts) -> HTML {
        let isNew = counts.apis == 0 || (portal.authenticationEnabled && counts.developers <= counts.pendingDevelopers)
        let tasks = isNew ? first(portal, counts) : waiting(portal, counts)
        return UI.card(title: isNew ? "Next steps" : "Waiting for you", content: UI.tasks(tasks))
    }

    /// Who asks for something on a portal that is at work.
    private static func waiting(_ portal: Portal, _ counts: PortalCounts) -> [HTML] {
        var tasks: [HTML] = []
        if counts.pendingDevelopers > 0 {
            tasks.append(
                UI.task(
                    UI.count(counts.pendingDevelopers, "developer", "developers"),
                    text: "They have signed up, and get in when you approve them.", done: false, link: "Decide",
                    to: ConsoleAddress.developers(portal.id).path + "?status=pending"))
        }
        if counts.pendingRegistrations > 0 {
            tasks.append(
                UI.task(
                    UI.count(counts.pendingRegistrations, "registration", "registrations"),
                    text: "Applications that ask for an API; their keys are refused until you approve them.",
                    done: false, link: "Decide",
                    to: ConsoleAddress.registrations(portal.id).path + "?status=pending"))
        }
        return tasks
    }

    private static func first(_ portal: Portal, _ counts: PortalCounts) -> [HTML] {
        var tasks = [
            UI.task(
                "Publish an API", text: "Developers find what you publish here.", done: counts.apis > 0,
                link: "Choose an API", to: ConsoleAddress.portalAPIs(portal.id).path)
        ]
        if portal.authenticationEnabled {
            tasks.append(
                UI.task(
                    "Approve your first developer",
                    text: counts.pendingDevelopers > 0
                        ? "\(counts.pendingDevelopers) waiting for you."
                        : "They sign up at the portal's address; send it to them, or add them yourself.",
                    done: counts.developers > counts.pendingDevelopers,
                    link: "Developers", to: ConsoleAddress.developers(portal.id).path))
        }
        return tasks
    }
}
