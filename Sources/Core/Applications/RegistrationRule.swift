import Model
import Storage

/// When an application may be registered for an API. Every way to register passes here.
enum RegistrationRule {
    /// The publication through which the application may call the API.
    ///
    /// An API that the developer may not know of is `notFound`; an operator is told that it is not published. What is
    /// seen and may not be called is `invalid`: the contract of registrations knows no 403.
    static func check(
        _ api: ID<API>, for application: Application, on portal: Portal, _ actor: Actor, _ tx: Transaction
    ) throws -> Publication {
        guard let publication = try tx.publications.find(api, on: portal.id), try sees(publication, portal, actor, tx)
        else {
            if case .developer = actor { throw Refusal.notFound }
            throw Refusal.invalid("api_id", .missingReference, "API is not published to this portal")
        }
        guard try mayConsume(api, application.owner, on: portal, tx) else {
            throw Refusal.invalid("api_id", .invalid, "The role API Consumer is needed to use this API")
        }
        guard !publication.strategyIDs.isEmpty else {
            throw Refusal.invalid("api_id", .invalid, "The API does not take registrations")
        }
        guard publication.strategyIDs.contains(application.strategyID) else {
            let reason = "The API does not accept the auth strategy of the application"
            throw Refusal.invalid("api_id", .invalid, reason)
        }
        return publication
    }

    /// With RBAC the owner needs the role: a developer through any team, a team by itself.
    static func mayConsume(
        _ api: ID<API>, _ owner: Application.Owner, on portal: Portal, _ tx: Transaction
    ) throws -> Bool {
        guard portal.rbacEnabled else { return true }
        switch owner {
        case .developer(let id):
            return try tx.teamRoles.has([.consumer], on: api, developer: id, portal: portal.id)
        case .team(let id): return try tx.teamRoles.has([.consumer], on: api, team: id, portal: portal.id)
        }
    }

    private static func sees(
        _ publication: Publication, _ portal: Portal, _ actor: Actor, _ tx: Transaction
    ) throws -> Bool {
        guard case .developer = actor else { return true }
        let scope = CatalogAccess.scope(of: actor, on: portal)
        return try tx.catalog.find(publication.apiID.text, on: portal.id, scope) != nil
    }
}
