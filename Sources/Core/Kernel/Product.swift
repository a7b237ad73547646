import Model

/// Every use case, on one kernel: what the doors are given.
package struct Product: Sendable {
    package let kernel: Kernel
    package let operators: Operators
    package let access: Access
    package let organizations: Organizations
    package let operatorTeams: OperatorTeams
    package let systemAccounts: SystemAccounts
    package let assignedRoles: AssignedRoles
    package let portals: Portals
    package let portalOpenings: PortalOpenings
    package let portalPages: PortalPages
    package let snippets: Snippets
    package let defaultContent: DefaultContent
    package let siteContent: SiteContent
    package let customizations: Customizations
    package let siteVersions: SiteVersions
    package let customDomains: CustomDomains
    package let ipAllowLists: IPAllowLists
    package let controlPlanes: ControlPlanes
    package let coreEntities: CoreEntities
    package let implementations: Implementations
    package let gatewayPublisher: GatewayPublisher
    package let apis: APIs
    package let apiVersions: APIVersions
    package let apiDocuments: APIDocuments
    package let apiIcons: APIIcons
    package let publications: Publications
    package let gatewayOperations: GatewayOperations
    package let usage: Usage
    package let auditLog: AuditLog
    package let auditDestinations: AuditDestinations
    package let auditWebhooks: AuditWebhooks
    package let auditDelivery: AuditDelivery
    package let catalog: Catalog
    package let portalSearch: PortalSearch
    package let developers: Developers
    package let messages: MessageLog
    package let mailDomains: MailDomains
    package let portalMails: PortalMails
    package let outbox: Outbox
    package let strategies: Strategies
    package let dcrProviders: DCRProviders
    package let teams: Teams
    package let identityProviders: IdentityProviders
    package let applications: Applications
    package let registrations: Registrations
    package let credentials: Credentials
    package let relay: Relay

    /// Without what calls servers there is no relay.
    package init(_ kernel: Kernel, relayCaller: (any RelayCaller)? = nil) {
        self.kernel = kernel
        operators = Operators(kernel)
        access = Access(kernel)
        organizations = Organizations(kernel)
        operatorTeams = OperatorTeams(kernel)
        systemAccounts = SystemAccounts(kernel)
        assignedRoles = AssignedRoles(kernel)
        portals = Portals(kernel)
        portalOpenings = PortalOpenings(kernel)
        portalPages = PortalPages(kernel)
        snippets = Snippets(kernel)
        defaultContent = DefaultContent(kernel)
        siteContent = SiteContent(kernel)
        customizations = Customizations(kernel)
        siteVersions = SiteVersions(kernel)
        customDomains = CustomDomains(kernel)
        ipAllowLists = IPAllowLists(kernel, versions: siteVersions)
        controlPlanes = ControlPlanes(kernel)
        coreEntities = CoreEntities(kernel)
        implementations = Implementations(kernel)
        gatewayPublisher = GatewayPublisher(kernel)
        let shelf = DescriptionShelf()
        apis = APIs(kernel)
        apiVersions = APIVersions(kernel, shelf: shelf)
        apiDocuments = APIDocuments(kernel)
        apiIcons = APIIcons(kernel)
        publications = Publications(kernel)
        gatewayOperations = GatewayOperations(kernel)
        usage = Usage(kernel)
        auditLog = AuditLog(kernel)
        auditDestinations = AuditDestinations(kernel)
        auditWebhooks = AuditWebhooks(kernel)
        auditDelivery = AuditDelivery(kernel, log: auditLog, portals: portals)
        catalog = Catalog(kernel, shelf: shelf)
        portalSearch = PortalSearch(kernel, descriptions: shelf)
        developers = Developers(kernel)
        messages = MessageLog(kernel)
        mailDomains = MailDomains(kernel)
        portalMails = PortalMails(kernel)
        outbox = Outbox(kernel)
        strategies = Strategies(kernel)
        dcrProviders = DCRProviders(kernel)
        teams = Teams(kernel)
        identityProviders = IdentityProviders(kernel)
        applications = Applications(kernel)
        registrations = Registrations(kernel)
        credentials = Credentials(kernel)
        relay = Relay(kernel, catalog: catalog, caller: relayCaller)
    }
}

extension Product {
    package var rowCounts: RowCounts { RowCounts(kernel) }
    package var clientErrands: ClientErrands { ClientErrands(kernel) }
    package var operatorIdentityProviders: OperatorIdentityProviders { OperatorIdentityProviders(kernel) }
}

/// API packages: the use cases of APIs, for the other kind.
extension Product {
    package var packages: APIs { APIs(kernel, .package) }
    package var packageContents: PackageContents { PackageContents(kernel) }
    package var packageDocuments: APIDocuments { APIDocuments(kernel, .package) }
    package var packageIcons: APIIcons { APIIcons(kernel, .package) }
    package var packagePublications: Publications { Publications(kernel, .package) }
}
