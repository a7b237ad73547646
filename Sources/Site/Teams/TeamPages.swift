import Core
import Model
import Rendering
import Web

/// The teams that a developer is in.
struct TeamPages {
    private let teams: Teams

    init(_ product: Product) {
        teams = product.teams
    }

    var endpoints: [Endpoint<PortalDeveloper>] {
        [
            .get(SiteAddress.teams.path, "teams", list),
            .get(SiteAddress.team("{teamId}").path, "team", show),
        ]
    }

    private func list(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let query = ListQuery(page: PageRequest(size: PageRequest.maximumSize))
        let page = try await teams.mine(on: call.caller.portal.id, query, as: call.caller.actor)
        let cards = page.items.map { team in
            UI.cardLink(
                team.name, to: SiteAddress.team(team.id.text).path, text: team.description, icon: .people,
                meta: team.canOwnApplications ? UI.badge("Owns applications") : .empty)
        }
        let empty = UI.emptyState(
            icon: .people, title: "You are in no team",
            text: """
                <p>Teams decide which APIs their members see and call. The people who run this portal put you into \
                one.</p>
                """)
        let header = UI.pageHeader("My teams", text: "<p>What your teams may do, you may do.</p>")
        return SiteLayout(call).page("My teams", "\(header)\(cards.isEmpty ? empty : UI.grid(cards))")
    }

    private func show(_ call: Call<PortalDeveloper>) async throws -> Reply {
        let portal = call.caller.portal.id, query = try call.list(ListRules(filters: [:]))
        let id: ID<Team> = try call.id("teamId")
        let team = try await teams.mine(id, on: portal, as: call.caller.actor)
        let members = try await teams.colleagues(in: id, on: portal, query, as: call.caller.actor)
        let table = UI.table(
            caption: "Members", columns: [.init("Name"), .init("E-mail")],
            rows: members.items.map { ["\($0.fullName)", "\($0.email)"] })
        let pages = UI.pagination(members) { "\(SiteAddress.team(id.text).path)?page%5Bnumber%5D=\($0)" }
        let crumbs = UI.breadcrumbs([UI.Link("My teams", to: SiteAddress.teams.path), UI.Link(team.name, to: "")])
        return SiteLayout(call).page(
            team.name, "\(crumbs)\(UI.pageHeader(team.name, text: "<p>\(team.description)</p>"))\(table)\(pages)")
    }
}
