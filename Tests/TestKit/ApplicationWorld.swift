import Core
package import Model
import Storage

/// A portal with one published API and one approved developer, to make applications on.
package struct ApplicationWorld: Sendable {
    package let world: World
    package let portal: Portal
    package let strategy: ID<AuthStrategy>
    package let api: API
    package let developer: Developer

    /// The developer, signed in.
    package var ada: Actor { .developer(developer.id, portal: portal.id) }
    package var host: String { world.product.portals.domain(of: portal) }

    package init(
        _ world: World, _ name: String = "Payments", email: String = "ada@example.com",
        _ change: (inout PortalDraft) -> Void = { _ in }
    ) async throws {
        self.world = world
        strategy = try await world.product.strategies.ensureBuiltIn()
        portal = try await world.portal(name, change)
        developer = try await world.developer(email, on: portal)
        api = try await Self.publish("\(name) flights", on: portal, world)
    }

    package static func publish(
        _ name: String, on portal: Portal, _ world: World,
        _ change: @Sendable (inout PublicationDraft) -> Void = { _ in }
    ) async throws -> API {
        let api = try await world.product.apis.create(APIDraft(name: name), as: world.root).api
        var draft = PublicationDraft()
        change(&draft)
        _ = try await world.product.publications.publish(api.id, to: portal.id, draft, as: world.root)
        return api
    }

    /// Another approved developer of the portal.
    package func colleague(_ email: String = "grace@example.com") async throws -> Actor {
        .developer(try await world.developer(email, on: portal).id, portal: portal.id)
    }

    package func application(_ name: String = "Shop", as actor: Actor? = nil) async throws -> ApplicationDetail {
        try await world.product.applications.create(
            ApplicationDraft(name: name), on: portal.id, as: actor ?? ada)
    }

    package func register(_ application: ApplicationDetail) async throws -> RegistrationDetail {
        try await world.product.registrations.create(api.id, for: application.id, on: portal.id, as: ada)
    }

    package func decide(_ status: Registration.Status, _ detail: RegistrationDetail) async throws {
        _ = try await world.product.registrations.setStatus(
            status, of: detail.id, application: detail.registration.applicationID, on: portal.id, as: world.root)
    }

    /// A team with the developer in it, and a role on the API when one is named.
    package func team(
        _ name: String = "Partners", role: TeamRole.Name? = nil, canOwnApplications: Bool = false
    ) async throws -> Team {
        let draft = TeamDraft(name: name, canOwnApplications: canOwnApplications)
        let team = try await world.product.teams.create(draft, on: portal.id, as: world.root)
        try await world.product.teams.add(developer.id, to: team.id, on: portal.id, as: world.root)
        if let role { try await give(role, to: team) }
        return team
    }

    package func give(_ role: TeamRole.Name, to team: Team) async throws {
        _ = try await world.product.teams.assign(
            TeamRoleDraft(name: role, scope: .api(api.id)), to: team.id, on: portal.id, as: world.root)
    }

    /// The hashes of the keys that the gateway lets in for the API.
    package func openKeys() async throws -> Set<KeyHash> {
        let api = api.id
        let rows = try await world.database.read { try $0.grants.all() }
        return Set(rows.filter { $0.application.grants.contains(api) }.flatMap(\.credentials).map(\.keyHash))
    }
}
