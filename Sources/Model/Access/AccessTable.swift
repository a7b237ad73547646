/// A role that operators, system accounts and operator teams may have on a resource, or on all of its kind.
package struct AccessRole: Sendable, Equatable {
    package let kind: ResourceKind
    package let name: String
    package let acts: Set<Act>
    package let summary: String

    init(_ kind: ResourceKind, _ name: String, _ acts: Set<Act>, _ summary: String) {
        self.kind = kind
        self.name = name
        self.acts = acts
        self.summary = summary
    }
}

/// Who may do what: the one table that every use case asks.
package enum AccessTable {
    /// The name of the role with which one may create what does not exist yet.
    package static let creator = "Creator"
    package static let organizationAdmin = "Admin", organizationReader = "Viewer"

    /// What everybody may who works here, without any role.
    package static let everyone: Set<Act> = [.viewPeople]

    package static let roles: [AccessRole] = portals + apis + strategies + dcrProviders + controlPlanes + others

    /// Those that can be given one by one; the organization's own come with the predefined teams.
    package static let assignable = roles.filter { $0.kind != .organization }

    private static let portals = [
        AccessRole(
            .portals, "Admin",
            [
                .view, .update, .delete, .assignRoles, .editAppearance, .editContent, .viewDevelopers,
                .manageDevelopers, .manageApplications, .publish, .decideRegistrations,
            ], "Everything on a portal, and sharing it."),
        AccessRole(
            .portals, "Maintainer",
            [
                .view, .update, .editAppearance, .editContent, .viewDevelopers, .manageDevelopers,
                .manageApplications, .publish, .decideRegistrations,
            ], "Everything on a portal except deleting and sharing it."),
        AccessRole(.portals, creator, [.create], "Creates portals, and becomes Admin of those."),
        AccessRole(
            .portals, "Viewer", [.view, .viewDevelopers], "Reads a portal, its developers and applications."),
        AccessRole(.portals, "Appearance Maintainer", [.view, .editAppearance], "Edits how a portal looks."),
        AccessRole(
            .portals, "Content Editor", [.view, .editAppearance, .editContent],
            "Edits the pages, snippets and look of a portal."),
        AccessRole(.portals, "Product Publisher", [.view, .publish], "Publishes APIs to a portal."),
        AccessRole(
            .portals, "API Registration Approver", [.view, .viewDevelopers, .decideRegistrations],
            "Decides about registrations on a portal."),
    ]

    private static let apis = [
        AccessRole(
            .apis, "Admin",
            [.view, .update, .delete, .assignRoles, .publish, .viewRegistrations, .decideRegistrations],
            "Everything with an API, and sharing it."),
        AccessRole(.apis, "Maintainer", [.view, .update], "Edits an API, its versions and documents."),
        AccessRole(.apis, creator, [.create], "Creates APIs, and becomes Admin of those."),
        AccessRole(.apis, "Viewer", [.view], "Reads an API with its versions and documents."),
        AccessRole(.apis, "Publisher", [.view, .publish], "Publishes an API to portals."),
        AccessRole(
            .apis, "Registration Approver", [.view, .viewRegistrations, .decideRegistrations],
            "Decides about registrations for an API."),
    ]

    private static let strategies = [
        AccessRole(.strategies, creator, [.create], "Creates auth strategies, and maintains those."),
        AccessRole(.strategies, "Maintainer", [.view, .update, .delete], "Edits and deletes an auth strategy."),
        AccessRole(.strategies, "Viewer", [.view], "Reads an auth strategy."),
    ]

    private static let dcrProviders = [
        AccessRole(.dcrProviders, creator, [.create], "Creates DCR providers, and maintains those."),
        AccessRole(.dcrProviders, "Maintainer", [.view, .update, .delete], "Edits and deletes a DCR provider."),
        AccessRole(.dcrProviders, "Viewer", [.view], "Reads a DCR provider."),
    ]

    // The summaries of control planes and audit logs are constants of the wire.
    private static let controlPlanes = [
        AccessRole(
            .controlPlanes, "Admin",
            [
                .view, .update, .delete, .assignRoles, .editServices, .editRoutes, .editPlugins, .editConsumers,
                .link, .connect,
            ], "This role grants full write access to all entities within a control plane."),
        AccessRole(
            .controlPlanes, "Consumer Admin", [.view, .editConsumers],
            "This role grants full write access to administer consumers."),
        AccessRole(
            .controlPlanes, creator, [.create],
            "Creates a new Control Plane in an organization. "
                + "The creator becomes the owner of the Control Plane they create."),
        AccessRole(
            .controlPlanes, "Deployer", [.view, .editServices, .editRoutes, .editPlugins, .link],
            "This role grants full write access to administer services, routes and plugins "
                + "necessary to deploy services in Service Hub."),
        AccessRole(
            .controlPlanes, "Gateway Service Admin", [.view, .editServices, .link],
            "This role grants full write access to administer gateway services."),
        AccessRole(
            .controlPlanes, "Plugin Admin", [.view, .editPlugins],
            "This role grants full write access to administer plugins."),
        AccessRole(
            .controlPlanes, "Route Admin", [.view, .editRoutes],
            "This role grants full write access to administer routes."),
        AccessRole(
            .controlPlanes, "Viewer", [.view],
            "This role grants read only access to all entities within a control plane."),
    ]

    private static let others = [
        AccessRole(
            .auditLogs, "Admin", [.view, .update],
            "This role grants full write access to the Audit log configuration."),
        AccessRole(.organization, organizationAdmin, Set(Act.allCases), "Everything."),
        AccessRole(.organization, organizationReader, Act.reading, "Reads everything."),
    ]
}

extension AccessTable {
    /// The role of that name, or nil.
    package static func role(_ kind: ResourceKind, _ name: String) -> AccessRole? {
        byName[HeldRole(kind, name)]
    }

    private static let byName = Dictionary(uniqueKeysWithValues: roles.map { (HeldRole($0.kind, $0.name), $0) })

    /// The roles of a kind that grant an act.
    package static func names(of kind: ResourceKind, granting act: Act) -> [String] {
        roles.filter { $0.kind == kind && $0.acts.contains(act) }.map(\.name)
    }

    /// What somebody may do with a resource of a kind who has these roles on it or on the organization.
    package static func acts(_ held: [HeldRole], on kind: ResourceKind) -> Set<Act> {
        var acts = kind == .organization ? everyone : []
        for held in held where held.kind == kind || held.kind == .organization {
            guard let more = role(held.kind, held.name)?.acts else { continue }
            if acts.isEmpty { acts = more } else { acts.formUnion(more) }
        }
        return acts
    }
}

/// A role that somebody has, directly or through a team.
package struct HeldRole: Sendable, Hashable {
    package let kind: ResourceKind
    package let name: String

    package init(_ kind: ResourceKind, _ name: String) {
        self.kind = kind
        self.name = name
    }
}

/// Which items of a list somebody may see.
package enum Seen: Sendable, Equatable {
    case everything
    /// Those on which somebody (an operator or a system account) has one of the roles.
    case granted(to: String, ResourceKind, roles: [String])
}
