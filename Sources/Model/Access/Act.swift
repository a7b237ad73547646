/// What somebody may do with a resource; `AccessTable` says which role grants which.
package enum Act: String, Sendable, CaseIterable {
    /// Know that it exists and read it.
    case view
    case create, update, delete
    /// Give the roles that one has on it to others.
    case assignRoles

    // Portals.
    case editAppearance, editContent
    /// Developers, their teams, applications, credentials and registrations.
    case viewDevelopers
    /// Add, approve and delete developers, and put them into teams with roles.
    case manageDevelopers
    case manageApplications

    // Portals and APIs: both are needed to publish one to the other.
    case publish
    /// Approve, reject, revoke and delete registrations: on the portal or for the API.
    case decideRegistrations
    /// The registrations for an API.
    case viewRegistrations

    // Control planes.
    case editServices, editRoutes, editPlugins, editConsumers
    /// Link APIs to services.
    case link
    /// Issue tokens for data planes.
    case connect

    // The organization.
    /// Who works here, in which teams, with which roles.
    case viewPeople
    /// Invite and remove people, make teams and system accounts, give any role.
    case managePeople
    /// Alter what holds for everybody: what tokens may be, addresses, e-mail domains.
    case manageSettings
    case viewAccounts, viewSettings
    case viewMessages, retryMessages

    /// What changes nothing.
    package static let reading: Set<Act> = [
        .view, .viewDevelopers, .viewRegistrations, .viewPeople, .viewAccounts, .viewSettings, .viewMessages,
    ]
}
