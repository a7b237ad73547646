import Model
import Storage

/// Who may do what with applications, decided here for every door.
enum ApplicationAccess {
    /// The portal. A developer's must be the one that is asked for, and must authenticate developers; everybody else
    /// needs a role there that grants the act.
    static func portal(
        _ id: ID<Portal>, _ actor: Actor, _ tx: Transaction, to act: Act = .viewDevelopers
    ) throws -> Portal {
        guard let portal = try tx.portals.find(id) else { throw Refusal.notFound }
        switch actor {
        case .operator, .systemAccount, .system:
            try actor.may(act, .portal(id), in: tx)
            return portal
        case .visitor:
            guard portal.authenticationEnabled else { throw Refusal.notFound }
            throw Refusal.unauthenticated()
        case .developer:
            guard portal.authenticationEnabled else { throw Refusal.notFound }
            _ = try actor.requireDeveloper(of: id)
            return portal
        }
    }

    /// The application, if the actor may use it.
    static func find(
        _ id: ID<Application>, on portal: ID<Portal>, _ actor: Actor, _ tx: Transaction,
        to act: Act = .viewDevelopers
    ) throws -> ApplicationDetail {
        _ = try self.portal(portal, actor, tx, to: act)
        guard let found = try tx.applications.find(id, on: portal), try mayUse(found.application, actor, tx) else {
            throw Refusal.notFound
        }
        return found
    }

    private static func mayUse(_ application: Application, _ actor: Actor, _ tx: Transaction) throws -> Bool {
        guard case .developer(let developer, _) = actor else { return true }
        switch application.owner {
        case .developer(let owner): return owner == developer
        case .team(let team): return try tx.teams.contains(developer, in: team)
        }
    }

    /// The owner of a new application: who the draft names, if the actor may give it to them.
    static func owner(
        _ wanted: Application.Owner?, on portal: ID<Portal>, _ actor: Actor, _ tx: Transaction
    ) throws -> Application.Owner {
        if case .developer(let developer, _) = actor {
            guard case .team(let team)? = wanted else { return .developer(developer) }
            try checkTeam(team, on: portal, actor, tx)
            return .team(team)
        }
        guard let wanted else { throw Refusal.invalid("owner", .required, "\"owner\" is required") }
        switch wanted {
        case .developer(let id):
            guard try tx.developers.find(id, of: portal) != nil else {
                throw Refusal.invalid("owner.id", .missingReference, "Developer not found")
            }
        case .team(let id): try checkTeam(id, on: portal, actor, tx)
        }
        return wanted
    }

    /// Whether ownership may move. A developer gives to a team of theirs, and never back to one person. With RBAC a
    /// team must have API Consumer on everything that the application is registered for.
    static func transfer(
        _ application: Application, to owner: Application.Owner, _ actor: Actor, _ tx: Transaction
    ) throws {
        let portal = application.portalID
        guard case .team(let team) = owner else {
            if case .developer = actor {
                throw Refusal.invalid("team_id", .invalid, "An application of a team cannot go back to a developer")
            }
            _ = try self.owner(owner, on: portal, actor, tx)
            return
        }
        try checkTeam(team, on: portal, actor, tx)
        guard try tx.portals.find(portal)?.rbacEnabled == true else { return }
        for api in try tx.registrations.apis(of: application.id) {
            guard try tx.teamRoles.has([.consumer], on: api, team: team, portal: portal) else {
                let reason = "The team needs API Consumer on every API that the application is registered for"
                throw Refusal.invalid(field(actor), .invalid, reason)
            }
        }
    }

    private static func checkTeam(
        _ id: ID<Team>, on portal: ID<Portal>, _ actor: Actor, _ tx: Transaction
    ) throws {
        let missing = Refusal.invalid(field(actor), .missingReference, "Team not found")
        guard let team = try tx.teams.find(id, on: portal) else { throw missing }
        if case .developer(let developer, _) = actor, try !tx.teams.contains(developer, in: id) { throw missing }
        guard team.canOwnApplications else {
            throw Refusal.invalid(field(actor), .invalid, "The team cannot own applications")
        }
    }

    /// The owner's field, as the actor's door calls it.
    private static func field(_ actor: Actor) -> String {
        if case .developer = actor { "team_id" } else { "owner.id" }
    }
}
