/// A developer portal: one website on its own host, with its own developers, content and published APIs.
package struct Portal: Sendable, Equatable {
    package enum Visibility: String, Sendable, CaseIterable {
        case `public`, `private`
    }

    package var id: ID<Portal>
    /// Unique in the organisation; for operators.
    package var name: String
    /// What developers read.
    package var displayName: String
    package var description: String?
    package var authenticationEnabled: Bool
    package var rbacEnabled: Bool
    /// Whether the IP allow list applies.
    package var ipAllowListEnabled: Bool
    package var defaultAPIVisibility: Visibility
    package var defaultPageVisibility: Visibility
    package var defaultStrategyID: ID<AuthStrategy>?
    package var autoApproveDevelopers: Bool
    /// Approves registrations, whatever the name says.
    package var autoApproveApplications: Bool
    package var notificationsShowDeveloperPII: Bool
    /// The first label of the portal's host; unique, given once.
    package var slug: String
    package var labels: [String: String]
    package var createdAt: Instant
    package var updatedAt: Instant
    package var signIn = PortalSignIn.standard
    /// The custom domain, while it is enabled: told by the store, never written.
    package var customHost: CustomHost?

    /// A host name that the portal answers at beside its default one.
    package struct CustomHost: Sendable, Equatable {
        package var name: String
        /// Whether requests arrive there.
        package var isReached: Bool

        package init(name: String, isReached: Bool) {
            self.name = name
            self.isReached = isReached
        }
    }

    package init(
        id: ID<Portal>, name: String, displayName: String, description: String?, authenticationEnabled: Bool,
        rbacEnabled: Bool, ipAllowListEnabled: Bool, defaultAPIVisibility: Visibility,
        defaultPageVisibility: Visibility, defaultStrategyID: ID<AuthStrategy>?, autoApproveDevelopers: Bool,
        autoApproveApplications: Bool, notificationsShowDeveloperPII: Bool, slug: String, labels: [String: String],
        createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.name = name
        self.displayName = displayName
        self.description = description
        self.authenticationEnabled = authenticationEnabled
        self.rbacEnabled = rbacEnabled
        self.ipAllowListEnabled = ipAllowListEnabled
        self.defaultAPIVisibility = defaultAPIVisibility
        self.defaultPageVisibility = defaultPageVisibility
        self.defaultStrategyID = defaultStrategyID
        self.autoApproveDevelopers = autoApproveDevelopers
        self.autoApproveApplications = autoApproveApplications
        self.notificationsShowDeveloperPII = notificationsShowDeveloperPII
        self.slug = slug
        self.labels = labels
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension Portal {
    /// Whether developers may sign in with an e-mail address and a password.
    package var takesPasswords: Bool { authenticationEnabled && signIn.passwordsEnabled }

    package static let nameRule = TextRule(1...255)
    package static let descriptionRule = TextRule(0...512)

    package static let list = ListRules(
        filters: [
            "id": .uuid, "name": .string, "description": .string, "authentication_enabled": .boolean,
            "rbac_enabled": .boolean, "default_api_visibility": .string, "default_page_visibility": .string,
            "default_application_auth_strategy_id": .uuid, "auto_approve_developers": .boolean,
            "auto_approve_applications": .boolean, "default_domain": .string, "canonical_domain": .string,
        ],
        sorts: [
            "name", "description", "authentication_enabled", "rbac_enabled", "auto_approve_applications",
            "auto_approve_developers", "default_domain", "canonical_domain", "created_at", "updated_at",
        ])
}

/// What to create a portal from. Nil takes the default that `authenticationEnabled` implies: see `Portals.create`.
package struct PortalDraft: Sendable {
    package var name: String
    package var displayName: String?
    package var description: String?
    package var authenticationEnabled = true
    package var rbacEnabled = false
    package var ipAllowListEnabled = false
    package var defaultAPIVisibility: Portal.Visibility?
    package var defaultPageVisibility: Portal.Visibility?
    /// `unchanged` takes the default; `set(nil)` means none.
    package var defaultStrategyID: Change<ID<AuthStrategy>?> = .unchanged
    package var autoApproveDevelopers = false
    package var autoApproveApplications = false
    package var notificationsShowDeveloperPII = false
    package var labels: [String: String?] = [:]

    package init(name: String) {
        self.name = name
    }

    package func problems() -> [FieldProblem] {
        var problems = [Portal.nameRule.problem("name", name)]
        problems.append(displayName.flatMap { Portal.nameRule.problem("display_name", $0) })
        problems.append(description.flatMap { Portal.descriptionRule.problem("description", $0) })
        return problems.compactMap(\.self) + Labels.problems(labels)
    }
}

/// What to alter about a portal.
package struct PortalChange: Sendable {
    package var name: Change<String> = .unchanged
    package var displayName: Change<String> = .unchanged
    package var description: Change<String?> = .unchanged
    package var authenticationEnabled: Change<Bool> = .unchanged
    package var rbacEnabled: Change<Bool> = .unchanged
    package var ipAllowListEnabled: Change<Bool> = .unchanged
    package var defaultAPIVisibility: Change<Portal.Visibility> = .unchanged
    package var defaultPageVisibility: Change<Portal.Visibility> = .unchanged
    package var defaultStrategyID: Change<ID<AuthStrategy>?> = .unchanged
    package var autoApproveDevelopers: Change<Bool> = .unchanged
    package var autoApproveApplications: Change<Bool> = .unchanged
    package var notificationsShowDeveloperPII: Change<Bool> = .unchanged
    /// Merged key by key; `set(nil)` clears all.
    package var labels: Change<[String: String?]?> = .unchanged

    package init() {}

    package func problems() -> [FieldProblem] {
        var problems = [name.value.flatMap { Portal.nameRule.problem("name", $0) }]
        problems.append(displayName.value.flatMap { Portal.nameRule.problem("display_name", $0) })
        problems.append(description.value?.flatMap { Portal.descriptionRule.problem("description", $0) })
        return problems.compactMap(\.self) + Labels.problems(labels.value.flatMap(\.self) ?? [:])
    }

    /// The portal after the change; its `updatedAt` is left alone.
    package func applied(to old: Portal) -> Portal {
        var portal = old
        name.apply(to: &portal.name)
        displayName.apply(to: &portal.displayName)
        description.apply(to: &portal.description)
        authenticationEnabled.apply(to: &portal.authenticationEnabled)
        rbacEnabled.apply(to: &portal.rbacEnabled)
        ipAllowListEnabled.apply(to: &portal.ipAllowListEnabled)
        defaultAPIVisibility.apply(to: &portal.defaultAPIVisibility)
        defaultPageVisibility.apply(to: &portal.defaultPageVisibility)
        defaultStrategyID.apply(to: &portal.defaultStrategyID)
        autoApproveDevelopers.apply(to: &portal.autoApproveDevelopers)
        autoApproveApplications.apply(to: &portal.autoApproveApplications)
        notificationsShowDeveloperPII.apply(to: &portal.notificationsShowDeveloperPII)
        if case .set(let update) = labels {
            portal.labels = update.map { Labels.merged(old.labels, with: $0) } ?? [:]
        }
        return portal
    }
}
