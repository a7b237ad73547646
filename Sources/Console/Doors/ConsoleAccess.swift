import Core
import Model

/// What the signed-in operator may do: with anything of each kind, and with the one thing that the page is about.
package struct ConsoleAccess: Sendable {
    let summary: [ResourceKind: Set<Act>]
    let resource: Resource?
    let acts: Set<Act>

    static func load(_ product: Product, _ actor: Actor, path: String) async throws -> ConsoleAccess {
        let resource = ConsoleNeed(path: path).resource
        let summary = try await product.access.summary(as: actor)
        var acts: Set<Act> = []
        if let resource { acts = try await product.access.acts(on: resource, as: actor) }
        return ConsoleAccess(summary: summary, resource: resource, acts: acts)
    }

    /// Whether they may do it with something of the kind.
    func may(_ act: Act, _ kind: ResourceKind) -> Bool { summary[kind]?.contains(act) == true }

    /// Whether they may post to an address of the Console, or open a page that is nothing but a form.
    func allows(_ address: String) -> Bool {
        let need = ConsoleNeed(path: address)
        guard let act = need.act else { return true }
        if need.resource == resource, need.resource?.id != nil { return acts.contains(act) }
        return may(act, need.kind)
    }
}

/// What a form of the Console needs, by its address.
struct ConsoleNeed {
    var kind = ResourceKind.organization
    var resource: Resource?
    /// Nil needs nothing.
    var act: Act?

    init(path: String) {
        let parts = (path.split(separator: "?").first ?? "").split(separator: "/").map(String.init)
        guard let root = parts.first else { return }
        let id = parts.count > 1 ? parts[1] : "", rest = Array(parts.dropFirst(2))
        switch root {
        case "portals": self = Self(.portals, id, ID<Portal>(id).map(Resource.portal), Self.portal(rest))
        case "apis", "packages": self = Self(.apis, id, ID<API>(id).map(Resource.api), Self.api(rest))
        case "gateway":
            self = Self(.controlPlanes, id, ID<ControlPlane>(id).map(Resource.controlPlane), Self.plane(rest))
        case "application-auth":
            let act: Act = rest.first == "delete" ? .delete : .update
            self = Self(.strategies, id, ID<AuthStrategy>(id).map(Resource.strategy), act)
        case "dcr-providers":
            let act: Act = rest.first == "delete" ? .delete : .update
            self = Self(.dcrProviders, id, ID<DCRProvider>(id).map(Resource.dcrProvider), act)
        case "messages": act = .retryMessages
        case "mail-domains": act = .manageSettings
        case "organization" where id == "settings": act = .manageSettings
        case "organization" where id == "audit-log":
            kind = .auditLogs
            act = .update
        case "organization":
            // Sharing is a matter of what is shared, and decided there.
            act = rest.contains("roles") ? nil : .managePeople
        default: return
        }
    }

    private init(_ kind: ResourceKind, _ id: String, _ resource: Resource?, _ act: Act) {
        self.kind = kind
        self.resource = resource
        self.act = id == "new" ? .create : resource == nil ? nil : act
    }

    private static func portal(_ rest: [String]) -> Act {
        switch rest.first {
        case "delete": .delete
        case "appearance" where rest.contains("integrations"): .update
        case "appearance", "customization", "assets": .editAppearance
        case "pages", "snippets", "menus", "content", "default-content": .editContent
        case "developers", "teams": .manageDevelopers
        case "applications": .manageApplications
        case "registrations": .decideRegistrations
        case "apis": .publish
        default: .update
        }
    }

    private static func api(_ rest: [String]) -> Act {
        switch rest.first {
        case "delete": .delete
        case "portals": .publish
        case "registrations": .decideRegistrations
        default: .update
        }
    }

    private static func plane(_ rest: [String]) -> Act {
        switch rest.first {
        case "services": .editServices
        case "routes": .editRoutes
        case "plugins": .editPlugins
        case "consumers": .editConsumers
        case "tokens": .connect
        case "delete": .delete
        default: .update
        }
    }
}
